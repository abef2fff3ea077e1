import { SpeakingError } from '../runtime/words-of';
import type { GetReportRequest, PeoplevoxClient, Row } from './client';
import { PeoplevoxError } from './errors';
import { isLastPage } from './paging';
import { reportColumnList } from './search-clause';

/** A report or template that is missing, lacks columns or does not parse. Names every missing column. */
export class ReportUnusable extends SpeakingError {
  override readonly name = 'ReportUnusable';
  constructor(
    readonly report: string,
    message: string,
  ) {
    super(message);
  }
}

/** Column by our name → as the report has it; null: it has none. */
type Names = Readonly<Record<string, string | null>>;

/** A report under the names that the rules give. */
export interface Report<C extends Names> {
  readonly name: string;
  readonly columns: C;
}

/** Text of a cell by our name of its column; empty where the report has no such column. */
export type Cells<C extends Names> = (column: keyof C) => string;

export type ReportQuery = Pick<GetReportRequest, 'searchClause' | 'orderBy'>;

/** The practical maximum (facts/peoplevox §5). */
const REPORT_PAGE = 1000;
/** A throttled call waits in the budget for its next turn; a tenant that throttles for longer ends the work. */
const THROTTLED_TRIES = 10;

export interface ReportPage<T> {
  /** Rows that match in all, not on this page. */
  readonly total: number;
  readonly rows: readonly T[];
}

export interface ReportReader {
  /** One page, from 1, of at most 1000 rows. Both reject with ReportUnusable or PeoplevoxError. */
  page<C extends Names, T>(
    report: Report<C>,
    query: ReportQuery & { readonly pageNo: number },
    parse: (cells: Cells<C>) => T,
  ): Promise<ReportPage<T>>;
  /** Every row. */
  all<C extends Names, T>(report: Report<C>, query: ReportQuery, parse: (cells: Cells<C>) => T): Promise<T[]>;
}

/** Reads reports by configured names. `onCall` is called before each call to Peoplevox. */
export function createReportReader(
  client: Pick<PeoplevoxClient, 'streamReportData' | 'getReportColumns'>,
  onCall: () => void = () => undefined,
): ReportReader {
  async function readOnce<C extends Names>(
    { name, columns }: Report<C>,
    query: ReportQuery & { readonly pageNo: number },
  ): Promise<{ totalCount: number; rows: Row[] }> {
    const rows: Row[] = [];
    const wanted = Object.values(columns).filter((column) => column !== null);
    const request = {
      templateName: name,
      itemsPerPage: REPORT_PAGE,
      columns: reportColumnList(wanted),
      ...query,
    };
    onCall();
    const { totalCount } = await client.streamReportData(request, (row) => rows.push(row));
    return { totalCount, rows };
  }

  /** A report that Peoplevox does not give: which column is it? */
  async function explained(
    { name, columns }: Report<Names>,
    refusal: PeoplevoxError,
  ): Promise<ReportUnusable> {
    onCall();
    const known = await client.getReportColumns(name).catch(() => undefined);
    const missing = known === undefined ? [] : columnsSurelyMissing(Object.values(columns), known);
    return new ReportUnusable(
      name,
      missing.length > 0 ? lacks(name, missing) : `Report "${name}" cannot be read: ${refusal.message}`,
    );
  }

  const page: ReportReader['page'] = async (report, query, parse) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { totalCount, rows } = await readOnce(report, query);
        const cellsOf = cellReader(report, rows[0]);
        return { total: totalCount, rows: rows.map((row) => parse(cellsOf(row))) };
      } catch (error) {
        if (!(error instanceof PeoplevoxError)) throw error;
        if (error.kind === 'refused') throw await explained(report, error);
        if (error.kind === 'unreadable') throw new ReportUnusable(report.name, error.message);
        if (error.kind !== 'throttled' || attempt === THROTTLED_TRIES) throw error;
      }
    }
  };

  return {
    page,
    all: async <C extends Names, T>(report: Report<C>, query: ReportQuery, parse: (cells: Cells<C>) => T) => {
      const found: T[] = [];
      for (let pageNo = 1; ; pageNo += 1) {
        const read = await page(report, { ...query, pageNo }, parse);
        found.push(...read.rows);
        if (isLastReportPage(report.name, read, found.length)) return found;
      }
    },
  };
}

/**
 * Whether no page of a report is to follow (see isLastPage).
 * @param seen rows of all pages so far, this one included
 * @throws ReportUnusable where rows are counted and not shown
 */
export function isLastReportPage(
  report: string,
  { rows, total }: ReportPage<unknown>,
  seen: number,
): boolean {
  return isLastPage(
    { rows, totalCount: total },
    seen,
    (words) => new ReportUnusable(report, `Report "${report}" is not complete: ${words}`),
  );
}

function fold(name: string): string {
  return name.trim().toLowerCase();
}

/** Names that a report lacks, whatever their case. */
export function missingColumns(wanted: readonly (string | null)[], known: readonly string[]): string[] {
  const there = new Set(known.map(fold));
  return wanted.filter((name) => name !== null).filter((name) => !there.has(fold(name)));
}

/**
 * The same of an answer of GetReportColumns, whose form nobody describes: one that shows none of the columns says nothing
 * of them.
 */
export function columnsSurelyMissing(wanted: readonly (string | null)[], known: readonly string[]): string[] {
  const missing = missingColumns(wanted, known);
  return missing.length === wanted.filter((name) => name !== null).length ? [] : missing;
}

function lacks(report: string, missing: readonly string[]): string {
  return `Report "${report}" lacks the column(s) "${missing.join('", "')}".`;
}

/** How a row's cells are found; the first row shows how the tenant spells the columns. */
function cellReader<C extends Names>(
  { name, columns }: Report<C>,
  first: Row | undefined,
): (row: Row) => Cells<C> {
  if (first === undefined) return () => () => '';
  const labels = Object.keys(first);
  const missing = missingColumns(Object.values(columns), labels);
  if (missing.length > 0) throw new ReportUnusable(name, lacks(name, missing));
  const spelled = new Map(labels.map((label) => [fold(label), label]));
  const labelOf = new Map(
    Object.entries(columns).map(([key, column]) => [key, spelled.get(fold(column ?? '')) ?? '']),
  );
  return (row) => (column) => row[labelOf.get(String(column)) ?? ''] ?? '';
}
