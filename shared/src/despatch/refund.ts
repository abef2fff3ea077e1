import type { Order } from '@commercetools/platform-sdk';
import { centsToText } from '../commercetools/amounts';
import type { Finding, Subject } from '../exceptions/exception';
import { valueOfUnits } from './capture/shares';
import { sumOf } from './grouped';

/** Units of a line item that were paid and that the customer does not have. */
export interface RefundableLine {
  readonly lineItemId: string;
  readonly quantity: number;
  /** Units of the line that count before these: so that all parts of a line add up to its price. */
  readonly after: number;
  /** Why, in words. */
  readonly because: string;
}

/** Whether the customer paid the whole order; what was only authorised is not paid. */
export function isPaid({ paymentInfo, paymentState, totalPrice, taxedPrice }: Order): boolean {
  const transactions = (paymentInfo?.payments ?? []).flatMap(({ obj }) => obj?.transactions ?? []);
  if (transactions.length === 0) return paymentState === 'Paid' || paymentState === 'CreditOwed';
  return amountOf(transactions, 'Charge') >= (taxedPrice?.totalGross ?? totalPrice).centAmount;
}

/** Whether anything was charged, be it the whole order or what was despatched of it. */
export function isCharged(order: Order): boolean {
  const transactions = (order.paymentInfo?.payments ?? []).flatMap(({ obj }) => obj?.transactions ?? []);
  return isPaid(order) || amountOf(transactions, 'Charge') > 0;
}

/** Refunds that succeeded, in the smallest units of the currency. */
export function refunded({ paymentInfo }: Order): number {
  return amountOf(
    (paymentInfo?.payments ?? []).flatMap(({ obj }) => obj?.transactions ?? []),
    'Refund',
  );
}

interface Transaction {
  readonly type: string;
  readonly state: string;
  readonly amount: { readonly centAmount: number };
}

function amountOf(transactions: readonly Transaction[], type: string): number {
  return sumOf(
    transactions.filter((one) => one.type === type && one.state === 'Success'),
    ({ amount }) => amount.centAmount,
  );
}

export function valueOf(order: Order, { lineItemId, quantity, after }: RefundableLine): number {
  return valueOfUnits(order, lineItemId, quantity, { after });
}

/**
 * A proposal: what the lines cost, tax and discounts included, less what was refunded already. Undefined when nothing
 * is due. Shipping and fees are a person's decision.
 */
export function refundDue(
  order: Order,
  subject: Subject,
  lines: readonly RefundableLine[],
  alreadyRefunded: number,
): Finding | undefined {
  const amounts = lines.map((line) => ({ line, amount: valueOf(order, line) }));
  const due = sumOf(amounts, ({ amount }) => amount) - alreadyRefunded;
  if (due <= 0) return undefined;
  const { currencyCode, fractionDigits } = order.totalPrice;
  const money = (cents: number) => `${centsToText(cents, fractionDigits)} ${currencyCode}`;
  const texts = amounts.map(
    ({ line, amount }) =>
      `${line.quantity} of ${skuOf(order, line.lineItemId)} (line item ${line.lineItemId}, ${line.because}): ${money(amount)}`,
  );
  const less = alreadyRefunded > 0 ? ` ${money(alreadyRefunded)} of it was refunded already.` : '';
  return {
    code: 'refund-due',
    subject,
    message: `Proposal: refund ${money(due)}. ${texts.join('; ')}. Tax and discounts are included.${less}`,
    fix: 'Check the proposal, decide whether shipping is refunded too, and refund in the payment system. The connector never refunds.',
  };
}

function skuOf(order: Order, lineItemId: string): string {
  return order.lineItems.find(({ id }) => id === lineItemId)?.variant.sku ?? 'a line without SKU';
}
