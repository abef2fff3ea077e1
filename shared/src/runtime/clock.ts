/** Stops a timer that has not fired; harmless afterwards. */
export type Cancel = () => void;

/** Time as the production code sees it: injected, so that the same code runs in virtual time. */
export interface Clock {
  /** Milliseconds since the Unix epoch, UTC. */
  now(): number;
  /** Calls `run` once, after at least `delayMs` milliseconds. */
  after(delayMs: number, run: () => void): Cancel;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

export function sleep(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => void clock.after(delayMs, resolve));
}

export class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded';
  constructor(readonly afterMs: number) {
    super(`No result within ${afterMs} ms.`);
  }
}

/**
 * Runs `work` and gives up waiting after `limitMs`: the signal is aborted and the promise rejects with
 * DeadlineExceeded, whether or not `work` heeds the signal.
 */
export async function withDeadline<T>(
  clock: Clock,
  limitMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let cancel: Cancel = () => undefined;
  const expired = new Promise<never>((_, reject) => {
    cancel = clock.after(limitMs, () => {
      const reason = new DeadlineExceeded(limitMs);
      controller.abort(reason);
      reject(reason);
    });
  });
  try {
    return await Promise.race([work(controller.signal), expired]);
  } finally {
    cancel();
  }
}
