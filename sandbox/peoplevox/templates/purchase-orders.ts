import { keyedTable, type KeyedTable } from './keyed-table';
import { columnsOf, RowFault, textColumns, type ImportedRow } from './template';

/** Purchase orders as plain tables: no goods-in process hangs on them. */
export function purchaseOrders(hasItem: (code: string) => boolean): KeyedTable[] {
  const orders = keyedTable({
    name: 'Purchase orders',
    columns: [
      ...textColumns(50, 'PurchaseOrderNumber', 'Status', 'Reference', 'Supplier', 'SupplierReference'),
      ...textColumns(100, 'AddressLine1', 'AddressLine2', 'AddressCity', 'AddressRegion'),
      ...textColumns(100, 'AddressPostcode', 'AddressCountry', 'AddressReference'),
      ...columnsOf('date', 'RequestedDeliveryDate', 'SubmittedDate', 'EndDate', 'ExpectedDeliveryDate'),
      ...textColumns(50, 'User', 'Site'),
    ],
    key: ['PurchaseOrderNumber'],
    check: (row) => checkStatus(row, ['Pending', 'Cancelled', 'Deleted']),
  });
  const lines = keyedTable({
    name: 'Purchase order items',
    columns: [
      ...textColumns(50, 'PurchaseOrderNumber', 'ItemCode', 'Status'),
      ...columnsOf('integer', 'Quantity'),
      ...columnsOf('date', 'RequestedDeliveryDate'),
      ...textColumns(16, 'Line'),
      ...columnsOf('integer', 'Sequence'),
      ...columnsOf('decimal', 'CostPrice'),
      ...columnsOf('date', 'ExpectededDeliveryDate'),
    ],
    key: ['PurchaseOrderNumber', 'ItemCode'],
    required: ['Quantity'],
    check: (row) => {
      checkStatus(row, ['Pending', 'Closed']);
      const [number, code] = [row.text('PurchaseOrderNumber'), row.text('ItemCode')];
      if (!orders.find(number)) throw new RowFault(`Purchase order '${number}' does not exist.`);
      if (!hasItem(code)) throw new RowFault(`ItemCode '${code}' does not exist.`);
    },
  });
  return [orders, lines];
}

function checkStatus(row: ImportedRow, allowed: readonly string[]): void {
  const status = row.text('Status');
  if (status !== '' && !allowed.includes(status)) {
    throw new RowFault(`Status '${status}' cannot be imported; allowed: ${allowed.join(', ')}.`);
  }
}
