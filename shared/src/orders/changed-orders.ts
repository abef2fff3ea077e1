import type { ByProjectKeyRequestBuilder, Order } from '@commercetools/platform-sdk';
import { equals, greaterThan, quoted } from '../commercetools/predicate';
import type { Rules } from '../configuration/rules';
import { eligibility } from './eligibility';
import type { LedgerEntry } from './ledger';
import { orderContent } from './order-content';
import { UNSETTLED } from './settled';

/** Where a walk through orders by their last change stands. */
interface Position {
  /** lastModifiedAt as commercetools wrote it. */
  readonly at: string;
  /** Id of the last order that was looked at with this time; empty: none yet. */
  readonly id: string;
}

interface ChangedOrdersQuery {
  /** ISO 8601: orders created before it are never ours. */
  readonly notBefore: string;
  readonly after: Position;
  /** ISO 8601: changes from here on are left for later. */
  readonly until: string;
}

const PAGE = 200;
/** What eligibility reads; the order itself is read again before anything is done. */
const EXPAND = ['state'];

/** Unsettled orders by their last change, oldest first, in pages. What changes meanwhile moves to the end. */
export async function* changedOrders(
  api: ByProjectKeyRequestBuilder,
  { notBefore, after, until }: ChangedOrdersQuery,
): AsyncIterable<readonly [Order, ...Order[]]> {
  for (let position = after; ;) {
    const { at, id } = position;
    const where = [
      `createdAt >= ${quoted(notBefore)}`,
      UNSETTLED,
      `lastModifiedAt < ${quoted(until)}`,
      `(${greaterThan('lastModifiedAt', at)} or (${equals('lastModifiedAt', at)} and ${greaterThan('id', id)}))`,
    ];
    const queryArgs = {
      where,
      expand: EXPAND,
      sort: ['lastModifiedAt asc', 'id asc'],
      limit: PAGE,
      withTotal: false,
    };
    const { results } = (await api.orders().get({ queryArgs }).execute()).body;
    const [first, ...others] = results;
    if (first === undefined) return;
    yield [first, ...others];
    if (results.length < PAGE) return;
    position = positionOf(others.at(-1) ?? first);
  }
}

export function positionOf({ lastModifiedAt, id }: Pick<Order, 'lastModifiedAt' | 'id'>): Position {
  return { at: lastModifiedAt, id };
}

interface LookFacts {
  readonly entry: LedgerEntry | undefined;
  readonly channelId: string;
  readonly rules: Rules;
  readonly notBefore: string;
}

/**
 * Pure: whether an order may not be where it belongs. Rather one look too many: what is to be done is decided by the
 * export itself. Needs `state` expanded.
 */
export function needsLook(order: Order, { entry, channelId, rules, notBefore }: LookFacts): boolean {
  const isMarked = order.syncInfo.some(({ channel }) => channel.id === channelId);
  if (entry === undefined) return isMarked || eligibility(order, { rules, notBefore }).eligible;
  if (entry.state === 'cancelled') return order.orderState !== 'Cancelled';
  if (entry.state !== 'exported') return true;
  // Not its version: the mark and what is booked are changes too, and one of them must not hide one that matters.
  const isChanged = order.orderState === 'Cancelled' || entry.content !== orderContent(order);
  return !isMarked || entry.held.length > 0 || isChanged;
}
