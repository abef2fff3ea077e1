import { createHash } from 'node:crypto';
import type { Rules } from '../configuration/rules';
import type { PeoplevoxClient } from '../peoplevox/client';
import { fromPeoplevox } from '../peoplevox/dates';
import { createReportReader, type Report } from '../peoplevox/report-reader';
import { and, before, onOrAfter, reportField } from '../peoplevox/search-clause';

/** A row of the report of despatches; anybody's in the tenant. */
export interface DespatchedRow {
  readonly number: string;
  readonly despatch: string;
  /** Milliseconds since the epoch; the start of the period where it cannot be read. */
  readonly at: number;
  readonly isTracked: boolean;
  /** 12 hexadecimal digits that change when anything does that is booked from the row. */
  readonly mark: string;
}

/** From `from` on and before `until`; ms since the epoch. */
export interface Period {
  readonly from: number;
  readonly until?: number;
}

interface DespatchedReader {
  readonly client: Pick<PeoplevoxClient, 'streamReportData' | 'getReportColumns'>;
  /** IANA zone of the dates that Peoplevox reads and prints. */
  readonly timeZone: string;
}

/**
 * What was despatched in a period, oldest first, from the same report that it is booked from. One call for each 1000
 * rows. @throws ReportUnusable, PeoplevoxError
 */
export async function despatchedRows(
  { client, timeZone }: DespatchedReader,
  { despatch }: Rules,
  { from, until = Infinity }: Period,
): Promise<DespatchedRow[]> {
  const { summary, packages } = despatch.reports;
  const { despatchedAt } = packages.name === null ? summary.columns : packages.columns;
  const report: Report<Readonly<Record<string, string | null>>> =
    packages.name === null ? summary : { name: packages.name, columns: packages.columns };
  const time = reportField(despatchedAt);
  const since = onOrAfter(time, from, timeZone);
  const query = {
    searchClause: until === Infinity ? since : and(since, before(time, until, timeZone)),
    orderBy: `${time.text} asc`,
  };
  const names = Object.keys(report.columns);
  const rows = await createReportReader(client).all(report, query, (cells) => ({
    number: cells('salesOrderNumber').trim(),
    despatch: cells('despatchNumber').trim(),
    at: timeOf(cells('despatchedAt'), timeZone, from),
    isTracked: cells('trackingNumber').trim() !== '',
    mark: markOf(names.map((name) => cells(name).trim())),
  }));
  return rows.flatMap(({ at, ...row }) => {
    if (at === undefined || row.number === '' || row.despatch === '') return [];
    return at >= from && at < until ? [{ ...row, at }] : [];
  });
}

function markOf(cells: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(cells)).digest('hex').slice(0, 12);
}

/** Undefined: not despatched yet. What was found in the period and cannot be read, the booking tells of. */
function timeOf(text: string, timeZone: string, from: number): number | undefined {
  if (text.trim() === '' || text.trim() === "''") return undefined;
  return fromPeoplevox(text, timeZone) ?? from;
}
