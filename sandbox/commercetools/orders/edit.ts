import { commitUpdate } from '../core/commit';
import { openContext, type Context } from '../core/context';
import { invalidInput, notFound } from '../core/errors';
import { cents } from '../core/money';
import type { LineItem, Order, OrderEdit, TaxRate } from '../core/platform';
import type { Project } from '../core/project';
import { orders } from '../resources/orders';
import { taxed } from './pricing';
import { priced, shippingInfo, type ShippingSeed } from './seed';
import { initialState, seededLineItem, type LineItemSeed, type SeedTerms } from './seed-line-item';

/** Staged changes; each of a line names the line item by its id. */
export interface OrderEditSeed {
  readonly addLineItems?: readonly LineItemSeed[];
  readonly removeLineItems?: readonly string[];
  readonly changeQuantity?: readonly { readonly lineItemId: string; readonly quantity: number }[];
  /** In Single mode. */
  readonly setShippingMethod?: ShippingSeed;
}

const NO_TAX: TaxRate = { name: 'none', amount: 0, includedInPrice: true, country: 'GB' };

function lineItemOf(order: Order, id: string): LineItem {
  const item = order.lineItems.find((one) => one.id === id);
  if (item === undefined) throw invalidInput(`The order has no line item '${id}'.`);
  return item;
}

function withQuantity(context: Context<Order>, item: LineItem, quantity: number): LineItem {
  const total = item.price.value.centAmount * quantity;
  const { currencyCode } = item.totalPrice;
  return {
    ...item,
    quantity,
    totalPrice: cents(total, currencyCode),
    taxedPrice: item.taxRate && taxed(total, currencyCode, item.taxRate),
    state: initialState(context.project, quantity),
    lastModifiedAt: context.now,
  };
}

function tellRemoved(context: Context<Order>, item: LineItem): void {
  context.emit('OrderLineItemRemoved', {
    lineItemId: item.id,
    lineItemKey: item.key,
    removedQuantity: item.quantity,
    newQuantity: 0,
    newState: [],
    newTotalPrice: cents(0, item.totalPrice.currencyCode),
    newPrice: item.price,
  });
}

function removed(context: Context<Order>, order: Order, ids: readonly string[]): Order {
  const gone = ids.map((id) => lineItemOf(order, id));
  for (const item of gone) tellRemoved(context, item);
  return { ...order, lineItems: order.lineItems.filter((item) => !gone.includes(item)) };
}

/** A changed quantity has no Message of its own on the platform; only one that falls to 0 removes the line. */
function requantified(
  context: Context<Order>,
  order: Order,
  changes: OrderEditSeed['changeQuantity'] = [],
): Order {
  return changes.reduce((current, { lineItemId, quantity }) => {
    const item = lineItemOf(current, lineItemId);
    if (quantity === 0) return removed(context, current, [lineItemId]);
    const changed = withQuantity(context, item, quantity);
    return { ...current, lineItems: current.lineItems.map((one) => (one === item ? changed : one)) };
  }, order);
}

function termsOf(context: Context<Order>, order: Order): SeedTerms {
  return {
    context,
    currency: order.totalPrice.currencyCode,
    taxRate: order.lineItems[0]?.taxRate ?? NO_TAX,
    country: order.country,
    inventoryMode: order.inventoryMode ?? 'None',
  };
}

function shippedBy(context: Context<Order>, order: Order, seed: ShippingSeed | undefined): Order {
  if (seed === undefined) return order;
  const deliveries = order.shippingInfo?.deliveries ?? [];
  return { ...order, shippingInfo: { ...shippingInfo(context, termsOf(context, order), seed), deliveries } };
}

function added(context: Context<Order>, order: Order, seeds: readonly LineItemSeed[]): Order {
  const items = seeds.map((seed) => seededLineItem(termsOf(context, order), seed));
  for (const lineItem of items)
    context.emit('OrderLineItemAdded', { lineItem, addedQuantity: lineItem.quantity });
  return { ...order, lineItems: [...order.lineItems, ...items] };
}

function excerpt({ totalPrice, taxedPrice, version }: Order) {
  return { totalPrice, taxedPrice, version };
}

/** Changes a placed order as an applied Order Edit does, Messages included. */
export function applyOrderEdit(project: Project, orderId: string, edit: OrderEditSeed): Order {
  const before = project.collections.order.get(orderId);
  if (before === undefined) throw notFound(`The Order with ID '${orderId}'`);
  const context = openContext<Order>(project);
  const kept = removed(context, before, edit.removeLineItems ?? []);
  const lines = added(context, requantified(context, kept, edit.changeQuantity), edit.addLineItems ?? []);
  const shipped = shippedBy(context, lines, edit.setShippingMethod);
  const resource = priced(shipped, before.totalPrice.currencyCode);
  context.emit('OrderEditApplied', (committed) => {
    const result = {
      type: 'Applied',
      appliedAt: context.now,
      excerptBeforeEdit: excerpt(before),
      excerptAfterEdit: excerpt(committed),
    } as const;
    const applied: OrderEdit = {
      id: context.newId(),
      version: 2,
      createdAt: context.now,
      lastModifiedAt: context.now,
      resource: { typeId: 'order', id: before.id },
      stagedActions: [],
      result,
    };
    return { edit: applied, result };
  });
  return commitUpdate(orders, before, { resource, steps: 1 }, context);
}
