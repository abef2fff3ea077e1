import type { Order } from '@commercetools/platform-sdk';
import { getOrder } from '../commercetools/orders';
import type { Rules } from '../configuration/rules';
import { lineIdOf } from '../peoplevox/line-id';
import type { PlannedLine } from './allot';
import type { DespatchParts, SentSalesOrder } from './booking';
import type { SalesOrderFacts } from './decide';
import { grouped } from './grouped';
import { failureOf, type Failure } from './outcome';
import {
  LINES,
  ORDERS,
  readLines,
  readSalesOrders,
  type FoundLine,
  type FoundSalesOrder,
} from './sales-orders';
import { createUnserved } from './unserved';

/** An order that some of the sales orders asked for belong to, with all sales orders that it has. */
export interface Case {
  readonly order: Order;
  /** Those that were asked for. */
  readonly numbers: readonly string[];
  readonly salesOrders: readonly SalesOrderFacts[];
}

/** What a sales order number stands for when it stands for no order of ours. */
type Stray = { readonly kind: 'foreign' } | { readonly kind: 'orphan'; readonly orderId: string } | Failure;

interface Gathered {
  /** Templates that were read. */
  readonly templates: readonly string[];
  readonly cases: readonly Case[];
  readonly strays: ReadonlyMap<string, Stray>;
}

type CaseParts = Pick<DespatchParts, 'api' | 'client' | 'ledger' | 'projectKey'>;

const ORDER_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Ours {
  readonly order: Order;
  readonly found: readonly FoundSalesOrder[];
  readonly sent: readonly SentSalesOrder[];
}

/** Finds the orders of these sales orders, and their other sales orders. */
export async function gatherCases(
  parts: CaseParts,
  rules: Rules,
  numbers: readonly string[],
): Promise<Gathered> {
  const found = await readSalesOrders(parts.client, rules, numbers);
  const strays = new Map<string, Stray>(numbers.map((number) => [number, { kind: 'foreign' }]));
  const ofOrder = grouped(
    [...found.values()].filter(({ reference }) => ORDER_ID.test(reference)),
    ({ reference }) => reference,
  );
  const ours: Ours[] = [];
  const unserved = createUnserved<readonly [string, readonly FoundSalesOrder[]]>();
  await unserved.each([...ofOrder], async ([orderId, salesOrders]) => {
    const { mine, others } = await belonging(parts, rules, orderId, salesOrders);
    if (mine !== undefined) ours.push(mine);
    for (const [number, stray] of others) strays.set(number, stray);
  });
  for (const { item, failure } of unserved.failures())
    for (const { number } of item[1]) strays.set(number, failure);
  for (const { found: some } of ours) for (const { number } of some) strays.delete(number);
  return { ...(await withSiblings(parts, rules, ours)), strays };
}

async function belonging(
  parts: CaseParts,
  rules: Rules,
  orderId: string,
  salesOrders: readonly FoundSalesOrder[],
): Promise<{ readonly mine?: Ours; readonly others: readonly (readonly [string, Stray])[] }> {
  const all = (stray: Stray) => ({ others: salesOrders.map(({ number }) => [number, stray] as const) });
  try {
    const [order, sent = []] = await Promise.all([
      getOrder(parts.api, orderId),
      parts.ledger.salesOrdersOf(orderId),
    ]);
    const found = salesOrders.filter((salesOrder) => isOurs(salesOrder, order, sent, parts, rules));
    if (found.length === 0) return { others: [] };
    return order === undefined
      ? all({ kind: 'orphan', orderId })
      : { mine: { order, found, sent }, others: [] };
  } catch (error) {
    return all(failureOf(error));
  }
}

/**
 * By its ChannelName, as long as the order is not one that an older integration sent with the same reference. One that
 * the ledger has is ours whatever the rules say now.
 */
function isOurs(
  { number, channelName }: FoundSalesOrder,
  order: Order | undefined,
  sent: readonly SentSalesOrder[],
  { projectKey }: CaseParts,
  { mode, orderExport }: Rules,
): boolean {
  if (sent.some((one) => one.number === number)) return true;
  // In shadow nothing was ever exported, and what would be written is to be seen.
  const mayBeOld = mode.despatch === 'live' && sent.length === 0;
  if (order !== undefined && mayBeOld && !wasExported(order, orderExport)) return false;
  const byStore =
    order === undefined ? [projectKey, ...(orderExport.stores ?? [])] : [order.store?.key ?? projectKey];
  const names = orderExport.channelName === null ? byStore : [orderExport.channelName];
  return names.some((name) => name.toLowerCase() === channelName.toLowerCase());
}

