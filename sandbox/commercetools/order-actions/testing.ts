import type { Order } from '../core/platform';
import type { OrderSeed } from '../orders/seed';
import {
  messageFault,
  subscribe,
  testProject,
  type Answered,
  type Body,
  type TestProject,
  text,
} from '../testing';

export interface PlacedOrder extends TestProject {
  readonly id: string;
  readonly path: string;
  readonly lineItemId: string;
  /** The order as stored now. */
  order(): Order;
  act(...actions: readonly unknown[]): Answered;
  /** Messages since the order was placed, each checked against the description. */
  messages(): readonly Body[];
}

/** A project with one order of two lines, its Messages subscribed to, and Types for its parts. */
export function placedOrder(seed: Partial<OrderSeed> = {}): PlacedOrder {
  const project = testProject();
  subscribe(project, 'order');
  project.create('/types', {
    key: 'extra',
    name: { en: 'Extra' },
    resourceTypeIds: ['order', 'line-item', 'order-delivery', 'order-parcel', 'order-return-item', 'address'],
    fieldDefinitions: [{ name: 'note', label: { en: 'Note' }, required: false, type: { name: 'String' } }],
  });
  const { id } = project.emulator.seedOrder({
    orderNumber: 'O-1',
    lineItems: [
      { sku: 'A', quantity: 3, key: 'line-a' },
      { sku: 'B', quantity: 1 },
    ],
    shippingAddress: { country: 'GB', city: 'Leeds' },
    ...seed,
  });
  project.delivered.length = 0;
  const order = (): Order => {
    const found = project.emulator.project.collections.order.get(id);
    if (found === undefined) throw new Error('The order is gone.');
    return found;
  };
  const path = `/orders/${id}`;
  return {
    ...project,
    id,
    path,
    lineItemId: order().lineItems[0]?.id ?? '',
    order,
    act: (...actions) => project.update(path, ...actions),
    messages: () =>
      project.delivered.map(({ payload }) => {
        const fault = messageFault(payload);
        if (fault !== undefined) throw new Error(`${text(payload, 'type')}: ${fault}`);
        return payload;
      }),
  };
}

export const extra = { typeId: 'type', key: 'extra' };
