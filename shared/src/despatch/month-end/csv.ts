import { stringify } from 'csv-stringify/sync';
import { compareTexts } from '../despatches';
import { checked, figures, type Figures } from './figures';
import { summedBy, sumsOf, type PreparedMonth, type Sums } from './kept';
import type { MonthEndRow } from './rows';

const COLUMNS = [
  'record',
  'month',
  'orderNumber',
  'orderId',
  'currency',
  'decimals',
  'placedOn',
  ...figures,
  'note',
];

type Cell = string | number;

/**
 * A prepared month as CSV: one line an order and currency (`record` = `order`); then for each currency its `total` and
 * each `tie-out` with both sides in `note`; `end` last, so that a file that was cut off can be told. Amounts are whole
 * smallest units of the currency: `decimals` says where its point is. Holds one chunk at a time.
 */
export async function* monthEndCsv(
  prepared: PreparedMonth,
  chunks: AsyncIterable<readonly MonthEndRow[]>,
): AsyncIterable<string> {
  yield csv([COLUMNS]);
  let sums: Sums = {};
  let count = 0;
  for await (const rows of chunks) {
    sums = summedBy(sums, rows);
    count += rows.length;
    if (rows.length > 0) yield csv(rows.map((row) => orderLine(prepared.month, row)));
  }
  yield csv(trailer(prepared, sums, count));
}

/** Values that a spreadsheet would take for a formula get an apostrophe in front. */
function csv(lines: readonly (readonly Cell[])[]): string {
  return stringify(
    lines.map((line) => [...line]),
    { quoted_string: true, escape_formulas: true, record_delimiter: 'windows' },
  );
}

function orderLine(month: string, row: MonthEndRow): Cell[] {
  const { orderNumber, orderId, currency, decimals, placedOn } = row;
  const off = checked(row.figures)
    .filter(({ left, right }) => left !== right)
    .map(({ text, left, right }) => `${text}: ${left} against ${right}`);
  return [
    'order',
    month,
    orderNumber,
    orderId,
    currency,
    decimals,
    placedOn,
    ...valuesOf(row.figures),
    off.join('; '),
  ];
}

function valuesOf(values: Figures): number[] {
  return figures.map((figure) => values[figure]);
}

function trailer(prepared: PreparedMonth, sums: Sums, count: number): Cell[][] {
  const { month, rows, preparedAt, zone } = prepared;
  const kept = sumsOf(prepared.sums);
  const blank = figures.map(() => '');
  const line = (record: string, currency: string, values: readonly Cell[], note: string): Cell[] => [
    record,
    month,
    '',
    '',
    currency,
    '',
    '',
    ...values,
    note,
  ];
  const currencies = [...new Set([...Object.keys(sums), ...Object.keys(kept)])].toSorted(compareTexts);
  return [
    ...currencies.flatMap((currency) => {
      const sum = sums[currency];
      if (sum === undefined) return [line('tie-out', currency, blank, 'prepared = listed: does not balance')];
      const prepares = kept[currency];
      const isListed = prepares !== undefined && figures.every((figure) => prepares[figure] === sum[figure]);
      return [
        line('total', currency, valuesOf(sum), ''),
        ...checked(sum).map(({ text, left, right }) =>
          line('tie-out', currency, blank, `${text}: ${left} = ${right}: ${verdict(left === right)}`),
        ),
        line('tie-out', currency, blank, `prepared = listed: ${verdict(isListed)}`),
      ];
    }),
    line(
      'tie-out',
      '',
      blank,
      `lines prepared = lines listed: ${rows} = ${count}: ${verdict(rows === count)}`,
    ),
    line('end', '', blank, `as prepared at ${preparedAt}; month in ${zone}`),
  ];
}

function verdict(balances: boolean): string {
  return balances ? 'balances' : 'does not balance';
}
