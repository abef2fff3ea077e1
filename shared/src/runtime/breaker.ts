import type { Clock } from './clock';

/** Not even tried: the other side has failed too often just now. */
export class BreakerOpen extends Error {
  override readonly name = 'BreakerOpen';
  constructor(readonly retryAfterMs: number) {
    super(
      `Not tried: the other side has failed repeatedly. Next attempt in ${retryAfterMs} ms at the earliest.`,
    );
  }
}

export interface Breaker {
  /**
   * Runs `work`, or rejects with BreakerOpen without running it. An error for which `isFailure` is false (the other
   * side has answered, if only to refuse) counts as life. Results and errors of `work` are handed on as they are.
   */
  run<T>(work: () => Promise<T>, isFailure: (error: unknown) => boolean): Promise<T>;
}

interface BreakerOptions {
  readonly clock: Clock;
  /** Failures in a row that open it. */
  readonly threshold?: number;
  /** How long it stays open before one probe is let through. */
  readonly openMs?: number;
}

/** While a probe is under way nobody knows when it ends; this is when to ask again. */
const PROBE_MS = 1_000;

export function createBreaker({ clock, threshold = 5, openMs = 30_000 }: BreakerOptions): Breaker {
  let failuresInARow = 0;
  let openUntil: number | undefined;
  let isProbing = false;

  function admit(): void {
    if (openUntil === undefined) return;
    const remaining = openUntil - clock.now();
    if (remaining > 0) throw new BreakerOpen(remaining);
    if (isProbing) throw new BreakerOpen(PROBE_MS);
    isProbing = true;
  }

  function succeeded(): void {
    failuresInARow = 0;
    openUntil = undefined;
  }

  function failed(): void {
    failuresInARow += 1;
    if (openUntil !== undefined || failuresInARow >= threshold) openUntil = clock.now() + openMs;
  }

  async function run<T>(work: () => Promise<T>, isFailure: (error: unknown) => boolean): Promise<T> {
    admit();
    const isProbe = openUntil !== undefined;
    // What began before the breaker opened tells of the past: only the probe may close it or keep it open.
    const counts = (): boolean => isProbe || openUntil === undefined;
    try {
      const result = await work();
      if (counts()) succeeded();
      return result;
    } catch (error) {
      if (counts()) (isFailure(error) ? failed : succeeded)();
      throw error;
    } finally {
      if (isProbe) isProbing = false;
    }
  }

  return { run };
}
