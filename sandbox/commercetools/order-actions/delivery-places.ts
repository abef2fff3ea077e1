import { invalidInput, invalidOperation } from '../core/errors';
import type { Delivery, Order, Parcel, ShippingInfo } from '../core/platform';

/** Where a delivery lives: the order's shippingInfo (Single) or one of its shipping entries (Multiple). */
interface Place {
  readonly info: ShippingInfo;
  readonly shippingKey?: string;
}

interface DeliveryPlace extends Place {
  readonly delivery: Delivery;
}

export interface ParcelPlace extends DeliveryPlace {
  readonly parcel: Parcel;
}

interface DeliveryAddress {
  readonly deliveryId?: string;
  readonly deliveryKey?: string;
}

interface ParcelAddress {
  readonly parcelId?: string;
  readonly parcelKey?: string;
}

function places(order: Order): readonly Place[] {
  const single = order.shippingInfo === undefined ? [] : [{ info: order.shippingInfo }];
  return [
    ...single,
    ...order.shipping.map(({ shippingInfo, shippingKey }) => ({ info: shippingInfo, shippingKey })),
  ];
}

/**
 * The place for a new delivery. Multiple mode needs a shippingKey, Single mode must not have one: where the platform may
 * be laxer, the emulator is strict (facts/commercetools §9).
 */
export function placeFor(order: Order, shippingKey: string | undefined): Place {
  if (order.shippingMode === 'Single' && shippingKey !== undefined)
    throw invalidOperation('An order with shipping mode Single takes no shippingKey.');
  if (order.shippingMode === 'Multiple' && shippingKey === undefined)
    throw invalidOperation('An order with shipping mode Multiple needs a shippingKey.');
  const place = places(order).find((one) => one.shippingKey === shippingKey);
  if (place === undefined)
    throw invalidOperation('The order has no shipping information that a delivery could belong to.');
  return place;
}

export function deliveries(order: Order): readonly DeliveryPlace[] {
  return places(order).flatMap((place) =>
    (place.info.deliveries ?? []).map((delivery) => ({ ...place, delivery })),
  );
}

function addressed(one: { readonly id: string; readonly key?: string }, id?: string, key?: string): boolean {
  return id === undefined ? one.key !== undefined && one.key === key : one.id === id;
}

export function deliveryOf(order: Order, { deliveryId, deliveryKey }: DeliveryAddress): DeliveryPlace {
  const found = deliveries(order).find(({ delivery }) => addressed(delivery, deliveryId, deliveryKey));
  if (found === undefined)
    throw invalidInput(`The order has no delivery '${deliveryId ?? deliveryKey ?? ''}'.`);
  return found;
}

export function parcels(order: Order): readonly ParcelPlace[] {
  return deliveries(order).flatMap((place) => place.delivery.parcels.map((parcel) => ({ ...place, parcel })));
}

export function parcelOf(order: Order, { parcelId, parcelKey }: ParcelAddress): ParcelPlace {
  const found = parcels(order).find(({ parcel }) => addressed(parcel, parcelId, parcelKey));
  if (found === undefined) throw invalidInput(`The order has no parcel '${parcelId ?? parcelKey ?? ''}'.`);
  return found;
}

/** The order with other deliveries at one place. */
export function withDeliveries(order: Order, { shippingKey, info }: Place, changed: Delivery[]): Order {
  const shippingInfo = { ...info, deliveries: changed };
  if (shippingKey === undefined) return { ...order, shippingInfo };
  return {
    ...order,
    shipping: order.shipping.map((entry) =>
      entry.shippingKey === shippingKey ? { ...entry, shippingInfo } : entry,
    ),
  };
}

export function withDelivery(order: Order, place: Place, changed: Delivery): Order {
  const others = place.info.deliveries ?? [];
  return withDeliveries(
    order,
    place,
    others.map((delivery) => (delivery.id === changed.id ? changed : delivery)),
  );
}

export function withParcel(order: Order, { delivery, ...place }: DeliveryPlace, changed: Parcel): Order {
  const parcelsAfter = delivery.parcels.map((parcel) => (parcel.id === changed.id ? changed : parcel));
  return withDelivery(order, place, { ...delivery, parcels: parcelsAfter });
}
