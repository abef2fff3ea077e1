import { sleep } from '../runtime/clock';
import type { World } from '../runtime/world';
import { CommercetoolsError } from './commercetools-error';

/** How long and how often a call is tried. All times in milliseconds. */
export interface Patience {
  /** Longest wait for one reply, its body included. */
  readonly attemptMs: number;
  /** Longest time for the whole call with its repeats and waits. */
  readonly totalMs: number;
  readonly attempts: number;
}

/** Four attempts of 2.5 s inside the 8 s in which the event app must have answered. */
export const defaultPatience: Patience = { attemptMs: 2_500, totalMs: 7_500, attempts: 4 };

const FIRST_PAUSE_MS = 200;

export interface Perseverance {
  readonly world: Pick<World, 'clock' | 'random'>;
  readonly patience: Patience;
  readonly mayRepeat: (error: CommercetoolsError) => boolean;
  readonly onRepeat: (error: CommercetoolsError, waitMs: number) => void;
}

/**
 * Tries again as `mayRepeat` allows, with doubling, jittered pauses that are never shorter than what commercetools
 * asked for, and gives up with the last error when the next attempt could not begin in time.
 * @param attempt gets the time (milliseconds since the epoch) at which the whole call must have ended.
 */
export async function persevere<T>(how: Perseverance, attempt: (end: number) => Promise<T>): Promise<T> {
  const { clock, random } = how.world;
  const end = clock.now() + how.patience.totalMs;
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt(end);
    } catch (error) {
      if (!(error instanceof CommercetoolsError) || !how.mayRepeat(error)) throw error;
      const waitMs = pauseMs(attempts, error.retryAfterMs, random());
      if (attempts >= how.patience.attempts || clock.now() + waitMs >= end) throw error;
      how.onRepeat(error, waitMs);
      await sleep(clock, waitMs);
    }
  }
}

/** How long one attempt may take now: its own limit, or what is left of the whole. */
export function attemptLimitMs(
  { patience, world }: Pick<Perseverance, 'patience' | 'world'>,
  end: number,
): number {
  return Math.min(patience.attemptMs, end - world.clock.now());
}

/** Half to all of 200, 400, 800… ms, on top of what commercetools asked for: callers must not return in step. */
function pauseMs(attempts: number, retryAfterMs: number | undefined, chance: number): number {
  return (retryAfterMs ?? 0) + FIRST_PAUSE_MS * 2 ** (attempts - 1) * (0.5 + chance / 2);
}
