import * as z from 'zod';
import { optionalAddress } from '../core/addresses';
import type { Context } from '../core/context';
import { optionalCustomFields, withCustomField } from '../core/custom-fields';
import { afterCustomType, customFieldBody, customTypeBody } from '../core/customisable';
import { addressDraft, customDraft, resourceKey } from '../core/draft';
import { duplicateField, invalidInput } from '../core/errors';
import { action, type Actions } from '../core/kind';
import type { Delivery, DeliveryItem, Order } from '../core/platform';
import { customFieldMessage, customTypeMessage } from './custom-field-messages';
import { deliveries, deliveryOf, placeFor, withDeliveries, withDelivery } from './delivery-places';
import { newParcel, parcelDraft, tellParcelAdded } from './parcels';

const deliveryItems = z.array(z.object({ id: z.string(), quantity: z.int().min(1) }));
const deliveryAddress = { deliveryId: z.string().optional(), deliveryKey: z.string().optional() };

export const deliveryDraft = z.object({
  key: resourceKey.optional(),
  items: deliveryItems.optional(),
  address: addressDraft.optional(),
  parcels: z.array(parcelDraft).optional(),
  custom: customDraft.optional(),
});

/** A delivery is of the order's own items; how many of each is not checked by the platform (facts/commercetools §9). */
function assertItemsOf(
  order: Pick<Order, 'lineItems' | 'customLineItems'>,
  items: readonly DeliveryItem[],
): void {
  const known = new Set([...order.lineItems, ...order.customLineItems].map(({ id }) => id));
  const unknown = items.filter(({ id }) => !known.has(id)).map(({ id }) => id);
  if (unknown.length > 0) throw invalidInput(`The order has no line item ${unknown.join(', ')}.`);
}

export function newDelivery(context: Context<Order>, draft: z.infer<typeof deliveryDraft>): Delivery {
  return {
    id: context.newId(),
    key: draft.key,
    createdAt: context.now,
    items: draft.items ?? [],
    parcels: (draft.parcels ?? []).map((parcel) => newParcel(context, parcel)),
    address: optionalAddress(context, draft.address),
    custom: optionalCustomFields(context, 'order-delivery', draft.custom),
  };
}

const addDelivery = action(
  {
    ...deliveryDraft.omit({ key: true }).shape,
    deliveryKey: resourceKey.optional(),
    shippingKey: z.string().optional(),
  },
  (order: Order, { deliveryKey: key, shippingKey, ...draft }, context) => {
    const place = placeFor(order, shippingKey);
    if (key !== undefined && deliveries(order).some(({ delivery }) => delivery.key === key))
      throw duplicateField('deliveryKey', key);
    assertItemsOf(order, draft.items ?? []);
    const delivery = newDelivery(context, { ...draft, key });
    // The Message shows the delivery without its parcels; each parcel has its own (facts/commercetools §5).
    context.emit('DeliveryAdded', { delivery: { ...delivery, parcels: [] }, shippingKey });
    const after = withDeliveries(order, place, [...(place.info.deliveries ?? []), delivery]);
    for (const parcel of delivery.parcels) tellParcelAdded(context, order, { ...place, delivery, parcel });
    return after;
  },
);

export const deliveryActions: Actions<Order> = {
  addDelivery,
  removeDelivery: action(deliveryAddress, (order, body, context) => {
    const { delivery, ...place } = deliveryOf(order, body);
    context.emit('DeliveryRemoved', { delivery, shippingKey: place.shippingKey });
    return withDeliveries(
      order,
      place,
      (place.info.deliveries ?? []).filter(({ id }) => id !== delivery.id),
    );
  }),
  setDeliveryItems: action(
    { ...deliveryAddress, items: deliveryItems },
    (order, { items, ...body }, context) => {
      const { delivery, ...place } = deliveryOf(order, body);
      assertItemsOf(order, items);
      const { id: deliveryId, items: oldItems } = delivery;
      context.emit('DeliveryItemsUpdated', { deliveryId, items, oldItems, shippingKey: place.shippingKey });
      return withDelivery(order, place, { ...delivery, items });
    },
  ),
  setDeliveryAddress: action(
    { ...deliveryAddress, address: addressDraft.optional() },
    (order, { address: draft, ...body }, context) => {
      const { delivery, ...place } = deliveryOf(order, body);
      const address = optionalAddress(context, draft);
      const { id: deliveryId, address: oldAddress } = delivery;
      context.emit('DeliveryAddressSet', { deliveryId, address, oldAddress, shippingKey: place.shippingKey });
      return withDelivery(order, place, { ...delivery, address });
    },
  ),
  setDeliveryCustomType: action({ ...deliveryAddress, ...customTypeBody }, (order, body, context) => {
    const { delivery, ...place } = deliveryOf(order, body);
    const custom = afterCustomType(context, 'order-delivery', body);
    customTypeMessage(context, 'Delivery', delivery.custom, custom, { deliveryId: delivery.id });
    return withDelivery(order, place, { ...delivery, custom });
  }),
  setDeliveryCustomField: action({ ...deliveryAddress, ...customFieldBody }, (order, body, context) => {
    const { delivery, ...place } = deliveryOf(order, body);
    const custom = withCustomField(context, delivery.custom, body.name, body.value);
    customFieldMessage(context, 'Delivery', delivery.custom, body, { deliveryId: delivery.id });
    return withDelivery(order, place, { ...delivery, custom });
  }),
};
