import type { Fetch, World } from '../../shared/src/runtime';

/** One process of an application: it sees the world through its own clock, and dies without a word. */
export interface Process {
  readonly world: World;
  readonly isAlive: () => boolean;
  /** @param awayMs how long it takes until another one may take its place. */
  end(awayMs?: number): void;
  /** It dies at a call to come. */
  crashAt(crash: Crash): void;
}

interface Death {
  /** Before the request leaves, or after it was carried out and before the reply. */
  readonly when: 'before' | 'after';
  readonly awayMs: number;
}

export interface Crash extends Death {
  /** Of the calls from now, from 1. */
  readonly calls: number;
}

export interface ProcessOptions {
  /** What its clock shows beside the true time, milliseconds. */
  readonly skewMs?: number;
  readonly onDeath?: (awayMs: number) => void;
  /** Asked at each call whether it is the one to die at. */
  readonly fate?: (...call: Parameters<Fetch>) => Death | undefined;
}

/** After the end nothing comes back: no timer fires, no reply arrives. */
export function startProcess(world: World, { skewMs = 0, onDeath, fate }: ProcessOptions = {}): Process {
  let alive = true;
  let crash: Crash | undefined;
  let calls = 0;
  const never = new Promise<never>(() => undefined);

  const isAlive = () => alive;

  function end(awayMs = 0): void {
    if (!alive) return;
    alive = false;
    onDeath?.(awayMs);
  }

  return {
    isAlive,
    end,
    crashAt: (coming) => {
      crash = coming;
      calls = 0;
    },
    world: {
      random: world.random,
      clock: {
        now: () => world.clock.now() + skewMs,
        after: (delayMs, run) => world.clock.after(delayMs, () => (alive ? run() : undefined)),
      },
      fetch: async (input, init) => {
        if (!alive) return never;
        calls += 1;
        const fatal = crash !== undefined && calls >= crash.calls ? crash : fate?.(input, init);
        if (fatal?.when === 'before') {
          end(fatal.awayMs);
          return never;
        }
        const reply = await world.fetch(input, init);
        if (fatal !== undefined) end(fatal.awayMs);
        return isAlive() ? reply : never;
      },
    },
  };
}
