import type { ByProjectKeyRequestBuilder, Order } from '@commercetools/platform-sdk';
import { equals, greaterThan, isIn, quoted } from '../commercetools/predicate';
import { inChunks } from '../runtime/in-flight';
import { UNSETTLED } from './settled';

/** An order that Peoplevox confirmed and that is not settled. */
export interface ExportedOrder {
  readonly id: string;
  readonly orderNumber: string | undefined;
  readonly isCancelled: boolean;
  readonly storeKey: string | undefined;
  /** Its sales orders, as its mark names them. */
  readonly numbers: readonly string[];
  /** Milliseconds since the epoch: when Peoplevox confirmed it last. */
  readonly exportedAt: number;
}

interface ExportedOrdersQuery {
  /** ISO 8601. */
  readonly notBefore: string;
  /** Of the Channel that marks exported orders. */
  readonly channelId: string;
  /** The walk goes on behind this id; empty: from the beginning. */
  readonly after: string;
}

const PAGE = 200;
const KEYS = 100;

/** Orders under way in Peoplevox, by id, in pages. */
export async function* exportedOrders(
  api: ByProjectKeyRequestBuilder,
  { notBefore, channelId, after: begin }: ExportedOrdersQuery,
): AsyncIterable<readonly ExportedOrder[]> {
  for (let after = begin; ;) {
    const where = [
      `createdAt >= ${quoted(notBefore)}`,
      UNSETTLED,
      `syncInfo(channel(${equals('id', channelId)}))`,
      ...(after === '' ? [] : [greaterThan('id', after)]),
    ];
    const queryArgs = { where, sort: 'id asc', limit: PAGE, withTotal: false };
    const { results } = (await api.orders().get({ queryArgs }).execute()).body;
    if (results.length > 0) yield results.map((order) => exportedOrder(order, channelId));
    if (results.length < PAGE) return;
    after = results.at(-1)?.id ?? after;
  }
}

/** These orders as they are now, by id; those that do not exist are left out. */
export async function ordersById(
  api: ByProjectKeyRequestBuilder,
  ids: readonly string[],
): Promise<Map<string, Order>> {
  const found = new Map<string, Order>();
  for (const some of inChunks(ids, KEYS)) {
    const queryArgs = { where: isIn('id', some), limit: KEYS, withTotal: false };
    const { results } = (await api.orders().get({ queryArgs }).execute()).body;
    for (const order of results) found.set(order.id, order);
  }
  return found;
}

/** What the mark of our Channel says of an order. */
export function exportedOrder(order: Order, channelId: string): ExportedOrder {
  const mark = order.syncInfo.find(({ channel }) => channel.id === channelId);
  return {
    id: order.id,
    orderNumber: order.orderNumber,
    isCancelled: order.orderState === 'Cancelled',
    storeKey: order.store?.key,
    numbers: (mark?.externalId ?? '').split(',').filter((number) => number !== ''),
    exportedAt: Date.parse(mark?.syncedAt ?? order.createdAt),
  };
}
