import type { Order } from 'peoplevox-connector-shared/commercetools';
import { deliveriesOf, type Hint } from 'peoplevox-connector-shared/despatch';
import { catalogue } from 'peoplevox-connector-shared/exceptions';
import type { ShownException } from '../exceptions';

/** A sales order as Peoplevox has it now. */
export interface SalesOrderNow {
  readonly number: string;
  readonly status: string;
}

/** Goods that left, as Peoplevox has it now. */
export interface DespatchNow {
  readonly number: string;
  /** Key of the Delivery that stands for it. */
  readonly delivery: string;
  readonly salesOrder: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly units: number;
}

export interface OrderFacts {
  readonly order: Order;
  /** Why the order is not the connector's to export; undefined: it is. */
  readonly notOurs: string | undefined;
  readonly ledger:
    | {
        readonly state: string;
        readonly trace: readonly { readonly at: string; readonly what: string }[];
      }
    | undefined;
  /** Sales order numbers that were sent. */
  readonly numbers: readonly string[];
  readonly exceptions: readonly ShownException[];
  readonly hints: readonly Hint[];
  readonly peoplevox:
    | { readonly salesOrders: readonly SalesOrderNow[]; readonly despatches: readonly DespatchNow[] }
    | { readonly unavailable: string };
}

interface Moment {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly where: 'commercetools' | 'connector' | 'Peoplevox';
  readonly what: string;
}

/** Everything that is known to have happened to the order, oldest first. Pure; no personal data. */
export function timelineOf(facts: OrderFacts): Moment[] {
  const moments = [
    ...inCommercetools(facts.order),
    ...inConnector(facts),
    ...('despatches' in facts.peoplevox ? facts.peoplevox.despatches.map(leaving) : []),
  ];
  return moments.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

function inCommercetools(order: Order): Moment[] {
  const where = 'commercetools';
  const deliveries = deliveriesOf(order).flatMap(({ delivery: { key, id, createdAt, items, parcels } }) => [
    { at: createdAt, where, what: `Delivery ${key ?? id}: ${sum(items)} unit(s)` } as const,
    ...parcels.map((parcel) => {
      const tracking = parcel.trackingData?.trackingId;
      const number = tracking === undefined ? 'no tracking number yet' : `tracking number ${tracking}`;
      return { at: parcel.createdAt, where, what: `Parcel ${parcel.key ?? parcel.id}: ${number}` } as const;
    }),
  ]);
  const returns = (order.returnInfo ?? []).flatMap(({ returnDate, items }) =>
    items.map(
      ({ quantity, shipmentState, createdAt }) =>
        ({
          at: returnDate ?? createdAt,
          where,
          what: `Return of ${quantity} unit(s): ${shipmentState}`,
        }) as const,
    ),
  );
  return [{ at: order.createdAt, where, what: 'placed' }, ...deliveries, ...returns];
}

function inConnector({ ledger, exceptions, hints }: OrderFacts): Moment[] {
  const where = 'connector';
  return [
    ...(ledger?.trace ?? []).map(({ at, what }) => ({ at, where, what }) as const),
    ...exceptions.flatMap(({ code, owner, firstSeenAt, status, resolvedAt, evidence }) => [
      { at: firstSeenAt, where, what: `exception ${code}, for ${owner}` } as const,
      ...(status === 'resolved' && resolvedAt !== undefined
        ? [
            {
              at: resolvedAt,
              where,
              what: `exception ${code} resolved: ${evidence ?? 'no reason kept'}`,
            } as const,
          ]
        : []),
    ]),
    ...hints.map(
      ({ number, kinds, count, lastSeenAt }) =>
        ({
          at: lastSeenAt,
          where,
          what: `${count} callback(s) about ${number} (${kinds.join(', ')}) wait to be looked at`,
        }) as const,
    ),
  ];
}

function leaving({ number, salesOrder, at, units }: DespatchNow): Moment {
  return { at, where: 'Peoplevox', what: `despatch ${number} of ${salesOrder}: ${units} unit(s)` };
}

/** Why the order is where it is, in a sentence or two. Pure. */
export function sentenceOf(facts: OrderFacts): string {
  const open = facts.exceptions.filter(({ status }) => status === 'open');
  const [first, ...others] = open;
  if (first !== undefined) {
    const more = others.length > 0 ? ` (and ${others.length} more)` : '';
    return `${catalogue[first.code].title}${more}: ${first.message} For ${first.owner}: ${first.fix}`;
  }
  return facts.numbers.length === 0 ? beforeExport(facts) : afterExport(facts);
}

const BEFORE: Readonly<Record<string, string>> = {
  held: 'The order is held, and what held it is mended: it is sent when it changes, and by reconciliation.',
  waiting: 'The order waits: the export is paused (orderExport.pace).',
  shadow: 'The order would be sent, but orders are in shadow mode (mode.orders).',
  sending: 'The order is being sent to Peoplevox now.',
  ignored: 'The order is no longer the connector’s to export.',
};

function beforeExport({ notOurs, ledger }: OrderFacts): string {
  if (notOurs !== undefined) return `The order is not exported. ${notOurs}`;
  return (
    BEFORE[ledger?.state ?? ''] ??
    'The order has not come to the connector yet: its message waits in the queue, or reconciliation finds it.'
  );
}

function afterExport(facts: OrderFacts): string {
  const { order, numbers, peoplevox } = facts;
  const [due, gone] = [
    sum(order.lineItems),
    sum(deliveriesOf(order).flatMap(({ delivery }) => delivery.items)),
  ];
  const progress =
    gone === 0
      ? `none of its ${due} unit(s) has left`
      : `${gone} of its ${due} unit(s) left in ${deliveriesOf(order).length} delivery(ies)`;
  if (!('salesOrders' in peoplevox))
    return `The order is exported as ${numbers.join(', ')}; ${progress}. What Peoplevox has of it cannot be read now: ${peoplevox.unavailable}`;
  const statuses = numbers.map((number) => {
    const found = peoplevox.salesOrders.find((salesOrder) => salesOrder.number === number);
    return found === undefined ? `${number} is not there any more` : `${number} is "${found.status}"`;
  });
  const shipment = order.shipmentState === undefined ? '' : `, shipment ${order.shipmentState}`;
  return `In Peoplevox ${statuses.join(', ')}; ${progress}${laterNews(facts)}. The order is ${order.orderState}${shipment}.`;
}

function laterNews({ order, peoplevox, hints }: OrderFacts): string {
  const known = new Set(deliveriesOf(order).map(({ delivery }) => delivery.key));
  const missing =
    'despatches' in peoplevox ? peoplevox.despatches.filter(({ delivery }) => !known.has(delivery)) : [];
  const names = missing.map(({ number }) => number).join(', ');
  if (missing.length > 0) return `, and despatch ${names} is not booked yet`;
  return hints.length > 0 ? ', and callbacks about it wait to be looked at' : '';
}

function sum(items: readonly { readonly quantity: number }[]): number {
  return items.reduce((total, { quantity }) => total + quantity, 0);
}
