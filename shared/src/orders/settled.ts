import type { Order } from '@commercetools/platform-sdk';
import { quoted } from '../commercetools/predicate';

/** Shipment states in which an order is no longer sent or changed. */
const SETTLED = ['Shipped', 'Delivered', 'Canceled'] as const;

export function isSettled({ shipmentState }: Pick<Order, 'shipmentState'>): boolean {
  return SETTLED.some((state) => state === shipmentState);
}

const listed = SETTLED.map(quoted).join(', ');

/** The same as a predicate of orders: those that are not settled. */
export const UNSETTLED = `(shipmentState is not defined or shipmentState not in (${listed}))`;
