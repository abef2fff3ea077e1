import type { Settings } from './settings';

/** Counts requests of the tenant and says which are too many. A window is half-open: `windowMs` later is outside it. */
interface Limiter {
  /** Records an arrival; true: within the limit. Refused requests do not use up the limit. */
  arrive(): boolean;
  /** Milliseconds until the next request is let in. */
  untilFree(): number;
  /** The largest number of arrivals in any window since the start, refused ones included. */
  peak(): number;
  /** Times of all arrivals. */
  readonly arrivals: readonly number[];
}

export function createLimiter(now: () => number, settings: Settings): Limiter {
  const arrivals: number[] = [];
  let granted: number[] = [];
  let windowStart = 0;
  let peak = 0;

  function recordArrival(at: number, windowMs: number): void {
    arrivals.push(at);
    while ((arrivals[windowStart] ?? at) <= at - windowMs) windowStart += 1;
    peak = Math.max(peak, arrivals.length - windowStart);
  }

  return {
    arrivals,
    peak: () => peak,
    arrive() {
      const at = now();
      recordArrival(at, settings.limit?.windowMs ?? 15_000);
      if (!settings.limit) return true;
      const { requests, windowMs } = settings.limit;
      granted = granted.filter((time) => time > at - windowMs);
      if (granted.length >= requests) return false;
      granted.push(at);
      return true;
    },
    untilFree() {
      const { requests, windowMs } = settings.limit ?? { requests: Infinity, windowMs: 0 };
      const oldest = granted.length >= requests ? granted[0] : undefined;
      return oldest === undefined ? 0 : Math.max(0, oldest + windowMs - now());
    },
  };
}
