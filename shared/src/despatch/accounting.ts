import type { Allotment, PlannedSalesOrder } from './allot';
import type { LineUnits } from './booking';
import { sumOf } from './grouped';
import { begunUnits, lineKey, type OrderLine } from './order-lines';

/**
 * - `open`: more may be despatched.
 * - `closing`: its status is a closed one, but not for long enough to be believed.
 * - `undecided`: nothing more comes, but something left for it that fits no line: that may be what is missing.
 * - `closed`, `cancelled`: nothing more comes; `cancelled` by the warehouse, `revoked` at our own request.
 */
export type Standing = 'open' | 'closing' | 'undecided' | 'closed' | 'cancelled' | 'revoked';

export interface StandingSalesOrder extends PlannedSalesOrder {
  readonly standing: Standing;
}

/** Where the units of a line are, as commercetools counts them. */
export interface LineAccount {
  readonly line: OrderLine;
  readonly delivered: number;
  /** Not shipped by Peoplevox at all. */
  readonly notShipped: number;
  /** Closed short by the warehouse. */
  readonly short: number;
  /** Given up by the warehouse with its sales order. */
  readonly cancelled: number;
  /** Cancelled at our own request. */
  readonly revoked: number;
  /** Still to come, or not yet certain not to come; also what Peoplevox is about to send although others delivered it. */
  readonly due: number;
}

export interface AccountFacts {
  readonly lines: readonly OrderLine[];
  readonly salesOrders: readonly StandingSalesOrder[];
  readonly left: Allotment['left'];
  /** Units of all Deliveries, ours and others'. */
  readonly delivered: readonly LineUnits[];
  readonly notShipped: readonly LineUnits[];
  /** The order is cancelled: units that no sales order has are not to come any more. */
  readonly isCancelled: boolean;
}

export function accountsOf(facts: AccountFacts): LineAccount[] {
  return facts.lines.map((line) => accountOf(line, facts));
}

function accountOf(line: OrderLine, facts: AccountFacts): LineAccount {
  const { salesOrders, left, delivered, notShipped, isCancelled } = facts;
  const count = (units: readonly LineUnits[]) =>
    sumOf(
      units.filter((some) => belongsTo(some, line)),
      ({ quantity }) => quantity,
    );
  const missing = (standing: Standing) =>
    sumOf(
      salesOrders.filter((salesOrder) => salesOrder.standing === standing),
      (salesOrder) => missingUnits(salesOrder, line, left),
    );
  let rest = line.ordered;
  const take = (units: number): number => {
    const some = Math.max(0, Math.min(rest, units));
    rest -= some;
    return some;
  };
  const underway = missing('open') + missing('closing');
  const out = { delivered: take(count(delivered)), notShipped: take(count(notShipped)) };
  // What is to come counts before what is given up: an order is never said to be settled too early.
  take(underway);
  const undecided = take(missing('undecided'));
  const settled = {
    short: take(missing('closed')),
    cancelled: take(missing('cancelled')),
    revoked: take(missing('revoked') + (isCancelled ? rest : 0)),
  };
  return { line, ...out, ...settled, due: underway + undecided + rest };
}

function belongsTo({ lineItemId, shippingKey }: LineUnits, line: OrderLine): boolean {
  return (
    lineItemId === line.lineItemId &&
    (line.shippingKey === undefined || shippingKey === undefined || shippingKey === line.shippingKey)
  );
}

/** Whole or begun commercetools units that the sales order has of the line and that have not left. */
function missingUnits(
  { number, shippingKey, lines }: PlannedSalesOrder,
  line: OrderLine,
  left: Allotment['left'],
): number {
  const planned = lines.filter(({ lineItemId }) =>
    belongsTo({ lineItemId, quantity: 0, ...(shippingKey !== undefined && { shippingKey }) }, line),
  );
  const units = sumOf(planned, (some) => some.units) - (left.get(number)?.get(lineKey(line)) ?? 0);
  return Math.max(0, begunUnits(units, line));
}

/** Whether units of the sales order have not left. */
export function isShort(
  salesOrder: PlannedSalesOrder,
  lines: readonly OrderLine[],
  left: Allotment['left'],
): boolean {
  return lines.some((line) => missingUnits(salesOrder, line, left) > 0);
}

export function isSettled(accounts: readonly LineAccount[]): boolean {
  return accounts.every(({ due }) => due === 0);
}

export function isBegun(accounts: readonly LineAccount[]): boolean {
  return accounts.some(({ delivered }) => delivered > 0);
}
