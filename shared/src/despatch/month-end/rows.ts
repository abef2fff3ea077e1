import type { Order, Payment, TaxedItemPrice, Transaction } from '@commercetools/platform-sdk';
import { divide } from '../../commercetools/amounts';
import type { Rules } from '../../configuration/rules';
import type { LineUnits } from '../booking';
import { owed } from '../capture/claims';
import { amountOfFirst, firstUnitsOf, sharesOf, type LineShare, type OrderShares } from '../capture/shares';
import { deliveriesOf } from '../deliveries';
import { sumOf } from '../grouped';
import { valueOf } from '../refund';
import { returnedItems } from '../returned-items';
import { figuresOf, type Figures } from './figures';
import { dayAt, isIn, type Month } from './month';

/** One order in one currency in one month. */
export interface MonthEndRow {
  readonly orderNumber: string;
  readonly orderId: string;
  readonly currency: string;
  /** Digits behind the point of the currency's amounts. */
  readonly decimals: number;
  /** `YYYY-MM-DD` in the tenant's zone. */
  readonly placedOn: string;
  readonly figures: Figures;
}

export interface MonthEndFacts {
  /** With its payments expanded. */
  readonly order: Order;
  /** Units that Peoplevox confirmed, as commercetools counts them, by line item id. */
  readonly exported: ReadonlyMap<string, number>;
  /** Units that Peoplevox never ships. */
  readonly notShipped: readonly LineUnits[];
  readonly rules: Pick<Rules, 'capture'>;
}

/**
 * Pure: what an order contributes to a month; empty: nothing. Orders count by their creation, what left by the time of
 * its despatch, what came back by the date of the return, money by the time of the Charge. Where an order of the month
 * stands is told as of the month's end; that units are cancelled is told as it is known now, for nobody says when it
 * happened. Units, in this order, bear the cents of their line: despatched by time, those that others ship, the rest.
 */
export function monthEndRows(facts: MonthEndFacts, month: Month): MonthEndRow[] {
  const { order } = facts;
  const { currencyCode, fractionDigits } = order.totalPrice;
  const charges = chargesOf(order);
  const own = {
    ...placedIn(facts, month),
    ...despatchedIn(facts, month),
    ...returnedIn(order, month),
    ...moneyIn(
      charges.filter(({ currency }) => currency === currencyCode),
      dueAt(facts, month),
      month,
    ),
  };
  const others = [...new Set(charges.map(({ currency }) => currency))].filter((one) => one !== currencyCode);
  const row = (currency: string, decimals: number, some: Partial<Figures>): MonthEndRow => ({
    orderNumber: order.orderNumber ?? '',
    orderId: order.id,
    currency,
    decimals,
    placedOn: dayAt(Date.parse(order.createdAt), month.zone),
    figures: figuresOf(some),
  });
  return [
    row(currencyCode, fractionDigits, own),
    ...others.map((currency) => {
      const some = charges.filter((charge) => charge.currency === currency);
      return row(currency, some[0]?.decimals ?? 2, moneyIn(some, 0, month));
    }),
  ].filter((one) => moves(one) || (one.currency === currencyCode && isPlacedIn(order, month)));
}

/** Whether anything happened to it in the month. */
function moves({ figures }: MonthEndRow): boolean {
  return figures.despatchedUnits > 0 || figures.returnedUnits > 0 || figures.capturedInMonth > 0;
}

function isPlacedIn({ createdAt }: Order, month: Month): boolean {
  return isIn(month, Date.parse(createdAt));
}

/** A line item, with its price before and after tax, in the cents of the order's total. */
interface Line {
  readonly id: string;
  readonly quantity: number;
  readonly shares: readonly LineShare[];
  /** Undefined: the order does not say. */
  readonly net: number | undefined;
}

function linesOf(order: Order, shares: OrderShares): Line[] {
  const nets = netsOf(order, shares);
  return order.lineItems.map(({ id, quantity }, index) => ({
    id,
    quantity,
    shares: ofUnits(
      quantity,
      shares.lines.filter(({ lineItemId }) => lineItemId === id),
    ),
    net: nets?.[index],
  }));
}

/** Shipping details may place more units than the line has; the line's price is for those that it has. */
function ofUnits(quantity: number, shares: readonly LineShare[]): readonly LineShare[] {
  const [first] = shares;
  if (first === undefined || sumOf(shares, (share) => share.quantity) === quantity) return shares;
  return [{ lineItemId: first.lineItemId, quantity, amount: sumOf(shares, ({ amount }) => amount) }];
}

