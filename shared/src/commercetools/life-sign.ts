import { withDeadline, type Clock } from '../runtime/clock';
import type { Log } from '../runtime/log';
import { Conflict, type Documents } from './documents';
import type { ServerClock } from './server-clock';

const CONTAINER = 'peoplevox-connector';
const EVERY_MS = 5 * 60_000;
/** With the 8 s of the door it stays below the 10 s in which Connect wants its answer (facts/commercetools §3). */
const WITHIN_MS = 1_500;
const HOUR_MS = 3_600_000;

/** Where an application leaves its sign of life. */
export function lifeSignOf(application: string) {
  return { container: CONTAINER, key: `alive-${application}` };
}

interface LifeSignParts {
  readonly application: string;
  readonly documents: Documents;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Leaves a sign of life at most every five minutes while there is work: another deployment's post-deploy must not take
 * what one that lives uses. commercetools dates it. A sign that cannot be left harms nothing.
 */
export function createLifeSign({ application, documents, clock, log }: LifeSignParts): () => Promise<void> {
  const { container, key } = lifeSignOf(application);
  let shownAt = -Infinity;

  async function write(): Promise<void> {
    const before = await documents.read(container, key);
    const value = { schemaVersion: 1, shownAt: new Date(shownAt).toISOString() };
    await documents.write(container, key, value, before?.version ?? 0);
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

/** Whether any deployment of the application showed life within the last hour, by commercetools' clock. */
export async function livedLately(
  documents: Documents,
  serverClock: ServerClock,
  application: string,
): Promise<boolean> {
  const { container, key } = lifeSignOf(application);
  const sign = await documents.read(container, key);
  return sign !== undefined && (await serverClock()) - sign.lastModifiedAt <= HOUR_MS;
}
