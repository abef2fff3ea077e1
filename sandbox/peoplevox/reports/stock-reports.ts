import type { Floor } from '../warehouse/floor';
import type { HeldStock } from '../warehouse/items';
import type { Movement } from '../warehouse/records';
import { availableOf, totalsOf } from '../warehouse/stock';
import type { Column } from '../search/view';
import { orderedReport, report, type Report } from './report';

function* totalStock(floor: Floor): Iterable<HeldStock> {
  for (const item of floor.items.values()) yield { item, site: '', stock: totalsOf(item) };
}

const itemAndQuantities: readonly Column<HeldStock>[] = [
  { name: 'Item code', read: ({ item }) => item.code },
  { name: 'Item name', read: ({ item }) => item.columns.get('Name') ?? '' },
  { name: 'Item barcode', read: ({ item }) => item.columns.get('Barcode') ?? '' },
  { name: 'On hand', read: ({ stock }) => stock.onHand },
  { name: 'Allocated', read: ({ stock }) => stock.allocated },
  { name: 'Available', read: ({ stock }) => stock.onHand - stock.allocated },
  { name: 'Item type group', read: ({ item }) => item.columns.get('ItemGroup') ?? '' },
];

const movementColumns: readonly Column<Movement>[] = [
  { name: 'Item code', read: ({ item }) => item.code },
  { name: 'Item name', read: ({ item }) => item.columns.get('Name') ?? '' },
  { name: 'Item barcode', read: ({ item }) => item.columns.get('Barcode') ?? '' },
  { name: 'Date timestamp', read: ({ at }) => ({ at }) },
  { name: 'User', read: () => 'Warehouse' },
  { name: 'From', read: ({ from }) => from },
  { name: 'To', read: ({ to }) => to },
  { name: 'Quantity', read: ({ quantity }) => quantity },
  { name: 'Comments', read: () => '' },
  { name: 'Sales order number', read: ({ salesOrderNumber }) => salesOrderNumber },
  { name: 'From Container', read: () => '' },
  { name: 'To Container', read: () => '' },
  { name: 'History Id', read: ({ id }) => id },
  { name: 'Site reference', read: ({ site }) => site },
  { name: 'Item group name', read: ({ item }) => item.columns.get('ItemGroup') ?? '' },
  { name: 'Register Reason', read: ({ reason }) => reason },
];

export function stockReports(floor: Floor): Report[] {
  return [
    orderedReport(
      'Item inventory summary',
      [...itemAndQuantities, { name: 'Site reference', read: ({ site }) => site }],
      'Item code',
      () => floor.items.held(),
    ),
    report('Item inventory summary all sites', itemAndQuantities, () => totalStock(floor)),
    report(
      'Item inventory by location',
      [
        { name: 'Item Code', read: ({ item }: HeldStock) => item.code },
        { name: 'Name', read: ({ item }) => item.columns.get('Name') ?? '' },
        { name: 'Stock Count', read: ({ stock }) => stock.onHand },
        { name: 'Container Barcode', read: () => '' },
        { name: 'Location barcode', read: () => 'BULK' },
        { name: 'Site reference', read: ({ site }) => site },
        { name: 'Location type', read: () => 'Bulk' },
        { name: 'Item type group', read: ({ item }) => item.columns.get('ItemGroup') ?? '' },
      ],
      () => floor.items.held(),
    ),
    // One row a change, each with the quantity as it is when the report is read.
    report(
      'Incremental Changes Report v1',
      [
        { name: 'Item code', read: ({ item }) => item.code },
        { name: 'Item current available quantity', read: ({ item, site }) => availableOf(item, site) },
        { name: 'Item Barcode', read: ({ item }) => item.columns.get('Barcode') ?? '' },
        { name: 'Timestamp', read: ({ at }) => ({ at }) },
        { name: 'Site reference', read: ({ site }) => site },
      ],
      () => floor.availabilityChanges,
    ),
    report('Item movement history', movementColumns, () => floor.movements),
  ];
}
