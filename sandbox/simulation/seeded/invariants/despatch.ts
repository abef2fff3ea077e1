import type { Delivery, Order } from '@commercetools/platform-sdk';
import type { Despatch } from '../../../peoplevox/warehouse/records';
import type { Sale } from '../shop';
import { openExceptions, toldOf, type Invariant, type Scene } from './invariant';

const RANKS = ['Pending', 'Delayed', 'Backorder', 'Ready', 'Partial', 'Shipped', 'Delivered'];

function deliveriesOf(order: Order): readonly Delivery[] {
  return order.shippingInfo?.deliveries ?? [];
}

function ordersOf({ shop }: Scene): { readonly sale: Sale; readonly order: Order }[] {
  return shop.sales.flatMap((sale) => {
    const order = shop.orderOf(sale);
    return order === undefined ? [] : [{ sale, order }];
  });
}

function despatchesOf({ world }: Scene, orderId: string): Despatch[] {
  return [...world.peoplevox.floor.despatches.values()].filter(
    ({ order }) => order.columns.get('CustomerPurchaseOrderReferenceNumber') === orderId,
  );
}

/** A Delivery a despatch, a Parcel a package, and the newest tracking number wins. */
export function parcelsAreTrue(scene: Scene): Invariant {
  return {
    name: 'I3 each despatch is exactly one Delivery, each package one Parcel, and its tracking is the newest',
    atEveryStep: () => {
      for (const { sale, order } of ordersOf(scene)) {
        const known = new Set(despatchesOf(scene, sale.id).map(({ number }) => number));
        const keys = deliveriesOf(order).map(({ key = '' }) => key);
        if (new Set(keys).size < keys.length)
          return `${sale.number} has a despatch twice: ${keys.join(', ')}`;
        const invented = keys.find((key) => !known.has(key));
        if (invented !== undefined) return `${sale.number} has Delivery ${invented}, which never left`;
      }
      return undefined;
    },
    atRest: () => {
      const tooMuch = toldOf(scene, 'over-despatch');
      for (const { sale, order } of ordersOf(scene)) {
        const wrong = despatchesOf(scene, sale.id)
          .map((despatch) => difference(despatch, order, tooMuch.has(sale.id)))
          .find((what) => what !== undefined);
        if (wrong !== undefined) return `${sale.number}: ${wrong}`;
      }
      return undefined;
    },
  };
}

function unitsIn({ items }: Delivery, line: string): number {
  return items
    .filter(({ id }) => id.replaceAll('-', '').startsWith(line))
    .reduce((sum, { quantity }) => sum + quantity, 0);
}

/** Units of a line that no Delivery has. */
function unitsDue(order: Order, line: string): number {
  const ordered = order.lineItems.find(({ id }) => id.replaceAll('-', '').startsWith(line))?.quantity ?? 0;
  return deliveriesOf(order).reduce((due, delivery) => due - unitsIn(delivery, line), ordered);
}

function unitsOf(packages: Despatch['packages'], line: string): number {
  return packages
    .flatMap(({ contents }) => contents)
    .filter((packed) => packed.line.line === line)
    .reduce((sum, { quantity }) => sum + quantity, 0);
}

function difference({ number, packages }: Despatch, order: Order, isTooMuch: boolean): string | undefined {
  const deliveries = deliveriesOf(order);
  const delivery = deliveries.find(({ key }) => key === number);
  const packed = packages.flatMap(({ contents }) => contents);
  // What left after the order had shrunk may be more than it can take.
  const isDue = packed.some(({ line: { line } }) => unitsDue(order, line) > 0);
  if (delivery === undefined) return isDue || !isTooMuch ? `despatch ${number} is not booked` : undefined;
  const wanted = packages.map(({ trackingNumber }) => trackingNumber).filter((tracking) => tracking !== '');
  const there = delivery.parcels.flatMap(({ trackingData }) => trackingData?.trackingId ?? []);
  const wrong = packed.find(({ line: { line } }) => {
    const missing = unitsOf(packages, line) - unitsIn(delivery, line);
    return missing < 0 || (missing > 0 && unitsDue(order, line) > 0);
  });
  if (wrong !== undefined)
    return `${number}: ${unitsIn(delivery, wrong.line.line)} units of ${wrong.line.item.code} are booked`;
  const missing = wanted.find((tracking) => !there.includes(tracking));
  if (missing !== undefined)
    return `${number}: tracking ${missing} is not booked, there are ${there.join(', ')}`;
  // The report that every tenant has shows packages by their tracking numbers only.
  const most = Math.max(1, new Set(wanted).size);
  if (delivery.parcels.length > packages.length || delivery.parcels.length < most)
    return `${number}: ${delivery.parcels.length} parcels of ${packages.length} packages`;
  return undefined;
}

