import type { ByProjectKeyRequestBuilder, Payment, Transaction } from '@commercetools/platform-sdk';
import type { Random } from '../../../shared/src/runtime';
import { chosen } from './dice';
import type { Plan } from './plan';

/** Orders are paid through it. */
const INTERFACE = 'psp';

/** The key of the payment of the n-th order, from 1. */
export function paymentKey(index: number): string {
  return `payment-${index}`;
}

/** How the merchant's rules have despatches captured. */
export function captureRules({ setting: { capture } }: Plan): object {
  return capture === undefined
    ? {}
    : { capture: { mode: capture.by, interfaces: [INTERFACE], askAgainAfterMinutes: 1 } };
}

/** The payments of the orders to come, each authorised. */
export async function pay({ setting, acts }: Plan, api: ByProjectKeyRequestBuilder): Promise<void> {
  if (setting.capture === undefined) return;
  const amount = { centAmount: setting.capture.paid, currencyCode: 'GBP' };
  for (const index of acts.filter(({ kind }) => kind === 'order').keys()) {
    const body = {
      key: paymentKey(index + 1),
      amountPlanned: amount,
      paymentMethodInfo: { paymentInterface: INTERFACE },
      transactions: [{ type: 'Authorization' as const, amount, state: 'Success' as const }],
    };
    await api.payments().post({ body }).execute();
  }
}

const isWaiting = ({ type, state }: Transaction) => type === 'Charge' && state === 'Initial';

/** What a payment connector does with Charges: it asks the provider, who may say no while the world is not calm. */
export async function settleCharges(
  api: ByProjectKeyRequestBuilder,
  payments: Iterable<Payment>,
  { verdicts, isCalm }: { readonly verdicts: Random; readonly isCalm: boolean },
): Promise<void> {
  for (const { id, version, transactions } of payments) {
    const actions = transactions.filter(isWaiting).map((charge) => ({
      action: 'changeTransactionState' as const,
      transactionId: charge.id,
      state: isCalm ? ('Success' as const) : chosen(verdicts, ['Success', 'Success', 'Failure'] as const),
    }));
    if (actions.length === 0) continue;
    try {
      await api.payments().withId({ ID: id }).post({ body: { version, actions } }).execute();
    } catch {
      // Somebody else was faster; the next look finds the rest.
    }
  }
}
