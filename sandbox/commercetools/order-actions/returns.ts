import * as z from 'zod';
import type { Context } from '../core/context';
import { optionalCustomFields, withCustomField } from '../core/custom-fields';
import { afterCustomType, customFieldBody, customTypeBody } from '../core/customisable';
import { customDraft, dateTime, resourceKey } from '../core/draft';
import { duplicateField, invalidInput, invalidOperation } from '../core/errors';
import { action, type Actions } from '../core/kind';
import type { Order, ReturnInfo, ReturnItem } from '../core/platform';

const text = z.string().optional();
const returnItemDraft = z.object({
  key: resourceKey.optional(),
  quantity: z.int().min(1),
  lineItemId: text,
  customLineItemId: text,
  comment: text,
  shipmentState: z.enum(['Advised', 'Returned']),
  custom: customDraft.optional(),
});
const returnInfo = {
  items: z.array(returnItemDraft),
  returnTrackingId: text,
  returnDate: dateTime.optional(),
};
const returnItemAddress = { returnItemId: text, returnItemKey: text };

type ReturnItemDraft = z.infer<typeof returnItemDraft>;

function origin(order: Order, { lineItemId, customLineItemId }: ReturnItemDraft) {
  if (lineItemId !== undefined && order.lineItems.some(({ id }) => id === lineItemId))
    return { type: 'LineItemReturnItem', lineItemId } as const;
  if (customLineItemId !== undefined && order.customLineItems.some(({ id }) => id === customLineItemId))
    return { type: 'CustomLineItemReturnItem', customLineItemId } as const;
  throw invalidInput(`The order has no line item '${lineItemId ?? customLineItemId ?? ''}' to return.`);
}

function newReturnItem(context: Context<Order>, order: Order, draft: ReturnItemDraft): ReturnItem {
  return {
    id: context.newId(),
    key: draft.key,
    ...origin(order, draft),
    quantity: draft.quantity,
    comment: draft.comment,
    shipmentState: draft.shipmentState,
    paymentState: draft.shipmentState === 'Advised' ? 'NonRefundable' : 'Initial',
    custom: optionalCustomFields(context, 'order-return-item', draft.custom),
    createdAt: context.now,
    lastModifiedAt: context.now,
  };
}

function assertUniqueKeys(infos: readonly ReturnInfo[]): void {
  const keys = infos.flatMap(({ items }) => items.flatMap(({ key }) => key ?? []));
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw duplicateField('key', twice);
}

function newReturnInfo(
  context: Context<Order>,
  order: Order,
  draft: { items: ReturnItemDraft[]; returnTrackingId?: string; returnDate?: string },
): ReturnInfo {
  return { ...draft, items: draft.items.map((item) => newReturnItem(context, order, item)) };
}

interface ReturnItemAddress {
  readonly returnItemId?: string;
  readonly returnItemKey?: string;
}

function isAddressed({ id, key }: ReturnItem, { returnItemId, returnItemKey }: ReturnItemAddress): boolean {
  return returnItemId === undefined ? key !== undefined && key === returnItemKey : id === returnItemId;
}

function changedItem(
  order: Order,
  address: ReturnItemAddress,
  context: Context<Order>,
  change: (item: ReturnItem) => ReturnItem,
): Order {
  const infos = order.returnInfo ?? [];
  const item = infos.flatMap(({ items }) => items).find((one) => isAddressed(one, address));
  if (item === undefined)
    throw invalidInput(
      `The order has no return item '${address.returnItemId ?? address.returnItemKey ?? ''}'.`,
    );
  const after = change(item);
  if (after === item) return order;
  const swapped = (one: ReturnItem) => (one === item ? { ...after, lastModifiedAt: context.now } : one);
  return { ...order, returnInfo: infos.map((info) => ({ ...info, items: info.items.map(swapped) })) };
}

const setReturnShipmentState = action(
  { ...returnItemAddress, shipmentState: z.enum(['Advised', 'Returned', 'BackInStock', 'Unusable']) },
  (order: Order, { shipmentState, ...body }, context) =>
    changedItem(order, body, context, (item) => {
      if (item.shipmentState === shipmentState) return item;
      // Advised and Returned are set when the item is created, and only then (facts/commercetools §9).
      const leads = item.shipmentState === 'Returned' && ['BackInStock', 'Unusable'].includes(shipmentState);
      if (!leads)
        throw invalidOperation(`A return item goes not from ${item.shipmentState} to ${shipmentState}.`);
      context.emit('OrderReturnShipmentStateChanged', {
        returnItemId: item.id,
        returnShipmentState: shipmentState,
      });
      return { ...item, shipmentState };
    }),
);

const setReturnPaymentState = action(
  { ...returnItemAddress, paymentState: z.enum(['Initial', 'Refunded', 'NotRefunded', 'NonRefundable']) },
  (order: Order, { paymentState, ...body }, context) =>
    changedItem(order, body, context, (item) => {
      if (item.paymentState === paymentState) return item;
      if (item.shipmentState === 'Advised')
        throw invalidOperation(
          'The payment state of an advised return item cannot be set: nothing came back yet.',
        );
      return { ...item, paymentState };
    }),
);

export const returnActions: Actions<Order> = {
  addReturnInfo: action(returnInfo, (order, body, context) => {
    const added = newReturnInfo(context, order, body);
    const infos = [...(order.returnInfo ?? []), added];
    assertUniqueKeys(infos);
    context.emit('ReturnInfoAdded', { returnInfo: added });
    return { ...order, returnInfo: infos };
  }),
  setReturnInfo: action(
    { items: z.array(z.object(returnInfo)).optional() },
    (order, { items = [] }, context) => {
      const infos = items.map((info) => newReturnInfo(context, order, info));
      assertUniqueKeys(infos);
      context.emit('ReturnInfoSet', { returnInfo: infos });
      return { ...order, returnInfo: infos };
    },
  ),
  setReturnShipmentState,
  setReturnPaymentState,
  setReturnItemCustomType: action({ ...returnItemAddress, ...customTypeBody }, (order, body, context) =>
    changedItem(order, body, context, (item) => ({
      ...item,
      custom: afterCustomType(context, 'order-return-item', body),
    })),
  ),
  setReturnItemCustomField: action({ ...returnItemAddress, ...customFieldBody }, (order, body, context) =>
    changedItem(order, body, context, (item) => ({
      ...item,
      custom: withCustomField(context, item.custom, body.name, body.value),
    })),
  ),
};
