import type { PaymentIntents } from '../../commercetools/payment-intents';
import type { Method } from './method';

/** Capture by payment intents of Checkout. @param intents undefined: nobody knows where Checkout is */
export function byIntent(intents: PaymentIntents | undefined): Method {
  return {
    concern: () => undefined,
    obstacle: () => undefined,
    send: async ({ claim, amount }, { order, payment }) => {
      if (intents === undefined)
        return { kind: 'refused', why: 'nobody has said where Checkout is: set CTP_CHECKOUT_URL' };
      const result = await intents.capture({
        paymentId: payment.id,
        amount: { centAmount: amount, currencyCode: order.totalPrice.currencyCode },
        merchantReference: claim.reference,
      });
      return 'error' in result ? { kind: result.kind, why: result.error.message } : result;
    },
  };
}
