import type { Rules } from '../configuration/rules';
import type { ReportReader, ReportUnusable } from '../peoplevox/report-reader';
import { oneOf, reportField } from '../peoplevox/search-clause';
import { inChunks } from '../runtime/in-flight';
import { despatchesOf, type Despatch, type DespatchRow } from './despatches';
import { readRows, type Row } from './report-rows';
import { askedNumber, searchable, TERMS } from './sales-orders';

type SummaryColumns = Rules['despatch']['reports']['summary']['columns'];

export interface DespatchesRead {
  /** A sales order that is not wholly readable has some of its despatches here, or none. */
  readonly despatches: readonly Despatch[];
  /** By sales order number: why its despatches are not known. */
  readonly unreadable: ReadonlyMap<string, ReportUnusable>;
}

/**
 * Despatches of these sales orders, from the report by package where the rules name one, else from the summary. One
 * call for each 100 numbers unless they have more than 1000 rows.
 * @throws ReportUnusable, PeoplevoxError
 */
export async function readDespatches(
  reader: ReportReader,
  rules: Rules,
  numbers: readonly string[],
  timeZone: string,
): Promise<DespatchesRead> {
  const { summary, packages } = rules.despatch.reports;
  const asked = askedNumber(numbers);
  const rows: DespatchRow[] = [];
  const unreadable = new Map<string, ReportUnusable>();
  for (const some of inChunks(searchable(numbers), TERMS)) {
    const read =
      packages.name === null
        ? await readRows(reader, summary, query(summary.columns, some), timeZone, (row) =>
            rowOf(row, undefined),
          )
        : await readRows(
            reader,
            { name: packages.name, columns: packages.columns },
            query(packages.columns, some),
            timeZone,
            (row) => rowOf(row, row.text('packageNumber')),
          );
    rows.push(...read.rows.map((row) => ({ ...row, salesOrder: asked(row.salesOrder) })));
    for (const [number, fault] of read.unreadable) unreadable.set(asked(number), fault);
  }
  return { despatches: despatchesOf(rows), unreadable };
}

function query(
  columns: Pick<SummaryColumns, 'salesOrderNumber' | 'despatchNumber'>,
  numbers: readonly string[],
) {
  return {
    searchClause: oneOf(reportField(columns.salesOrderNumber), numbers),
    orderBy: `${reportField(columns.despatchNumber).text} asc`,
  };
}

/** Undefined: what is packed but has not left has no despatch number or time yet. */
function rowOf(row: Row<SummaryColumns>, packageNumber: string | undefined): DespatchRow | undefined {
  const { text, time, quantity } = row;
  if (text('despatchNumber') === '' || ['', "''"].includes(text('despatchedAt'))) return undefined;
  return {
    salesOrder: text('salesOrderNumber'),
    despatch: text('despatchNumber'),
    despatchedAt: time('despatchedAt'),
    carrier: text('carrier'),
    service: text('service'),
    tracking: text('trackingNumber'),
    packageNumber: packageNumber === '' ? undefined : packageNumber,
    itemCode: text('itemCode'),
    line: text('line'),
    units: quantity('quantity'),
    parent: text('parent'),
    parentUnits: text('parentQuantity') === '' ? undefined : quantity('parentQuantity'),
  };
}
