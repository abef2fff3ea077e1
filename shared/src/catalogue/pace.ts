import { sleep, type Clock } from '../runtime/clock';

interface PaceOptions {
  readonly clock: Clock;
  /** Least time between two calls, milliseconds. */
  readonly everyMs: number;
  /** Whether orders wait for calls to Peoplevox. */
  readonly ordersWait: () => Promise<boolean>;
}

const LOOK_AGAIN_MS = 5_000;
/** An audit that never got on would help nobody. */
const PATIENCE_MS = 60_000;

/** Resolves when the audit may make its next call: it is the last that Peoplevox should have to wait for. */
export function createPace({ clock, everyMs, ordersWait }: PaceOptions): () => Promise<void> {
  let next = clock.now();
  return async () => {
    const patientUntil = clock.now() + PATIENCE_MS;
    while (clock.now() < patientUntil && (await ordersWait())) await sleep(clock, LOOK_AGAIN_MS);
    if (clock.now() < next) await sleep(clock, next - clock.now());
    next = clock.now() + everyMs;
  };
}
