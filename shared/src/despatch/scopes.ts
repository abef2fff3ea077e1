import type { NeededScope } from '../configuration/needed-scopes';

/** What the booking of despatches and returns, and capture with it, needs of commercetools. */
export const BOOKING_SCOPES: readonly NeededScope[] = [
  { scope: 'manage_orders', to: 'write deliveries, returns and shipment states' },
  { scope: 'manage_key_value_documents', to: 'keep rules, hints and exceptions' },
  {
    scope: 'view_states',
    to: 'write States of line items (despatch.lineItemStates)',
    when: ({ despatch }) => Object.values(despatch.lineItemStates).some((key) => key !== null),
  },
  {
    scope: 'manage_payments',
    to: 'capture by Charge (capture.mode)',
    when: ({ capture }) => capture.mode === 'charge',
  },
  {
    scope: 'view_payments',
    to: 'read what is to be captured (capture.mode)',
    when: ({ capture }) => capture.mode !== 'off',
  },
  {
    scope: 'manage_checkout_payment_intents',
    to: 'capture by payment intents (capture.mode)',
    when: ({ capture }) => capture.mode === 'payment-intents',
  },
];
