import { plainText, type Cell } from '../cell';
import { viewOf } from '../search/view';
import { cancelOrder, release } from '../warehouse/allocation';
import { defaultSite, type Floor } from '../warehouse/floor';
import type { SalesOrder } from '../warehouse/records';
import { writeTracking } from '../warehouse/tracking';
import type { KeyedTable } from './keyed-table';
import type { ReferenceLists } from './reference-lists';
import {
  attributeColumns,
  columnsOf,
  overwrite,
  requireText,
  RowFault,
  textColumns,
  type Import,
  type ImportedRow,
  type Template,
  type TemplateColumn,
} from './template';

/** Lengths where public sources give one (facts/peoplevox §11); attributes are taken as item attributes are. */
const columns: readonly TemplateColumn[] = [
  ...textColumns(30, 'SalesOrderNumber'),
  ...textColumns(50, 'Customer', 'CustomerPurchaseOrderReferenceNumber'),
  ...addressColumns('Shipping'),
  ...addressColumns('Invoice'),
  ...columnsOf('boolean', 'IsPartialShipment'),
  ...textColumns(50, 'Status'),
  ...columnsOf('date', 'RequestedDeliveryDate'),
  ...columnsOf('decimal', 'ShippingCost'),
  ...textColumns(500, 'Email'),
  ...textColumns(100, 'ContactName'),
  ...columnsOf('decimal', 'TotalSale', 'Discount', 'TaxPaid'),
  ...columnsOf('date', 'CreatedDate'),
  ...textColumns(50, 'PaymentMethod'),
  ...textColumns(100, 'ServiceType'),
  ...textColumns(50, 'ChannelName'),
  ...columnsOf('boolean', 'OnHold'),
  ...textColumns(50, 'Site'),
  ...attributeColumns(5, 500),
  ...textColumns(100, 'DespatchTrackingNumber', 'CarrierName'),
];

function addressColumns(kind: 'Shipping' | 'Invoice'): TemplateColumn[] {
  const parts = ['Line1', 'Line2', 'City', 'Region', 'Postcode', 'Country', 'Reference'];
  return textColumns(100, ...parts.map((part) => `${kind}Address${part}`));
}

/** Columns that are facts of the order, not texts of its header. */
const factColumns = ['SalesOrderNumber', 'Status', 'OnHold', 'Site'];
/** Labels may be made at any time, also after despatch. */
const trackingColumns = ['SalesOrderNumber', 'DespatchTrackingNumber', 'CarrierName'];

export function salesOrders(floor: Floor, customers: KeyedTable, lists: ReferenceLists): Template {
  return {
    name: 'Sales orders',
    columns,
    key: ['SalesOrderNumber'],
    view: viewOf(
      columns.map(({ name }) => ({ name, read: (order: SalesOrder) => readOrder(floor, order, name) })),
      () => floor.orders.values(),
    ),
    save(row, run) {
      requireText(row, ['SalesOrderNumber']);
      const known = floor.orders.get(row.text('SalesOrderNumber'));
      checkHeader(row, customers, lists);
      if (known) update(floor, known, row, run);
      else create(floor, row, run);
    },
    remove(row) {
      const order = floor.orders.get(row.text('SalesOrderNumber'));
      if (!order) throw new RowFault(`Sales order '${row.text('SalesOrderNumber')}' does not exist.`);
      if (isLate(order)) throw new RowFault(lateWords(order, 'deleted'));
      for (const line of order.lines) release(floor, order, line);
      floor.orders.delete(order.number);
    },
  };
}

function readOrder({ settings }: Floor, order: SalesOrder, column: string): Cell {
  switch (column) {
    case 'SalesOrderNumber':
      return order.number;
    case 'Status':
      return settings.statusTexts[order.status] ?? order.status;
    case 'OnHold':
      return order.onHold;
    case 'Site':
      return order.site;
    case 'IsPartialShipment':
      return order.columns.get(column) ?? false;
    default:
      return order.columns.get(column) ?? '';
  }
}