/** The order's net total over lines, shipping and fees, as `sharesOf` divides the gross one. */
function netsOf(order: Order, { total }: OrderShares): readonly number[] | undefined {
  const infos =
    order.shippingMode === 'Multiple'
      ? order.shipping.map(({ shippingInfo }) => shippingInfo)
      : [order.shippingInfo].filter((info) => info !== undefined);
  const prices = [...order.lineItems, ...infos, ...order.customLineItems].map(({ taxedPrice }) => taxedPrice);
  if (order.taxedPrice === undefined || !prices.every((price) => price !== undefined)) return undefined;
  return divide(netTotal(order, total) ?? 0, prices.map(netWeight));
}

/** A fee below zero is a discount under another name. */
function netWeight({ totalNet }: TaxedItemPrice): number {
  return Math.max(0, totalNet.centAmount);
}

function netTotal({ taxedPrice }: Order, total: number): number | undefined {
  return taxedPrice && Math.min(total, Math.max(0, taxedPrice.totalNet.centAmount));
}

/** Units that left at once, of our Deliveries. */
interface Departure {
  readonly at: number;
  readonly lineItemId: string;
  readonly quantity: number;
}

/** Ours are the Deliveries that say when they left the warehouse; nothing leaves before it was ordered. */
function departures(order: Order): { readonly ours: readonly Departure[]; readonly others: Units } {
  const ours: Departure[] = [];
  const others = new Map<string, number>();
  for (const { delivery } of deliveriesOf(order)) {
    const despatchedAt: unknown = delivery.custom?.fields['despatchedAt'];
    const time = typeof despatchedAt === 'string' ? Date.parse(despatchedAt) : Number.NaN;
    const at = Math.max(time, Date.parse(order.createdAt));
    for (const { id, quantity } of delivery.items)
      if (Number.isNaN(at)) others.set(id, (others.get(id) ?? 0) + quantity);
      else ours.push({ at, lineItemId: id, quantity });
  }
  return { ours: ours.toSorted((one, other) => one.at - other.at), others };
}

type Units = ReadonlyMap<string, number>;

function unitsBefore(ours: readonly Departure[], lineItemId: string, until: number): number {
  return sumOf(
    ours.filter((one) => one.lineItemId === lineItemId && one.at < until),
    ({ quantity }) => quantity,
  );
}

/** Where the units of a line stand; they add up to its quantity. */
interface Standing {
  /** Left before the month's end. */
  readonly shipped: number;
  /** Left after it. */
  readonly later: number;
  readonly elsewhere: number;
  readonly cancelled: number;
  readonly open: number;
}

const CLOSED: readonly (string | undefined)[] = ['Shipped', 'Delivered', 'Canceled'];

function standingOf({ order, notShipped }: MonthEndFacts, { id, quantity }: Line, until: number): Standing {
  const { ours, others } = departures(order);
  const shipped = Math.min(quantity, unitsBefore(ours, id, until));
  const later = Math.min(quantity, unitsBefore(ours, id, Infinity)) - shipped;
  const never = sumOf(
    notShipped.filter(({ lineItemId }) => lineItemId === id),
    (portion) => portion.quantity,
  );
  const left = quantity - shipped - later;
  const elsewhere = Math.min(left, Math.max(never, others.get(id) ?? 0));
  const isClosed = order.orderState === 'Cancelled' || CLOSED.includes(order.shipmentState);
  const rest = left - elsewhere;
  return { shipped, later, elsewhere, cancelled: isClosed ? rest : 0, open: isClosed ? 0 : rest };
}

function placedIn(facts: MonthEndFacts, month: Month): Partial<Figures> {
  const { order, exported } = facts;
  if (!isPlacedIn(order, month)) return {};
  const shares = sharesOf(order);
  const net = netTotal(order, shares.total);
  const parts = linesOf(order, shares).map((line): Partial<Figures> => {
    const { shipped, later, elsewhere, cancelled, open } = standingOf(facts, line, month.until);
    const sent = Math.min(line.quantity, exported.get(line.id) ?? 0);
    const value = (from: number, units: number) =>
      firstUnitsOf(line.shares, from + units) - firstUnitsOf(line.shares, from);
    const departed = shipped + later;
    const settled = departed + elsewhere;
    return {
      orderedUnits: line.quantity,
      orderedGoods: value(0, line.quantity),
      exportedUnits: sent,
      exportedGoods: value(0, sent),
      notExportedUnits: line.quantity - sent,
      notExportedGoods: value(sent, line.quantity - sent),
      shippedUnits: shipped,
      shippedGoods: value(0, shipped),
      elsewhereUnits: elsewhere,
      elsewhereGoods: value(departed, elsewhere),
      cancelledUnits: cancelled,
      cancelledGoods: value(settled, cancelled),
      openUnits: later + open,
      openGoods: value(shipped, later) + value(settled, open),
    };
  });
  return {
    ...summed(parts),
    orderedShipping: sumOf(shares.shipping, ({ amount }) => amount),
    orderedFees: shares.fees,
    orderedTotal: shares.total,
    ...(net === undefined
      ? { orderedUntaxed: shares.total }
      : { orderedNet: net, orderedTax: shares.total - net }),
  };
}

