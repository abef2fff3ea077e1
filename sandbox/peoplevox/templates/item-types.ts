import type { Cell } from '../cell';
import { viewOf } from '../search/view';
import type { Floor } from '../warehouse/floor';
import type { Item } from '../warehouse/records';
import { totalsOf } from '../warehouse/stock';
import { keyedTable, type KeyedTable } from './keyed-table';
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
  ...textColumns(50, 'ItemCode', 'Name', 'Barcode'),
  ...textColumns(250, 'Description'),
  ...textColumns(50, 'ItemGroup'),
  ...textColumns(10, 'UnitOfMeasure'),
  ...columnsOf('integer', 'DefaultEconomicOrderQuantity', 'DefaultLeadTime'),
  ...textColumns(50, 'DefaultSuppliersPartNumber'),
  ...columnsOf('boolean', 'HasSerialNumber', 'UseManufacturersSerialNumber'),
  ...columnsOf('integer', 'ReorderPoint'),
  ...columnsOf('boolean', 'Traceability'),
  ...textColumns(50, 'ShelfLife'),
  ...columnsOf('decimal', 'BuyPrice', 'WholesalePrice', 'RetailPrice', 'Weight'),
  ...textColumns(10, 'WeightMeasure'),
  ...columnsOf('decimal', 'Height', 'Width', 'Depth'),
  ...textColumns(10, 'DimensionMeasure'),
  ...textColumns(8000, 'Tags'),
  ...attributeColumns(15, 500),
  ...textColumns(50, 'TaxCode'),
  ...columnsOf('integer', 'MinimumPickLocationQuantity', 'DefaultReplenishmentQuantity'),
  ...columnsOf('integer', 'DefaultNumberItemsPerContainer', 'DefaultNumberItemsPerOuterCase'),
  ...columnsOf('integer', 'DefaultNumberItemsPerInnerCase'),
  ...textColumns(50, 'DefaultContainerType'),
  ...columnsOf('integer', 'OnHand'),
];

/** An item group that does not exist is created (facts/peoplevox §7), OnHand only read (facts/peoplevox §13). */
export function itemTypes(floor: Floor, groups: KeyedTable): Template {
  return {
    name: 'Item types',
    columns,
    key: ['ItemCode'],
    view: viewOf(
      columns.map(({ name }) => ({ name, read: (item: Item) => readItem(item, name) })),
      () => floor.items.values(),
    ),
    save(row) {
      requireText(row, ['ItemCode']);
      if (row.cells.has('OnHand')) throw new RowFault('OnHand cannot be imported.');
      const code = row.text('ItemCode');
      const known = floor.items.get(code);
      if (!known) requireText(row, ['Name', 'Barcode']);
      checkBarcode(floor, code, row);
      const item = known ?? { code, active: true, columns: new Map<string, Cell>(), stock: new Map() };
      overwrite(item.columns, row, ['ItemCode']);
      floor.items.set(code, item);
      const group = row.text('ItemGroup');
      if (group !== '' && !groups.find(group)) groups.put({ Name: group });
    },
    remove(row) {
      const code = row.text('ItemCode');
      const item = floor.items.get(code);
      if (!item) throw new RowFault(`ItemCode '${code}' does not exist.`);
      const { onHand, allocated } = totalsOf(item);
      if (onHand !== 0 || allocated !== 0)
        throw new RowFault(`ItemCode '${code}' has stock and cannot be deleted.`);
      floor.items.delete(code);
    },
  };
}

function readItem(item: Item, column: string): Cell {
  if (column === 'ItemCode') return item.code;
  if (column === 'OnHand') return totalsOf(item).onHand;
  return item.columns.get(column) ?? (column === 'UnitOfMeasure' ? 'EA' : '');
}

function checkBarcode(floor: Floor, code: string, row: ImportedRow): void {
  const barcode = row.text('Barcode');
  if (!row.cells.has('Barcode')) return;
  if (barcode === '') throw new RowFault('Barcode must be given.');
  for (const item of floor.items.values()) {
    if (item.code !== code && item.columns.get('Barcode') === barcode) {
      throw new RowFault(`Barcode '${barcode}' already belongs to ItemCode '${item.code}'.`);
    }
  }
}

export function itemTypeGroups(): KeyedTable {
  return keyedTable({
    name: 'Item type groups',
    columns: textColumns(50, 'Name', 'ProductGroup'),
    key: ['Name'],
  });
}

/** Lists that hang on items. Columns of units and suppliers are assumptions. */
export function itemLists(floor: Floor): KeyedTable[] {
  const check = (column: string) => (row: ImportedRow) => {
    const code = row.text(column);
    if (!floor.items.get(code)?.active) throw new RowFault(`ItemCode '${code}' does not exist.`);
  };
  const kittings = keyedTable({
    name: 'Item type kittings',
    columns: [...textColumns(50, 'ParentItemCode', 'ChildItemCode'), ...columnsOf('integer', 'Quantity')],
    key: ['ParentItemCode', 'ChildItemCode'],
    required: ['Quantity'],
    check: (row) => {
      check('ParentItemCode')(row);
      check('ChildItemCode')(row);
    },
  });
  floor.kittings = kittings.records;
  return [
    kittings,
    keyedTable({
      name: 'Item type units',
      columns: [...textColumns(50, 'ItemCode', 'UnitType', 'Barcode'), ...columnsOf('integer', 'Quantity')],
      key: ['ItemCode', 'UnitType'],
      check: check('ItemCode'),
    }),
    keyedTable({
      name: 'Item type suppliers',
      columns: textColumns(50, 'ItemCode', 'SupplierReference', 'PartNumber'),
      key: ['ItemCode', 'SupplierReference'],
      check: check('ItemCode'),
    }),
  ];
}
