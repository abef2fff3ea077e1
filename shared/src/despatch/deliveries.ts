import type { Delivery, DeliveryItem, Order } from '@commercetools/platform-sdk';
import type { Allotted } from './allot';
import type { LineUnits } from './booking';
import { compareTexts, type Despatch } from './despatches';
import { grouped, sumOf } from './grouped';
import { deliveryKey } from './keys';

/** A Delivery of the order, and the shipping entry that it belongs to in Multiple shipping mode. */
export interface PlacedDelivery {
  readonly delivery: Delivery;
  readonly shippingKey?: string;
}

export function deliveriesOf(order: Order): PlacedDelivery[] {
  const single = order.shippingInfo?.deliveries ?? [];
  return [
    ...single.map((delivery) => ({ delivery })),
    ...order.shipping.flatMap(({ shippingKey, shippingInfo }) =>
      (shippingInfo.deliveries ?? []).map((delivery) => ({ delivery, shippingKey })),
    ),
  ];
}

/** What the order's Delivery for a despatch should say. */
export interface WantedDelivery {
  readonly key: string;
  readonly shippingKey?: string;
  readonly despatch: Pick<Despatch, 'despatchedAt' | 'carrier' | 'service' | 'packing' | 'carriages'>;
  readonly items: readonly DeliveryItem[];
  /** By package, as `Goods.box` names it. */
  readonly itemsOfBox: ReadonlyMap<string, readonly DeliveryItem[]>;
}

/** One for each despatch that has something to book. A despatch for several sales orders of the order is one. */
export function wantedDeliveries(
  order: Order,
  despatches: readonly Despatch[],
  booked: readonly Allotted[],
): WantedDelivery[] {
  const ofDespatch = grouped(booked, ({ despatch }) => despatch);
  return [...grouped(despatches, ({ number }) => number)].flatMap(([number, parts]) => {
    const goods = ofDespatch.get(number);
    return goods === undefined ? [] : [wanted(order, parts, goods)];
  });
}

function wanted(
  order: Order,
  parts: readonly [Despatch, ...Despatch[]],
  goods: readonly [Allotted, ...Allotted[]],
): WantedDelivery {
  const [despatch] = parts;
  const { shippingKey } = goods[0].line;
  const entry = shippingKey ?? order.shipping[0]?.shippingKey;
  return {
    key: deliveryKey(despatch.number),
    ...(order.shippingMode === 'Multiple' && entry !== undefined && { shippingKey: entry }),
    despatch: {
      ...despatch,
      packing: parts.reduce((all, { packing }) => joined(all, packing), despatch.packing),
      carriages: new Map(parts.toReversed().flatMap(({ carriages }) => [...carriages])),
    },
    items: itemsOf(goods),
    itemsOfBox: new Map([...grouped(goods, ({ box }) => box)].map(([box, some]) => [box, itemsOf(some)])),
  };
}

type Packing = Despatch['packing'];

function joined(one: Packing, other: Packing): Packing {
  if (one.kind === 'numbered' && other.kind === 'numbered') {
    const fresh = other.boxes.filter(({ number }) => one.boxes.every((box) => box.number !== number));
    return { kind: 'numbered', boxes: [...one.boxes, ...fresh] };
  }
  if (one.kind === 'tracked' && other.kind === 'tracked')
    return {
      kind: 'tracked',
      numbers: [...new Set([...one.numbers, ...other.numbers])],
      complete: one.complete && other.complete,
    };
  return one;
}

/** In the order in which they were allotted. */
function itemsOf(goods: readonly Allotted[]): DeliveryItem[] {
  return [...grouped(goods, ({ line }) => line.lineItemId)].map(([id, some]) => ({
    id,
    quantity: sumOf(some, ({ quantity }) => quantity),
  }));
}

/** Units of these Deliveries, by line item and shipping entry. */
export function unitsOf(deliveries: readonly PlacedDelivery[]): LineUnits[] {
  return deliveries.flatMap(({ delivery, shippingKey }) =>
    delivery.items.map(({ id, quantity }) => ({
      lineItemId: id,
      quantity,
      ...(shippingKey !== undefined && { shippingKey }),
    })),
  );
}

/** Same line items and quantities, whatever their order. */
export function sameItems(some: readonly DeliveryItem[], others: readonly DeliveryItem[]): boolean {
  const text = (items: readonly DeliveryItem[]) =>
    items
      .map(({ id, quantity }) => `${id} ${quantity}`)
      .toSorted(compareTexts)
      .join();
  return text(some) === text(others);
}
