import type { Rules } from 'peoplevox-connector-shared/configuration';
import { deliveryKey, readDespatches, readSalesOrders } from 'peoplevox-connector-shared/despatch';
import { createReportReader, type PeoplevoxClient } from 'peoplevox-connector-shared/peoplevox';
import type { OrderParts } from './order-operations';

/** Reads the sales orders of one order and what left for them, live: two calls. */
export function createPeoplevoxNow(client: PeoplevoxClient, timeZone: string): OrderParts['peoplevox'] {
  const reader = createReportReader(client);
  return async (numbers: readonly string[], rules: Rules) => {
    const salesOrders = await readSalesOrders(client, rules, numbers);
    const { despatches, unreadable } = await readDespatches(reader, rules, numbers, timeZone);
    for (const fault of unreadable.values()) throw fault;
    return {
      salesOrders: [...salesOrders.values()].map(({ number, status }) => ({ number, status })),
      despatches: despatches.map(({ number, salesOrder, despatchedAt, goods }) => ({
        number,
        delivery: deliveryKey(number),
        salesOrder,
        at: new Date(despatchedAt).toISOString(),
        units: goods.reduce((sum, { units }) => sum + units, 0),
      })),
    };
  };
}
