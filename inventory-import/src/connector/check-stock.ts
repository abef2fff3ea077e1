import type { ByProjectKeyRequestBuilder } from 'peoplevox-connector-shared/commercetools';
import type { Rules } from 'peoplevox-connector-shared/configuration';
import { preflight, type PreflightParts } from 'peoplevox-connector-shared/connections';
import type { PeoplevoxClient } from 'peoplevox-connector-shared/peoplevox';
import { stockReportFaults, supplyChannelFaults } from 'peoplevox-connector-shared/stock';
import { APPLICATION } from '../application';
import { SCOPES } from './scopes';

interface StockCheck extends PreflightParts {
  readonly api: ByProjectKeyRequestBuilder;
  readonly client: Pick<PeoplevoxClient, 'authenticate' | 'getReportColumns'>;
}

/**
 * Makes nothing; looks whether stock can be imported. While stock is off its reports and Channels need not be there.
 * @returns what may surprise, in words for the deployment's log
 * @throws NotDeployable
 */
export async function checkStock(parts: StockCheck): Promise<readonly string[]> {
  const { api, client } = parts;
  const unlessOff = (check: (rules: Rules) => Promise<string[]>) => async (rules: Rules) =>
    rules.mode.stock === 'off' ? [] : check(rules);
  const rules = await preflight(parts, {
    application: APPLICATION,
    scopes: SCOPES,
    ofCommercetools: [unlessOff((inForce) => supplyChannelFaults(api, inForce))],
    ofPeoplevox: [unlessOff((inForce) => stockReportFaults(client, inForce))],
  });
  return surprises(rules);
}

function surprises({ mode, inventory }: Rules): string[] {
  return [
    ...(mode.stock === 'live' ? [] : [`Stock is in mode "${mode.stock}": no InventoryEntry is written.`]),
    ...(mode.orders !== 'live' && inventory.ordersUnderWay === 'subtract'
      ? [
          `Orders are in mode "${mode.orders}": their units are subtracted from the stock until they are shipped in commercetools. If they come to Peoplevox another way, set inventory.ordersUnderWay to "ignore".`,
        ]
      : []),
    ...(inventory.ordersUnderWay === 'ignore'
      ? ['Units of orders under way are not subtracted (inventory.ordersUnderWay is "ignore").']
      : []),
  ];
}
