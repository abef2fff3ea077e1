import type { Order } from '@commercetools/platform-sdk';
import type { ExceptionCode } from '../exceptions/codes';
import type { Finding, Subject } from '../exceptions/exception';
import type { Allotment, LineExcess, Misfit } from './allot';
import type { LineAccount } from './accounting';
import type { Change } from './diff';
import { sumOf } from './grouped';
import { isPaid, refundDue, refunded, valueOf, type RefundableLine } from './refund';
import { returnedItems } from './returned-items';

/** The exceptions that booking an order's despatches raises on the order, and therefore resolves. */
export const despatchCodes = [
  'short-pick',
  'conflicting-change',
  'order-not-allocated',
  'order-backordered',
  'order-cancelled-in-warehouse',
  'over-despatch',
  'despatch-unmatched',
  'refund-due',
] as const satisfies readonly ExceptionCode[];

export function subjectOf(order: Pick<Order, 'id' | 'orderNumber'>): Subject {
  return { type: 'order', id: order.id, ...(order.orderNumber !== undefined && { key: order.orderNumber }) };
}

type Problem = Omit<Finding, 'subject'>;

/** What does not fit of the despatches themselves. */
export function misfitProblems(
  { unmatched, over, fractions }: Allotment,
  uncountedKits: readonly Misfit[],
): Problem[] {
  const problems: Problem[] = [];
  if (over.length > 0)
    problems.push({
      code: 'over-despatch',
      message: `The warehouse despatched more than was ordered: ${over.map(excessText).join('; ')}. The units too many are not booked.`,
      fix: 'Check the despatches in Peoplevox. If the goods left, ask for them back or charge them; if not, correct the despatch and the stock.',
    });
  const unknown = [
    ...unmatched.map(
      ({ units, itemCode, despatch, salesOrder }) =>
        `despatch ${despatch} of sales order ${salesOrder} holds ${units} of ${itemCode}, which the order does not have`,
    ),
    ...uncountedKits.map(
      ({ itemCode, despatch }) =>
        `despatch ${despatch} does not say how many units of the kit ${itemCode} left`,
    ),
    ...fractions.map(
      ({ line, units }) =>
        `${units} of ${line.sku} left that make up no whole unit (${line.factor} of the item are one unit of the order)`,
    ),
  ];
  if (unknown.length > 0)
    problems.push({
      code: 'despatch-unmatched',
      message: `Not everything that left can be booked: ${unknown.join('; ')}. All else is booked. Units of the order that are missing meanwhile are neither given up nor to be refunded.`,
      fix: 'Find out whether the wrong item was sent or the sales order was changed in Peoplevox, and correct it there or send what is missing. Where the goods are right as they left, add a Delivery of the missing units to the order in commercetools; where they are not to come, cancel the order.',
    });
  return problems;
}

function excessText({ line, units }: LineExcess): string {
  return `${units} of ${line.sku} (item units)`;
}

/** A value that a person changed in a field that we own. */
function conflictText({ field, before, after }: Change): string {
  return `${field}: commercetools had ${before ?? 'nothing'}, Peoplevox has ${after}; Peoplevox's value was written`;
}

export function conflictProblem(
  changed: readonly Change[],
  covered: readonly LineExcess[],
  state: { readonly current: string; readonly progress: string } | undefined,
): Problem[] {
  const texts = [
    ...changed.map(conflictText),
    ...covered.map(
      ({ line, units }) =>
        `Deliveries made by others hold ${units} (item units) of ${line.sku} that Peoplevox despatched; they stay, and the units are not booked twice`,
    ),
    ...(state === undefined
      ? []
      : [
          `shipmentState: commercetools has ${state.current}, by Peoplevox the order is ${words[state.progress] ?? state.progress}; commercetools' value stays, for it never goes backwards`,
        ]),
  ];
  if (texts.length === 0) return [];
  return [
    {
      code: 'conflicting-change',
      message: `Someone changed in commercetools what Peoplevox owns. ${texts.join('. ')}.`,
      fix: 'Find out which is right. Correct it in Peoplevox, whose despatches are brought over; do not change Deliveries, Parcels or shipmentState of exported orders by hand.',
    },
  ];
}

const words: Readonly<Record<string, string>> = {
  notAllocated: 'not allocated',
  partlyAllocated: 'partly allocated',
  partlyDespatched: 'partly despatched',
};

/** Sales orders that got no stock for too long. */
export function waitingProblems(
  waiting: readonly { readonly number: string; readonly meaning: string }[],
  minutes: number,
): Problem[] {
  const numbers = (meaning: string) =>
    waiting.filter((one) => one.meaning === meaning).map(({ number }) => number);
  const [unallocated, backordered] = [numbers('notAllocated'), numbers('partlyAllocated')];
  const problems: Problem[] = [];
  if (unallocated.length > 0)
    problems.push({
      code: 'order-not-allocated',
      message: `Sales order ${unallocated.join(', ')} is complete in Peoplevox, but no stock was allocated within ${minutes} minutes of its export.`,
      fix: 'Look in Peoplevox why it is not allocated: no stock, stock in the wrong place, on hold, or allocation switched off.',
    });
  if (backordered.length > 0)
    problems.push({
      code: 'order-backordered',
      message: `Sales order ${backordered.join(', ')} is only partly allocated ${minutes} minutes after its export: Peoplevox has less stock than it needs.`,
      fix: 'Receive or count the missing stock in Peoplevox, or agree with customer service to cancel the missing units.',
    });
  return problems;
}

/** What the warehouse gave up, and what is to be refunded for it. */
export function shortProblems(order: Order, accounts: readonly LineAccount[]): Problem[] {
  if (order.orderState === 'Cancelled') return [];
  const problems: Problem[] = [];
  const short = unitsText(accounts, ({ short: units }) => units);
  if (short !== '')
    problems.push({
      code: 'short-pick',
      message: `The warehouse closed the sales order without despatching ${short}. These units count as settled; nothing more is sent.`,
      fix: 'Tell the customer, and decide on a replacement or a refund.',
    });
  const cancelled = unitsText(accounts, (account) => account.cancelled);
  if (cancelled !== '')
    problems.push({
      code: 'order-cancelled-in-warehouse',
      message: `The warehouse cancelled the sales order with ${cancelled} not despatched, while the order stands in commercetools.`,
      fix: 'Agree with customer service whether the order is cancelled: cancel it in commercetools, or place it again.',
    });
  const refund = refundFinding(order, accounts);
  return refund === undefined ? problems : [...problems, refund];
}

function unitsText(accounts: readonly LineAccount[], units: (account: LineAccount) => number): string {
  return accounts
    .filter((account) => units(account) > 0)
    .map((account) => `${units(account)} of ${account.line.sku}`)
    .join(', ');
}

function refundFinding(order: Order, accounts: readonly LineAccount[]): Problem | undefined {
  if (!isPaid(order)) return undefined;
  const lines = order.lineItems.flatMap(({ id, quantity }): RefundableLine[] => {
    const own = accounts.filter(({ line }) => line.lineItemId === id);
    const gone = sumOf(own, ({ short, cancelled }) => short + cancelled);
    const because = own.some(({ cancelled }) => cancelled > 0)
      ? 'cancelled in the warehouse'
      : 'not despatched';
    return gone === 0 ? [] : [{ lineItemId: id, quantity: gone, after: quantity - gone, because }];
  });
  const forReturns = sumOf(
    returnedItems(order).filter(({ paymentState }) => paymentState === 'Refunded'),
    ({ line }) => valueOf(order, line),
  );
  return refundDue(order, subjectOf(order), lines, Math.max(0, refunded(order) - forReturns));
}
