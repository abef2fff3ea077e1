import type { Rules } from '../configuration/rules';
import { fromPeoplevox } from '../peoplevox/dates';
import { ReportUnusable, type Cells, type ReportReader } from '../peoplevox/report-reader';
import { oneOf, reportField } from '../peoplevox/search-clause';
import { inChunks } from '../runtime/in-flight';
import { despatchesOf, type Despatch, type DespatchRow } from './despatches';
import { askedNumber, searchable, TERMS } from './sales-orders';

type SummaryColumns = Rules['despatch']['reports']['summary']['columns'];
type PackageColumns = Rules['despatch']['reports']['packages']['columns'];

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
): Promise<Despatch[]> {
  const { summary, packages } = rules.despatch.reports;
  const asked = askedNumber(numbers);
  const rows: (DespatchRow | undefined)[] = [];
  for (const some of inChunks(searchable(numbers), TERMS)) {
    if (packages.name === null) {
      const parse = (cells: Cells<SummaryColumns>) => rowOf(summary.name, cells, undefined, timeZone);
      rows.push(...(await reader.all(summary, query(summary.columns, some), parse)));
    } else {
      const report = { name: packages.name, columns: packages.columns };
      const parse = (cells: Cells<PackageColumns>) =>
        rowOf(report.name, cells, cells('packageNumber').trim(), timeZone);
      rows.push(...(await reader.all(report, query(packages.columns, some), parse)));
    }
  }
  return despatchesOf(
    rows.flatMap((row) => (row === undefined ? [] : [{ ...row, salesOrder: asked(row.salesOrder) }])),
  );
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
function rowOf(
  report: string,
  cells: Cells<SummaryColumns>,
  packageNumber: string | undefined,
  timeZone: string,
): DespatchRow | undefined {
  const text = (column: keyof SummaryColumns) => cells(column).trim();
  const [despatch, date] = [text('despatchNumber'), text('despatchedAt')];
  if (despatch === '' || date === '' || date === "''") return undefined;
  const despatchedAt = fromPeoplevox(date, timeZone);
  if (despatchedAt === undefined)
    throw new ReportUnusable(report, `Report "${report}" shows a time of despatch in an unknown form.`);
  const parentQuantity = text('parentQuantity');
  return {
    salesOrder: text('salesOrderNumber'),
    despatch,
    despatchedAt,
    carrier: text('carrier'),
    service: text('service'),
    tracking: cells('trackingNumber'),
    packageNumber: packageNumber === '' ? undefined : packageNumber,
    itemCode: text('itemCode'),
    line: text('line'),
    units: quantity(report, text('quantity')),
    parent: text('parent'),
    parentUnits: parentQuantity === '' ? undefined : quantity(report, parentQuantity),
  };
}

export function quantity(report: string, text: string): number {
  const units = Number(text);
  if (text === '' || !Number.isFinite(units) || units < 0)
    throw new ReportUnusable(report, `Report "${report}" shows a quantity that is no number.`);
  return units;
}
