import type { ByProjectKeyRequestBuilder } from '@commercetools/platform-sdk';
import type { Rules } from '../configuration/rules';
import type { PeoplevoxClient } from '../peoplevox/client';
import { PeoplevoxError } from '../peoplevox/errors';
import { findPlaces } from './places';
import { missingColumns } from '../peoplevox/report-reader';

/** What keeps the stock import from working under these rules, a sentence each. Other failures reject. */
export async function missingStockReports(
  client: Pick<PeoplevoxClient, 'getReportColumns'>,
  api: ByProjectKeyRequestBuilder,
  { inventory, ...rules }: Rules,
): Promise<string[]> {
  const { changes, summary, allocation } = inventory.reports;
  const faults: string[] = [];
  for (const { name, columns } of [changes, summary, allocation]) {
    if (name !== null) faults.push(...(await faultsOf(client, name, Object.values(columns))));
  }
  const { broken } = await findPlaces(api, { inventory, ...rules });
  return [
    ...faults,
    ...broken.map(
      ({ site, channelKey }) =>
        `Supply Channel "${channelKey}" of site ${site} does not exist or lacks the role InventorySupply; its stock is not imported.`,
    ),
  ];
}

async function faultsOf(
  client: Pick<PeoplevoxClient, 'getReportColumns'>,
  name: string,
  columns: readonly (string | null)[],
): Promise<string[]> {
  try {
    const missing = missingColumns(columns, await client.getReportColumns(name));
    return missing.length === 0
      ? []
      : [
          `Peoplevox's report "${name}" lacks ${missing.join(', ')}; name the tenant's own columns under "inventory.reports".`,
        ];
  } catch (error) {
    if (!(error instanceof PeoplevoxError) || error.kind !== 'refused') throw error;
    return [
      `Peoplevox's report "${name}" cannot be read: ${error.message} Let the API user see it, or name another under "inventory.reports".`,
    ];
  }
}
