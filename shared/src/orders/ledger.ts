import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Documents, Stored } from '../commercetools/documents';
import { isIn } from '../commercetools/predicate';
import type { ExceptionCode } from '../exceptions/codes';
import { inChunks } from '../runtime/in-flight';
import { SpeakingError } from '../runtime/words-of';
import { filledColumns } from './composition/columns';
import type { Columns, SalesOrder } from './composition/sales-order';

export const LEDGER_CONTAINER = 'peoplevox-orders';

/**
 * What Peoplevox may have of one sales order. `possible` holds the fingerprint of every content that it may show: one
 * once it is confirmed, several while the fate of an attempt is unknown. Fingerprints instead of values: no personal
 * data is kept.
 */
const ledgerSalesOrder = z.object({
  number: z.string(),
  site: z.string(),
  shippingKey: z.string().optional(),
  possible: z.array(z.string()),
  /** As `possible`, of its customer; absent: written by a version that did not keep it. */
  customer: z.array(z.string()).optional(),
  /** Cancelled at our request; its number is never used again. */
  cancelled: z.boolean().optional(),
  /** Numbers, dates and booleans of its header that may have a value there: to be emptied when the order has none. */
  filled: z.array(z.string()).optional(),
  lines: z.array(
    z.object({
      line: z.string(),
      lineItemId: z.string(),
      itemCode: z.string(),
      quantity: z.number(),
      /** Units that Peoplevox has whatever became of the last attempts; absent: all. */
      certain: z.number().optional(),
      possible: z.array(z.string()),
      filled: z.array(z.string()).optional(),
    }),
  ),
});

/**
 * - `held`: not sent; the open exceptions say why.
 * - `waiting`: not sent because `pace` is `pause`.
 * - `shadow`: would have been sent.
 * - `sending`: numbers are fixed and rows may have reached Peoplevox; what is there must be looked up.
 * - `exported`: Peoplevox confirmed every row. `cancelled`: it confirmed our cancellation.
 * - `ignored`: was one of the first three, and is no longer ours to export.
 */
const ledgerState = z.enum(['ignored', 'held', 'waiting', 'shadow', 'sending', 'exported', 'cancelled']);

const ledgerEntry = z.object({
  schemaVersion: z.literal(1),
  orderNumber: z.string().optional(),
  state: ledgerState,
  /** The order's version that `salesOrders` was computed from. */
  orderVersion: z.number(),
  salesOrders: z.array(ledgerSalesOrder),
  /** Fingerprint of what the order itself said when Peoplevox last had all of it. */
  content: z.string().optional(),
  /** Open exceptions of this order that the export flow raised, and must resolve. */
  held: z.array(z.string()),
  /** What people were told that stays told, now that the order is over; nobody looks again. */
  told: z.array(z.string()).optional(),
  /** Status that Peoplevox last showed of each sales order, by number: whether its picking has begun. */
  warehouse: z.record(z.string(), z.string()).optional(),
  /** Rows are on their way, or may be: until so long after the document's last change, by commercetools' clock. */
  claim: z.object({ forMs: z.number() }).optional(),
  /** Attempts in a row of which Peoplevox did not say what became of them. */
  unconfirmed: z.number().optional(),
  trace: z.array(z.object({ at: z.string(), what: z.string() })),
});

/** Among `possible`: Peoplevox may have none of it, for no attempt to create it was confirmed. */
export const ABSENT = 'absent';

export type LedgerSalesOrder = z.infer<typeof ledgerSalesOrder>;
type LedgerLine = LedgerSalesOrder['lines'][number];
export type LedgerEntry = Omit<z.infer<typeof ledgerEntry>, 'held'> & {
  readonly held: readonly ExceptionCode[];
};
export type StoredEntry = Stored<LedgerEntry>;
export type TraceStep = LedgerEntry['trace'][number];

/** A ledger document that this version cannot read, or that a newer version wrote: never overwritten. */
class LedgerUnreadable extends SpeakingError {
  override readonly name = 'LedgerUnreadable';
}