function checkHeader(row: ImportedRow, customers: KeyedTable, lists: ReferenceLists): void {
  const faults = [
    checkReference(row, 'Customer', (text) => hasCustomer(customers, text)),
    checkReference(row, 'Site', (text) => hasValue(lists.sites, ['Reference'], text)),
    checkReference(row, 'ServiceType', (text) => hasValue(lists.serviceTypes, ['Code', 'Name'], text)),
    checkReference(row, 'PaymentMethod', (text) => hasValue(lists.paymentMethods, ['Id', 'Name'], text)),
    checkStatus(row),
  ].filter((fault) => fault !== undefined);
  if (faults.length > 0) throw new RowFault(faults.join(' '));
}

function checkReference(
  row: ImportedRow,
  column: string,
  exists: (text: string) => boolean,
): string | undefined {
  const text = row.text(column);
  return text === '' || exists(text) ? undefined : `${column} '${text}' does not exist.`;
}

/** By reference or by name (facts/peoplevox §11). */
function hasCustomer(customers: KeyedTable, text: string): boolean {
  return customers.find(text) !== undefined || hasValue(customers, ['Name'], text);
}

function hasValue(list: KeyedTable, columnNames: readonly string[], text: string): boolean {
  for (const record of list.records.values()) {
    if (columnNames.some((column) => plainText(record.get(column)) === text)) return true;
  }
  return false;
}

/** Of all statuses only Cancelled may be imported (facts/peoplevox §11). */
function checkStatus(row: ImportedRow): string | undefined {
  const status = row.text('Status');
  return status === '' || status.toLowerCase() === 'cancelled'
    ? undefined
    : `Status '${status}' cannot be imported; only Cancelled can.`;
}

function create(floor: Floor, row: ImportedRow, run: Import): void {
  requireText(row, ['Customer']);
  const site = row.text('Site');
  const order: SalesOrder = {
    number: row.text('SalesOrderNumber'),
    columns: new Map(),
    site: site === '' ? defaultSite(floor) : site,
    status: 'New',
    onHold: row.cells.get('OnHold') === true,
    allocatable: false,
    attempted: false,
    picking: false,
    closed: false,
    modifiedAt: floor.clock.now(),
    lines: [],
    packed: [],
  };
  order.columns.set('CreatedDate', { at: floor.clock.now() });
  overwrite(order.columns, row, factColumns);
  floor.orders.set(order.number, order);
  if (row.text('Status') === '') run.touched.add(order);
  else cancelOrder(floor, { salesOrderNumber: order.number });
}

function update(floor: Floor, order: SalesOrder, row: ImportedRow, run: Import): void {
  if (isTrackingOnly(row)) {
    writeBackTracking(floor, order, row);
    return;
  }
  const isCancellation = row.text('Status') !== '';
  if (isCancellation && order.status === 'Cancelled') return;
  if (isLate(order)) {
    if (floor.settings.lateChanges === 'ignore') return;
    throw new RowFault(lateWords(order, isCancellation ? 'cancelled' : 'changed'));
  }
  overwrite(order.columns, row, factColumns);
  const onHold = row.cells.get('OnHold');
  if (typeof onHold === 'boolean') order.onHold = onHold;
  moveToSite(floor, order, row.text('Site'));
  order.modifiedAt = floor.clock.now();
  if (isCancellation) cancelOrder(floor, { salesOrderNumber: order.number });
  else run.touched.add(order);
}

function moveToSite(floor: Floor, order: SalesOrder, site: string): void {
  if (site === '' || site === order.site) return;
  for (const line of order.lines) release(floor, order, line);
  order.site = site;
}

export function isLate(order: SalesOrder): boolean {
  return order.picking || order.status === 'Despatched' || order.status === 'Cancelled';
}

export function lateWords(order: SalesOrder, what: string): string {
  return `Sales order '${order.number}' has status ${order.status} and cannot be ${what}.`;
}

function isTrackingOnly(row: ImportedRow): boolean {
  return (
    row.cells.has('DespatchTrackingNumber') &&
    [...row.cells.keys()].every((column) => trackingColumns.includes(column))
  );
}

/** Tracking write-back (facts/peoplevox §7): the number goes to the packages of the last despatch. */
function writeBackTracking(floor: Floor, order: SalesOrder, row: ImportedRow): void {
  overwrite(order.columns, row, factColumns);
  const last = [...floor.despatches.values()].filter((despatch) => despatch.order === order).at(-1);
  for (const sent of last?.packages ?? []) {
    if (last) writeTracking(floor, last, sent, row.text('DespatchTrackingNumber'));
  }
}
