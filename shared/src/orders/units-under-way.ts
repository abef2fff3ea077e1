import * as z from 'zod';
import type { ByProjectKeyRequestBuilder, Order } from '@commercetools/platform-sdk';
import { CommercetoolsError } from '../commercetools/commercetools-error';
import type { Documents } from '../commercetools/documents';
import { isIn } from '../commercetools/predicate';
import type { ServerClock } from '../commercetools/server-clock';
import type { Rules } from '../configuration/rules';
import { inChunks } from '../runtime/in-flight';
import type { ExportChannel } from './known-order';
import { LEDGER_CONTAINER } from './ledger';
import { openOrders, ordersSince, ordersWithIds } from './open-orders';
import { allocatedUnits, unallocatedOrders, type UnallocatedReader } from './unallocated-orders';
import {
  decideUnderWay,
  grownBy,
  moreOf,
  needsStock,
  unitsOf,
  type OrderFacts,
  type SentSalesOrder,
  type SiteUnits,
  type UnallocatedSalesOrder,
} from './under-way';

interface UnitsUnderWayParts {
  readonly api: ByProjectKeyRequestBuilder;
  readonly documents: Documents;
  readonly client: UnallocatedReader['client'];
  readonly channel: () => Promise<ExportChannel>;
  readonly serverClock: ServerClock;
  readonly projectKey: string;
}

/** How far back changed orders are looked at: an amendment that has not reached Peoplevox shows in them. */
const CHANGED_MS = 10 * 60_000;
/** More than any difference between the order in which orders come to be and come to be seen. */
const SLACK_MS = 60_000;
/**
 * commercetools shows what an order takes from an entry up to 10 s late (facts/commercetools §6), and its clock may be
 * misread by some more.
 */
const YOUNG_MS = 30_000;
const KEYS = 100;
const NOTHING = { units: [], unallocated: 0 };

/** What the reading before said; nothing of it before the first one. */
interface LastReading {
  readonly readAt?: number;
  readonly growing: readonly string[];
}

/** As much of a ledger document as counts here (orders/ledger.ts writes it). */
const ledgerFacts = z.object({
  state: z.string(),
  salesOrders: z.array(
    z.object({
      number: z.string(),
      site: z.string(),
      cancelled: z.boolean().optional(),
      lines: z.array(
        z.object({ itemCode: z.string(), quantity: z.number(), certain: z.number().optional() }),
      ),
    }),
  ),
});
type LedgerFacts = z.output<typeof ledgerFacts>;

/**
 * What orders take from the stock without Peoplevox's available quantity knowing it yet. The order of readings is the
 * proof: orders in commercetools, then sales orders in Peoplevox, then (by the caller) stock. Whatever is confirmed in
 * the first and not among the unallocated in the second was allocated before the third. Whether that was taken back
 * meanwhile shows in the second, made once more after the third.
 */
