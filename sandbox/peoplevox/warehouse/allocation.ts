import { knownOrder, type Floor } from './floor';
import type { SalesOrder, SalesOrderLine, Violation } from './records';
import { WarehouseRefusal } from './refusal';
import { markCancelled, refreshStatus, unitsToAllocate } from './status';
import { availableOf, changeStock } from './stock';

/** What it has been promised stays as it is. */
function isBeyondAllocation({ status, closed, picking }: SalesOrder): boolean {
  return status === 'Cancelled' || closed || picking;
}

/** Promises to the order what its site has. Units of a quantity that was lowered are given back. */
function allocate(floor: Floor, order: SalesOrder): void {
  for (const line of order.lines) allocateLine(floor, order, line);
  refreshStatus(floor, order);
}

function allocateLine(floor: Floor, order: SalesOrder, line: SalesOrderLine): void {
  const wanted = unitsToAllocate(line);
  const units =
    wanted > 0
      ? Math.min(wanted, Math.max(0, availableOf(line.item, order.site)))
      : Math.max(wanted, -line.allocated);
  if (units === 0) return;
  line.allocated += units;
  changeStock(floor, line.item, order.site, {
    allocated: units,
    reason: units > 0 ? 'Sales order allocation' : 'Sales order deallocation',
    salesOrderNumber: order.number,
  });
}

/** Gives back what the line has been promised, picked units included. */
export function release(floor: Floor, order: SalesOrder, line: SalesOrderLine): void {
  const units = line.allocated + line.picked;
  line.allocated = 0;
  line.picked = 0;
  if (units === 0) return;
  changeStock(floor, line.item, order.site, {
    allocated: -units,
    reason: 'Sales order deallocation',
    salesOrderNumber: order.number,
  });
}

/**
 * At the end of an import with Action 0 (facts/peoplevox §7): each order that it touched is allocated unless on hold.
 * An order that gets here without lines is a violation: it would be handled as complete.
 */
export function allocateImported(floor: Floor, orders: Iterable<SalesOrder>): void {
  for (const order of orders) {
    if (isBeyondAllocation(order)) continue;
    order.allocatable = true;
    const { allocation, holds } = floor.settings;
    if (allocation === 'by-hand' || (order.onHold && holds === 'honoured')) continue;
    if (order.lines.length === 0) recordViolation(floor, order, 'no-lines-when-allocatable');
    order.attempted = true;
    allocate(floor, order);
  }
}

export function recordViolation(floor: Floor, order: SalesOrder, kind: Violation['kind']): void {
  const isKnown = floor.violations.some(
    (violation) => violation.salesOrderNumber === order.number && violation.kind === kind,
  );
  if (!isKnown) floor.violations.push({ at: floor.clock.now(), salesOrderNumber: order.number, kind });
}

/** Orders that may be allocated and lack units, oldest first, when stock has come. */
export function allocateWaiting(floor: Floor): void {
  for (const order of floor.orders.values()) {
    const isOpen = order.status === 'New' || order.status === 'Partially allocated';
    if (isOpen && order.allocatable && !order.onHold && order.lines.length > 0) allocate(floor, order);
  }
}

/** A person allocates the order, whatever its imports said. */
export function allocateOrder(
  floor: Floor,
  { salesOrderNumber }: { readonly salesOrderNumber: string },
): void {
  const order = knownOrder(floor, salesOrderNumber);
  if (order.onHold) throw new WarehouseRefusal(`Sales order '${order.number}' is on hold.`);
  if (isBeyondAllocation(order)) {
    throw new WarehouseRefusal(`Sales order '${order.number}' is ${order.status} and cannot be allocated.`);
  }
  order.allocatable = true;
  order.attempted = true;
  allocate(floor, order);
}

/** A person takes back what the order was promised; it waits until somebody allocates it or stock comes. */
export function deallocateOrder(
  floor: Floor,
  { salesOrderNumber }: { readonly salesOrderNumber: string },
): void {
  const order = knownOrder(floor, salesOrderNumber);
  if (isBeyondAllocation(order)) {
    throw new WarehouseRefusal(`Sales order '${order.number}' is ${order.status} and keeps what it has.`);
  }
  for (const line of order.lines) release(floor, order, line);
  refreshStatus(floor, order);
}

export interface Hold {
  readonly salesOrderNumber: string;
  readonly onHold: boolean;
}

/** What is allocated stays so; an order on hold gets nothing new and cannot join a wave. */
export function holdOrder(floor: Floor, { salesOrderNumber, onHold }: Hold): void {
  const order = knownOrder(floor, salesOrderNumber);
  order.onHold = onHold;
  if (!onHold && order.allocatable && !order.picking) allocateImported(floor, [order]);
}

/** The warehouse gives the order up: what was promised or picked goes back. */
export function cancelOrder(floor: Floor, { salesOrderNumber }: { readonly salesOrderNumber: string }): void {
  const order = knownOrder(floor, salesOrderNumber);
  if (order.closed || order.status === 'Cancelled') {
    throw new WarehouseRefusal(`Sales order '${order.number}' is already ${order.status}.`);
  }
  for (const line of order.lines) release(floor, order, line);
  order.picking = false;
  order.packed = [];
  markCancelled(floor, order);
}
