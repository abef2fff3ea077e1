import type { Rules } from '../configuration/rules';
import type { PeoplevoxClient, Row } from '../peoplevox/client';
import { fromPeoplevox } from '../peoplevox/dates';
import { PeoplevoxError } from '../peoplevox/errors';
import { oneOf, onOrAfter, reportColumnList, reportField, Unsearchable } from '../peoplevox/search-clause';

/** Available units of an ItemCode at a site, as a report shows them. */
export interface Reading {
  readonly site: string;
  readonly sku: string;
  /** Units of the ItemCode; negative after a stock take that found too little. */
  readonly available: number;
}

/** A row of the report of changes. */
export interface Change extends Reading {
  /** Milliseconds since the epoch, of a time that may be printed to the minute only. */
  readonly at: number;
  /** In the report's words; empty where it has no such column. */
  readonly activity: string;
}

/** A report that is missing, lacks columns or does not parse. Names every missing column. */
export class ReportUnusable extends Error {
  override readonly name = 'ReportUnusable';
  constructor(
    readonly report: string,
    message: string,
  ) {
    super(message);
  }
}

export interface ReportsParts {
  readonly client: Pick<PeoplevoxClient, 'streamReportData' | 'getReportColumns'>;
  /** IANA zone of the dates that Peoplevox reads and prints. */
  readonly timeZone: string;
  /** Called before each call to Peoplevox. */
  readonly onCall: () => void;
}

export interface Reports {
  /** Changes at or after `since` (milliseconds since the epoch), oldest first. */
  changes(rules: Rules, since: number, limit: number): Promise<readonly Change[] | 'too-many'>;
  /** One page of all stock, by ItemCode; `pageNo` from 1. */
  summary(
    rules: Rules,
    pageNo: number,
  ): Promise<{ readonly total: number; readonly rows: readonly Reading[] }>;
  /** Stock of these ItemCodes now. Codes that Peoplevox cannot be asked for are left out. */
  stockOf(rules: Rules, itemCodes: readonly string[]): Promise<readonly Reading[]>;
}

type Names = Readonly<Record<string, string | null>>;
interface Report<C extends Names> {
  readonly name: string;
  readonly columns: C;
}
type Cells<C extends Names> = (column: keyof C) => string;

/** The practical maximum (peoplevox-api §3.2). */
export const PAGE = 1000;
const TERMS = 100;
/** A throttled call waits in the budget for its next turn; a tenant that throttles for longer ends the run. */
const THROTTLED_TRIES = 10;

export function createReports({ client, timeZone, onCall }: ReportsParts): Reports {
  async function readOnce<C extends Names>(
    { name, columns }: Report<C>,
    query: { readonly pageNo: number; readonly searchClause?: string; readonly orderBy?: string },
  ): Promise<{ totalCount: number; rows: Row[] }> {
    const rows: Row[] = [];
    const wanted = Object.values(columns).filter((column) => column !== null);
    const request = { templateName: name, itemsPerPage: PAGE, columns: reportColumnList(wanted), ...query };
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
    const missing = known === undefined ? [] : missingColumns(Object.values(columns), known);
    return new ReportUnusable(
      name,
      missing.length > 0 ? lacks(name, missing) : `Report "${name}" cannot be read: ${refusal.message}`,
    );
  }

  async function read<C extends Names, T>(
    report: Report<C>,
    query: Parameters<typeof readOnce>[1],
    parse: (cells: Cells<C>) => T,
  ): Promise<{ total: number; rows: T[] }> {
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
  }

  return {
    changes: async (rules, since, limit) => {
      const report = rules.inventory.reports.changes;
      const { timestamp } = report.columns;
      const query = {
        searchClause: onOrAfter(reportField(timestamp), since, timeZone),
        orderBy: `${reportField(timestamp).text} asc`,
      };
      const changes: Change[] = [];
      for (let pageNo = 1; ; pageNo += 1) {
        const { total, rows } = await read(report, { pageNo, ...query }, (cells) => ({
          ...readingOf(report.name, cells),
          at: timeOf(report.name, cells('timestamp'), timeZone),
          activity: report.columns.activity === null ? '' : cells('activity'),
        }));
        if (total > limit) return 'too-many';
        changes.push(...rows);
        if (rows.length === 0 || changes.length >= total) return changes;
      }
    },
    summary: (rules, pageNo) => {
      const report = rules.inventory.reports.summary;
      const orderBy = `${reportField(report.columns.itemCode).text} asc`;
      return read(report, { pageNo, orderBy }, (cells) => readingOf(report.name, cells));
    },
    stockOf: async (rules, itemCodes) => {
      const report = rules.inventory.reports.summary;
      const field = reportField(report.columns.itemCode);
      const searchable = itemCodes.filter((code) => isSearchable(field, code));
      const found: Reading[] = [];
      for (let from = 0; from < searchable.length; from += TERMS) {
        const searchClause = oneOf(field, searchable.slice(from, from + TERMS));
        const before = found.length;
        for (let pageNo = 1; ; pageNo += 1) {
          const query = { pageNo, searchClause, orderBy: `${field.text} asc` };
          const { total, rows } = await read(report, query, (cells) => readingOf(report.name, cells));
          found.push(...rows);
          if (rows.length === 0 || found.length - before >= total) break;
        }
      }
      return found;
    },
  };
}

function isSearchable(field: ReturnType<typeof reportField>, code: string): boolean {
  try {
    oneOf(field, [code]);
    return true;
  } catch (error) {
    if (error instanceof Unsearchable) return false;
    throw error;
  }
}

function fold(name: string): string {
  return name.trim().toLowerCase();
}

/** Names that a report lacks, whatever their case. */
export function missingColumns(wanted: readonly (string | null)[], known: readonly string[]): string[] {
  const there = new Set(known.map(fold));
  return wanted.filter((name) => name !== null).filter((name) => !there.has(fold(name)));
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

function readingOf(
  report: string,
  cells: Cells<{ itemCode: string; available: string; site: string }>,
): Reading {
  const text = cells('available').trim();
  const available = Number(text);
  if (text === '' || !Number.isFinite(available))
    throw new ReportUnusable(report, `Report "${report}" shows an available quantity that is no number.`);
  return { site: cells('site').trim(), sku: cells('itemCode').trim(), available };
}

function timeOf(report: string, text: string, timeZone: string): number {
  const at = fromPeoplevox(text, timeZone);
  if (at === undefined)
    throw new ReportUnusable(report, `Report "${report}" shows a time of change in an unknown form.`);
  return at;
}
