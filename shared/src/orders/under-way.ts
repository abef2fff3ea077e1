import type { Order } from '@commercetools/platform-sdk';
import type { Rules } from '../configuration/rules';
import { unitFactor } from '../configuration/unit-factor';
import { eligibility } from './eligibility';
import { routeOrder } from './composition/routing';
import { itemCodeUnits } from './composition/units';

/** Units of the ItemCode that an order takes from the stock of a site. */
export interface SiteUnits {
  /** Site reference. */
  readonly site: string;
  readonly sku: string;
  readonly units: number;
}

/** An order as it concerns the stock. */
export interface OrderFacts {
  readonly id: string;
  /** Peoplevox confirmed its sales orders before this was read. */
  readonly confirmed: boolean;
  readonly units: readonly SiteUnits[];
}

/** A sales order of ours, as the ledger knows it. */
export interface SentSalesOrder {
  readonly number: string;
  readonly site: string;
  readonly cancelled?: boolean;
  readonly lines: readonly {
    readonly itemCode: string;
    /** As many as Peoplevox may have. */
    readonly quantity: number;
    /** As many as it surely has; absent: all. */
    readonly certain?: number;
  }[];
}

/** A sales order of ours that Peoplevox shows as not allocated, or not all of it. */
export interface UnallocatedSalesOrder {
  readonly number: string;
  readonly orderId: string;
  readonly site: string;
}

/** Ours to fulfil one day, though perhaps not yet: an unpaid order holds its units as a paid one does. */
export function needsStock(order: Order, rules: Rules, notBefore: string): boolean {
  const { orderStates } = rules.orderExport;
  const completeToo = orderStates === null || orderStates.includes('Complete');
  const orderExport: Rules['orderExport'] = {
    ...rules.orderExport,
    paymentStates: null,
    stateKeys: null,
    orderStates: completeToo ? null : ['Open', 'Confirmed'],
  };
  return eligibility(order, { rules: { ...rules, orderExport }, notBefore }).eligible;
}

/**
 * What an order takes from each site. A line that cannot be routed counts where commercetools took it from: the site
 * of the entry without channel, if there is one.
 */
export function unitsOf(order: Order, rules: Rules): SiteUnits[] {
  const withoutChannel = rules.sites.find(({ supplyChannel }) => supplyChannel === null)?.reference;
  return routeOrder(order, rules).flatMap(({ lineItemId, sku, quantity, site, settled }) => {
    const line = order.lineItems.find(({ id }) => id === lineItemId);
    const from = site ?? (line?.supplyChannel === undefined ? withoutChannel : undefined);
    if (settled || sku === undefined || from === undefined) return [];
    return [
      { site: from, sku, units: itemCodeUnits(sku, quantity, rules) ?? roundedUp(sku, quantity, rules) },
    ];
  });
}

/** Of a quantity that is no whole number of ItemCode units: the order is held, and its units are spoken for. */
function roundedUp(sku: string, quantity: number, rules: Rules): number {
  return Math.ceil(quantity * unitFactor(sku, rules));
}

export interface UnderWayFacts {
  /** Read from commercetools before Peoplevox was asked. */
  readonly orders: readonly OrderFacts[];
  readonly unallocated: readonly UnallocatedSalesOrder[];
  /** By order id. */
  readonly ledger: ReadonlyMap<string, readonly SentSalesOrder[]>;
  /** Orders of unallocated sales orders of which no ledger tells, by id. */
  readonly strays: ReadonlyMap<string, readonly SiteUnits[]>;
  /** Allocated units by sales order number and ItemCode, where a report tells them. */
  readonly allocated: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/**
 * The units that Peoplevox had not taken from its available stock when its sales orders were read.
 * An order that Peoplevox had not confirmed before counts whole, whatever is seen of it. One that it had confirmed
 * counts with the sales orders that are still unallocated, and with what it has grown by and Peoplevox may not have.
 */
export function decideUnderWay(facts: UnderWayFacts): SiteUnits[] {
  const unconfirmed = new Set(facts.orders.filter(({ confirmed }) => !confirmed).map(({ id }) => id));
  const unallocated = new Set(facts.unallocated.map(({ number }) => number));
  return [
    ...facts.orders.flatMap((order) =>
      order.confirmed ? grownBy(order, facts.ledger.get(order.id), unallocated) : order.units,
    ),
    ...facts.unallocated
      .filter(({ orderId }) => !unconfirmed.has(orderId))
      .flatMap((salesOrder) => unallocatedUnits(salesOrder, facts)),
  ];
}

function unallocatedUnits(
  { number, orderId, site }: UnallocatedSalesOrder,
  { ledger, strays, allocated }: UnderWayFacts,
): SiteUnits[] {
  const sent = ledger.get(orderId)?.find((salesOrder) => salesOrder.number === number);
  if (sent === undefined) return (strays.get(orderId) ?? []).filter((units) => units.site === site);
  const wanted = summed(
    sent.lines.map(({ itemCode, quantity }) => ({ site: sent.site, sku: itemCode, units: quantity })),
  );
  const taken = allocated.get(number);
  return wanted
    .map((line) => ({ ...line, units: line.units - (taken?.get(line.sku) ?? 0) }))
    .filter(({ units }) => units > 0);
}

/**
 * Units of a confirmed order that Peoplevox may not have. Lines that were sent keep their site.
 * @param unallocated numbers of sales orders that count by themselves, with all that Peoplevox may have of them
 */
export function grownBy(
  { units }: OrderFacts,
  salesOrders: readonly SentSalesOrder[] | undefined,
  unallocated: ReadonlySet<string>,
): SiteUnits[] {
  if (salesOrders === undefined) return [];
  const sent = new Map<string, number>();
  for (const { number, lines } of salesOrders.filter(({ cancelled }) => cancelled !== true))
    for (const { itemCode, quantity, certain = quantity } of lines)
      sent.set(itemCode, (sent.get(itemCode) ?? 0) + (unallocated.has(number) ? quantity : certain));
  return summed(units).flatMap((wanted) => {
    const total = units.reduce((sum, { sku, units: some }) => (sku === wanted.sku ? sum + some : sum), 0);
    // Which site it is does not show where a SKU goes to several: each of them keeps it back.
    const grown = Math.min(wanted.units, total - (sent.get(wanted.sku) ?? 0));
    return grown > 0 ? [{ ...wanted, units: grown }] : [];
  });
}

/** The more of both, by site and SKU. */
export function moreOf(some: readonly SiteUnits[], others: readonly SiteUnits[]): SiteUnits[] {
  const [one, other] = [summed(some), summed(others)];
  const unitsIn = (parts: readonly SiteUnits[], { site, sku }: SiteUnits): number =>
    parts.find((part) => part.site === site && part.sku === sku)?.units ?? 0;
  return summed([...one, ...other]).map((part) => ({
    ...part,
    units: Math.max(unitsIn(one, part), unitsIn(other, part)),
  }));
}

/** One entry a site and SKU. */
function summed(units: readonly SiteUnits[]): SiteUnits[] {
  const sums = new Map<string, SiteUnits>();
  for (const part of units) {
    const key = JSON.stringify([part.site, part.sku]);
    sums.set(key, { ...part, units: part.units + (sums.get(key)?.units ?? 0) });
  }
  return [...sums.values()];
}
