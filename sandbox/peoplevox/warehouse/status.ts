import type { Floor } from './floor';
import type { SalesOrder, SalesOrderStatus } from './records';

/** Units of the line that are neither promised, picked nor gone. */
export function unitsToAllocate(line: SalesOrder['lines'][number]): number {
  return line.ordered - line.despatched - line.picked - line.allocated;
}

/** Works out the order's status from its facts; tells subscribers when it changed. */
export function refreshStatus(floor: Floor, order: SalesOrder): void {
  const status = statusOf(order);
  if (status !== order.status) setStatus(floor, order, status);
}

/** Sets Cancelled, which no later fact changes. */
export function markCancelled(floor: Floor, order: SalesOrder): void {
  setStatus(floor, order, 'Cancelled');
}

function setStatus(floor: Floor, order: SalesOrder, status: SalesOrderStatus): void {
  order.status = status;
  order.modifiedAt = floor.clock.now();
  floor.emit({
    type: 'SalesOrderStatusChanges',
    data: {
      SalesOrderNumber: order.number,
      'SalesOrderStatu.Name': status,
      LastModificationTime: { at: order.modifiedAt },
      'Site.Reference': order.site,
    },
  });
}

function statusOf(order: SalesOrder): SalesOrderStatus {
  if (order.status === 'Cancelled') return 'Cancelled';
  if (order.closed) return 'Despatched';
  if (order.picking) return 'Picked';
  const due = order.lines.filter((line) => line.ordered > line.despatched);
  if (due.length > 0 && due.every((line) => unitsToAllocate(line) <= 0)) return 'Allocated';
  const isBegun = order.lines.some((line) => line.allocated + line.picked + line.despatched > 0);
  return isBegun ? 'Partially allocated' : 'New';
}
