import type { Rules } from '../configuration/rules';
import type { PeoplevoxClient } from '../peoplevox/client';
import { fromPeoplevox } from '../peoplevox/dates';
import { createReportReader, ReportUnusable } from '../peoplevox/report-reader';
import { onOrAfter, reportField } from '../peoplevox/search-clause';

/** A sales order of which something was despatched; anybody's in the tenant. */
export interface Despatched {
  readonly number: string;
  readonly despatch: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Every package has its tracking number. */
  readonly isTracked: boolean;
}

export interface DespatchedReader {
  readonly client: Pick<PeoplevoxClient, 'streamReportData' | 'getReportColumns'>;
  /** IANA zone of the dates that Peoplevox reads and prints. */
  readonly timeZone: string;
}

/**
 * Despatches at or after `since` (ms since the epoch), oldest first, from the same report that they are booked from.
 * One call for each 1000 rows. @throws ReportUnusable, PeoplevoxError
 */
export async function despatchedSince(
  { client, timeZone }: DespatchedReader,
  { despatch }: Rules,
  since: number,
): Promise<Despatched[]> {
  const { summary, packages } = despatch.reports;
  const { name } = packages;
  const { salesOrderNumber, despatchNumber, despatchedAt, trackingNumber } =
    name === null ? summary.columns : packages.columns;
  const report = {
    name: name ?? summary.name,
    columns: { salesOrderNumber, despatchNumber, despatchedAt, trackingNumber },
  };
  const time = reportField(despatchedAt);
  const query = { searchClause: onOrAfter(time, since, timeZone), orderBy: `${time.text} asc` };
  const found = new Map<string, Despatched>();
  const rows = await createReportReader(client).all(report, query, (cells) => ({
    number: cells('salesOrderNumber').trim(),
    despatch: cells('despatchNumber').trim(),
    at: timeOf(report.name, cells('despatchedAt'), timeZone),
    isTracked: cells('trackingNumber').trim() !== '',
  }));
  for (const row of rows) {
    if (row.at === undefined || row.number === '' || row.despatch === '') continue;
    const key = `${row.number}\n${row.despatch}`;
    const before = found.get(key);
    found.set(key, { ...row, at: row.at, isTracked: row.isTracked && (before?.isTracked ?? true) });
  }
  return [...found.values()];
}

/** Undefined: not despatched yet. */
function timeOf(report: string, text: string, timeZone: string): number | undefined {
  if (text.trim() === '' || text.trim() === "''") return undefined;
  const at = fromPeoplevox(text, timeZone);
  if (at === undefined)
    throw new ReportUnusable(report, `Report "${report}" shows a time of despatch in an unknown form.`);
  return at;
}