export async function readLedger(documents: Documents, orderId: string): Promise<StoredEntry | undefined> {
  const stored = await documents.read<unknown>(LEDGER_CONTAINER, orderId);
  if (stored === undefined) return undefined;
  const entry = parsedEntry(stored);
  if (entry === undefined)
    throw new LedgerUnreadable(
      `Ledger document ${orderId} in ${LEDGER_CONTAINER} was not written by this version of the connector; deploy the newest version.`,
    );
  return entry;
}

/** Entries that match the predicate; those of a newer version are left out. */
export async function* listLedger(documents: Documents, where: string): AsyncIterable<StoredEntry> {
  for await (const stored of documents.list<unknown>(LEDGER_CONTAINER, where)) {
    const entry = parsedEntry(stored);
    if (entry !== undefined) yield entry;
  }
}

const KEYS_OF_A_QUERY = 100;

/** Entries of these orders by order id; those that have none, or one of a newer version, are left out. */
export async function ledgersOf(
  documents: Documents,
  orders: readonly { readonly id: string }[],
): Promise<Map<string, LedgerEntry>> {
  const entries = new Map<string, LedgerEntry>();
  const ids = orders.map(({ id }) => id);
  for (const keys of inChunks(ids, KEYS_OF_A_QUERY))
    for await (const { key, value } of listLedger(documents, isIn('key', keys))) entries.set(key, value);
  return entries;
}

function parsedEntry(stored: Stored<unknown>): StoredEntry | undefined {
  const { data } = ledgerEntry.safeParse(stored.value);
  return data && { ...stored, value: data as LedgerEntry };
}

/** Whether rows of the order are on their way, or may be. @param now by commercetools' clock */
export function isClaimed({ value, lastModifiedAt }: StoredEntry, now: number): boolean {
  return value.claim !== undefined && now < lastModifiedAt + value.claim.forMs;
}

export function writeLedger(
  documents: Documents,
  orderId: string,
  entry: LedgerEntry,
  version: number,
): Promise<StoredEntry> {
  return documents.write(LEDGER_CONTAINER, orderId, { ...entry, trace: boundedTrace(entry.trace) }, version);
}

export function removeLedger(documents: Documents, orderId: string, version: number): Promise<boolean> {
  return documents.remove(LEDGER_CONTAINER, orderId, version);
}

const FIRST_STEPS = 8;
const LAST_STEPS = 32;

/** Keeps how it began and what happened last. */
function boundedTrace(trace: readonly TraceStep[]): TraceStep[] {
  if (trace.length <= FIRST_STEPS + LAST_STEPS) return [...trace];
  return [...trace.slice(0, FIRST_STEPS), ...trace.slice(-LAST_STEPS)];
}

/** 16 hexadecimal digits that change when any column does; salted with the order's id so that values cannot be guessed by comparison. */
export function fingerprint(orderId: string, columns: Columns): string {
  const canonical = Object.keys(columns)
    .sort((one, other) => (one < other ? -1 : 1))
    .filter((name) => columns[name] !== '')
    .map((name) => [name, columns[name]]);
  return createHash('sha256')
    .update(JSON.stringify([orderId, canonical]))
    .digest('hex')
    .slice(0, 16);
}

/** Of a line, without its rank: a line is the same when one before it goes. */
export function lineFingerprint(orderId: string, { Sequence: _rank, ...columns }: Columns): string {
  return fingerprint(orderId, columns);
}

/** As confirmed: Peoplevox has exactly this. */
export function confirmedSalesOrders(
  orderId: string,
  salesOrders: readonly SalesOrder[],
): LedgerSalesOrder[] {
  return salesOrders.map((salesOrder) => ({
    number: salesOrder.number,
    site: salesOrder.site,
    shippingKey: salesOrder.shippingKey,
    possible: [fingerprint(orderId, salesOrder.header)],
    customer: [fingerprint(orderId, salesOrder.customer)],
    filled: filledColumns('Sales orders', salesOrder.header),
    lines: salesOrder.lines.map(({ line, lineItemId, itemCode, quantity, columns }) => ({
      line,
      lineItemId,
      itemCode,
      quantity,
      possible: [lineFingerprint(orderId, columns)],
      filled: filledColumns('Sales order items', columns),
    })),
  }));
}

