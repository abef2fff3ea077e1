import { plainText } from '../cell';
import { keyedTable, type KeyedTable } from './keyed-table';
import { columnsOf, RowFault, textColumns, type ImportedRow } from './template';

const addressColumns = textColumns(
  100,
  'AddressLine1',
  'AddressLine2',
  'AddressCity',
  'AddressRegion',
  'AddressPostcode',
  'AddressCountry',
  'AddressReference',
);

/** Words on import, a number on export (facts/peoplevox §14). */
const customerTypes: Readonly<Record<string, number>> = { company: 1, individual: 2 };

export function customers(): KeyedTable {
  return keyedTable({
    name: 'Customers',
    columns: [
      ...textColumns(50, 'Name', 'Reference', 'FirstName', 'LastName', 'Phone', 'Mobile'),
      ...textColumns(500, 'Email'),
      ...columnsOf('decimal', 'CreditLimit'),
      ...columnsOf('boolean', 'CreditStatus', 'Wholesaler'),
      ...textColumns(20, 'CustomerType'),
    ],
    key: ['Reference'],
    required: ['Name'],
    check: checkCustomerType,
    print: (column, cell) =>
      column === 'CustomerType' ? (customerTypes[plainText(cell).toLowerCase()] ?? '') : cell,
  });
}

function checkCustomerType(row: ImportedRow): void {
  const type = row.text('CustomerType');
  if (type !== '' && customerTypes[type.toLowerCase()] === undefined) {
    throw new RowFault(`CustomerType '${type}' is neither Company nor Individual.`);
  }
}

/** An address without AddressReference is a new address each time (facts/peoplevox §7). */
export function customerAddresses(known: KeyedTable): KeyedTable {
  return keyedTable({
    name: 'Customer addresses',
    columns: [...textColumns(50, 'CustomerReference'), ...addressColumns],
    key: ['CustomerReference', 'AddressReference'],
    generated: 'AddressReference',
    check: (row) => {
      const reference = row.text('CustomerReference');
      if (!known.find(reference)) throw new RowFault(`Customer '${reference}' does not exist.`);
    },
  });
}

export function suppliers(): KeyedTable {
  return keyedTable({
    name: 'Suppliers',
    columns: [
      ...textColumns(50, 'Name', 'Reference', 'FirstName', 'LastName', 'Phone', 'Mobile'),
      ...textColumns(500, 'Email'),
      ...columnsOf('decimal', 'CreditLimit'),
      ...textColumns(1000, 'Notes'),
    ],
    key: ['Reference'],
    required: ['Name'],
  });
}

export function supplierAddresses(): KeyedTable {
  return keyedTable({
    name: 'Supplier addresses',
    columns: [...textColumns(50, 'SupplierReference'), ...addressColumns],
    key: ['SupplierReference', 'AddressReference'],
    generated: 'AddressReference',
  });
}
