import * as z from 'zod';
import type { Context } from '../core/context';
import { withCustomField } from '../core/custom-fields';
import { afterCustomType, customFieldBody, customTypeBody } from '../core/customisable';
import { dateTime, identifier, type Identifier } from '../core/draft';
import { invalidInput, invalidOperation } from '../core/errors';
import { action, type Actions } from '../core/kind';
import type { ItemState, LineItem, Order } from '../core/platform';

const lineItemAddress = { lineItemId: z.string().optional(), lineItemKey: z.string().optional() };
type LineItemAddress = { readonly lineItemId?: string; readonly lineItemKey?: string };

const itemStates = z.array(z.object({ quantity: z.int().min(0), state: identifier }));
export const shippingDetailsDraft = z.object({
  targets: z.array(
    z.object({ addressKey: z.string(), quantity: z.int().min(0), shippingMethodKey: z.string().optional() }),
  ),
});

function lineItemOf(order: Order, { lineItemId, lineItemKey }: LineItemAddress): LineItem {
  const found = order.lineItems.find(({ id, key }) =>
    lineItemId === undefined ? key !== undefined && key === lineItemKey : id === lineItemId,
  );
  if (found === undefined)
    throw invalidInput(`The order has no line item '${lineItemId ?? lineItemKey ?? ''}'.`);
  return found;
}

function withLineItem(order: Order, changed: LineItem): Order {
  return { ...order, lineItems: order.lineItems.map((item) => (item.id === changed.id ? changed : item)) };
}

/** Valid when the targets cover exactly the quantity of the item. */
export function shippingDetails(draft: z.infer<typeof shippingDetailsDraft>, quantity: number) {
  const targeted = draft.targets.reduce((sum, target) => sum + target.quantity, 0);
  return { ...draft, valid: targeted === quantity };
}

function lineItemState(context: Context<Order>, identity: Identifier) {
  const reference = context.reference('state', identity);
  const state = context.project.collections.state.get(reference.id);
  if (state?.type !== 'LineItemState')
    throw invalidInput(`State '${state?.key ?? reference.id}' is not for line items.`);
  return { reference, state };
}

/** Moves `quantity` from one State to the other; entries with nothing left go. */
function moved(
  states: readonly ItemState[],
  quantity: number,
  from: string,
  to: ItemState['state'],
): ItemState[] {
  const available = states.find(({ state }) => state.id === from)?.quantity ?? 0;
  if (available < quantity)
    throw invalidOperation(`Only ${available} of the line item are in the state to leave, not ${quantity}.`);
  const left = states.map((entry) =>
    entry.state.id === from ? { ...entry, quantity: entry.quantity - quantity } : entry,
  );
  const grown = left.some(({ state }) => state.id === to.id)
    ? left.map((entry) =>
        entry.state.id === to.id ? { ...entry, quantity: entry.quantity + quantity } : entry,
      )
    : [...left, { quantity, state: to }];
  return grown.filter((entry) => entry.quantity > 0);
}

const transitionLineItemState = action(
  {
    ...lineItemAddress,
    quantity: z.int().min(1),
    fromState: identifier,
    toState: identifier,
    actualTransitionDate: dateTime.optional(),
  },
  (order: Order, body, context) => {
    const item = lineItemOf(order, body);
    const from = lineItemState(context, body.fromState);
    const to = lineItemState(context, body.toState);
    const allowed = from.state.transitions;
    if (allowed !== undefined && !allowed.some(({ id }) => id === to.reference.id))
      throw invalidOperation(`State '${from.state.key}' does not lead to '${to.state.key}'.`);
    context.emit('LineItemStateTransition', {
      lineItemId: item.id,
      lineItemKey: item.key,
      transitionDate: body.actualTransitionDate ?? context.now,
      quantity: body.quantity,
      fromState: from.reference,
      toState: to.reference,
    });
    return withLineItem(order, {
      ...item,
      state: moved(item.state, body.quantity, from.reference.id, to.reference),
    });
  },
);

const importLineItemState = action(
  { ...lineItemAddress, state: itemStates },
  (order: Order, body, context) => {
    const item = lineItemOf(order, body);
    const state = body.state.map((entry) => ({
      ...entry,
      state: lineItemState(context, entry.state).reference,
    }));
    const sum = state.reduce((total, entry) => total + entry.quantity, 0);
    if (sum !== item.quantity)
      throw invalidInput(`The states cover ${sum} of the line item, but its quantity is ${item.quantity}.`);
    return withLineItem(order, { ...item, state });
  },
);

export const lineItemActions: Actions<Order> = {
  transitionLineItemState,
  importLineItemState,
  setLineItemCustomType: action({ ...lineItemAddress, ...customTypeBody }, (order, body, context) => {
    const item = lineItemOf(order, body);
    return withLineItem(order, { ...item, custom: afterCustomType(context, 'line-item', body) });
  }),
  setLineItemCustomField: action({ ...lineItemAddress, ...customFieldBody }, (order, body, context) => {
    const item = lineItemOf(order, body);
    return withLineItem(order, {
      ...item,
      custom: withCustomField(context, item.custom, body.name, body.value),
    });
  }),
  setLineItemShippingDetails: action(
    { ...lineItemAddress, shippingDetails: shippingDetailsDraft.optional() },
    (order, body) => {
      const item = lineItemOf(order, body);
      const details =
        body.shippingDetails === undefined ? undefined : shippingDetails(body.shippingDetails, item.quantity);
      return withLineItem(order, { ...item, shippingDetails: details });
    },
  ),
};
