import type { Rules } from 'peoplevox-connector-shared/configuration';
import type { ExceptionCode, Finding, Subject } from 'peoplevox-connector-shared/exceptions';
import type { ExportedOrder, OurSalesOrder } from 'peoplevox-connector-shared/orders';

/** The exceptions that the sweep of orders under way raises, and therefore resolves. */
export const fateCodes = [
  'order-missing-in-peoplevox',
  'order-missing-in-commercetools',
] as const satisfies readonly ExceptionCode[];

/** Those that the booking raises while a sales order waits for its stock. */
export const waitingCodes = [
  'order-not-allocated',
  'order-backordered',
] as const satisfies readonly ExceptionCode[];

/** The others that the booking raises: on an order, on what left of it or on what came back. */
export const bookingCodes = [
  'short-pick',
  'conflicting-change',
  'order-cancelled-in-warehouse',
  'over-despatch',
  'despatch-unmatched',
  'refund-due',
  'return-unmatched',
  'capture-failed',
  'order-invalid',
  'order-rejected',
  'report-unusable',
] as const satisfies readonly ExceptionCode[];

/** Where a sales order of an order under way stands. `late`: unallocated for too long. */
export type Fate = 'under-way' | 'closed' | 'missing' | 'late';

const MINUTE = 60_000;

/** Pure. `salesOrder` undefined: Peoplevox has none with this number and this order's id. */
export function fateOf(
  { isCancelled, exportedAt }: Pick<ExportedOrder, 'isCancelled' | 'exportedAt'>,
  salesOrder: Pick<OurSalesOrder, 'status'> | undefined,
  { despatch }: Rules,
  now: number,
): Fate {
  // A cancelled order needs none.
  if (salesOrder === undefined) return isCancelled ? 'under-way' : 'missing';
  if (isOneOf(salesOrder.status, despatch.closedStatuses)) return 'closed';
  const { notAllocated, partlyAllocated } = despatch.statuses;
  const isLate = now - exportedAt >= despatch.allocateWithinMinutes * MINUTE;
  return isLate && isOneOf(salesOrder.status, [...notAllocated, ...partlyAllocated]) ? 'late' : 'under-way';
}

/** Closed, and not given up: its goods have left. */
export function isDespatched({ status }: Pick<OurSalesOrder, 'status'>, { despatch }: Rules): boolean {
  return isOneOf(status, despatch.closedStatuses) && !isOneOf(status, despatch.cancelledStatuses);
}

function isOneOf(status: string, statuses: readonly string[]): boolean {
  const normal = status.trim().toLowerCase();
  return statuses.some((one) => one.trim().toLowerCase() === normal);
}

/** Whether the rules say what the status means, and whether its units are still to be taken from the stock. */
export function isUnderstood(status: string, { despatch, inventory }: Rules): boolean {
  const { closedStatuses, statuses } = despatch;
  return isOneOf(status, [
    ...closedStatuses,
    ...Object.values(statuses).flat(),
    ...inventory.unallocatedStatuses,
  ]);
}

export const STATUSES: Subject = { type: 'configuration', key: 'statuses of Peoplevox' };

/** Peoplevox's list of statuses is not published in full (facts/peoplevox §15). */
export function statusesUnknown(statuses: readonly string[]): Finding {
  const quoted = statuses.map((status) => `"${status}"`).join(', ');
  return {
    code: 'configuration-invalid',
    subject: STATUSES,
    message: `Sales orders under way have statuses in Peoplevox that the rules do not list: ${quoted}. Their units count as allocated, so that too much may be on sale; no state is written for them.`,
    fix: 'List each status in the configuration by what it means: under despatch.statuses or despatch.closedStatuses, and under inventory.unallocatedStatuses where Peoplevox has not yet taken the units from its available stock.',
  };
}

function subjectOf({ id, orderNumber }: Pick<ExportedOrder, 'id' | 'orderNumber'>): Subject {
  return { type: 'order', id, ...(orderNumber !== undefined && { key: orderNumber }) };
}

export function missingInPeoplevox(order: ExportedOrder, number: string): Finding {
  return {
    code: 'order-missing-in-peoplevox',
    subject: subjectOf(order),
    message: `Peoplevox confirmed sales order ${number} and no longer has it. The order is not picked.`,
    fix: 'Find out in Peoplevox who deleted it. If it must be shipped, place the order again; else cancel it in commercetools.',
  };
}

export function missingInCommercetools(salesOrder: OurSalesOrder): Finding {
  return {
    code: 'order-missing-in-commercetools',
    subject: orphanSubject(salesOrder),
    message: `Sales order ${salesOrder.number} has status "${salesOrder.status}" in Peoplevox, but its order does not exist in commercetools any more. What is despatched of it cannot be booked.`,
    fix: 'Cancel the sales order in Peoplevox if the order was deleted on purpose; otherwise find out who deleted it.',
  };
}

function orphanSubject({ orderId, number }: Pick<OurSalesOrder, 'orderId' | 'number'>): Subject {
  return { type: 'order', id: orderId, key: number };
}
