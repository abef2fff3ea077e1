import type { ByProjectKeyRequestBuilder, Order } from '@commercetools/platform-sdk';
import { equals, greaterThan, inStores, isOneOf, quoted } from '../commercetools/predicate';
import type { Rules } from '../configuration/rules';
import { routeOrder } from './composition/routing';
import { eligibility } from './eligibility';
import { ROUTING_EXPANSIONS } from './open-orders';
import { UNSETTLED } from './settled';

interface UnexportedQuery {
  readonly rules: Rules;
  /** ISO 8601. */
  readonly notBefore: string;
  /** Of the Channel that marks exported orders. */
  readonly channelId: string;
}

const PAGE = 100;
/** What eligibility and routing read. */
const EXPAND = ['state', ...ROUTING_EXPANSIONS];

/** The oldest order that may be exported, has something to export and is not marked as exported. */
export async function oldestUnexported(
  api: ByProjectKeyRequestBuilder,
  { rules, notBefore, channelId }: UnexportedQuery,
): Promise<Order | undefined> {
  const { orderStates, paymentStates, stores } = rules.orderExport;
  const where = [
    `createdAt >= ${quoted(notBefore)}`,
    UNSETTLED,
    `not(syncInfo(channel(${equals('id', channelId)})))`,
    ...isOneOf('orderState', orderStates),
    ...isOneOf('paymentState', paymentStates),
    ...inStores(stores),
  ];
  for (let after: Order | undefined; ;) {
    const queryArgs = {
      where: [...where, ...(after === undefined ? [] : [laterThan(after)])],
      expand: EXPAND,
      sort: ['createdAt asc', 'id asc'],
      limit: PAGE,
      withTotal: false,
    };
    const { results } = (await api.orders().get({ queryArgs }).execute()).body;
    const found = results.find(
      (order) => eligibility(order, { rules, notBefore }).eligible && hasWork(order, rules),
    );
    after = results.at(-1);
    if (found !== undefined || after === undefined || results.length < PAGE) return found;
  }
}

function laterThan({ createdAt, id }: Order): string {
  return `(${greaterThan('createdAt', createdAt)} or (${equals('createdAt', createdAt)} and ${greaterThan('id', id)}))`;
}

function hasWork(order: Order, rules: Rules): boolean {
  return routeOrder(order, rules).some(({ settled }) => !settled);
}
