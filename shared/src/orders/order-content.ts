import { createHash } from 'node:crypto';
import type { Order } from '@commercetools/platform-sdk';

/** What moves on an order while nobody changes what is to be shipped; payments included, on which no warehouse acts. */
const MOVING: readonly string[] = [
  'version',
  // Real Orders have it, though the SDK does not say so.
  'versionModifiedAt',
  'lastMessageSequenceNumber',
  'createdAt',
  'createdBy',
  'lastModifiedAt',
  'lastModifiedBy',
  'completedAt',
  'syncInfo',
  'orderState',
  'paymentState',
  'shipmentState',
  'state',
  'returnInfo',
  'paymentInfo',
];
/** A line's slug follows its product's. */
const MOVING_OF_LINE = ['state', 'lastModifiedAt', 'productSlug'];
const MOVING_OF_SHIPPING = ['deliveries', 'shippingMethodState'];

/**
 * Fingerprint of what the order itself says, whatever the rules make of it: 16 hexadecimal digits, salted with the
 * order's id. Referenced objects that were read along do not count.
 */
export function orderContent(order: Order): string {
  const content = {
    ...without(order, MOVING),
    lineItems: order.lineItems.map((line) => without(line, MOVING_OF_LINE)),
    customLineItems: order.customLineItems.map((line) => without(line, MOVING_OF_LINE)),
    shippingInfo: order.shippingInfo && without(order.shippingInfo, MOVING_OF_SHIPPING),
    shipping: order.shipping.map((entry) => ({
      ...entry,
      shippingInfo: without(entry.shippingInfo, MOVING_OF_SHIPPING),
    })),
  };
  return createHash('sha256').update(JSON.stringify(content, canonical)).digest('hex').slice(0, 16);
}

function without(object: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

/** Members in one order, and of a reference only what it refers to. */
function canonical(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const isExpanded = 'typeId' in value && 'obj' in value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !(isExpanded && name === 'obj'))
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
}
