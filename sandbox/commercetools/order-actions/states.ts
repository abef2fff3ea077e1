import * as z from 'zod';
import { identifier } from '../core/draft';
import { invalidInput, invalidOperation } from '../core/errors';
import { action, type Actions } from '../core/kind';
import type { Order } from '../core/platform';

export const orderState = z.enum(['Open', 'Confirmed', 'Complete', 'Cancelled']);
export const paymentState = z.enum(['BalanceDue', 'CreditOwed', 'Failed', 'Paid', 'Pending']);
/** `Canceled` with one l: shipments are American, orders British. */
export const shipmentState = z.enum([
  'Backorder',
  'Canceled',
  'Delayed',
  'Delivered',
  'Partial',
  'Pending',
  'Ready',
  'Shipped',
]);

const transitionState = action(
  { state: identifier, force: z.boolean().default(false) },
  (order: Order, { state, force }, context) => {
    const target = context.reference('state', state);
    const { collections } = context.project;
    if (collections.state.get(target.id)?.type !== 'OrderState')
      throw invalidInput('The State is not for orders.');
    const allowed =
      order.state === undefined ? undefined : collections.state.get(order.state.id)?.transitions;
    if (!force && allowed !== undefined && !allowed.some(({ id }) => id === target.id))
      throw invalidOperation('The current State of the order does not lead to the State asked for.');
    context.emit('OrderStateTransition', { state: target, oldState: order.state, force });
    return { ...order, state: target };
  },
);

/** The platform sets these without a sequence; only `transitionState` follows a workflow (facts/commercetools §9). */
export const stateActions: Actions<Order> = {
  changeOrderState: action({ orderState }, (order, body, context) => {
    context.emit('OrderStateChanged', { orderState: body.orderState, oldOrderState: order.orderState });
    return { ...order, orderState: body.orderState };
  }),
  changePaymentState: action({ paymentState: paymentState.optional() }, (order, body, context) => {
    context.emit('OrderPaymentStateChanged', {
      paymentState: body.paymentState,
      oldPaymentState: order.paymentState,
    });
    return { ...order, paymentState: body.paymentState };
  }),
  changeShipmentState: action({ shipmentState: shipmentState.optional() }, (order, body, context) => {
    context.emit('OrderShipmentStateChanged', {
      shipmentState: body.shipmentState,
      oldShipmentState: order.shipmentState,
    });
    return { ...order, shipmentState: body.shipmentState };
  }),
  transitionState,
};