export function createUnitsUnderWay(parts: UnitsUnderWayParts) {
  const { api, documents, serverClock } = parts;

  async function exportChannel(): Promise<ExportChannel | undefined> {
    try {
      return await parts.channel();
    } catch (error) {
      // Without the Channel nothing was ever exported, and it is not settled since when orders are ours.
      if (error instanceof CommercetoolsError && error.statusCode === 404) return undefined;
      throw error;
    }
  }

  async function readLedgers(orderIds: readonly string[]): Promise<Map<string, LedgerFacts>> {
    const ledgers = new Map<string, LedgerFacts>();
    for (const keys of inChunks(orderIds, KEYS)) {
      for await (const { key, value } of documents.list<unknown>(LEDGER_CONTAINER, isIn('key', keys))) {
        const facts = ledgerFacts.safeParse(value);
        if (facts.success) ledgers.set(key, facts.data);
      }
    }
    return ledgers;
  }

  async function* ordersOf(ids: readonly string[]): AsyncIterable<Order> {
    for (const some of inChunks(ids, KEYS)) yield* ordersWithIds(api, some);
  }

  /** First reading. */
  async function begin(rules: Rules, { readAt: lastReadAt, growing }: LastReading) {
    const channel = await exportChannel();
    const readAt = await serverClock();
    const notBefore = rules.orderExport.notBefore ?? channel?.createdAt;
    const isIgnored = rules.inventory.ordersUnderWay === 'ignore' || notBefore === undefined;
    const createdSince = (lastReadAt ?? readAt) - YOUNG_MS;
    const seen = new Set<string>();
    const found: Order[] = [];
    const cancelled: Order[] = [];
    const touched: string[] = [];
    if (channel !== undefined && notBefore !== undefined && !isIgnored) {
      const changedSince = (lastReadAt ?? readAt) - CHANGED_MS;
      // As far back as `since` looks later: what is seen here did not come after.
      const lookingBackTo = Math.min(createdSince, readAt - SLACK_MS);
      const query = { rules, notBefore, channelId: channel.id, changedSince, createdSince: lookingBackTo };
      for await (const order of both(openOrders(api, query), ordersOf(growing))) {
        if (seen.has(order.id)) continue;
        seen.add(order.id);
        if (needsStock(order, rules, notBefore)) found.push(order);
        else if (order.orderState === 'Cancelled') cancelled.push(order);
        if (Date.parse(order.createdAt) >= createdSince)
          touched.push(...unitsOf(order, rules).map(({ sku }) => sku));
      }
    }
    const ledgers = await readLedgers([...found, ...cancelled].map(({ id }) => id));
    // Rows of it may still be on their way to Peoplevox: until its cancellation has arrived too, it may yet be picked.
    found.push(...cancelled.filter(({ id }) => ledgers.get(id)?.state === 'sending'));
    const orders = found.map((order): OrderFacts => {
      const ledger = ledgers.get(order.id);
      const isMarked = order.syncInfo.some((info) => info.channel.id === channel?.id);
      const confirmed = isMarked || ledger?.state === 'exported' || ledger?.state === 'cancelled';
      // Of a confirmed one Peoplevox tells itself; what it grew by is its units less those that were sent.
      const units = confirmed ? unitsOf(order, rules) : unitsWithSent(order, rules, ledger);
      return { id: order.id, confirmed, units };
    });
    const stillGrowing = orders.filter(
      (order) => order.confirmed && grownBy(order, ledgers.get(order.id)?.salesOrders, new Set()).length > 0,
    );
    return {
      rules,
      readAt,
      notBefore,
      isIgnored,
      seen,
      orders,
      ledgers,
      touched,
      // Not forgotten while the rules ignore it.
      growing: isIgnored ? growing : stillGrowing.map(({ id }) => id),
    };
  }

  type First = Awaited<ReturnType<typeof begin>>;

  /** Second reading. */
  async function complete(first: First, onCall: () => void) {
    const { rules, orders } = first;
    const reader: UnallocatedReader = { client: parts.client, projectKey: parts.projectKey, onCall };
    const unallocated = await unallocatedOrders(reader, rules);
    const unknown = unallocated.map(({ orderId }) => orderId).filter((id) => !first.ledgers.has(id));
    const ledgers = new Map([...first.ledgers, ...(await readLedgers([...new Set(unknown)]))]);
    const ledger = new Map([...ledgers].map(([id, { salesOrders }]) => [id, salesOrders] as const));
    const { allocation } = rules.inventory.reports;
    const numbers = unallocated.map(({ number }) => number);
    const allocated = await allocatedUnits(reader, allocation, numbers);
    const strays = await strayUnits(unallocated, ledger, rules);
    const units = decideUnderWay({ orders, unallocated, ledger, strays, allocated });
    return { units, unallocated: unallocated.length };
  }

  /** Orders of ours whose ledger is lost: the order itself tells what was sent. */
  async function strayUnits(
    unallocated: readonly UnallocatedSalesOrder[],
    ledger: ReadonlyMap<string, readonly SentSalesOrder[]>,
    rules: Rules,
  ): Promise<Map<string, SiteUnits[]>> {
    const ids = unallocated
      .filter(({ orderId, number }) => ledger.get(orderId)?.every((sent) => sent.number !== number) ?? true)
      .map(({ orderId }) => orderId);
    const strays = new Map<string, SiteUnits[]>();
    for await (const order of ordersOf([...new Set(ids)])) strays.set(order.id, unitsOf(order, rules));
    return strays;
  }

  /**
   * Orders that came after the first reading, to be asked after an entry was read and before it is written: what the
   * entry may have lost to them already counts whole, for Peoplevox cannot have allocated it when it was read.
   */
  async function since(first: First): Promise<SiteUnits[]> {
    const { rules, notBefore, readAt } = first;
    if (first.isIgnored || notBefore === undefined) return [];
    const found: Order[] = [];
    for await (const order of ordersSince(api, readAt - SLACK_MS)) {
      // As it was placed: what became of it since, Peoplevox did not know when it was read.
      const { shipmentState: _since, ...placed } = order;
      const asPlaced = order.orderState === 'Cancelled' ? { ...placed, orderState: 'Open' as const } : placed;
      const isOurs = needsStock(asPlaced, rules, notBefore);
      if (!first.seen.has(order.id) && isOurs) found.push(order);
    }
    const ledgers = await readLedgers(found.map(({ id }) => id));
    // What is cancelled takes something only if it was sent before, and as long as its cancellation has not arrived too.
    const taking = found.filter(
      ({ id, orderState }) => orderState !== 'Cancelled' || isSent(ledgers.get(id)),
    );
    return taking.flatMap((order) => unitsWithSent(order, rules, ledgers.get(order.id)));
  }

  return {
    async begin(rules: Rules, last: LastReading) {
      const first = await begin(rules, last);
      const { readAt, touched, growing } = first;
      const rest = { readAt, touched, growing, since: () => since(first) };
      return {
        quiet: first.orders.length + touched.length === 0,
        withoutPeoplevox: () => ({ ...rest, ...NOTHING, again: async () => [] }),
        complete: async (onCall: () => void) => {
          const second = () => (first.isIgnored ? NOTHING : complete(first, onCall));
          return { ...rest, ...(await second()), again: async () => (await second()).units };
        },
      };
    },
  };
}

async function* both<T>(one: AsyncIterable<T>, other: AsyncIterable<T>): AsyncIterable<T> {
  yield* one;
  yield* other;
}

function aliveIn(ledger: LedgerFacts | undefined): LedgerFacts['salesOrders'] {
  return ledger?.salesOrders.filter(({ cancelled }) => cancelled !== true) ?? [];
}

/** Whether Peoplevox may have something of it. */
function isSent(ledger: LedgerFacts | undefined): boolean {
  return ledger?.state !== 'cancelled' && aliveIn(ledger).length > 0;
}

/** Peoplevox may have the order as it was sent, though it is smaller now: the larger one counts. */
function unitsWithSent(order: Order, rules: Rules, ledger: LedgerFacts | undefined): SiteUnits[] {
  const sent = aliveIn(ledger).flatMap(({ site, lines }) =>
    lines.map(({ itemCode, quantity }) => ({ site, sku: itemCode, units: quantity })),
  );
  return moreOf(unitsOf(order, rules), sent);
}
