import * as z from 'zod';
import { commitUpdate, applyActions } from '../core/commit';
import { openContext } from '../core/context';
import { parsed } from '../core/draft';
import { answer, jsonBody, type Call, type Endpoint } from '../core/endpoint';
import { invalidOperation, PlatformError, requiredField } from '../core/errors';
import type { EmulatorResponse } from '../core/http';
import type { Payment } from '../core/platform';
import { payments } from './payments';

const intent = z.object({
  actions: z.array(
    z.looseObject({
      action: z.enum(['capturePayment', 'refundPayment', 'cancelPayment', 'reversePayment']),
      amount: z.object({ centAmount: z.int(), currencyCode: z.string() }).optional(),
      merchantReference: z.string().optional(),
    }),
  ),
});
type Action = z.infer<typeof intent>['actions'][number];
type Amount = NonNullable<Action['amount']>;

const stateOf = { approved: 'Success', received: 'Pending', rejected: 'Failure' } as const;

function sum(payment: Payment, type: string, counts: (state: string) => boolean): number {
  return payment.transactions
    .filter((one) => one.type === type && counts(one.state))
    .reduce((total, { amount }) => total + amount.centAmount, 0);
}

/** Checkout and the payment connector behind it check before the payment service provider is asked. */
function assertCapturable(payment: Payment, { centAmount, currencyCode }: Amount): void {
  if (centAmount <= 0) throw invalidOperation('The amount of a capture is above zero.');
  if (payment.amountPlanned.currencyCode !== currencyCode)
    throw invalidOperation(
      `The payment is in ${payment.amountPlanned.currencyCode}, not in ${currencyCode}.`,
    );
  const rest =
    sum(payment, 'Authorization', (state) => state === 'Success') -
    sum(payment, 'CancelAuthorization', (state) => state === 'Success') -
    sum(payment, 'Charge', (state) => state !== 'Failure');
  if (centAmount > rest) throw invalidOperation(`Only ${rest} of the authorised amount is left.`);
}

/** Checkout names what it did not find, other than the HTTP API. */
function noPayment(resourceId: string): PlatformError {
  const message = `The Payment with ID '${resourceId}' was not found.`;
  return new PlatformError(404, [
    { code: 'ResourceNotFound', message, resourceIdentifier: 'payment', resourceId },
  ]);
}

/** As payment connectors do: the Charge carries the id of the payment service provider, not the merchant's reference. */
function capture(
  { project }: Call,
  payment: Payment,
  { amount, merchantReference }: Action,
): EmulatorResponse {
  if (amount === undefined) throw requiredField('amount');
  assertCapturable(payment, amount);
  const { centAmount } = amount;
  const outcome = project.ports.capture({ paymentId: payment.id, centAmount, merchantReference });
  const context = openContext<Payment>(project);
  const transaction = {
    type: 'Charge',
    amount,
    interactionId: `psp-${context.newId()}`,
    state: stateOf[outcome],
    timestamp: context.now,
  };
  const actions = [{ action: 'addTransaction', transaction }];
  commitUpdate(payments, payment, applyActions(payments.actions, payment, actions, context), context);
  return answer(200, { outcome });
}

/** `POST payment-intents/{paymentId}` of commercetools Checkout, as far as it captures. On the platform it has a host of its own. */
export const paymentIntentEndpoint: Endpoint = {
  path: 'payment-intents',
  handle: (call) => {
    const [paymentId, ...more] = call.rest;
    if (call.request.method !== 'POST' || paymentId === undefined || more.length > 0) return undefined;
    call.allow(['manage_checkout_payment_intents']);
    const { actions } = parsed(intent, jsonBody(call));
    const [action] = actions;
    if (action === undefined) throw requiredField('actions');
    if (actions.length > 1)
      throw new PlatformError(400, [
        { code: 'MultipleActionsNotAllowed', message: 'A payment intent has exactly one action.' },
      ]);
    const payment = call.project.collections.payment.get(paymentId);
    if (payment === undefined) throw noPayment(paymentId);
    if (action.action !== 'capturePayment')
      throw invalidOperation(`The sandbox captures, and does not ${action.action}.`);
    return capture(call, payment, action);
  },
};
