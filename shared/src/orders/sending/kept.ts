import { columnOf, type Template } from '../composition/columns';
import type { Columns } from '../composition/sales-order';
import type { Sendable } from './send-plan';
import type { WarehouseLine, WarehouseOrder } from './compare';

/** What Peoplevox showed of a sales order. */
export interface Shown {
  readonly order: WarehouseOrder;
  readonly lines: readonly WarehouseLine[];
}

type Amendment = Extract<Sendable, { kind: 'amend' }>;

/**
 * What was sent of a change and shows wholly as before. Of a sales order that is being picked Peoplevox may accept rows and
 * keep what it has; a row of which anything shows anew was taken. Pure.
 */
export function keptAsBefore(amendment: Amendment, before: Shown, after: Shown): string[] {
  const { headerChanged, salesOrder, lines } = amendment;
  const cellsOf = ({ lines: shown }: Shown, line: string) =>
    shown.find((candidate) => candidate.line === line)?.cells;
  return [
    ...(headerChanged && isKept('Sales orders', salesOrder.header, before.order.cells, after.order.cells)
      ? ['address, service or other order data changed']
      : []),
    ...lines
      .filter(({ line, columns }) =>
        isKept('Sales order items', columns, cellsOf(before, line), cellsOf(after, line)),
      )
      .map(({ itemCode, quantity }) => `${itemCode}: changed, now ${quantity}`),
  ];
}

function isKept(template: Template, asked: Columns, before: Columns = {}, after: Columns = {}): boolean {
  const names = Object.keys(asked).filter((name) => after[name] !== undefined);
  return (
    names.every((name) => before[name] === after[name]) &&
    names.some((name) => !isAlike(template, name, asked[name], after[name]))
  );
}

/** How a tenant shows dates is its own affair: they are never called different. */
function isAlike(template: Template, name: string, asked = '', shown = ''): boolean {
  const type = columnOf(template, name)?.type ?? 'text';
  if (type === 'date and time') return true;
  const isNumber = type === 'decimal' || type === 'integer';
  return isNumber
    ? Number(asked) === Number(shown)
    : asked.trim().toLowerCase() === shown.trim().toLowerCase();
}
