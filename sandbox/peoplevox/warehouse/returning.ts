import { activeItem, knownSite, type Floor } from './floor';
import { allocateWaiting } from './allocation';
import { changeStock } from './stock';

export interface ReturnBooking {
  /** May be an order that Peoplevox does not know: parcels come back with any paper. */
  readonly salesOrderNumber: string;
  readonly itemCode: string;
  readonly quantity: number;
  readonly line?: string;
  /** true: goes back to stock. */
  readonly reusable?: boolean;
  readonly reason?: string;
  readonly condition?: string;
  readonly comments?: string;
  readonly site?: string;
}

/** Books returned goods in. Returns the return code. */
export function bookReturn(floor: Floor, booking: ReturnBooking): string {
  const item = activeItem(floor, booking.itemCode);
  const order = floor.orders.get(booking.salesOrderNumber);
  const site = booking.site === undefined && order ? order.site : knownSite(floor, booking.site);
  const reusable = booking.reusable ?? true;
  const code = `RET${1001 + floor.returns.length}`;
  floor.returns.push({
    code,
    at: floor.clock.now(),
    salesOrderNumber: booking.salesOrderNumber,
    order,
    item,
    line: booking.line ?? '',
    quantity: booking.quantity,
    reason: booking.reason ?? 'Unwanted',
    condition: booking.condition ?? 'Good',
    comments: booking.comments ?? '',
    reusable,
    site,
  });
  floor.emit({
    type: 'Returns',
    data: {
      ReturnCode: code,
      SalesOrderNumber: booking.salesOrderNumber,
      'SalesOrder.SalesOrderNumber': booking.salesOrderNumber,
      ItemCode: item.code,
      'ItemType.ItemCode': item.code,
      Quantity: booking.quantity,
      IsReusable: reusable,
      'Site.Reference': site,
    },
  });
  if (reusable) {
    changeStock(floor, item, site, {
      onHand: booking.quantity,
      reason: 'Return',
      from: 'Returns',
      to: 'Bulk',
    });
    if (floor.settings.allocateOnReceipt) allocateWaiting(floor);
  }
  return code;
}
