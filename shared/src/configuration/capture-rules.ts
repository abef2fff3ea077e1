import * as z from 'zod';

/** Capture on despatch: which payments, what of the order, and when to ask once more. */
export const captureRules = z.strictObject({
  mode: z
    .enum(['off', 'charge', 'payment-intents'])
    .default('off')
    .describe('Capture on despatch: not at all, by a Charge transaction, or by payment intents of Checkout.'),
  interfaces: z
    .array(z.string().min(1))
    .default([])
    .describe('paymentInterface of the payments it may touch. []: none.'),
  withoutPayment: z
    .enum(['report', 'leave'])
    .default('report')
    .describe(
      'An order that was despatched and has no payment of these interfaces: report it to finance while money is ' +
        'outstanding, or leave it alone (orders on account).',
    ),
  shipping: z
    .enum(['first', 'proRata', 'last'])
    .default('first')
    .describe(
      'When shipping costs are captured: with the first Delivery, with each by the value of its units, or with the ' +
        'last. In Multiple shipping mode: of each shipping entry.',
    ),
  fees: z
    .enum(['first', 'proRata', 'last', 'none'])
    .default('first')
    .describe('When custom line items are captured, likewise. none: never; a fee below zero is a discount.'),
  askAgainAfterMinutes: z
    .number()
    .multipleOf(1)
    .min(0)
    .default(60)
    .describe(
      'A capture whose answer was lost, and of which the payment shows nothing after so many minutes, is asked for ' +
        'once more. 0: never; finance is told and decides.',
    ),
});
