import { fromPeoplevox } from '../peoplevox/dates';
import { ReportUnusable, type Report, type ReportQuery, type ReportReader } from '../peoplevox/report-reader';

type Columns = Readonly<Record<string, string | null>> & { readonly salesOrderNumber: string };

/** Cells of a row, by our names of the columns. */
export interface Row<C> {
  readonly text: (column: keyof C & string) => string;
  /** Milliseconds since the epoch. */
  readonly time: (column: keyof C & string) => number;
  /** Not negative. */
  readonly quantity: (column: keyof C & string) => number;
}

/** Keys as the report prints sales order numbers. */
interface Reading<T> {
  readonly rows: readonly T[];
  /** Sales orders of which a row cannot be read, so that nothing of them can be concluded. */
  readonly unreadable: ReadonlyMap<string, ReportUnusable>;
}

/**
 * Reads rows of sales orders. A cell that holds no time or number concerns its sales order alone; where none of several
 * sales orders can be read, it is the report. What such a cell holds is never told: it may be anything.
 * @param parse undefined: the row says nothing yet
 * @throws ReportUnusable, PeoplevoxError
 */
export async function readRows<C extends Columns, T>(
  reader: ReportReader,
  report: Report<C>,
  query: ReportQuery,
  timeZone: string,
  parse: (row: Row<C>) => T | undefined,
): Promise<Reading<T>> {
  const rows: T[] = [];
  const faults = new Map<string, Set<string>>();
  await reader.all(report, query, (cells) => {
    const text = (column: keyof C & string) => cells(column).trim();
    const own = new Set<string>();
    const checked = (column: keyof C & string, what: string, value: number | undefined): number => {
      if (value === undefined) own.add(`no ${what} in column "${report.columns[column]}"`);
      return value ?? 0;
    };
    const row = parse({
      text,
      time: (column) => checked(column, 'time', fromPeoplevox(text(column), timeZone)),
      quantity: (column) => checked(column, 'quantity', quantityIn(text(column))),
    });
    const number = text('salesOrderNumber');
    if (own.size > 0) faults.set(number, new Set([...(faults.get(number) ?? []), ...own]));
    else if (row !== undefined) rows.push(row);
  });
  const unreadable = new Map(
    [...faults].map(([number, some]) => [
      number,
      new ReportUnusable(
        report.name,
        `Report "${report.name}" shows ${[...some].join(' and ')} for sales order ${number}.`,
      ),
    ]),
  );
  const [first] = unreadable.values();
  if (rows.length === 0 && unreadable.size > 1 && first !== undefined)
    throw new ReportUnusable(report.name, `${first.message} Nor can any other row be read.`);
  return { rows, unreadable };
}

/** Undefined: no quantity. */
export function quantityIn(text: string): number | undefined {
  const units = Number(text);
  return text.trim() === '' || !Number.isFinite(units) || units < 0 ? undefined : units;
}
