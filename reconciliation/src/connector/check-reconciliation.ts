import type { Rules } from 'peoplevox-connector-shared/configuration';
import { preflight, type PreflightParts } from 'peoplevox-connector-shared/connections';
import { missingDespatchReports } from 'peoplevox-connector-shared/despatch';
import type { Owner } from 'peoplevox-connector-shared/exceptions';
import type { PeoplevoxClient } from 'peoplevox-connector-shared/peoplevox';
import { APPLICATION } from '../application';
import { SCOPES } from './scopes';

interface ReconciliationCheck extends PreflightParts {
  readonly client: Pick<PeoplevoxClient, 'authenticate' | 'getReportColumns'>;
  readonly webhooks: Readonly<Record<Owner, string | undefined>>;
  /** Why nothing can be published; undefined where no topic is named. */
  readonly topicFaults: (() => Promise<readonly string[]>) | undefined;
}

/**
 * Makes nothing; looks whether despatches and returns can be read (despatch-processor reads the same reports, at times
 * when it has fewer calls), and whether people can be told.
 * @returns what may surprise, in words for the deployment's log
 * @throws NotDeployable
 */
export async function checkReconciliation(parts: ReconciliationCheck): Promise<readonly string[]> {
  const { client, topicFaults, webhooks } = parts;
  await preflight(parts, {
    application: APPLICATION,
    scopes: SCOPES,
    ofCommercetools: topicFaults === undefined ? [] : [topicFaults],
    ofPeoplevox: [
      async (rules: Rules) => (rules.mode.despatch === 'off' ? [] : missingDespatchReports(client, rules)),
    ],
  });
  const untold = Object.entries(webhooks).flatMap(([owner, url]) => (url === undefined ? [owner] : []));
  return untold.length === 0
    ? []
    : [
        `Nobody is told of the exceptions of ${untold.join(', ')}: set NOTIFY_WEBHOOK_URL, or one for each team. They are kept all the same.`,
      ];
}
