import * as z from 'zod';
import type { Documents } from '../../commercetools/documents';
import { equals } from '../../commercetools/predicate';
import { compareTexts } from '../despatches';
import { added, figures, figuresOf, type Figure, type Figures } from './figures';
import type { MonthEndRow } from './rows';

/** Prepared months: rows in chunks, and of each month a document that says which chunks are it. */
export const MONTH_END_CONTAINER = 'peoplevox-month-end';

/** A preparation of a month; its chunks are numbered from 0. */
const build = z.object({ build: z.string(), chunks: z.number() });
type Build = z.output<typeof build>;

/** By currency, in the order of the figures' names. */
const sums = z.record(z.string(), z.record(z.string(), z.number()));

const preparedMonth = z.object({
  schemaVersion: z.literal(1),
  month: z.string(),
  ...build.shape,
  rows: z.number(),
  /** ISO 8601, UTC: the orders were read between them. */
  startedAt: z.string(),
  preparedAt: z.string(),
  zone: z.string(),
  sums,
  /** The preparation before this one: kept for whoever is still reading it. */
  previous: build.optional(),
});
export type PreparedMonth = z.output<typeof preparedMonth>;

/** Figures by place: names once a chunk keep its document small. */
const row = z.tuple([z.string(), z.string(), z.string(), z.number(), z.string(), z.array(z.number())]);
const chunk = z.object({
  schemaVersion: z.literal(1),
  figures: z.array(z.string()),
  /** Order number, order id, currency, decimals, day, figures. */
  rows: z.array(row),
});

/** Sums of rows by currency. */
export type Sums = Readonly<Record<string, Figures>>;

export function summedBy(before: Sums, rows: readonly MonthEndRow[]): Sums {
  const after = { ...before };
  for (const { currency, figures: values } of rows) {
    const sum = after[currency];
    after[currency] = sum === undefined ? values : added(sum, values);
  }
  return after;
}

/** As kept: figures of a later version are left out, those that it lacks are 0. */
export function sumsOf(kept: z.output<typeof sums>): Sums {
  return Object.fromEntries(Object.entries(kept).map(([currency, values]) => [currency, figuresOf(values)]));
}

class MonthDamaged extends Error {
  override readonly name = 'MonthDamaged';
}

const chunkKey = (month: string, { build: name }: Pick<Build, 'build'>, index: number) =>
  `${month}.${name}.${index}`;

/** Writes onto whatever version is there: only the holder of the lease writes, perhaps for the second time. */
async function overwrite(documents: Documents, key: string, value: object): Promise<void> {
  const before = await documents.read(MONTH_END_CONTAINER, key);
  await documents.write(MONTH_END_CONTAINER, key, value, before?.version ?? 0);
}

export function keepChunk(
  documents: Documents,
  month: string,
  of: Pick<Build, 'build'>,
  index: number,
  rows: readonly MonthEndRow[],
): Promise<void> {
  const value: z.output<typeof chunk> = {
    schemaVersion: 1,
    figures: [...figures],
    rows: rows.map((one) => [
      one.orderNumber,
      one.orderId,
      one.currency,
      one.decimals,
      one.placedOn,
      figures.map((figure) => one.figures[figure]),
    ]),
  };
  return overwrite(documents, chunkKey(month, of, index), value);
}

async function removeBuild(documents: Documents, month: string, of: Build): Promise<void> {
  for (let index = 0; index < of.chunks; index += 1) {
    const key = chunkKey(month, of, index);
    const stored = await documents.read(MONTH_END_CONTAINER, key);
    if (stored !== undefined) await documents.remove(MONTH_END_CONTAINER, key, stored.version);
  }
}

/** Undefined: not prepared yet. */
export async function readPrepared(documents: Documents, month: string): Promise<PreparedMonth | undefined> {
  const stored = await documents.read<unknown>(MONTH_END_CONTAINER, month);
  return preparedMonth.safeParse(stored?.value).data;
}

/** From here on the month is these chunks; those of the last but one preparation go. */
export async function keepPrepared(
  documents: Documents,
  prepared: Omit<PreparedMonth, 'previous' | 'schemaVersion'>,
): Promise<void> {
  const { month } = prepared;
  const before = await readPrepared(documents, month);
  // After a crash it may be this preparation that was kept before.
  const isAgain = before?.build === prepared.build;
  if (!isAgain && before?.previous) await removeBuild(documents, month, before.previous);
  const previous = isAgain ? before.previous : before && { build: before.build, chunks: before.chunks };
  await overwrite(documents, month, { ...prepared, schemaVersion: 1, ...(previous && { previous }) });
}

/** Chunks that are read ahead of whoever takes their rows. */
const AHEAD = 4;

/** The rows of a prepared month, chunk by chunk. @throws MonthDamaged when one is missing */
export async function* readRows(
  documents: Documents,
  { month, build: name, chunks }: PreparedMonth,
): AsyncIterable<readonly MonthEndRow[]> {
  const read = async (index: number) => {
    const key = chunkKey(month, { build: name }, index);
    const stored = await documents.read<unknown>(MONTH_END_CONTAINER, key);
    const kept = chunk.safeParse(stored?.value).data;
    if (kept === undefined)
      throw new MonthDamaged(
        `Part ${index + 1} of ${chunks} of month ${month} cannot be read; prepare it again.`,
      );
    return kept;
  };
  const ahead: Promise<z.output<typeof chunk>>[] = [];
  for (let index = 0; index < chunks || ahead.length > 0; index += 1) {
    if (index < chunks) {
      const reading = read(index);
      // Met where it is awaited; whoever stops earlier has no need of it.
      reading.catch(() => undefined);
      ahead.push(reading);
    }
    if (index < AHEAD - 1 && index < chunks - 1) continue;
    const next = await ahead.shift();
    if (next !== undefined) yield rowsOf(next);
  }
}

function rowsOf({ figures: names, rows }: z.output<typeof chunk>): MonthEndRow[] {
  const places = names.map((name, place) => [name as Figure, place] as const);
  return rows.map(([orderNumber, orderId, currency, decimals, placedOn, values]) => ({
    orderNumber,
    orderId,
    currency,
    decimals,
    placedOn,
    figures: figuresOf(Object.fromEntries(places.map(([name, place]) => [name, values[place] ?? 0]))),
  }));
}

const requestKey = (month: string) => `request.${month}`;

/** A person wants the month prepared anew; asking twice is asking once. */
export async function requestMonth(documents: Documents, month: string, at: number): Promise<void> {
  const value = { schemaVersion: 1, kind: 'request', month, requestedAt: new Date(at).toISOString() };
  await overwrite(documents, requestKey(month), value);
}

const request = z.object({ kind: z.literal('request'), month: z.string() });

export async function requestedMonths(documents: Documents): Promise<string[]> {
  const found: string[] = [];
  for await (const { value } of documents.list<unknown>(
    MONTH_END_CONTAINER,
    `value(${equals('kind', 'request')})`,
  )) {
    const { data } = request.safeParse(value);
    if (data !== undefined) found.push(data.month);
  }
  return found.toSorted(compareTexts);
}

export async function monthTakenUp(documents: Documents, month: string): Promise<void> {
  const stored = await documents.read(MONTH_END_CONTAINER, requestKey(month));
  if (stored !== undefined) await documents.remove(MONTH_END_CONTAINER, stored.key, stored.version);
}
