import type { Column } from '../search/view';
import type { Floor } from '../warehouse/floor';
import type { SalesOrder } from '../warehouse/records';
import type { Tenant } from '../tenant';
import { report, type Report } from './report';

const orderColumns: readonly Column<SalesOrder>[] = [
  { name: 'Sales order no.', read: ({ number }) => number },
  { name: 'Status', read: ({ status }) => status },
  { name: 'Requested delivery date', read: ({ columns }) => columns.get('RequestedDeliveryDate') ?? '' },
  { name: 'Number of items', read: ({ lines }) => lines.reduce((sum, line) => sum + line.ordered, 0) },
  { name: 'Channel', read: ({ columns }) => columns.get('ChannelName') ?? '' },
  { name: 'Date', read: ({ columns }) => columns.get('CreatedDate') ?? '' },
  { name: 'Site reference', read: ({ site }) => site },
];

function* withStatus(floor: Floor, statuses: readonly string[]): Iterable<SalesOrder> {
  for (const order of floor.orders.values()) if (statuses.includes(order.status)) yield order;
}

/** Columns of the last two reports are not public: they have those of the first. */
export function orderReports(floor: Floor): Report[] {
  return [
    report('Sales orders by status', orderColumns, () => floor.orders.values()),
    report('Sales orders allocated', orderColumns, () => withStatus(floor, ['Allocated'])),
    report('Outstanding sales orders', orderColumns, () =>
      withStatus(floor, ['New', 'Partially allocated', 'Allocated', 'Picked']),
    ),
  ];
}

export function serviceTypeReport(tenant: Tenant): Report {
  return report(
    'Service types',
    [
      { name: 'Carrier', read: ({ carrier }) => carrier },
      { name: 'Name', read: ({ name }) => name },
      { name: 'Code', read: ({ code }) => code },
    ],
    () => tenant.serviceTypes,
  );
}
