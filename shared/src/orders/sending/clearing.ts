import { filledColumns, isText, type Template } from '../composition/columns';
import type { Columns, SalesOrder } from '../composition/sales-order';
import type { LedgerSalesOrder } from '../ledger';
import { isSameLine, type WarehouseLine, type WarehouseOrder } from './compare';

/**
 * The rows as they must be sent. A number, date or boolean without a value is left out, because Peoplevox might refuse
 * it, unless it had one before: then it is emptied (decision 6).
 */
export function withClearings(wanted: SalesOrder, sent: LedgerSalesOrder | undefined): SalesOrder {
  return {
    ...wanted,
    header: cleared('Sales orders', wanted.header, sent?.filled),
    lines: wanted.lines.map((line) => {
      const before = sent?.lines.find((candidate) => candidate.line === line.line);
      return { ...line, columns: cleared('Sales order items', line.columns, before?.filled) };
    }),
  };
}

function cleared(template: Template, row: Columns, before: readonly string[] = []): Columns {
  const isKept = ([name, value]: [string, string]) => value !== '' || isText(template, name);
  const emptied = before.filter((name) => (row[name] ?? '') === '').map((name) => [name, ''] as const);
  return Object.fromEntries([...Object.entries(row).filter(isKept), ...emptied]);
}

/** What was to be emptied and has a value in Peoplevox all the same. @param asked as withClearings gives it */
export function notCleared(
  asked: SalesOrder,
  order: WarehouseOrder,
  lines: readonly WarehouseLine[],
): string[] {
  const ofLines = asked.lines.flatMap((line) => {
    const there = lines.find((candidate) => isSameLine(line, candidate));
    return stillFilled('Sales order items', line.columns, there?.cells).map(
      (name) => `${line.itemCode}: ${name}`,
    );
  });
  return [...stillFilled('Sales orders', asked.header, order.cells), ...ofLines].map(
    (name) => `${name} was emptied, and Peoplevox keeps its value`,
  );
}

function stillFilled(template: Template, asked: Columns, cells: Columns = {}): string[] {
  return filledCells(template, cells).filter((name) => asked[name] === '');
}

/** Numbers, dates and booleans that Peoplevox shows a value of; a zero and the year 1 are its ways to show none. */
export function filledCells(template: Template, cells: Columns): string[] {
  return filledColumns(template, cells).filter((name) => {
    const value = (cells[name] ?? '').trim().toLowerCase();
    return value !== 'false' && Number(value) !== 0 && !/\b000[01]\b/.test(value);
  });
}
