import { SaveAction, type Row } from '../../peoplevox/client';
import type { Rules } from '../../configuration/rules';
import { isText, type Template } from '../composition/columns';
import type { Difference, WarehouseLine } from './compare';
import type { Columns, SalesOrder, SalesOrderLine } from '../composition/sales-order';

/** A row on its way, and the sales orders whose fate it shares (a Customers row may serve several). */
export interface PlannedRow {
  readonly numbers: readonly string[];
  readonly columns: Columns;
}

/** Rows of one SaveData, by our column names. */
export interface PlannedSave {
  readonly step: 'customers' | 'headers' | 'lines' | 'removals' | 'cancellations' | 'release';
  readonly template: Template;
  readonly action: SaveAction;
  readonly rows: readonly PlannedRow[];
}

export type Sendable = Extract<Difference, { kind: 'create' | 'complete' | 'amend' }>;

/** SaveData calls in the order in which they must be made: customers, then headers, then lines (facts/peoplevox §7). */
export function planSaves(
  differences: readonly Sendable[],
  cancellations: readonly string[],
  rules: Pick<Rules['orderExport'], 'completeBy' | 'removedLines'>,
): PlannedSave[] {
  const creates = differences.filter((difference) => difference.kind === 'create');
  const amends = differences.filter((difference) => difference.kind === 'amend');
  const removed = amends.flatMap(({ removed, salesOrder }) => removed.map((line) => ({ line, salesOrder })));
  return [
    ...save(
      'customers',
      'Customers',
      SaveAction.default,
      customerRows([...creates, ...headerChanges(amends)]),
    ),
    // Never allocated by a header, only by its lines: else a sales order could be allocated before they exist.
    ...save('headers', 'Sales orders', SaveAction.doNotAllocate, [
      ...creates.map(({ salesOrder }) => newHeader(salesOrder, rules)),
      ...headerChanges(amends).map(({ salesOrder }) => headerRow(salesOrder)),
    ]),
    ...lineSaves([
      ...differences.flatMap((difference) =>
        linesToSend(difference).map((line) => lineRow(difference.salesOrder, line)),
      ),
      ...(rules.removedLines === 'zero' ? removed.map(({ line }) => zeroRow(line)) : []),
    ]),
    ...save(
      'removals',
      'Sales order items',
      SaveAction.delete,
      rules.removedLines === 'delete' ? removed.map(({ line }) => removalRow(line)) : [],
    ),
    ...save(
      'cancellations',
      'Sales orders',
      SaveAction.default,
      cancellations.map((number) => cancellationRow(number)),
    ),
  ];
}

function save(
  step: PlannedSave['step'],
  template: Template,
  action: SaveAction,
  rows: readonly PlannedRow[],
): PlannedSave[] {
  return sameColumns(template, rows).map((group) => ({ step, template, action, rows: group }));
}

/** Lines that need several calls: only the last one allocates their order. */
function lineSaves(rows: readonly PlannedRow[]): PlannedSave[] {
  const groups = sameColumns('Sales order items', rows);
  const last = new Map(groups.flatMap((group, index) => group.map(({ numbers }) => [numbers[0], index])));
  return groups.flatMap((group, index) => {
    const isLast = ({ numbers }: PlannedRow) => last.get(numbers[0]) === index;
    const parts = [
      { action: SaveAction.doNotAllocate, rows: group.filter((row) => !isLast(row)) },
      { action: SaveAction.default, rows: group.filter(isLast) },
    ];
    return parts
      .filter((part) => part.rows.length > 0)
      .map((part): PlannedSave => ({ step: 'lines', template: 'Sales order items', ...part }));
  });
}

/**
 * Rows of one call must have the same columns. An empty text is a value like any other, so absent text columns are
 * filled; numbers, dates and booleans are sent as they are given, and rows are parted by those that they have
 * (facts/peoplevox §7; decision 6).
 */
function sameColumns(template: Template, rows: readonly PlannedRow[]): PlannedRow[][] {
  const texts = new Set(
    rows.flatMap(({ columns }) => Object.keys(columns).filter((name) => isText(template, name))),
  );
  const groups = new Map<string, PlannedRow[]>();
  for (const { numbers, columns } of rows) {
    const typed = Object.keys(columns).filter((name) => !isText(template, name));
    const filled: Record<string, string> = Object.fromEntries(
      [...texts].map((name) => [name, columns[name] ?? '']),
    );
    for (const name of typed) filled[name] = columns[name] ?? '';
    const signature = typed.toSorted((one, other) => one.localeCompare(other)).join('|');
    groups.set(signature, [...(groups.get(signature) ?? []), { numbers, columns: filled }]);
  }
  return [...groups.values()];
}

function headerChanges(amends: readonly Extract<Sendable, { kind: 'amend' }>[]) {
  return amends.filter(({ headerChanged }) => headerChanged);
}

function linesToSend(difference: Sendable): readonly SalesOrderLine[] {
  return difference.kind === 'create' ? difference.salesOrder.lines : difference.lines;
}

function customerRows(changes: readonly { readonly salesOrder: SalesOrder }[]): PlannedRow[] {
  const byReference = new Map<string, PlannedRow>();
  for (const { salesOrder } of changes) {
    const reference = salesOrder.customer['Reference'] ?? '';
    const numbers = [...(byReference.get(reference)?.numbers ?? []), salesOrder.number];
    byReference.set(reference, { numbers, columns: salesOrder.customer });
  }
  return [...byReference.values()];
}

function newHeader(
  salesOrder: SalesOrder,
  { completeBy }: Pick<Rules['orderExport'], 'completeBy'>,
): PlannedRow {
  const { numbers, columns } = headerRow(salesOrder);
  return { numbers, columns: completeBy === 'onHold' ? { ...columns, OnHold: 'true' } : columns };
}

function headerRow(salesOrder: SalesOrder): PlannedRow {
  return { numbers: [salesOrder.number], columns: salesOrder.header };
}

function lineRow(salesOrder: SalesOrder, line: SalesOrderLine): PlannedRow {
  return { numbers: [salesOrder.number], columns: line.columns };
}

function removalRow({ number, itemCode, line }: WarehouseLine): PlannedRow {
  return { numbers: [number], columns: { SalesOrderNumber: number, ItemCode: itemCode, Line: line } };
}

function zeroRow(line: WarehouseLine): PlannedRow {
  const { numbers, columns } = removalRow(line);
  return { numbers, columns: { ...columns, QuantityOrdered: '0' } };
}

function cancellationRow(number: string): PlannedRow {
  return { numbers: [number], columns: { SalesOrderNumber: number, Status: 'Cancelled' } };
}

/** Puts sales orders on hold or takes the hold away. */
export function holdRows(numbers: readonly string[], onHold: boolean): PlannedRow[] {
  return numbers.map((number) => ({
    numbers: [number],
    columns: { SalesOrderNumber: number, OnHold: String(onHold) },
  }));
}

/** The row as the tenant names its columns; columns that its template lacks are left out. */
export function tenantRow(columns: Columns, label: (ourName: string) => string | undefined): Row {
  const row: Record<string, string> = {};
  for (const [name, value] of Object.entries(columns)) {
    const tenantName = label(name);
    if (tenantName !== undefined) row[tenantName] = value;
  }
  return row;
}
