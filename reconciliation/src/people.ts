import type { ByProjectKeyRequestBuilder, Documents } from 'peoplevox-connector-shared/commercetools';
import {
  feed,
  notifyTeams,
  openExceptions,
  tellSilence,
  type Digest,
  type ExceptionStore,
  type Notified,
  type Owner,
} from 'peoplevox-connector-shared/exceptions';
import type { Hints } from 'peoplevox-connector-shared/despatch';
import { wordsOf, type Log, type World } from 'peoplevox-connector-shared/runtime';
import { readFreshness } from './freshness';
import type { createMetrics } from './metrics';
import { listen, type Missed } from './silence';
import { keepStatus, statusOf, type StatusDocument } from './status';
import type { Pass } from './sweep';
import type { TopicPublisher } from './topic';
import { resolveUnnamedReports } from './unnamed-reports';

interface PeopleParts {
  readonly api: ByProjectKeyRequestBuilder;
  readonly documents: Documents;
  readonly exceptions: ExceptionStore;
  readonly hints: Hints;
  /** When the connector was installed: ISO 8601. */
  readonly installedAt: () => Promise<string>;
  /** What the sweeps of this run found that others had missed. */
  readonly missed: Missed;
  readonly messengerOf: (owner: Owner) => ((digest: Digest) => Promise<void>) | undefined;
  /** Undefined: no topic is named. */
  readonly publish: TopicPublisher | undefined;
  readonly metrics: ReturnType<typeof createMetrics>;
  readonly world: Pick<World, 'clock' | 'random'>;
  readonly log: Log;
}

/** The end of each run: who is silent, how fresh everything is, and what the teams must hear. */
export function createTellPeople(parts: PeopleParts): (pass: Pass) => Promise<Notified> {
  const { documents, exceptions, world, log, publish } = parts;

  async function openByOwner(): Promise<StatusDocument['open']> {
    const counts: Record<string, Record<string, number>> = {};
    for await (const { owner, code } of openExceptions(documents)) {
      const ofOwner = (counts[owner] ??= {});
      ofOwner[code] = (ofOwner[code] ?? 0) + 1;
    }
    return counts;
  }

  async function publishNews(pass: Pass, to: TopicPublisher): Promise<void> {
    const feedParts = { documents, publish: to, assertHeld: () => pass.lease.assertHeld() };
    const now = pass.now();
    const since = `lastModifiedAt >= "${new Date(now).toISOString()}"`;
    try {
      await feed(feedParts, { container: 'peoplevox-exceptions', atFirst: 'value(status = "open")', now });
      await feed(feedParts, { container: 'peoplevox-audit', atFirst: since, now });
    } catch (error) {
      log.error('Not everything could be published to the topic; it is published at the next run.', {
        reason: wordsOf(error),
      });
    }
  }

  return async (pass) => {
    const fresh = await readFreshness(parts, pass);
    const installedAt = Date.parse(await parts.installedAt());
    const { missed } = parts;
    await tellSilence(
      exceptions,
      await listen(documents, pass.lease, { rules: pass.rules, installedAt, missed: { ...missed }, fresh }),
    );
    missed.order = undefined;
    missed.despatch = undefined;
    missed.hint = undefined;
    await resolveUnnamedReports(documents, exceptions, pass.rules);
    const status = statusOf(fresh, await openByOwner());
    await keepStatus(documents, world, status);
    parts.metrics.record(status);
    const { messengerOf } = parts;
    const assertHeld = () => pass.lease.assertHeld();
    const terms = pass.rules.notification;
    const told = await notifyTeams({ documents, log, messengerOf, assertHeld }, terms, pass.now());
    if (publish !== undefined) await publishNews(pass, publish);
    return told;
  };
}
