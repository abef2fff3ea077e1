import type { Lease } from './lease';
import type { Clock } from '../runtime/clock';

/**
 * Renews the lease until it is told to stop, whatever the work waits for meanwhile. A renewal that fails is not told:
 * `assertHeld` throws once the lease may be lost. Returns what stops it; resolves when no renewal is under way.
 */
export function keepLease(clock: Clock, lease: Lease, everyMs: number): () => Promise<void> {
  let isStopped = false;
  let renewal: Promise<void> = Promise.resolve();
  let cancel = clock.after(everyMs, renew);

  function renew(): void {
    renewal = lease
      .renew()
      .catch(() => undefined)
      .then(() => {
        if (!isStopped) cancel = clock.after(everyMs, renew);
      });
  }

  return async () => {
    isStopped = true;
    cancel();
    await renewal;
  };
}
