import * as z from 'zod';
import { optionalAddress } from '../core/addresses';
import { withCustomField } from '../core/custom-fields';
import { afterCustomType, customFieldBody, customTypeBody } from '../core/customisable';
import { addressDraft, dateTime, identifier } from '../core/draft';
import { invalidInput, invalidOperation } from '../core/errors';
import { action, type Action, type Actions } from '../core/kind';
import type { Address, Order } from '../core/platform';
import { customFieldMessage, customTypeMessage } from './custom-field-messages';

const text = z.string().optional();

function setAddress(field: 'shippingAddress' | 'billingAddress', message: string): Action<Order> {
  return action({ address: addressDraft.nullish() }, (order, body, context) => {
    const address = optionalAddress(context, body.address);
    context.emit(message, { address, oldAddress: order[field] });
    return { ...order, [field]: address };
  });
}

function addressOf(order: Order, field: 'shippingAddress' | 'billingAddress'): Address {
  const address = order[field];
  if (address === undefined) throw invalidOperation(`The order has no ${field}.`);
  return address;
}

/** Custom fields of an address have no Messages. */
function addressCustomActions(field: 'shippingAddress' | 'billingAddress', name: string): Actions<Order> {
  return {
    [`set${name}CustomType`]: action(customTypeBody, (order: Order, body, context) => ({
      ...order,
      [field]: { ...addressOf(order, field), custom: afterCustomType(context, 'address', body) },
    })),
    [`set${name}CustomField`]: action(customFieldBody, (order: Order, body, context) => {
      const address = addressOf(order, field);
      return {
        ...order,
        [field]: { ...address, custom: withCustomField(context, address.custom, body.name, body.value) },
      };
    }),
  };
}

const updateSyncInfo = action(
  { channel: identifier, externalId: text, syncedAt: dateTime.optional() },
  (order: Order, { channel: wanted, externalId, syncedAt }, context) => {
    const channel = context.reference('channel', wanted);
    const roles = context.project.collections.channel.get(channel.id)?.roles ?? [];
    if (!roles.some((role) => role === 'OrderExport' || role === 'OrderImport'))
      throw invalidInput('The channel of syncInfo needs role OrderExport or OrderImport.');
    const others = order.syncInfo.filter((entry) => entry.channel.id !== channel.id);
    return { ...order, syncInfo: [...others, { channel, externalId, syncedAt: syncedAt ?? context.now }] };
  },
);

export const headerActions: Actions<Order> = {
  updateSyncInfo,
  setOrderNumber: action({ orderNumber: text }, (order, { orderNumber }) => {
    if (order.orderNumber !== undefined && order.orderNumber !== orderNumber)
      throw invalidOperation('The order has a number already; it cannot be changed.');
    return { ...order, orderNumber };
  }),
  setPurchaseOrderNumber: action({ purchaseOrderNumber: text }, (order, { purchaseOrderNumber }, context) => {
    const oldPurchaseOrderNumber = order.purchaseOrderNumber;
    context.emit('OrderPurchaseOrderNumberSet', { purchaseOrderNumber, oldPurchaseOrderNumber });
    return { ...order, purchaseOrderNumber };
  }),
  setCustomerEmail: action({ email: text }, (order, { email }, context) => {
    context.emit('OrderCustomerEmailSet', { email, oldEmail: order.customerEmail });
    return { ...order, customerEmail: email };
  }),
  setLocale: action({ locale: text }, (order, { locale }) => ({ ...order, locale })),
  setStore: action({ store: identifier.nullish() }, (order, body, context) => {
    const store =
      body.store === undefined || body.store === null ? undefined : context.storeReference(body.store);
    context.emit('OrderStoreSet', { store });
    return { ...order, store };
  }),
  setShippingAddress: setAddress('shippingAddress', 'OrderShippingAddressSet'),
  setBillingAddress: setAddress('billingAddress', 'OrderBillingAddressSet'),
  ...addressCustomActions('shippingAddress', 'ShippingAddress'),
  ...addressCustomActions('billingAddress', 'BillingAddress'),
  setCustomType: action(customTypeBody, (order, body, context) => {
    const custom = afterCustomType(context, 'order', body);
    customTypeMessage(context, 'Order', order.custom, custom);
    return { ...order, custom };
  }),
  setCustomField: action(customFieldBody, (order, body, context) => {
    const custom = withCustomField(context, order.custom, body.name, body.value);
    customFieldMessage(context, 'Order', order.custom, body);
    return { ...order, custom };
  }),
  addPayment: action({ payment: identifier }, (order, body, context) => {
    const paymentRef = context.reference('payment', body.payment);
    const payments = order.paymentInfo?.payments ?? [];
    if (payments.some(({ id }) => id === paymentRef.id)) return order;
    context.emit('OrderPaymentAdded', { paymentRef });
    return { ...order, paymentInfo: { payments: [...payments, paymentRef] } };
  }),
  removePayment: action({ payment: identifier }, (order, body, context) => {
    const paymentRef = context.reference('payment', body.payment);
    const payments = (order.paymentInfo?.payments ?? []).filter(({ id }) => id !== paymentRef.id);
    const paymentInfo = payments.length === 0 ? undefined : { payments };
    context.emit('OrderPaymentRemoved', { paymentRef, removedPaymentInfo: paymentInfo === undefined });
    return { ...order, paymentInfo };
  }),
};
