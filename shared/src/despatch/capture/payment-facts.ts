import type { Payment, Transaction } from '@commercetools/platform-sdk';
import type { AuthorisedPayment, Charge } from './due';

/** The one payment that may be charged, or why there is none. */
export type Chargeable =
  | { readonly kind: 'one'; readonly payment: AuthorisedPayment }
  /** No payment of the configured interfaces. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unusable'; readonly why: string; readonly fix: string };

interface PaymentFacts {
  readonly chargeable: Chargeable;
  /** Of all payments of the order, of whatever interface. */
  readonly charges: readonly Charge[];
}

const OF_THE_SUM: readonly string[] = ['Authorization', 'CancelAuthorization', 'Charge'];

/** What the payments of an order say of the money for it; `interfaces` is the rule `capture.interfaces`. */
export function paymentFacts(
  payments: readonly Payment[],
  interfaces: readonly string[],
  currencyCode: string,
): PaymentFacts {
  const transactions = payments.flatMap((payment) => payment.transactions.map((one) => ({ payment, one })));
  const charges = transactions.filter(({ one }) => one.type === 'Charge');
  const foreign = transactions.find(
    ({ one }) => OF_THE_SUM.includes(one.type) && one.amount.currencyCode !== currencyCode,
  );
  return {
    chargeable:
      foreign === undefined
        ? chargeable(payments, interfaces)
        : {
            kind: 'unusable',
            why: `payment ${foreign.payment.id} is in ${foreign.one.amount.currencyCode}, the order in ${currencyCode}`,
            fix: 'Charge what was despatched in the payment system.',
          },
    charges: charges.map(({ payment, one }) => chargeOf(payment, one)),
  };
}

function chargeOf(payment: Payment, transaction: Transaction): Charge {
  const { id, state, interactionId, timestamp } = transaction;
  return {
    id,
    paymentId: payment.id,
    amount: transaction.amount.centAmount,
    state,
    ...(interactionId !== undefined && { interactionId }),
    ...(transaction.interfaceId !== undefined && { interfaceId: transaction.interfaceId }),
    ...(timestamp !== undefined && { at: Date.parse(timestamp) }),
  };
}

function chargeable(payments: readonly Payment[], interfaces: readonly string[]): Chargeable {
  const ours = payments.filter(({ paymentMethodInfo: { paymentInterface } }) =>
    interfaces.some((name) => name === paymentInterface),
  );
  if (ours.length === 0) return { kind: 'none' };
  const authorised = ours
    .map((payment) => ({ id: payment.id, authorised: authorisedOn(payment) }))
    .filter((payment) => payment.authorised > 0);
  const [payment] = authorised;
  if (payment !== undefined && authorised.length === 1) return { kind: 'one', payment };
  return {
    kind: 'unusable',
    why:
      payment === undefined
        ? `no payment of ${interfaces.join(', ')} has a successful Authorization`
        : `payments ${authorised.map(({ id }) => id).join(' and ')} have a successful Authorization, and nothing says which to charge`,
    fix: 'Charge what was despatched in the payment system, or ask the customer for another payment.',
  };
}

/** An Authorization that is being cancelled is not relied on. */
function authorisedOn({ transactions }: Payment): number {
  return transactions.reduce((sum, { type, state, amount }) => {
    if (type === 'Authorization' && state === 'Success') return sum + amount.centAmount;
    if (type === 'CancelAuthorization' && state !== 'Failure') return sum - amount.centAmount;
    return sum;
  }, 0);
}
