import type { Clock, World } from '../../../shared/src/runtime';
import type { History } from './history';
import { startProcess, type Process, type ProcessOptions } from '../process';

interface DeploymentOptions<T> {
  readonly name: string;
  /** What the application is in a process of its own. */
  readonly start: (world: World) => T;
  readonly world: World;
  readonly history: History;
  /** What the clock of the process shows beside the true time. */
  readonly skewMs: () => number;
  readonly fate: NonNullable<ProcessOptions['fate']>;
}

interface Running<T> {
  readonly process: Process;
  readonly application: T;
}

/** An application as Connect keeps it: so many instances, another one for each that ends. */
interface Service<T> {
  /** The instances in turn; undefined while there is none. */
  next(): Running<T> | undefined;
  readonly running: () => readonly Running<T>[];
}

export function deployService<T>(count: number, options: DeploymentOptions<T>): Service<T> {
  const { name, start, world, history, skewMs, fate } = options;
  let running: Running<T>[] = [];
  let turn = 0;

  function begin(): void {
    const process = startProcess(world, {
      skewMs: skewMs(),
      fate,
      onDeath: (awayMs) => {
        running = running.filter((one) => one.process !== process);
        history.note(`an instance of ${name} ends`);
        world.clock.after(awayMs, begin);
      },
    });
    running.push({ process, application: start(process.world) });
  }

  for (let index = 0; index < count; index += 1) begin();
  return {
    next: () => {
      turn += 1;
      return running[turn % Math.max(1, running.length)];
    },
    running: () => running,
  };
}

interface Job {
  readonly running: () => readonly Process[];
}

/** A job: called at each tick of its schedule, whatever became of the call before. */
export function deployJob(
  { firstMs, everyMs }: { readonly firstMs: number; readonly everyMs: number },
  options: DeploymentOptions<{ readonly tick: () => Promise<{ readonly outcome: string }> }>,
): Job {
  const { name, start, world, history, skewMs, fate } = options;
  let current: Running<ReturnType<typeof start>> | undefined;

  function living() {
    if (current?.process.isAlive() !== true) {
      const process = startProcess(world, { skewMs: skewMs(), fate });
      current = { process, application: start(process.world) };
    }
    return current;
  }

  async function tick(): Promise<void> {
    const { application, process } = living();
    const { outcome } = await application.tick();
    if (process.isAlive()) history.note(`${name}: ${outcome}`);
  }

  world.clock.after(firstMs, () => {
    repeat(world.clock, everyMs, () => void tick());
    void tick();
  });
  return { running: () => (current?.process.isAlive() === true ? [current.process] : []) };
}

function repeat(clock: Clock, everyMs: number, call: () => void): void {
  clock.after(everyMs, () => {
    repeat(clock, everyMs, call);
    call();
  });
}
