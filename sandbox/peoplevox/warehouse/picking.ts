import { knownOrder, type Floor } from './floor';
import type { SalesOrder, SalesOrderLine } from './records';
import { WarehouseRefusal } from './refusal';
import { refreshStatus } from './status';
import { changeStock } from './stock';

/** Names a line by its line id or, where that is unique, by its ItemCode. */
export interface LineQuantity {
  readonly line?: string;
  readonly itemCode?: string;
  readonly quantity: number;
}

export function knownLine(order: SalesOrder, named: Omit<LineQuantity, 'quantity'>): SalesOrderLine {
  const found = order.lines.filter(
    (line) =>
      (named.line === undefined || line.line === named.line) &&
      (named.itemCode === undefined || line.item.code === named.itemCode),
  );
  const [only] = found;
  if (!only || found.length > 1) {
    const what = `line '${named.line ?? ''}', ItemCode '${named.itemCode ?? ''}'`;
    throw new WarehouseRefusal(`Sales order '${order.number}' has ${found.length} lines that match ${what}.`);
  }
  return only;
}

/** Starts picking: from here on imports no longer change the orders. All orders are checked before any is taken. */
export function startWave(
  floor: Floor,
  { salesOrderNumbers }: { readonly salesOrderNumbers: readonly string[] },
): void {
  const orders = salesOrderNumbers.map((number) => knownOrder(floor, number));
  for (const order of orders) checkPickable(order);
  for (const order of orders) {
    order.picking = true;
    refreshStatus(floor, order);
  }
}

function checkPickable(order: SalesOrder): void {
  const isPartial = order.columns.get('IsPartialShipment') === true;
  const isReady = order.status === 'Allocated' || (order.status === 'Partially allocated' && isPartial);
  const hasUnits = order.lines.some((line) => line.allocated > 0);
  if (order.onHold || !isReady || !hasUnits) {
    const state = order.onHold ? 'on hold' : order.status;
    throw new WarehouseRefusal(`Sales order '${order.number}' is ${state} and cannot join a wave.`);
  }
}

export interface Pick {
  readonly salesOrderNumber: string;
  /** Without lines: all that is allocated. */
  readonly lines?: readonly LineQuantity[];
}

export function pick(floor: Floor, { salesOrderNumber, lines }: Pick): void {
  const order = orderInPicking(floor, salesOrderNumber);
  const picks = lines
    ? lines.map((named) => ({ line: knownLine(order, named), quantity: named.quantity }))
    : order.lines.map((line) => ({ line, quantity: line.allocated }));
  for (const { line, quantity } of picks) {
    if (quantity > line.allocated) {
      throw new WarehouseRefusal(`Only ${line.allocated} units of '${line.item.code}' are allocated.`);
    }
  }
  for (const { line, quantity } of picks) {
    line.allocated -= quantity;
    line.picked += quantity;
  }
}

/**
 * The picker finds only `quantity` units of each named line: these are picked, the rest is given up and counted out
 * of stock. Lines not named are picked in full.
 */
export function shortPick(floor: Floor, { salesOrderNumber, lines = [] }: Pick): void {
  const order = orderInPicking(floor, salesOrderNumber);
  const shorts = lines.map((named) => ({ line: knownLine(order, named), found: named.quantity }));
  for (const { line, found } of shorts) {
    if (found >= line.allocated) {
      throw new WarehouseRefusal(
        `${found} of '${line.item.code}' is not short of the ${line.allocated} allocated.`,
      );
    }
  }
  for (const { line, found } of shorts) {
    const missing = line.allocated - found;
    line.picked += found;
    line.allocated = 0;
    changeStock(floor, line.item, order.site, {
      onHand: -missing,
      allocated: -missing,
      reason: 'Short pick',
      from: 'Pick',
      to: 'Missing',
      salesOrderNumber: order.number,
    });
  }
  pick(floor, { salesOrderNumber });
}

export function orderInPicking(floor: Floor, salesOrderNumber: string): SalesOrder {
  const order = knownOrder(floor, salesOrderNumber);
  if (!order.picking) throw new WarehouseRefusal(`Sales order '${order.number}' is not in a wave.`);
  return order;
}
