import type { ByProjectKeyRequestBuilder } from 'peoplevox-connector-shared/commercetools';
import type { Rules } from 'peoplevox-connector-shared/configuration';
import type { PeoplevoxClient } from 'peoplevox-connector-shared/peoplevox';
import { missingStockReports } from 'peoplevox-connector-shared/stock';

export interface StockCheck {
  readonly api: ByProjectKeyRequestBuilder;
  readonly client: Pick<PeoplevoxClient, 'authenticate' | 'getReportColumns'>;
  readonly rules: () => Promise<Rules>;
}

/**
 * What a person should know after a deployment, in words for its log. Reports and Channels can be mended while the
 * application runs, so they do not keep it from being deployed; credentials that Peoplevox refuses do.
 */
export async function checkStock({ api, client, rules }: StockCheck): Promise<readonly string[]> {
  await client.authenticate();
  const inForce = await rules();
  const { mode, inventory } = inForce;
  return [
    ...(await missingStockReports(client, api, inForce)),
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
