import { hasHeader, isCertainlyThere, lineFingerprint, type LedgerSalesOrder } from '../ledger';
import type { Columns, SalesOrder, SalesOrderLine } from '../composition/sales-order';

/** What Peoplevox showed of a sales order, by our column names. */
export interface WarehouseOrder {
  readonly number: string;
  /** CustomerPurchaseOrderReferenceNumber: the order's id if it is ours. */
  readonly reference: string;
  readonly status: string;
  readonly onHold: boolean;
  /** All columns of ours that it shows; personal data. */
  readonly cells: Columns;
}

export interface WarehouseLine {
  readonly number: string;
  readonly itemCode: string;
  /** Empty where the tenant's template has no Line column. */
  readonly line: string;
  readonly quantity: number;
  readonly cells: Columns;
}

/** A sales order with its lines, as Peoplevox showed them. */
export interface Shown {
  readonly order: WarehouseOrder;
  readonly lines: readonly WarehouseLine[];
}

/** What must be sent so that Peoplevox has the sales order as wanted. */
export type Difference =
  | { readonly kind: 'none' }
  | { readonly kind: 'create'; readonly salesOrder: SalesOrder }
  /** There already, ours, not all of it: only these lines are sent. */
  | { readonly kind: 'complete'; readonly salesOrder: SalesOrder; readonly lines: readonly SalesOrderLine[] }
  | {
      readonly kind: 'amend';
      readonly salesOrder: SalesOrder;
      readonly headerChanged: boolean;
      readonly lines: readonly SalesOrderLine[];
      readonly removed: readonly WarehouseLine[];
      readonly changes: readonly string[];
    }
  /** The number belongs to somebody else's sales order. */
  | { readonly kind: 'conflict'; readonly number: string }
  /** It was confirmed once, and Peoplevox no longer has it. */
  | { readonly kind: 'missing'; readonly number: string }
  | { readonly kind: 'cancelled-in-warehouse'; readonly number: string }
  /** Only the rules changed, after the warehouse began: nobody has to act. */
  | { readonly kind: 'left' }
  /** Something changed after the warehouse began. */
  | {
      readonly kind: 'too-late';
      readonly number: string;
      readonly status: string;
      readonly changes: readonly string[];
    };

export interface CompareContext {
  readonly orderId: string;
  readonly isAmendable: (status: string) => boolean;
  /** What was sent before, if anything was. Undefined: nothing is known, so what is there is not called different. */
  readonly sent: LedgerSalesOrder | undefined;
  /** Peoplevox has confirmed it before. A hold on an unconfirmed one is ours, and is taken away when it is complete. */
  readonly confirmed: boolean;
  /** The order itself changed, not only what the rules make of it. */
  readonly isChanged: boolean;
  /** Removed lines are told to a person instead of being deleted. */
  readonly reportsRemovals: boolean;
}

/** Decides what one sales order still needs, from what is wanted and what Peoplevox showed just now. Pure. */
export function compareSalesOrder(
  wanted: SalesOrder,
  found: Shown | undefined,
  context: CompareContext,
): Difference {
  if (found === undefined)
    return context.confirmed
      ? { kind: 'missing', number: wanted.number }
      : { kind: 'create', salesOrder: wanted };
  if (found.order.reference !== context.orderId) return { kind: 'conflict', number: wanted.number };
  if (isCancelled(found.order.status)) return { kind: 'cancelled-in-warehouse', number: wanted.number };
  return compareOurs(wanted, found, context);
}

function compareOurs(wanted: SalesOrder, found: Shown, context: CompareContext): Difference {
  const headerChanged =
    context.sent !== undefined && !hasHeader(context.sent, wanted, context.orderId, isCertainlyThere);
  const missing = wanted.lines.filter((line) => !found.lines.some((there) => isSameLine(line, there)));
  const changed = wanted.lines.filter((line) => differs(line, found.lines, context));
  const removed = removedLines(wanted, found.lines, context.sent);
  const edited = headerChanged || missing.length + changed.length > 0;
  if (!edited && removed.length === 0) return completeOrNothing(wanted, found.order, context);
  const changes = describeChanges(headerChanged, { missing, changed, removed });
  const { status } = found.order;
  if (!context.isAmendable(status) || (!edited && context.reportsRemovals))
    return context.isChanged
      ? { kind: 'too-late', number: wanted.number, status, changes }
      : { kind: 'left' };
  if (!headerChanged && changed.length + removed.length === 0)
    return { kind: 'complete', salesOrder: wanted, lines: missing };
  return {
    kind: 'amend',
    salesOrder: wanted,
    headerChanged,
    lines: [...missing, ...changed],
    removed,
    changes,
  };
}

function completeOrNothing(wanted: SalesOrder, order: WarehouseOrder, context: CompareContext): Difference {
  // What is picked was never held back by us: people held it afterwards.
  const ourHold = order.onHold && !context.confirmed && context.isAmendable(order.status);
  return ourHold ? { kind: 'complete', salesOrder: wanted, lines: [] } : { kind: 'none' };
}

export function isCancelled(status: string): boolean {
  return ['cancelled', 'canceled'].includes(status.trim().toLowerCase());
}

/** By `Line`; by ItemCode only where Peoplevox shows no Line at all. */
export function isSameLine(line: SalesOrderLine, there: WarehouseLine): boolean {
  return there.line === '' ? there.itemCode === line.itemCode : there.line === line.line;
}

function differs(line: SalesOrderLine, found: readonly WarehouseLine[], context: CompareContext): boolean {
  const there = found.find((candidate) => isSameLine(line, candidate));
  if (there === undefined) return false;
  if (there.quantity !== line.quantity || there.itemCode !== line.itemCode) return true;
  const before = context.sent?.lines.find((candidate) => candidate.line === line.line);
  return (
    before !== undefined && !isCertainlyThere(before.possible, lineFingerprint(context.orderId, line.columns))
  );
}

/** Only lines that we once sent: what the warehouse added itself is left alone. A line set to 0 counts as removed. */
function removedLines(
  wanted: SalesOrder,
  found: readonly WarehouseLine[],
  sent: LedgerSalesOrder | undefined,
): WarehouseLine[] {
  return found.filter(
    (there) =>
      there.quantity > 0 &&
      !wanted.lines.some((line) => isSameLine(line, there)) &&
      sent?.lines.some(({ line, itemCode }) =>
        there.line === '' ? itemCode === there.itemCode : line === there.line,
      ),
  );
}

/** In words for people. */
export function describeChanges(
  headerChanged: boolean,
  lines: {
    missing: readonly SalesOrderLine[];
    changed: readonly SalesOrderLine[];
    removed: readonly WarehouseLine[];
  },
): string[] {
  return [
    ...(headerChanged ? ['address, service or other order data changed'] : []),
    ...lines.missing.map(({ itemCode, quantity }) => `${itemCode}: added, ${quantity}`),
    ...lines.changed.map(({ itemCode, quantity }) => `${itemCode}: changed, now ${quantity}`),
    ...lines.removed.map(({ itemCode, quantity }) => `${itemCode}: removed, was ${quantity}`),
  ];
}
