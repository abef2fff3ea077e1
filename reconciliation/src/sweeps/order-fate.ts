import type { Rules } from 'peoplevox-connector-shared/configuration';
import type { ExceptionCode, Finding, Subject } from 'peoplevox-connector-shared/exceptions';
import type { ExportedOrder, OurSalesOrder } from 'peoplevox-connector-shared/orders';

/** The exceptions that the sweep of orders under way raises, and therefore resolves. */
export const fateCodes = [
  'order-not-allocated',
  'order-backordered',
  'order-missing-in-peoplevox',
  'order-missing-in-commercetools',
] as const satisfies readonly ExceptionCode[];

export type FateCode = (typeof fateCodes)[number];

/** Where a sales order of an order under way stands. */
export type Fate =
  | { readonly kind: 'under-way' }
  /** Peoplevox has finished with it: its despatches and its end must be booked. */
  | { readonly kind: 'to-book' }
  | { readonly kind: 'missing' }
  /** Unallocated for too long. */
  | { readonly kind: 'late'; readonly minutes: number; readonly onHold: boolean };

const MINUTE = 60_000;

/** Pure. `salesOrder` undefined: Peoplevox has none with this number and this order's id. */
export function fateOf(
  { isCancelled, exportedAt }: Pick<ExportedOrder, 'isCancelled' | 'exportedAt'>,
  salesOrder: Pick<OurSalesOrder, 'status' | 'onHold'> | undefined,
  { despatch, inventory, reconciliation }: Rules,
  now: number,
): Fate {
  // A cancelled order needs none.
  if (salesOrder === undefined) return { kind: isCancelled ? 'under-way' : 'missing' };
  if (isOneOf(salesOrder.status, despatch.closedStatuses)) return { kind: 'to-book' };
  const minutes = Math.floor((now - exportedAt) / MINUTE);
  const isLate = minutes >= reconciliation.notAllocatedAfterMinutes;
  return isLate && isOneOf(salesOrder.status, inventory.unallocatedStatuses)
    ? { kind: 'late', minutes, onHold: salesOrder.onHold }
    : { kind: 'under-way' };
}

function isOneOf(status: string, statuses: readonly string[]): boolean {
  const normal = status.trim().toLowerCase();
  return statuses.some((one) => one.trim().toLowerCase() === normal);
}

export function subjectOf({ id, orderNumber }: Pick<ExportedOrder, 'id' | 'orderNumber'>): Subject {
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

export function orphanSubject({ orderId, number }: Pick<OurSalesOrder, 'orderId' | 'number'>): Subject {
  return { type: 'order', id: orderId, key: number };
}

/** @param short ItemCodes of which Peoplevox has less than the order needs */
export function notAllocated(
  order: ExportedOrder,
  number: string,
  { minutes, onHold }: Extract<Fate, { kind: 'late' }>,
  short: readonly string[],
): Finding {
  const subject = subjectOf(order);
  const hours = Math.floor(minutes / 60);
  const since = hours >= 2 ? `${hours} hours` : `${minutes} minutes`;
  if (short.length > 0)
    return {
      code: 'order-backordered',
      subject,
      message: `Sales order ${number} waits for stock since ${since}: Peoplevox has too little of ${short.join(', ')}.`,
      fix: 'Receive or count the stock; or cancel the missing units.',
    };
  return {
    code: 'order-not-allocated',
    subject,
    message: `Sales order ${number} is not allocated since ${since}${onHold ? '; it is on hold' : ', though there is stock'}. It is not picked.`,
    fix: onHold
      ? 'Find out in Peoplevox why it is on hold, and release it.'
      : 'Look in Peoplevox why it is not allocated: stock in a location that is not picked from, or allocation switched off.',
  };
}
