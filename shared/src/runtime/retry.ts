import { sleep, type Clock } from './clock';
import type { Random } from './world';

export interface RetryOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** In all, the first one included. */
  readonly attempts: number;
  /** The longest wait before the second attempt; doubled with each further one. */
  readonly baseMs: number;
  /** The longest wait of all. */
  readonly maxMs: number;
  readonly isRetryable: (error: unknown) => boolean;
}

/** Undefined: do not try again. */
function waitBefore(options: RetryOptions, attempt: number, error: unknown): number | undefined {
  if (attempt > options.attempts || !options.isRetryable(error)) return undefined;
  // Full jitter: callers that failed together do not come back together.
  return options.random() * Math.min(options.maxMs, options.baseMs * 2 ** (attempt - 2));
}

/**
 * Tries until `work` succeeds, and rejects with its last error.
 * @param work gets the number of the attempt, from 1. Only for what is safe to do twice.
 */
export async function retry<T>(options: RetryOptions, work: (attempt: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      const waitMs = waitBefore(options, attempt + 1, error);
      if (waitMs === undefined) throw error;
      await sleep(options.clock, waitMs);
    }
  }
}
