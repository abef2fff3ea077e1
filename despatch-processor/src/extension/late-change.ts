import type { Order } from 'peoplevox-connector-shared/commercetools';
import { deliveriesOf } from 'peoplevox-connector-shared/despatch';
import { isDeepStrictEqual } from 'node:util';

/**
 * What an update does to an order that the warehouse would have to know: its lines, where they go, how they go. All else
 * passes, and with it everything that this connector writes itself: syncInfo, deliveries, parcels, returns and states.
 * `lastModifiedBy` is no help: whether it already names the caller is not documented, and if it named the one before,
 * every cancellation after a write of ours would pass. Pure.
 */
export function lateChange(before: Order, after: Order): 'cancelled' | 'changed' | undefined {
  if (after.orderState === 'Cancelled' && before.orderState !== 'Cancelled') return 'cancelled';
  return isDeepStrictEqual(forWarehouse(before), forWarehouse(after)) ? undefined : 'changed';
}

/** Through JSON, in which what is absent and what is undefined are the same. */
function forWarehouse(order: Order): unknown {
  const { lineItems, shippingInfo, shippingAddress, shipping, itemShippingAddresses } = order;
  return JSON.parse(
    JSON.stringify({
      lines: lineItems.map(({ id, variant, quantity, supplyChannel, shippingDetails }) => ({
        id,
        sku: variant.sku,
        quantity,
        channel: supplyChannel?.id,
        targets: shippingDetails?.targets,
      })),
      method: methodOf(shippingInfo),
      shippingAddress,
      itemShippingAddresses,
      shipping: shipping.map(({ shippingKey, shippingInfo: info, shippingAddress: address }) => ({
        shippingKey,
        method: methodOf(info),
        address,
      })),
    }),
  );
}

function methodOf(info: Order['shippingInfo']) {
  return info && { id: info.shippingMethod?.id, name: info.shippingMethodName };
}

/** Whether something of the order was despatched already, as the order itself says. */
export function hasDelivery(order: Order): boolean {
  return deliveriesOf(order).length > 0;
}
