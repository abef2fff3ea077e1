import * as z from 'zod';
import type { Context } from '../core/context';
import { customFields, optionalCustomFields } from '../core/custom-fields';
import { customActions } from '../core/customisable';
import { customDraft, dateTime, identifier, localized, money, parsed, resourceKey } from '../core/draft';
import { invalidInput } from '../core/errors';
import { action, assign, byKey, fresh, type Kind } from '../core/kind';
import { asCents } from '../core/money';
import type { Payment, Transaction } from '../core/platform';
import { base, custom, money as moneyFields, named, reference } from '../predicate/fields';

const text = z.string().optional();
const transactionState = z.enum(['Failure', 'Initial', 'Pending', 'Success']);
const transactionDraft = z.object({
  timestamp: dateTime.optional(),
  type: z.enum(['Authorization', 'CancelAuthorization', 'Charge', 'Chargeback', 'Refund']),
  amount: money,
  interactionId: text,
  interfaceId: text,
  state: transactionState.default('Initial'),
  custom: customDraft.optional(),
});
const methodInfo = z.object({
  paymentInterface: text,
  interfaceAccount: text,
  method: text,
  name: localized.optional(),
});
const draft = z.object({
  key: resourceKey.optional(),
  customer: identifier.optional(),
  anonymousId: text,
  interfaceId: text,
  amountPlanned: money,
  paymentMethodInfo: methodInfo.default({}),
  paymentStatus: z
    .object({ interfaceCode: text, interfaceText: text, state: identifier.optional() })
    .default({}),
  transactions: z.array(transactionDraft).default([]),
  interfaceInteractions: z.array(customDraft).default([]),
  custom: customDraft.optional(),
});

function newTransaction(context: Context<Payment>, body: z.infer<typeof transactionDraft>): Transaction {
  return {
    id: context.newId(),
    ...body,
    amount: asCents(body.amount),
    custom: optionalCustomFields(context, 'transaction', body.custom),
  };
}

function withTransaction(
  payment: Payment,
  id: string,
  change: (transaction: Transaction) => Transaction,
): Payment {
  if (!payment.transactions.some((transaction) => transaction.id === id))
    throw invalidInput(`The payment has no transaction '${id}'.`);
  return { ...payment, transactions: payment.transactions.map((one) => (one.id === id ? change(one) : one)) };
}

const transactionId = { transactionId: z.string() };

export const payments: Kind<'payment'> = {
  typeId: 'payment',
  path: 'payments',
  entity: 'Payment',
  view: ['view_payments'],
  manage: ['manage_payments'],
  fields: {
    ...base,
    ...named('string', 'key interfaceId anonymousId'),
    customer: reference,
    amountPlanned: moneyFields,
    paymentMethodInfo: { ...named('string', 'paymentInterface interfaceAccount method'), name: 'any' },
    paymentStatus: { ...named('string', 'interfaceCode interfaceText'), state: reference },
    transactions: {
      ...named('string', 'id type interactionId interfaceId state'),
      timestamp: 'datetime',
      amount: moneyFields,
      custom,
    },
    interfaceInteractions: custom,
    custom,
  },
  alternateKeys: byKey,
  create: (body, context) => {
    const payment = parsed(draft, body);
    const { state } = payment.paymentStatus;
    return {
      ...fresh(context),
      ...payment,
      customer: payment.customer && context.reference('customer', payment.customer),
      amountPlanned: asCents(payment.amountPlanned),
      paymentStatus: { ...payment.paymentStatus, state: state && context.reference('state', state) },
      transactions: payment.transactions.map((transaction) => newTransaction(context, transaction)),
      interfaceInteractions: payment.interfaceInteractions.map((one) =>
        customFields(context, 'payment-interface-interaction', one),
      ),
      custom: optionalCustomFields(context, 'payment', payment.custom),
    };
  },
  created: (_, context) => context.emit('PaymentCreated', (payment) => ({ payment })),
  actions: {
    addTransaction: action({ transaction: transactionDraft }, (payment, body, context) => {
      const transaction = newTransaction(context, body.transaction);
      context.emit('PaymentTransactionAdded', { transaction });
      return { ...payment, transactions: [...payment.transactions, transaction] };
    }),
    changeTransactionState: action(
      { ...transactionId, state: transactionState },
      (payment, body, context) => {
        context.emit('PaymentTransactionStateChanged', {
          transactionId: body.transactionId,
          state: body.state,
        });
        return withTransaction(payment, body.transactionId, (one) => ({ ...one, state: body.state }));
      },
    ),
    changeTransactionInteractionId: action({ ...transactionId, interactionId: z.string() }, (payment, body) =>
      withTransaction(payment, body.transactionId, (one) => ({ ...one, interactionId: body.interactionId })),
    ),
    changeTransactionTimestamp: action({ ...transactionId, timestamp: dateTime }, (payment, body) =>
      withTransaction(payment, body.transactionId, (one) => ({ ...one, timestamp: body.timestamp })),
    ),
    changeAmountPlanned: action({ amount: money }, (payment, { amount }) => ({
      ...payment,
      amountPlanned: asCents(amount),
    })),
    setKey: assign({ key: resourceKey.optional() }),
    setInterfaceId: action({ interfaceId: text }, (payment, { interfaceId }, context) => {
      context.emit('PaymentInterfaceIdSet', { interfaceId, oldInterfaceId: payment.interfaceId });
      return { ...payment, interfaceId };
    }),
    setStatusInterfaceCode: action({ interfaceCode: text }, (payment, { interfaceCode }, context) => {
      context.emit('PaymentStatusInterfaceCodeSet', { paymentId: payment.id, interfaceCode });
      return { ...payment, paymentStatus: { ...payment.paymentStatus, interfaceCode } };
    }),
    setStatusInterfaceText: action({ interfaceText: text }, (payment, { interfaceText }) => ({
      ...payment,
      paymentStatus: { ...payment.paymentStatus, interfaceText },
    })),
    setMethodInfoInterface: action({ interface: z.string() }, (payment, body) => ({
      ...payment,
      paymentMethodInfo: { ...payment.paymentMethodInfo, paymentInterface: body.interface },
    })),
    setMethodInfoMethod: action({ method: text }, (payment, { method }) => ({
      ...payment,
      paymentMethodInfo: { ...payment.paymentMethodInfo, method },
    })),
    addInterfaceInteraction: action(customDraft.shape, (payment, body, context) => {
      const interaction = customFields(context, 'payment-interface-interaction', body);
      context.emit('PaymentInteractionAdded', { interaction });
      return { ...payment, interfaceInteractions: [...payment.interfaceInteractions, interaction] };
    }),
    ...customActions('payment'),
  },
};
