import { stringify } from 'csv-stringify/sync';
import * as z from 'zod';
import type { Documents } from '../commercetools/documents';
import { OwnDocument } from '../commercetools/own-document';
import { inFlight } from '../runtime/in-flight';
import type { SkuFinding } from './weigh';
import type { WrittenItemType } from './write-item-types';
import { wordsOf } from './wording';

const CONTAINER = 'peoplevox-connector';
const META = 'sku-audit-report';
const ROWS_PER_CHUNK = 500;

const reportRow = z.object({
  severity: z.string(),
  /** The code of the exception; of Item types: `item-type-create` or `item-type-update`. */
  code: z.string(),
  sku: z.string(),
  published: z.boolean(),
  message: z.string(),
  fix: z.string(),
});
type ReportRow = z.output<typeof reportRow>;
const COLUMNS = [
  'severity',
  'code',
  'sku',
  'published',
  'message',
  'fix',
] as const satisfies (keyof ReportRow)[];

const chunks = z.object({ run: z.string(), chunks: z.number() });
const meta = z.object({
  schemaVersion: z.literal(1),
  ...chunks.shape,
  rows: z.number(),
  /** ISO 8601, UTC. */
  completedAt: z.string(),
  /** Whose chunks are being removed. */
  previous: chunks.optional(),
});
const chunk = z.object({
  schemaVersion: z.literal(1),
  run: z.string(),
  rows: z.array(reportRow),
  csv: z.string(),
});

interface ReportChunk {
  readonly rows: readonly ReportRow[];
  /** The same rows; the first chunk begins with the header. */
  readonly csv: string;
}

export function findingRows(findings: readonly SkuFinding[]): ReportRow[] {
  return findings.flatMap(({ sku, severity, published, faults }) =>
    faults.map((fault) => ({ severity, code: fault.code, sku, published, ...wordsOf(sku, fault) })),
  );
}

export function itemTypeRows(changes: readonly WrittenItemType[]): ReportRow[] {
  return changes.map(({ kind, sku, columns, outcome }) => ({
    severity: '',
    code: `item-type-${kind}`,
    sku,
    published: false,
    message: `${outcomeWords(outcome)}: ${columnList(columns)}`,
    fix: '',
  }));
}

function outcomeWords(outcome: WrittenItemType['outcome']): string {
  switch (outcome.kind) {
    case 'planned':
      return 'Would be written';
    case 'saved':
      return 'Written';
    case 'refused':
    case 'unclear':
      return `Refused by Peoplevox (${outcome.words})`;
    case 'unknown':
      return `Perhaps written; the next audit sees it (${outcome.words})`;
    case 'waits':
      return 'Waits for the next audit';
  }
}

function columnList(columns: Readonly<Record<string, string>>): string {
  return Object.entries(columns)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}

/** Values that a spreadsheet would take for a formula get an apostrophe in front. */
function csvOf(rows: readonly ReportRow[], withHeader: boolean): string {
  const records = rows.map((row) => COLUMNS.map((column) => String(row[column])));
  return stringify(withHeader ? [[...COLUMNS], ...records] : records, {
    quoted: true,
    escape_formulas: true,
    record_delimiter: 'windows',
  });
}

export function reportDocument(
  documents: Documents,
  assertHeld: () => void,
): OwnDocument<z.output<typeof meta>> {
  return new OwnDocument(documents, META, meta, assertHeld);
}

/** Replaces the report of the last run. Until the new one is complete the old one stays. */
export async function keepReport(
  documents: Documents,
  own: ReturnType<typeof reportDocument>,
  { run, completedAt, cap }: { readonly run: string; readonly completedAt: string; readonly cap: number },
  rows: readonly ReportRow[],
): Promise<void> {
  const count = Math.max(1, Math.ceil(rows.length / ROWS_PER_CHUNK));
  const before = await own.load();
  await inFlight(
    Array.from({ length: count }, (_, index) => index),
    cap,
    async (index) => {
      const some = rows.slice(index * ROWS_PER_CHUNK, (index + 1) * ROWS_PER_CHUNK);
      const value = { schemaVersion: 1, run, rows: some, csv: csvOf(some, index === 0) };
      const stored = await documents.read(CONTAINER, chunkKey(run, index));
      await documents.write(CONTAINER, chunkKey(run, index), value, stored?.version ?? 0);
    },
  );
  const value = { schemaVersion: 1 as const, run, chunks: count, rows: rows.length, completedAt };
  const stale = [before, before?.previous].filter((one) => one !== undefined && one.run !== run);
  const [previous] = stale;
  await own.save({ ...value, ...(previous && { previous: { run: previous.run, chunks: previous.chunks } }) });
  for (const one of stale) if (one !== undefined) await removeChunks(documents, one);
  await own.save(value);
}

async function removeChunks(
  documents: Documents,
  { run, chunks: count }: z.output<typeof chunks>,
): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const stored = await documents.read(CONTAINER, chunkKey(run, index));
    if (stored !== undefined) await documents.remove(CONTAINER, stored.key, stored.version);
  }
}

/** The report of the last completed audit, in parts; nothing before the first one. */
export async function* readReport(documents: Documents): AsyncIterable<ReportChunk> {
  const known = meta.safeParse((await documents.read<unknown>(CONTAINER, META))?.value).data;
  for (let index = 0; index < (known?.chunks ?? 0); index += 1) {
    const stored = await documents.read<unknown>(CONTAINER, chunkKey(known?.run ?? '', index));
    const { rows, csv } = chunk.parse(stored?.value);
    yield { rows, csv };
  }
}

function chunkKey(run: string, index: number): string {
  return `${META}.${run}.${index}`;
}
