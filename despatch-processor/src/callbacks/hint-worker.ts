import type { HintTally } from 'peoplevox-connector-shared/despatch';
import { sleep, wordsOf, type Cancel, type Log, type World } from 'peoplevox-connector-shared/runtime';

interface HintWorkerParts {
  /** Works one batch; 'busy': another instance does, 'idle': nothing is due. */
  readonly work: () => Promise<HintTally | 'busy' | 'idle'>;
  readonly onForeign: (count: number) => void;
  readonly world: Pick<World, 'clock' | 'random'>;
  readonly log: Log;
}

/** Callbacks of one despatch come together, and are looked at together. */
const GATHER_MS = 250;
const BUSY_MS = 3_000;
const FAILED_MS = 15_000;
const FAILURES = 3;

/**
 * Works hints while there are any, from `wake` on: after a callback, and when the process starts, for what an ended one
 * left behind. Nothing rests on it: hints are durable, and what is not worked here is worked by the sweep.
 */
export function createHintWorker({ work, onForeign, world, log }: HintWorkerParts): {
  readonly wake: () => void;
} {
  const { clock, random } = world;
  let isRunning = false;
  let isWoken = false;
  let alarm: { readonly at: number; readonly cancel: Cancel } | undefined;

  function wake(): void {
    isWoken = true;
    if (isRunning) return;
    isRunning = true;
    void run().finally(() => {
      isRunning = false;
      // A hint that came while the last pass ended.
      if (isWoken) wake();
    });
  }

  async function run(): Promise<void> {
    for (let failures = 0; isWoken && failures < FAILURES;) {
      isWoken = false;
      await sleep(clock, GATHER_MS);
      const pauseMs = await pass();
      if (pauseMs === 'idle') continue;
      isWoken = true;
      failures = pauseMs === FAILED_MS ? failures + 1 : 0;
      await sleep(clock, pauseMs * (1 + random()));
    }
    isWoken = false;
  }

  /** What to wait before the next pass, in milliseconds. */
  async function pass(): Promise<number | 'idle'> {
    try {
      const result = await work();
      if (result === 'busy') return BUSY_MS;
      if (result === 'idle') return result;
      const { nextInMs, ...counts } = result;
      log.info('Hints worked.', counts);
      if (result.foreign > 0) onForeign(result.foreign);
      if (nextInMs !== undefined) wakeIn(nextInMs);
      return 0;
    } catch (error) {
      log.warn('Hints could not be worked now; they are kept.', {
        reason: wordsOf(error),
      });
      return FAILED_MS;
    }
  }

  function wakeIn(ms: number): void {
    const at = clock.now() + ms;
    if (alarm !== undefined && alarm.at > clock.now() && alarm.at <= at) return;
    alarm?.cancel();
    alarm = { at, cancel: clock.after(ms, wake) };
  }

  return { wake };
}
