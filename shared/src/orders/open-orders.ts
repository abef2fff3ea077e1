import type { ByProjectKeyRequestBuilder, Order } from '@commercetools/platform-sdk';
import { equals, greaterThan, inStores, isIn, quoted } from '../commercetools/predicate';
import type { Rules } from '../configuration/rules';
import { UNSETTLED } from './settled';

/** What routing reads of an order. */
export const ROUTING_EXPANSIONS = [
  'lineItems[*].supplyChannel',
  'lineItems[*].productType',
  'shippingInfo.shippingMethod',
  'shipping[*].shippingInfo.shippingMethod',
];
/** Orders are large. */
const PAGE = 100;

interface OpenOrdersQuery {
  readonly rules: Rules;
  /** ISO 8601. */
  readonly notBefore: string;
  readonly channelId: string;
  /** Marked orders count too when they changed since; milliseconds since the epoch, commercetools' clock. */
  readonly changedSince: number;
  /** Every order counts that was created since, whatever became of it. */
  readonly createdSince: number;
}

/**
 * Orders that may need stock and are not marked as exported, or changed lately, or were cancelled lately, or are new.
 * Expanded for routing.
 */
export function openOrders(
  api: ByProjectKeyRequestBuilder,
  { rules, notBefore, channelId, changedSince, createdSince }: OpenOrdersQuery,
): AsyncIterable<Order> {
  const { orderStates, stores } = rules.orderExport;
  const completeToo = orderStates === null || orderStates.includes('Complete');
  const ours = inStores(stores);
  const open = [
    isIn('orderState', ['Open', 'Confirmed', ...(completeToo ? ['Complete'] : [])]),
    UNSETTLED,
    `(not(syncInfo(channel(${equals('id', channelId)}))) or lastModifiedAt >= ${isoTime(changedSince)})`,
    ...ours,
  ].join(' and ');
  const cancelled = [
    equals('orderState', 'Cancelled'),
    `lastModifiedAt >= ${isoTime(changedSince)}`,
    ...ours,
  ].join(' and ');
  return query(api, [
    `createdAt >= ${quoted(notBefore)}`,
    // New ones of other stores too: they take from the same entries.
    `((${open}) or (${cancelled}) or createdAt >= ${isoTime(createdSince)})`,
  ]);
}

/** Every order since, whatever became of it. Expanded for routing. */
export function ordersSince(api: ByProjectKeyRequestBuilder, since: number): AsyncIterable<Order> {
  return query(api, [`createdAt >= ${isoTime(since)}`]);
}

export function ordersWithIds(
  api: ByProjectKeyRequestBuilder,
  ids: readonly [string, ...string[]],
): AsyncIterable<Order> {
  return query(api, [isIn('id', ids)]);
}

function isoTime(ms: number): string {
  return quoted(new Date(ms).toISOString());
}

async function* query(api: ByProjectKeyRequestBuilder, predicates: readonly string[]): AsyncIterable<Order> {
  for (let after: string | undefined; ;) {
    const where = [...predicates, ...(after === undefined ? [] : [greaterThan('id', after)])];
    const queryArgs = { where, expand: ROUTING_EXPANSIONS, sort: 'id asc', limit: PAGE, withTotal: false };
    const { results } = (await api.orders().get({ queryArgs }).execute()).body;
    yield* results;
    after = results.at(-1)?.id;
    if (results.length < PAGE) return;
  }
}