function despatchedIn({ order }: MonthEndFacts, month: Month): Partial<Figures> {
  const { ours } = departures(order);
  const lines = linesOf(order, sharesOf(order));
  const isEarlier = Date.parse(order.createdAt) < month.from;
  return summed(
    lines.map((line): Partial<Figures> => {
      const [before, after] = [month.from, month.until].map((time) => unitsBefore(ours, line.id, time));
      const [first, last] = [before ?? 0, after ?? 0].map((units) => Math.min(line.quantity, units));
      const units = (after ?? 0) - (before ?? 0);
      const booked = (last ?? 0) - (first ?? 0);
      const goods = firstUnitsOf(line.shares, last ?? 0) - firstUnitsOf(line.shares, first ?? 0);
      const net = line.net === undefined ? undefined : { amount: line.net, quantity: line.quantity };
      const despatchedNet = net && amountOfFirst(last ?? 0, net) - amountOfFirst(first ?? 0, net);
      return {
        despatchedUnits: units,
        despatchedGoods: goods,
        overUnits: units - booked,
        ...(isEarlier && { earlierUnits: booked, earlierGoods: goods }),
        ...(despatchedNet === undefined
          ? { despatchedUntaxed: goods }
          : { despatchedNet, despatchedTax: goods - despatchedNet }),
      };
    }),
  );
}

function returnedIn(order: Order, month: Month): Partial<Figures> {
  const back = returnedItems(order).filter(({ at }) => isIn(month, at));
  return {
    returnedUnits: sumOf(back, ({ line }) => line.quantity),
    returnedGoods: sumOf(back, ({ line }) => valueOf(order, line)),
  };
}

interface Charge {
  readonly at: number;
  readonly amount: number;
  readonly currency: string;
  readonly decimals: number;
}

/** What was taken; what is asked for or failed was not. */
function chargesOf({ paymentInfo }: Order): Charge[] {
  const payments = (paymentInfo?.payments ?? []).flatMap(({ obj }) => obj ?? []);
  return payments.flatMap((payment) =>
    payment.transactions
      .filter(({ type, state }) => type === 'Charge' && state === 'Success')
      .map((transaction) => chargeOf(payment, transaction)),
  );
}

/** A Charge without a time counts when its payment was made. */
function chargeOf({ createdAt }: Payment, { amount, timestamp }: Transaction): Charge {
  return {
    at: Date.parse(timestamp ?? createdAt),
    amount: amount.centAmount,
    currency: amount.currencyCode,
    decimals: amount.fractionDigits,
  };
}

function moneyIn(charges: readonly Charge[], due: number, month: Month): Partial<Figures> {
  const taken = (some: readonly Charge[]) => sumOf(some, ({ amount }) => amount);
  const captured = taken(charges.filter(({ at }) => at < month.until));
  return {
    capturedInMonth: taken(charges.filter(({ at }) => isIn(month, at))),
    captured,
    due,
    outstanding: Math.max(0, due - captured),
    capturedAhead: Math.max(0, captured - due),
  };
}

/** What the Deliveries that left before the month's end entitle to, shipping and fees by the rules of capture. */
function dueAt({ order, notShipped, rules }: MonthEndFacts, { until }: Month): number {
  const times = deliveriesOf(order).flatMap(({ delivery: { key, custom } }) => {
    const despatchedAt: unknown = custom?.fields['despatchedAt'];
    return key === undefined || typeof despatchedAt !== 'string'
      ? []
      : [{ key, at: Date.parse(despatchedAt) }];
  });
  const before = times.filter(({ at }) => at < until).map(({ key }) => key);
  // With Deliveries to come, what is due with the last one is not due yet.
  const asOfThen: Order = before.length < times.length ? { ...order, shipmentState: 'Partial' } : order;
  return owed(asOfThen, { notShipped, deliveries: before, rules: rules.capture });
}

function summed(parts: readonly Partial<Figures>[]): Partial<Figures> {
  const sums: Partial<Record<keyof Figures, number>> = {};
  for (const part of parts)
    for (const [name, value] of Object.entries(part) as [keyof Figures, number][])
      sums[name] = (sums[name] ?? 0) + value;
  return sums;
}
