import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { systemClock, type Clock } from '../../shared/src/runtime';

/** A child process whose output is kept and which never outlives this process. */
export interface OwnedProcess {
  readonly pid: number;
  /** Lines of stdout and stderr so far, in the order in which they arrived. */
  readonly output: readonly string[];
  readonly running: boolean;
  /** Exit code, or the name of the signal that ended it. */
  readonly ended: Promise<number | string>;
  /** Asks it to end as Connect does: SIGTERM, and SIGKILL if it is still there after 10 s. */
  stop(): Promise<void>;
  /** SIGKILL: no chance to finish anything. */
  kill(): Promise<void>;
}

interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
}

const GRACE_MS = 10_000;
const alive = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** The environment is exactly the given one plus what a shell needs; nothing else of ours reaches the process. */
export function startProcess(
  { command, args, cwd, environment }: Command,
  clock: Clock = systemClock,
): OwnedProcess {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(command, args, {
    cwd,
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  alive.add(child);
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => output.push(line));
  }
  let running = true;
  const ended = new Promise<number | string>((resolve) => {
    const end = (how: number | string): void => {
      running = false;
      alive.delete(child);
      resolve(how);
    };
    child.once('error', (failure) => {
      output.push(failure.message);
      end(failure.message);
    });
    child.once('close', (code, signal) => end(code ?? signal ?? 'unknown'));
  });
  return {
    pid: child.pid ?? 0,
    output,
    ended,
    get running() {
      return running;
    },
    stop: async () => {
      child.kill('SIGTERM');
      const cancel = clock.after(GRACE_MS, () => child.kill('SIGKILL'));
      await ended;
      cancel();
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** A port of the loopback interface that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
