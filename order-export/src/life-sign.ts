import { Conflict, type Documents } from 'peoplevox-connector-shared/commercetools';
import type { Clock, Log } from 'peoplevox-connector-shared/runtime';

const EVERY_MS = 5 * 60_000;
export const LIFE_SIGN = { container: 'peoplevox-connector', key: 'alive-order-export' } as const;

/**
 * Leaves a sign of life at most every five minutes while messages come: another deployment's post-deploy must not take
 * the Subscription of one that lives. commercetools dates it. A sign that cannot be left harms no order.
 */
export function createLifeSign(documents: Documents, clock: Clock, log: Log): () => Promise<void> {
  let shownAt = -Infinity;
  return async () => {
    if (clock.now() - shownAt < EVERY_MS) return;
    shownAt = clock.now();
    try {
      const before = await documents.read(LIFE_SIGN.container, LIFE_SIGN.key);
      const value = { schemaVersion: 1, shownAt: new Date(shownAt).toISOString() };
      await documents.write(LIFE_SIGN.container, LIFE_SIGN.key, value, before?.version ?? 0);
    } catch (error) {
      if (error instanceof Conflict) return;
      log.warn('The sign of life could not be left.', {
        cause: error instanceof Error ? error.name : 'unknown',
      });
    }
  };
}
