import type { Rules } from '../configuration/rules';
import { fromPeoplevox } from '../peoplevox/dates';
import type { ReportReader, ReportUnusable } from '../peoplevox/report-reader';
import { oneOf, onOrAfter, reportField } from '../peoplevox/search-clause';
import { inChunks } from '../runtime/in-flight';
import { quantityIn, readRows, type Row } from './report-rows';
import { askedNumber, searchable, TERMS } from './sales-orders';

/** A line of goods that came back. Times in ms since the epoch. */
export interface ReturnRow {
  readonly code: string;
  readonly returnedAt: number;
  readonly salesOrder: string;
  readonly itemCode: string;
  readonly units: number;
  /** Whether the goods went back to stock; undefined: not told. */
  readonly reusable: boolean | undefined;
  readonly despatchedAt: number | undefined;
  readonly reason: string;
  readonly condition: string;
  readonly channelName: string;
}

/** What the report shows of anybody's return: enough to find whose it is. */
export interface ShownReturn extends Pick<ReturnRow, 'code' | 'salesOrder' | 'itemCode' | 'channelName'> {
  /** Undefined: it cannot be read. */
  readonly returnedAt: number | undefined;
  readonly units: number | undefined;
}

export interface ReturnsRead {
  readonly rows: readonly ReturnRow[];
  /** By sales order number: why its returns are not known. */
  readonly unreadable: ReadonlyMap<string, ReportUnusable>;
}

type Columns = Rules['despatch']['reports']['returns']['columns'];

interface ReturnReport {
  /** Every return of these sales orders. All reject with ReportUnusable or PeoplevoxError. */
  of(rules: Rules, numbers: readonly string[]): Promise<ReturnsRead>;
  /** Returns of the whole tenant at or after `since`. */
  since(rules: Rules, since: number): Promise<ShownReturn[]>;
  /** Returns with these codes. */
  coded(rules: Rules, codes: readonly string[]): Promise<ShownReturn[]>;
}

export function createReturnReport(reader: ReportReader, timeZone: string): ReturnReport {
  function query({ returnedAt }: Columns, searchClause: string) {
    return { searchClause, orderBy: `${reportField(returnedAt).text} asc` };
  }

  async function shown({ despatch: { reports } }: Rules, searchClause: string): Promise<ShownReturn[]> {
    const { columns } = reports.returns;
    return reader.all(reports.returns, query(columns, searchClause), (cells) => ({
      code: cells('returnCode').trim(),
      salesOrder: cells('salesOrderNumber').trim(),
      itemCode: cells('itemCode').trim(),
      channelName: cells('channelName').trim(),
      returnedAt: fromPeoplevox(cells('returnedAt'), timeZone),
      units: quantityIn(cells('quantity')),
    }));
  }

  return {
    of: async (rules, numbers) => {
      const asked = askedNumber(numbers);
      const report = rules.despatch.reports.returns;
      const field = reportField(report.columns.salesOrderNumber);
      const rows: ReturnRow[] = [];
      const unreadable = new Map<string, ReportUnusable>();
      for (const some of inChunks(searchable(numbers), TERMS)) {
        const clause = query(report.columns, oneOf(field, some));
        const read = await readRows(reader, report, clause, timeZone, (row) => rowOf(row, timeZone));
        rows.push(...read.rows.map((row) => ({ ...row, salesOrder: asked(row.salesOrder) })));
        for (const [number, fault] of read.unreadable) unreadable.set(asked(number), fault);
      }
      return { rows, unreadable };
    },
    since: (rules, since) => {
      const field = reportField(rules.despatch.reports.returns.columns.returnedAt);
      return shown(rules, onOrAfter(field, since, timeZone));
    },
    coded: async (rules, codes) => {
      const field = reportField(rules.despatch.reports.returns.columns.returnCode);
      const rows: ShownReturn[] = [];
      for (const some of inChunks(searchable(codes), TERMS))
        rows.push(...(await shown(rules, oneOf(field, some))));
      return rows;
    },
  };
}

function rowOf({ text, time, quantity }: Row<Columns>, timeZone: string): ReturnRow {
  return {
    code: text('returnCode'),
    returnedAt: time('returnedAt'),
    salesOrder: text('salesOrderNumber'),
    itemCode: text('itemCode'),
    units: quantity('quantity'),
    reusable: booleanOf(text('reusable')),
    // Only the line to fill first depends on it.
    despatchedAt: fromPeoplevox(text('despatchedAt'), timeZone),
    reason: text('reason'),
    condition: text('condition'),
    channelName: text('channelName'),
  };
}

function booleanOf(text: string): boolean | undefined {
  if (/^(?:true|yes|1)$/i.test(text)) return true;
  return /^(?:false|no|0)$/i.test(text) ? false : undefined;
}
