import type { Cell } from '../cell';
import { viewOf } from '../search/view';
import { recordViolation, release } from '../warehouse/allocation';
import type { Floor } from '../warehouse/floor';
import type { SalesOrder, SalesOrderLine } from '../warehouse/records';
import { refreshStatus } from '../warehouse/status';
import { isLate, lateWords } from './sales-orders';
import {
  attributeColumns,
  columnsOf,
  overwrite,
  requireText,
  RowFault,
  textColumns,
  type ImportedRow,
  type Template,
} from './template';

const columns = [
  ...textColumns(30, 'SalesOrderNumber'),
  ...textColumns(50, 'ItemCode'),
  ...columnsOf('integer', 'QuantityOrdered'),
  ...columnsOf('date', 'RequestedDeliveryDate'),
  ...textColumns(16, 'Line'),
  ...columnsOf('integer', 'Sequence'),
  ...columnsOf('decimal', 'SalePrice'),
  ...attributeColumns(3, 500),
];

const factColumns = ['SalesOrderNumber', 'ItemCode', 'QuantityOrdered', 'Line'];

interface Placed {
  readonly order: SalesOrder;
  readonly line: SalesOrderLine;
}

/** Lines are added or changed, never taken away but by Action 2 (facts/peoplevox §7). */
export function salesOrderItems(floor: Floor): Template {
  return {
    name: 'Sales order items',
    columns,
    key: ['SalesOrderNumber', 'ItemCode'],
    view: viewOf(
      columns.map(({ name }) => ({ name, read: (placed: Placed) => readLine(placed, name) })),
      () => placedLines(floor),
    ),
    save(row, run) {
      requireText(row, ['SalesOrderNumber', 'ItemCode']);
      const order = orderOf(floor, row);
      if (isLate(order)) {
        if (floor.settings.lateChanges === 'ignore') return;
        throw new RowFault(lateWords(order, 'changed'));
      }
      const known = findLine(floor, order, row);
      if (known) update(known, row);
      else add(floor, order, row);
      run.touched.add(order);
      order.modifiedAt = floor.clock.now();
      if (!known && order.attempted) recordViolation(floor, order, 'line-after-allocation');
      refreshStatus(floor, order);
    },
    remove(row) {
      const order = orderOf(floor, row);
      if (floor.settings.lineDeletion === 'refuse') throw new RowFault('Lines cannot be deleted.');
      const line = findLine(floor, order, row);
      if (!line)
        throw new RowFault(`Sales order '${order.number}' has no such line of '${row.text('ItemCode')}'.`);
      if (isLate(order)) throw new RowFault(lateWords(order, 'changed'));
      if (line.despatched > 0)
        throw new RowFault(`Units of '${line.item.code}' have been despatched already.`);
      release(floor, order, line);
      order.lines.splice(order.lines.indexOf(line), 1);
      refreshStatus(floor, order);
    },
  };
}

function* placedLines(floor: Floor): Iterable<Placed> {
  for (const order of floor.orders.values()) for (const line of order.lines) yield { order, line };
}

function readLine({ order, line }: Placed, column: string): Cell {
  switch (column) {
    case 'SalesOrderNumber':
      return order.number;
    case 'ItemCode':
      return line.item.code;
    case 'QuantityOrdered':
      return line.ordered;
    case 'Line':
      return line.line;
    default:
      return line.columns.get(column) ?? '';
  }
}

function orderOf(floor: Floor, row: ImportedRow): SalesOrder {
  const number = row.text('SalesOrderNumber');
  const order = floor.orders.get(number);
  if (!order) throw new RowFault(`Sales order '${number}' does not exist.`);
  return order;
}

/** The same item on two lines needs two line ids; a row without one means the item's first line. */
function findLine(floor: Floor, order: SalesOrder, row: ImportedRow): SalesOrderLine | undefined {
  const [code, id] = [row.text('ItemCode'), row.text('Line')];
  const isAny = id === '' || floor.settings.sameItemLines === 'merged';
  return order.lines.find((line) => line.item.code === code && (isAny || line.line === id));
}

function quantityOf(row: ImportedRow): number {
  const quantity = Number(row.text('QuantityOrdered'));
  if (quantity < 0) throw new RowFault('QuantityOrdered cannot be negative.');
  return quantity;
}

function add(floor: Floor, order: SalesOrder, row: ImportedRow): void {
  requireText(row, ['QuantityOrdered']);
  const code = row.text('ItemCode');
  const item = floor.items.get(code);
  if (!item?.active) throw new RowFault(`ItemCode '${code}' does not exist.`);
  const line: SalesOrderLine = {
    item,
    line: row.text('Line'),
    columns: new Map(),
    ordered: quantityOf(row),
    allocated: 0,
    picked: 0,
    despatched: 0,
  };
  overwrite(line.columns, row, factColumns);
  order.lines.push(line);
}

function update(line: SalesOrderLine, row: ImportedRow): void {
  if (row.text('QuantityOrdered') !== '') {
    const quantity = quantityOf(row);
    if (quantity < line.despatched) {
      throw new RowFault(
        `QuantityOrdered ${quantity} is less than the ${line.despatched} units already despatched.`,
      );
    }
    line.ordered = quantity;
  }
  overwrite(line.columns, row, factColumns);
}