/** Before an attempt: Peoplevox may have what it had, or what is about to be sent. */
export function attemptedSalesOrders(
  before: readonly LedgerSalesOrder[],
  wanted: readonly LedgerSalesOrder[],
): LedgerSalesOrder[] {
  const gone = before.filter(({ number }) => !wanted.some((salesOrder) => salesOrder.number === number));
  const attempted = wanted.map((salesOrder) => {
    const earlier = before.find(({ number }) => number === salesOrder.number);
    if (earlier === undefined)
      return { ...perhapsAbsent(salesOrder), lines: salesOrder.lines.map(perhapsNoLine) };
    return {
      ...salesOrder,
      possible: union(earlier.possible, salesOrder.possible),
      customer: union(earlier.customer, salesOrder.customer),
      filled: union(earlier.filled, salesOrder.filled),
      lines: attemptedLines(earlier.lines, salesOrder.lines),
    };
  });
  return [...attempted, ...gone];
}

function attemptedLines(before: readonly LedgerLine[], wanted: readonly LedgerLine[]): LedgerLine[] {
  const gone = before
    .filter(({ line }) => !wanted.some((candidate) => candidate.line === line))
    .map((line) => ({ ...line, certain: 0 }));
  const attempted = wanted.map((line) => {
    const earlier = before.find((candidate) => candidate.line === line.line);
    return earlier === undefined ? perhapsNoLine(line) : perhapsChanged(earlier, line);
  });
  return [...attempted, ...gone];
}

/** @param shown ItemCode → units that Peoplevox shows of it: these it has */
export function asShown(salesOrder: LedgerSalesOrder, shown: ReadonlyMap<string, number>): LedgerSalesOrder {
  const left = new Map(shown);
  const lines = salesOrder.lines.map(({ certain: _before, ...line }) => {
    const units = left.get(line.itemCode) ?? 0;
    const certain = Math.min(units, line.quantity);
    left.set(line.itemCode, units - certain);
    return { ...line, ...(certain < line.quantity && { certain }) };
  });
  return { ...salesOrder, lines };
}

function perhapsChanged(earlier: LedgerLine, wanted: LedgerLine): LedgerLine {
  // As long as it is not known which of them Peoplevox has, the larger one is spoken for.
  const quantity = Math.max(earlier.quantity, wanted.quantity);
  const certain = Math.min(earlier.certain ?? earlier.quantity, wanted.quantity);
  return {
    ...wanted,
    quantity,
    ...(certain < quantity && { certain }),
    possible: union(earlier.possible, wanted.possible),
    filled: union(earlier.filled, wanted.filled),
  };
}

function perhapsNoLine(line: LedgerLine): LedgerLine {
  return { ...perhapsAbsent(line), certain: 0 };
}

function perhapsAbsent<T extends { readonly possible: string[] }>(created: T): T {
  return { ...created, possible: [ABSENT, ...created.possible] };
}

function union(some: readonly string[] = [], others: readonly string[] = []): string[] {
  return [...new Set([...some, ...others])];
}

/** Whether Peoplevox certainly has the wanted content already. */
export function isCertainly(possible: readonly string[], wanted: string): boolean {
  return possible.length === 1 && possible[0] === wanted;
}

/** Whether Peoplevox has the wanted header with its customer, whose phone and name have no column in the header. */
export function hasHeader(
  { possible, customer }: LedgerSalesOrder,
  wanted: Pick<SalesOrder, 'header' | 'customer'>,
  orderId: string,
  isThere: typeof isCertainly,
): boolean {
  const buyer = fingerprint(orderId, wanted.customer);
  return isThere(possible, fingerprint(orderId, wanted.header)) && isThere(customer ?? [buyer], buyer);
}

/** Whether what Peoplevox was just seen to have certainly has the wanted content. */
export function isCertainlyThere(possible: readonly string[], wanted: string): boolean {
  return isCertainly(
    possible.filter((content) => content !== ABSENT),
    wanted,
  );
}
