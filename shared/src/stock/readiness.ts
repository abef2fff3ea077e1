import type { ByProjectKeyRequestBuilder } from '@commercetools/platform-sdk';
import type { Rules } from '../configuration/rules';
import type { PeoplevoxClient } from '../peoplevox/client';
import type { Site } from '../peoplevox/reference-lists';
import { reportFaults } from '../peoplevox/report-readiness';
import { findPlaces } from './places';

/** What keeps the reports of stock from being read under these rules, a sentence each. Other failures reject. */
export async function stockReportFaults(
  client: Pick<PeoplevoxClient, 'getReportColumns'>,
  { inventory: { reports } }: Pick<Rules, 'inventory'>,
): Promise<string[]> {
  const faults: string[] = [];
  for (const { name, columns } of [reports.changes, reports.summary, reports.allocation])
    if (name !== null) faults.push(...(await reportFaults(client, { name, columns }, 'inventory.reports')));
  return faults;
}

/** Sites whose Channel does not exist or is no supply Channel, a sentence each. */
export async function supplyChannelFaults(api: ByProjectKeyRequestBuilder, rules: Rules): Promise<string[]> {
  const { broken } = await findPlaces(api, rules);
  return broken.map(
    ({ site, channelKey }) =>
      `Supply Channel "${channelKey}" of site ${site} does not exist or lacks the role InventorySupply; its stock is not imported.`,
  );
}

/** Sites of the rules that Peoplevox does not have: their stock is never imported, and orders for them are refused. */
export function unknownSites(known: readonly Site[], { sites }: Pick<Rules, 'sites'>): string[] {
  const references = new Set(known.map(({ reference }) => reference));
  const choice = [...references].join(', ') || 'none';
  return sites
    .filter(({ reference }) => !references.has(reference))
    .map(({ reference }) => `Site ${reference} of the rules is not in Peoplevox, which has: ${choice}.`);
}