/** Of an order without ledger, as far as the order itself tells. */
function wasExported({ syncInfo, createdAt }: Order, { notBefore }: Rules['orderExport']): boolean {
  return syncInfo.length > 0 && (notBefore === null || Date.parse(createdAt) >= Date.parse(notBefore));
}

/** Sales orders of these orders that nobody asked for, and lines of those that the ledger has lost. */
async function withSiblings(
  parts: CaseParts,
  rules: Rules,
  ours: readonly Ours[],
): Promise<Pick<Gathered, 'cases' | 'templates'>> {
  const siblings = ours.flatMap(({ order, found, sent }) =>
    [
      ...sent.filter(({ cancelled }) => cancelled !== true).map(({ number }) => number),
      ...(sent.length === 0 ? syncedNumbers(order, found) : []),
    ].filter((number) => found.every((one) => one.number !== number)),
  );
  const others =
    siblings.length === 0
      ? new Map<string, FoundSalesOrder>()
      : await readSalesOrders(parts.client, rules, siblings);
  const isSent = ({ sent }: Ours, number: string) => sent.some((one) => one.number === number);
  const complete = ours.map((one) => ({
    ...one,
    found: [
      ...one.found,
      ...[...others.values()].filter(({ reference }) => reference === one.order.id.toLowerCase()),
    ],
  }));
  const lost = complete.flatMap((one) =>
    one.found.map(({ number }) => number).filter((number) => !isSent(one, number)),
  );
  const lines = lost.length === 0 ? [] : await readLines(parts.client, rules, lost);
  const cases = complete.map((one, index) => ({
    order: one.order,
    numbers: ours[index]?.found.map(({ number }) => number) ?? [],
    salesOrders: [
      ...one.sent.map((sent) => sentFacts(sent, one.found)),
      ...one.found
        .filter(({ number }) => !isSent(one, number))
        .map((salesOrder) => rebuiltFacts(salesOrder, one.order, lines)),
    ],
  }));
  return { cases, templates: lost.length === 0 ? [ORDERS] : [ORDERS, LINES] };
}

/** `externalId` of syncInfo lists the sales orders. */
export function syncedNumbers({ syncInfo }: Order, found: readonly { readonly number: string }[]): string[] {
  const lists = syncInfo.map(({ externalId }) => externalId?.split(',') ?? []);
  return lists.find((numbers) => found.some(({ number }) => numbers.includes(number))) ?? [];
}

function sentFacts(sent: SentSalesOrder, found: readonly FoundSalesOrder[]): SalesOrderFacts {
  const { number, shippingKey, cancelled } = sent;
  return {
    number,
    ...(shippingKey !== undefined && { shippingKey }),
    status: found.find((one) => one.number === number)?.status ?? '',
    revoked: cancelled === true,
    lines: sent.lines.map(({ quantity, ...line }) => ({ ...line, units: quantity })),
  };
}

/** As the ledger would have it, from what Peoplevox has. */
function rebuiltFacts(
  { number, status }: FoundSalesOrder,
  order: Order,
  lines: readonly FoundLine[],
): SalesOrderFacts {
  const planned = lines
    .filter((line) => line.number === number)
    .flatMap(({ line, itemCode, units }): PlannedLine[] => {
      const item =
        order.lineItems.find(({ id }) => lineIdOf(id) === line) ??
        order.lineItems.find(({ variant }) => variant.sku === itemCode);
      return item === undefined ? [] : [{ lineItemId: item.id, line, itemCode, units }];
    });
  return { number, ...shippingOf(order, planned), status, revoked: false, lines: planned };
}

/** The shipping entry of the lines, where they have one in common. */
function shippingOf(
  { shippingMode, lineItems }: Order,
  lines: readonly PlannedLine[],
): { readonly shippingKey?: string } {
  if (shippingMode !== 'Multiple') return {};
  const entries = lines.map(({ lineItemId }) =>
    (lineItems.find(({ id }) => id === lineItemId)?.shippingDetails?.targets ?? []).map(
      ({ shippingMethodKey }) => shippingMethodKey,
    ),
  );
  const shippingKey = entries[0]?.find((key) => entries.every((keys) => keys.includes(key)));
  return shippingKey === undefined ? {} : { shippingKey };
}
