import type { ByProjectKeyRequestBuilder, Order } from '@commercetools/platform-sdk';
import { ORDER_EXPANSIONS } from '../commercetools/orders';
import { greaterThan, isIn, quoted } from '../commercetools/predicate';
import type { Rules } from '../configuration/rules';
import { unitFactor } from '../configuration/unit-factor';
import { eligibility } from './eligibility';
import { ABSENT, type LedgerEntry } from './ledger';

interface OrdersUntilQuery {
  /** ISO 8601: orders created before it are never ours. */
  readonly notBefore: string;
  /** ISO 8601: only orders created before it, and changed at or after `since`. */
  readonly until: string;
  readonly since: string;
  /** The walk goes on behind this id; empty: from the beginning. */
  readonly after: string;
}

const PAGE = 200;
/** So that their ids fit into the address of a request. */
const PAYMENTS = 100;

/**
 * Orders to which something may have happened in a period, by id, in pages: whatever happens to an order changes it.
 * Expanded as by `getOrder`.
 */
export function ordersChangedSince(
  api: ByProjectKeyRequestBuilder,
  { notBefore, until, since, after }: OrdersUntilQuery,
): AsyncIterable<readonly [Order, ...Order[]]> {
  const where = [
    `createdAt >= ${quoted(notBefore)}`,
    `createdAt < ${quoted(until)}`,
    `lastModifiedAt >= ${quoted(since)}`,
  ];
  return pagesById(api, where, after);
}

async function* pagesById(
  api: ByProjectKeyRequestBuilder,
  predicates: readonly string[],
  begin = '',
): AsyncIterable<readonly [Order, ...Order[]]> {
  for (let after = begin; ;) {
    const where = [...(after === '' ? [] : [greaterThan('id', after)]), ...predicates];
    const queryArgs = { where, expand: [...ORDER_EXPANSIONS], sort: 'id asc', limit: PAGE, withTotal: false };
    const { results } = (await api.orders().get({ queryArgs }).execute()).body;
    const [first, ...others] = results;
    if (first === undefined) return;
    yield [first, ...others];
    if (results.length < PAGE) return;
    after = results.at(-1)?.id ?? after;
  }
}

interface PaidOrdersQuery {
  /** ISO 8601: orders created before it are never ours. */
  readonly notBefore: string;
  /** ISO 8601: only orders that did not change at or after it, and a payment of which did. */
  readonly since: string;
  /** The walk goes on behind the payment with this id; empty: from the beginning. */
  readonly after: string;
}

/** @param after the last payment that was looked at */
interface PaidOrders {
  readonly orders: readonly Order[];
  readonly after: string;
}

/**
 * The orders that `ordersChangedSince` cannot find: who charges or gives back money later changes the payment, not the
 * order. Each once, by the first of its payments that changed, in pages of payments. Expanded as by `getOrder`.
 */
export async function* ordersPaidSince(
  api: ByProjectKeyRequestBuilder,
  { notBefore, since, after: begin }: PaidOrdersQuery,
): AsyncIterable<PaidOrders> {
  for (let after = begin; ;) {
    const where = [
      ...(after === '' ? [] : [greaterThan('id', after)]),
      // A younger payment was added to its order since, which changed the order.
      `createdAt < ${quoted(since)}`,
      `lastModifiedAt >= ${quoted(since)}`,
    ];
    const queryArgs = { where, sort: 'id asc', limit: PAYMENTS, withTotal: false };
    const { results } = (await api.payments().get({ queryArgs }).execute()).body;
    const [first, ...others] = results.map(({ id }) => id);
    if (first === undefined) return;
    const ids = new Set([first, ...others]);
    after = others.at(-1) ?? first;
    const paid = isIn('id', [first, ...others]);
    const orders = await unchangedOrdersOf(api, paid, { notBefore, since });
    yield { orders: orders.filter((order) => ids.has(firstChangedPayment(order, since) ?? '')), after };
    if (results.length < PAYMENTS) return;
  }
}

/** @param paid predicate for their payments; hardly any payment is of more than one order */
async function unchangedOrdersOf(
  api: ByProjectKeyRequestBuilder,
  paid: string,
  { notBefore, since }: Pick<PaidOrdersQuery, 'notBefore' | 'since'>,
): Promise<readonly Order[]> {
  const where = [
    `paymentInfo(payments(${paid}))`,
    `createdAt >= ${quoted(notBefore)}`,
    `lastModifiedAt < ${quoted(since)}`,
  ];
  const found: Order[] = [];
  for await (const page of pagesById(api, where)) found.push(...page);
  return found;
}

/** By id. */
function firstChangedPayment({ paymentInfo }: Order, since: string): string | undefined {
  const time = Date.parse(since);
  const changed = (paymentInfo?.payments ?? []).filter(
    ({ obj }) =>
      obj !== undefined && Date.parse(obj.createdAt) < time && Date.parse(obj.lastModifiedAt) >= time,
  );
  return changed.reduce<string | undefined>(
    (first, { id }) => (first === undefined || id < first ? id : first),
    undefined,
  );
}

interface ReportFacts {
  readonly entry: LedgerEntry | undefined;
  readonly channelId: string;
  readonly rules: Rules;
  readonly notBefore: string;
}

/**
 * Pure: whether an order counts in reports: it was exported, or is to be, or would be if it were not cancelled or
 * settled. Needs `state` expanded.
 */
export function isReported(order: Order, { entry, channelId, rules, notBefore }: ReportFacts): boolean {
  const isMarked = order.syncInfo.some(({ channel }) => channel.id === channelId);
  if (isMarked || (entry !== undefined && entry.salesOrders.length > 0)) return true;
  const { shipmentState: _settled, ...placed } = order;
  const states = order.orderState === 'Cancelled' ? (['Open', 'Confirmed'] as const) : [order.orderState];
  return states.some((orderState) => eligibility({ ...placed, orderState }, { rules, notBefore }).eligible);
}

/**
 * Pure: units that Peoplevox confirmed, as commercetools counts them, by line item id: by the ledger, else of an order
 * that is marked as exported all that it ships.
 */
export function exportedUnits(
  order: Order,
  { entry, channelId, rules }: Pick<ReportFacts, 'entry' | 'channelId' | 'rules'>,
): ReadonlyMap<string, number> {
  const units = new Map<string, number>();
  if (entry === undefined) {
    const isMarked = order.syncInfo.some(({ channel }) => channel.id === channelId);
    for (const { id, quantity } of isMarked ? order.lineItems : []) units.set(id, quantity);
    return units;
  }
  const skus = new Map(order.lineItems.map(({ id, variant }) => [id, variant.sku ?? '']));
  const isConfirmed = ({ possible }: { readonly possible: readonly string[] }) => !possible.includes(ABSENT);
  for (const { lines } of entry.salesOrders.filter(isConfirmed))
    for (const { lineItemId, quantity } of lines.filter(isConfirmed)) {
      const factor = unitFactor(skus.get(lineItemId) ?? '', rules);
      units.set(lineItemId, (units.get(lineItemId) ?? 0) + Math.round(quantity / factor));
    }
  return units;
}