/** `Shipped` is said when, and only when, every unit is accounted for. */
export function shippedIsTrue(scene: Scene): Invariant {
  /** The most units that a line ever had, by its id: a quantity may be lowered after the units left. */
  const most = new Map<string, number>();
  /** What people add to an order that has left does not make that untrue. */
  const left = new Set<string>();

  function delivered(order: Order, lineItemId: string): number {
    return deliveriesOf(order)
      .flatMap(({ items }) => items)
      .filter(({ id }) => id === lineItemId)
      .reduce((sum, { quantity }) => sum + quantity, 0);
  }

  /** Every sales order of it is at its end in Peoplevox. */
  function isOver(sale: Sale): boolean {
    const own = scene.shop.salesOrdersOf(sale.id);
    return own.length > 0 && own.every(({ status, closed }) => closed || status === 'Cancelled');
  }

  return {
    name: 'I4 no more is delivered than was ordered, and Shipped means that every unit is accounted for',
    atEveryStep: () => {
      for (const { sale, order } of ordersOf(scene)) {
        for (const { id, quantity } of order.lineItems) most.set(id, Math.max(most.get(id) ?? 0, quantity));
        const over = order.lineItems.find(({ id }) => delivered(order, id) > (most.get(id) ?? 0));
        if (over !== undefined)
          return `${sale.number}: ${delivered(order, over.id)} of ${over.quantity} units are delivered`;
        if (order.shipmentState !== 'Shipped' || left.has(order.id)) continue;
        const isComplete = order.lineItems.every(({ id, quantity }) => delivered(order, id) >= quantity);
        if (!isComplete && !isOver(sale)) return `${sale.number} is said to be shipped while units are due`;
        left.add(order.id);
      }
      return undefined;
    },
    atRest: () => {
      for (const { sale, order } of ordersOf(scene)) {
        const units = order.lineItems.reduce((sum, { id }) => sum + delivered(order, id), 0);
        const isTold = openExceptions(scene).some(({ subject }) => subject.id === sale.id);
        if (units > 0 && isOver(sale) && !isTold && order.shipmentState !== 'Shipped')
          return `${sale.number} left completely, and its shipmentState is ${order.shipmentState ?? 'undefined'}`;
        if (units > 0 && order.shipmentState === undefined)
          return `${sale.number} left in part, and nothing says so`;
      }
      return undefined;
    },
  };
}

export function neverBackwards(scene: Scene): Invariant {
  const reached = new Map<string, number>();
  return {
    name: 'I5 shipmentState never goes backwards',
    atEveryStep: () => {
      for (const { sale, order } of ordersOf(scene)) {
        const rank = RANKS.indexOf(order.shipmentState ?? 'Pending');
        if (rank < (reached.get(sale.id) ?? 0) && order.shipmentState !== 'Canceled')
          return `${sale.number} went back to ${order.shipmentState ?? 'nothing'}`;
        reached.set(sale.id, Math.max(rank, reached.get(sale.id) ?? 0));
      }
      return undefined;
    },
  };
}

export function returnsCountOnce(scene: Scene): Invariant {
  function booked({ returnInfo = [] }: Order): number {
    return returnInfo.flatMap(({ items }) => items).reduce((sum, { quantity }) => sum + quantity, 0);
  }
  function returned(orderId: string): number {
    return scene.world.peoplevox.floor.returns
      .filter(({ order }) => order?.columns.get('CustomerPurchaseOrderReferenceNumber') === orderId)
      .reduce((sum, { quantity }) => sum + quantity, 0);
  }
  return {
    name: 'I9 each return counts once, or people are told why not',
    atEveryStep: () => {
      const twice = ordersOf(scene).find(({ sale, order }) => booked(order) > returned(sale.id));
      return twice && `${twice.sale.number}: ${booked(twice.order)} units are booked as returned`;
    },
    atRest: () => {
      const told = toldOf(scene, 'return-unmatched');
      const missed = ordersOf(scene).find(
        ({ sale, order }) => booked(order) < returned(sale.id) && !told.has(sale.id),
      );
      return missed && `${missed.sale.number}: a return is not booked`;
    },
  };
}
