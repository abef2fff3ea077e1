import type { Order } from '@commercetools/platform-sdk';
import type { Rules } from '../configuration/rules';
import { routeOrder } from './composition/routing';
import { readLedger } from './ledger';
import { noteStatuses, type NotingParts } from './warehouse-status';

/** Units that Peoplevox never ships: settled portions of the routing. */
export function notShipped(order: Order, rules: Rules) {
  return routeOrder(order, rules).filter(({ settled }) => settled);
}

/** What the bookings of despatches and returns ask of the orders room, which they do not know. */
export function ordersForBookings(parts: NotingParts) {
  return {
    ledger: {
      salesOrdersOf: async (orderId: string) =>
        (await readLedger(parts.documents, orderId))?.value.salesOrders,
    },
    notShipped,
    onStatuses: (orderId: string, statuses: ReadonlyMap<string, string>) =>
      noteStatuses(parts, orderId, statuses),
  };
}
