import * as z from 'zod';
import type { Context } from '../core/context';
import { optionalCustomFields, withCustomField } from '../core/custom-fields';
import { afterCustomType, customFieldBody, customTypeBody } from '../core/customisable';
import { customDraft, resourceKey } from '../core/draft';
import { duplicateField, invalidInput } from '../core/errors';
import { action, type Actions } from '../core/kind';
import type { DeliveryItem, Order, Parcel } from '../core/platform';
import { deliveryOf, parcelOf, parcels, withDelivery, withParcel, type ParcelPlace } from './delivery-places';

const text = z.string().optional();
const whole = z.int().optional();
const items = z.array(z.object({ id: z.string(), quantity: z.int().min(1) }));
const parcelAddress = { parcelId: text, parcelKey: text };
const measurements = z.object({
  heightInMillimeter: whole,
  lengthInMillimeter: whole,
  widthInMillimeter: whole,
  weightInGram: whole,
});
const trackingData = z.object({
  trackingId: text,
  carrier: text,
  provider: text,
  providerTransaction: text,
  isReturn: z.boolean().optional(),
});

export const parcelDraft = z.object({
  key: resourceKey.optional(),
  measurements: measurements.optional(),
  trackingData: trackingData.optional(),
  items: items.optional(),
  custom: customDraft.optional(),
});

export function newParcel(context: Context<Order>, draft: z.infer<typeof parcelDraft>): Parcel {
  const { custom, ...rest } = draft;
  return {
    id: context.newId(),
    createdAt: context.now,
    ...rest,
    custom: optionalCustomFields(context, 'order-parcel', custom),
  };
}

/** Refuses a key that a parcel of the order has already, then tells that the parcel is there. */
export function tellParcelAdded(context: Context<Order>, order: Order, place: ParcelPlace): void {
  const { parcel, delivery, shippingKey } = place;
  const others = [...parcels(order).map((other) => other.parcel), ...delivery.parcels];
  if (parcel.key !== undefined && others.some(({ id, key }) => id !== parcel.id && key === parcel.key))
    throw duplicateField('parcelKey', parcel.key);
  context.emit('ParcelAddedToDelivery', { delivery, parcel, shippingKey });
}

/** A parcel holds what its delivery holds. */
function assertItemsOfDelivery({ delivery }: ParcelPlace, wanted: readonly DeliveryItem[]): void {
  const known = new Set(delivery.items.map(({ id }) => id));
  const unknown = wanted.filter(({ id }) => !known.has(id)).map(({ id }) => id);
  if (unknown.length > 0) throw invalidInput(`The delivery has no item ${unknown.join(', ')}.`);
}

function identified({ delivery, parcel, shippingKey }: ParcelPlace) {
  return { deliveryId: delivery.id, parcelId: parcel.id, shippingKey };
}

const addParcelToDelivery = action(
  {
    ...parcelDraft.omit({ key: true }).shape,
    deliveryId: text,
    deliveryKey: text,
    parcelKey: resourceKey.optional(),
  },
  (order: Order, { deliveryId, deliveryKey, parcelKey, ...draft }, context) => {
    const { delivery, ...place } = deliveryOf(order, { deliveryId, deliveryKey });
    const parcel = newParcel(context, { ...draft, key: parcelKey });
    const grown = { ...delivery, parcels: [...delivery.parcels, parcel] };
    tellParcelAdded(context, order, { ...place, delivery: grown, parcel });
    return withDelivery(order, place, grown);
  },
);

export const parcelActions: Actions<Order> = {
  addParcelToDelivery,
  removeParcelFromDelivery: action(parcelAddress, (order, body, context) => {
    const { parcel, delivery, ...place } = parcelOf(order, body);
    context.emit('ParcelRemovedFromDelivery', {
      deliveryId: delivery.id,
      parcel,
      shippingKey: place.shippingKey,
    });
    const left = delivery.parcels.filter(({ id }) => id !== parcel.id);
    return withDelivery(order, place, { ...delivery, parcels: left });
  }),
  setParcelTrackingData: action(
    { ...parcelAddress, trackingData: trackingData.optional() },
    (order, body, context) => {
      const place = parcelOf(order, body);
      context.emit('ParcelTrackingDataUpdated', { ...identified(place), trackingData: body.trackingData });
      return withParcel(order, place, { ...place.parcel, trackingData: body.trackingData });
    },
  ),
  setParcelMeasurements: action(
    { ...parcelAddress, measurements: measurements.optional() },
    (order, body, context) => {
      const place = parcelOf(order, body);
      context.emit('ParcelMeasurementsUpdated', { ...identified(place), measurements: body.measurements });
      return withParcel(order, place, { ...place.parcel, measurements: body.measurements });
    },
  ),
  setParcelItems: action({ ...parcelAddress, items }, (order, body, context) => {
    const place = parcelOf(order, body);
    assertItemsOfDelivery(place, body.items);
    context.emit('ParcelItemsUpdated', {
      ...identified(place),
      items: body.items,
      oldItems: place.parcel.items ?? [],
    });
    return withParcel(order, place, { ...place.parcel, items: body.items });
  }),
  setParcelCustomType: action({ ...parcelAddress, ...customTypeBody }, (order, body, context) => {
    const place = parcelOf(order, body);
    return withParcel(order, place, {
      ...place.parcel,
      custom: afterCustomType(context, 'order-parcel', body),
    });
  }),
  setParcelCustomField: action({ ...parcelAddress, ...customFieldBody }, (order, body, context) => {
    const place = parcelOf(order, body);
    const custom = withCustomField(context, place.parcel.custom, body.name, body.value);
    return withParcel(order, place, { ...place.parcel, custom });
  }),
};
