import type { Documents } from '../commercetools/documents';
import { lifeSignOf } from '../commercetools/life-sign';
import type { ServerClock } from '../commercetools/server-clock';
import type { Clock } from '../runtime/clock';
import type { Log } from '../runtime/log';
import type { ExceptionStore } from './exception';
import { reconciliationSilence, tellSilence, type SilenceTerms } from './silence';

const EVERY_MS = 5 * 60_000;

/**
 * Watches the application that watches all others: reconciliation notifies people, so its own silence can only be kept
 * as an exception, and told in the log. Looks at most every five minutes; a look that fails is made again.
 */
export function createReconciliationWatch({
  documents,
  exceptions,
  serverClock,
  clock,
  log,
}: {
  readonly documents: Documents;
  readonly exceptions: ExceptionStore;
  readonly serverClock: ServerClock;
  readonly clock: Clock;
  readonly log: Log;
}): (terms: SilenceTerms) => Promise<void> {
  const { container, key } = lifeSignOf('reconciliation');
  let lookedAt = -Infinity;
  return async (terms) => {
    if (clock.now() - lookedAt < EVERY_MS) return;
    const sign = await documents.read(container, key);
    const verdict = reconciliationSilence(sign?.lastModifiedAt, terms, await serverClock());
    await tellSilence(exceptions, [verdict]);
    if (verdict.silent !== undefined)
      log.error('reconciliation is silent: nobody is told of exceptions until it runs again.');
    lookedAt = clock.now();
  };
}
