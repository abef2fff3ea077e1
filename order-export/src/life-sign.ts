import { Conflict, type Documents } from 'peoplevox-connector-shared/commercetools';
import { withDeadline, type Clock, type Log } from 'peoplevox-connector-shared/runtime';

const EVERY_MS = 5 * 60_000;
/** With the 8 s of the door it stays below the 10 s in which Connect wants its answer (reference connect §2.2). */
const WITHIN_MS = 1_500;
export const LIFE_SIGN = { container: 'peoplevox-connector', key: 'alive-order-export' } as const;

/**
 * Leaves a sign of life at most every five minutes while messages come: another deployment's post-deploy must not take
 * the Subscription of one that lives. commercetools dates it. A sign that cannot be left harms no order.
 */
export function createLifeSign(documents: Documents, clock: Clock, log: Log): () => Promise<void> {
  let shownAt = -Infinity;

  async function write(): Promise<void> {
    const before = await documents.read(LIFE_SIGN.container, LIFE_SIGN.key);
    const value = { schemaVersion: 1, shownAt: new Date(shownAt).toISOString() };
    await documents.write(LIFE_SIGN.container, LIFE_SIGN.key, value, before?.version ?? 0);
  }

  return async () => {
    if (clock.now() - shownAt < EVERY_MS) return;
    shownAt = clock.now();
    try {
      await withDeadline(clock, WITHIN_MS, write);
    } catch (error) {
      if (error instanceof Conflict) return;
      log.warn('The sign of life could not be left.', {
        cause: error instanceof Error ? error.name : 'unknown',
      });
    }
  };
}
