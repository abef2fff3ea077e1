import type { Cell } from '../cell';
import type { Column } from '../search/view';
import type { Floor } from '../warehouse/floor';
import type { Return } from '../warehouse/records';
import { report, type Report } from './report';

const DAY_MS = 86_400_000;

export function returnReport(floor: Floor): Report {
  const despatchedAt = ({ order }: Return): number | undefined =>
    [...floor.despatches.values()].find((despatch) => despatch.order === order)?.at;

  const columns: readonly Column<Return>[] = [
    { name: 'Return code', read: ({ code }) => code },
    { name: 'Return date', read: ({ at }) => ({ at }) },
    { name: 'Quantity', read: ({ quantity }) => quantity },
    { name: 'Item name', read: ({ item }) => item.columns.get('Name') ?? '' },
    { name: 'Sales order number', read: ({ salesOrderNumber }) => salesOrderNumber },
    { name: 'Despatch date', read: (booked) => instantOrNothing(despatchedAt(booked)) },
    { name: 'Return reason', read: ({ reason }) => reason },
    { name: 'Return reason code', read: ({ reason }) => reason },
    { name: 'Return condition', read: ({ condition }) => condition },
    { name: 'Return comments', read: ({ comments }) => comments },
    { name: 'Days since despatch', read: (booked) => daysSince(despatchedAt(booked), booked.at) },
    { name: 'Item barcode', read: ({ item }) => item.columns.get('Barcode') ?? '' },
    header('Sales order contact name', 'ContactName'),
    { name: 'Customer phone number', read: () => '' },
    { name: 'Item sale price', read: salePrice },
    header('Sales order email', 'Email'),
    header('Customer purchase order reference number', 'CustomerPurchaseOrderReferenceNumber'),
    header('Channel name', 'ChannelName'),
    header('Payment type', 'PaymentMethod'),
    { name: 'Site reference', read: ({ site }) => site },
    { name: 'Is Reusable', read: ({ reusable }) => reusable },
    { name: 'Item code', read: ({ item }) => item.code },
  ];
  return report('Return summary', columns, () => floor.returns);
}

function header(name: string, column: string): Column<Return> {
  return { name, read: ({ order }) => order?.columns.get(column) ?? '' };
}

function instantOrNothing(at: number | undefined): Cell {
  return at === undefined ? '' : { at };
}

function daysSince(from: number | undefined, to: number): Cell {
  return from === undefined ? '' : Math.floor((to - from) / DAY_MS);
}

function salePrice({ order, item, line }: Return): Cell {
  const sold = order?.lines.find((each) => each.item === item && (line === '' || each.line === line));
  return sold?.columns.get('SalePrice') ?? '';
}
