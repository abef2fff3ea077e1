import type { Order, ReturnPaymentState } from '@commercetools/platform-sdk';
import { deliveriesOf } from './deliveries';
import type { RefundableLine } from './refund';

/** An item of the order that came back. */
interface ReturnedItem {
  readonly key: string | undefined;
  readonly paymentState: ReturnPaymentState;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly line: RefundableLine;
}

/** Units of a line item that were delivered. */
export function deliveredUnits(order: Order, lineItemId: string): number {
  return deliveriesOf(order)
    .flatMap(({ delivery }) => delivery.items)
    .filter(({ id }) => id === lineItemId)
    .reduce((sum, { quantity }) => sum + quantity, 0);
}

/** Each return is a matter of its own: one like another is no repeat of it. */
export function returnedAs(key: string | undefined): string {
  return key === undefined ? 'returned' : `returned as ${key}`;
}

/** What came back, by whomever it was entered; what is only advised has not. The last units delivered come back first. */
export function returnedItems(order: Order): ReturnedItem[] {
  const after = new Map(order.lineItems.map(({ id }) => [id, deliveredUnits(order, id)]));
  return (order.returnInfo ?? [])
    .flatMap(({ items, returnDate }) => items.map((item) => ({ item, returnDate })))
    .flatMap(({ item, returnDate }) => {
      if (item.shipmentState === 'Advised' || item.type !== 'LineItemReturnItem') return [];
      const { lineItemId, quantity } = item;
      const first = Math.max(0, (after.get(lineItemId) ?? 0) - quantity);
      after.set(lineItemId, first);
      return [
        {
          key: item.key,
          paymentState: item.paymentState,
          at: Date.parse(returnDate ?? item.createdAt),
          line: { lineItemId, quantity, after: first, because: returnedAs(item.key) },
        },
      ];
    });
}
