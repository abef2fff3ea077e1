import { plainText, type Cell } from '../cell';
import type { Column } from '../search/view';
import type { Floor } from '../warehouse/floor';
import type { Despatch, DespatchPackage, Item, PackedLine, SalesOrder } from '../warehouse/records';
import { report, type Report } from './report';

interface Sent {
  readonly despatch: Despatch;
  readonly box: DespatchPackage;
  readonly packed: PackedLine;
  /** What is printed: the item itself, or one that is in a kit. */
  readonly item: Item;
  readonly units: number;
  /** Of what is in a kit. */
  readonly kit?: { readonly code: string; readonly units: number };
}

function* sentLines(floor: Floor): Iterable<Sent> {
  for (const despatch of floor.despatches.values())
    for (const box of despatch.packages)
      for (const packed of box.contents) yield* sentItems(floor, despatch, box, packed);
}

/** A kit shows as what is in it, each row with the kit as its Parent (facts/peoplevox §8). */
function* sentItems(
  floor: Floor,
  despatch: Despatch,
  box: DespatchPackage,
  packed: PackedLine,
): Iterable<Sent> {
  const { item } = packed.line;
  const children = [...floor.kittings.values()].filter((row) => row.get('ParentItemCode') === item.code);
  if (children.length === 0) yield { despatch, box, packed, item, units: packed.quantity };
  for (const row of children) {
    const child = floor.items.get(plainText(row.get('ChildItemCode')));
    if (child === undefined) continue;
    const units = packed.quantity * Number(row.get('Quantity'));
    yield { despatch, box, packed, item: child, units, kit: { code: item.code, units: packed.quantity } };
  }
}

function header(name: string, column: string): Column<Sent> {
  return { name, read: ({ despatch }) => despatch.order.columns.get(column) ?? '' };
}

function item(name: string, column: string): Column<Sent> {
  return { name, read: (sent) => sent.item.columns.get(column) ?? '' };
}

function numbered<Entity>(count: number, column: (index: number) => Column<Entity>): Column<Entity>[] {
  return Array.from({ length: count }, (_, index) => column(index + 1));
}

/** One row for each line in each package, a kit's for each item in it. */
const summaryColumns: readonly Column<Sent>[] = [
  { name: 'Salesorder number', read: ({ despatch }) => despatch.order.number },
  header('Requested delivery date', 'RequestedDeliveryDate'),
  { name: 'Despatch number', read: ({ despatch }) => despatch.number },
  { name: 'Carrier', read: ({ box }) => box.carrier },
  { name: 'Service', read: ({ box }) => box.serviceName },
  { name: 'Despatch date', read: ({ despatch }) => ({ at: despatch.at }) },
  { name: 'Tracking number', read: ({ box }) => box.trackingNumber },
  item('Item name', 'Name'),
  { name: 'No of items', read: ({ units }) => units },
  { name: 'No. of parent items despatched', read: ({ kit }) => kit?.units ?? '' },
  header('Destination country', 'ShippingAddressCountry'),
  { name: 'Site reference', read: ({ despatch }) => despatch.order.site },
  { name: 'Parent', read: ({ kit }) => kit?.code ?? '' },
  { name: 'Item code', read: (sent) => sent.item.code },
  { name: 'Line', read: ({ packed }) => packed.line.line },
  { name: 'Username', read: () => 'Warehouse' },
  { name: 'Carrier reference', read: ({ box }) => box.carrier },
  { name: 'Service type code', read: ({ box }) => box.serviceType },
  header('Customer order reference', 'CustomerPurchaseOrderReferenceNumber'),
  header('Shipping cost', 'ShippingCost'),
  header('Email', 'Email'),
  header('Contact name', 'ContactName'),
  header('Total sale', 'TotalSale'),
  header('Discount', 'Discount'),
  header('Tax paid', 'TaxPaid'),
  header('Channel name', 'ChannelName'),
  ...numbered(5, (index) => header(`Sales order attribute ${index}`, `Attribute${index}`)),
  item('Item barcode', 'Barcode'),
  ...numbered(15, (index) => item(`Item attribute ${index}`, `Attribute${index}`)),
];

const packageColumns: readonly Column<Sent>[] = [
  { name: 'Sales order number', read: ({ despatch }) => despatch.order.number },
  { name: 'Package number', read: ({ box }) => box.number },
  { name: 'Item code', read: ({ packed }) => packed.line.item.code },
  { name: 'Item quantity', read: ({ packed }) => packed.quantity },
  { name: 'Package despatch timestamp', read: ({ despatch }) => ({ at: despatch.at }) },
  { name: 'Package tracking number', read: ({ box }) => box.trackingNumber },
  { name: 'Sales order item quantity ordered', read: ({ packed }) => packed.line.ordered },
  header('Shipping address line 1', 'ShippingAddressLine1'),
  header('Shipping address line 2', 'ShippingAddressLine2'),
  header('Shipping address town', 'ShippingAddressCity'),
  header('Shipping address region', 'ShippingAddressRegion'),
  header('Shipping address postcode', 'ShippingAddressPostcode'),
  header('Shipping address country', 'ShippingAddressCountry'),
  {
    name: 'Sales order is partial despatched',
    read: ({ despatch }) => (isPartlyDespatched(despatch.order) ? 1 : 0),
  },
  { name: 'Sales order status', read: ({ despatch }) => despatch.order.status },
  header('Sales order shipping cost', 'ShippingCost'),
  header('Sales order contact name', 'ContactName'),
  ...numbered(5, (index) => header(`Sales order attribute ${index}`, `Attribute${index}`)),
  { name: 'Despatch number of packages', read: ({ despatch }) => despatch.packages.length },
  { name: 'Despatch carrier name', read: ({ despatch }) => despatch.carrier },
  { name: 'Despatch service type code', read: ({ despatch }) => despatch.serviceType },
  { name: 'Package carrier name', read: ({ box }) => box.carrier },
  { name: 'Package service type code', read: ({ box }) => box.serviceType },
  { name: 'Site reference', read: ({ despatch }) => despatch.order.site },
  header('Channel name', 'ChannelName'),
  { name: 'Despatch number', read: ({ despatch }) => despatch.number },
  { name: 'Package identifier', read: ({ box }) => box.identifier },
  { name: 'Package tracking number timestamp', read: ({ box }) => trackingTime(box) },
];

function isPartlyDespatched(order: SalesOrder): boolean {
  return order.lines.some((line) => line.despatched < line.ordered);
}

function trackingTime({ trackingAt }: DespatchPackage): Cell {
  return trackingAt === undefined ? '' : { at: trackingAt };
}

/** The report by package has no column for kits: it shows them as they were sold. */
function* packedLines(floor: Floor): Iterable<Sent> {
  for (const despatch of floor.despatches.values())
    for (const box of despatch.packages)
      for (const packed of box.contents)
        yield { despatch, box, packed, item: packed.line.item, units: packed.quantity };
}

export function despatchReports(floor: Floor): Report[] {
  return [
    report('Despatch summary', summaryColumns, () => sentLines(floor)),
    report('Despatched items by package', packageColumns, () => packedLines(floor)),
  ];
}
