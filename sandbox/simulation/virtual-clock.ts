import type { Clock } from '../../shared/src/runtime';

/** A clock that stands still until it is told to move: minutes pass in microseconds, always in the same order. */
export interface VirtualClock extends Clock {
  /** Lets `ms` pass; timers run when due, in order, and the promises that they release settle in between. */
  advance(ms: number): Promise<void>;
  /** Lets promises and immediates that wait for nothing but their turn go on, without moving the time. */
  settle(): Promise<void>;
  /**
   * Moves from timer to timer until `promise` settles, and settles likewise. Rejects when nothing is scheduled that
   * could settle it, or when `limitMs` (24 h of virtual time if not given) have passed.
   */
  runUntil<T>(promise: Promise<T>, limitMs?: number): Promise<T>;
  /** Timers that have neither fired nor been cancelled. */
  readonly pending: number;
}

interface Timer {
  readonly due: number;
  readonly run: () => void;
}

const DAY_MS = 86_400_000;
/** Streams and `await`s of foreign code need more than one turn of the event loop to hand a value on. */
const TURNS = 4;
/** Patience with work outside the clock (a stream, a thread of zlib) before a standstill is called one. */
const TURNS_AT_STANDSTILL = 200;

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => void setImmediate(resolve));
}

function watch(promise: Promise<unknown>): () => boolean {
  let settled = false;
  const note = (): void => {
    settled = true;
  };
  promise.then(note, note);
  return () => settled;
}

/** @param startMs milliseconds since the Unix epoch, UTC, that the clock shows at first. */
export function createVirtualClock(startMs: number): VirtualClock {
  let now = startMs;
  const timers = new Set<Timer>();

  function next(): Timer | undefined {
    let first: Timer | undefined;
    // Insertion order breaks ties, so equal due times run in the order in which they were asked for.
    for (const timer of timers) if (first === undefined || timer.due < first.due) first = timer;
    return first;
  }

  async function fire(timer: Timer): Promise<void> {
    timers.delete(timer);
    now = Math.max(now, timer.due);
    timer.run();
    await turns(TURNS);
  }

  async function advance(ms: number): Promise<void> {
    const end = now + ms;
    await turns(TURNS);
    for (let timer = next(); timer !== undefined && timer.due <= end; timer = next()) await fire(timer);
    now = Math.max(now, end);
  }

  /** The next timer that may help; undefined: no more help is needed. */
  async function nextOrFail(isSettled: () => boolean): Promise<Timer | undefined> {
    if (timers.size === 0) await turns(TURNS_AT_STANDSTILL);
    if (isSettled()) return undefined;
    const timer = next();
    if (timer === undefined) throw new Error('The promise cannot settle: no timer is scheduled.');
    return timer;
  }

  async function runUntil<T>(promise: Promise<T>, limitMs = DAY_MS): Promise<T> {
    const end = now + limitMs;
    const isSettled = watch(promise);
    await turns(TURNS);
    while (!isSettled()) {
      const timer = await nextOrFail(isSettled);
      if (timer === undefined) break;
      if (timer.due > end)
        throw new Error(`The promise did not settle within ${limitMs} ms of virtual time.`);
      await fire(timer);
    }
    return promise;
  }

  return {
    now: () => now,
    after: (delayMs, run) => {
      const timer: Timer = { due: now + Math.max(0, delayMs), run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance,
    settle: () => turns(TURNS),
    runUntil,
    get pending() {
      return timers.size;
    },
  };
}
