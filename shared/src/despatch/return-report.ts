import type { Rules } from '../configuration/rules';
import { fromPeoplevox } from '../peoplevox/dates';
import { ReportUnusable, type Cells, type ReportReader } from '../peoplevox/report-reader';
import { oneOf, onOrAfter, reportField } from '../peoplevox/search-clause';
import { inChunks } from '../runtime/in-flight';
import { quantity } from './despatch-report';
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

type Columns = Rules['despatch']['reports']['returns']['columns'];

interface ReturnReport {
  /** Every return of these sales orders. Both reject with ReportUnusable or PeoplevoxError. */
  of(rules: Rules, numbers: readonly string[]): Promise<ReturnRow[]>;
  /** Returns at or after `since`. */
  since(rules: Rules, since: number): Promise<ReturnRow[]>;
}

export function createReturnReport(reader: ReportReader, timeZone: string): ReturnReport {
  async function read({ despatch: { reports } }: Rules, searchClause: string): Promise<ReturnRow[]> {
    const { name, columns } = reports.returns;
    const orderBy = `${reportField(columns.returnedAt).text} asc`;
    return reader.all({ name, columns }, { searchClause, orderBy }, (cells) => rowOf(name, cells, timeZone));
  }

  return {
    of: async (rules, numbers) => {
      const asked = askedNumber(numbers);
      const field = reportField(rules.despatch.reports.returns.columns.salesOrderNumber);
      const rows: ReturnRow[] = [];
      for (const some of inChunks(searchable(numbers), TERMS))
        rows.push(...(await read(rules, oneOf(field, some))));
      return rows.map((row) => ({ ...row, salesOrder: asked(row.salesOrder) }));
    },
    since: (rules, since) => {
      const field = reportField(rules.despatch.reports.returns.columns.returnedAt);
      return read(rules, onOrAfter(field, since, timeZone));
    },
  };
}

function rowOf(report: string, cells: Cells<Columns>, timeZone: string): ReturnRow {
  const text = (column: keyof Columns) => cells(column).trim();
  const returnedAt = fromPeoplevox(text('returnedAt'), timeZone);
  if (returnedAt === undefined)
    throw new ReportUnusable(report, `Report "${report}" shows a time of return in an unknown form.`);
  return {
    code: text('returnCode'),
    returnedAt,
    salesOrder: text('salesOrderNumber'),
    itemCode: text('itemCode'),
    units: quantity(report, text('quantity')),
    reusable: booleanOf(text('reusable')),
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
