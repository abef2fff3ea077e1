import { resourceEndpoint, createResource } from '../core/resource-endpoint';
import type { Endpoint } from '../core/endpoint';
import type { Kind } from '../core/kind';
import { orderActions } from '../order-actions';
import { importedOrder } from '../orders/import';
import { orderFields } from '../orders/order-fields';

/** Orders from carts are not created over HTTP: the emulator has no carts, see `seedOrder`. */
export const orders: Kind<'order'> = {
  typeId: 'order',
  path: 'orders',
  entity: 'Order',
  view: ['view_orders'],
  manage: ['manage_orders'],
  fields: orderFields,
  alternateKeys: { 'order-number': 'orderNumber' },
  actions: orderActions,
  // Both move with every write, as on real Orders; the SDK's type leaves the first out.
  shown: (order, { sequences }) => ({
    ...order,
    versionModifiedAt: order.lastModifiedAt,
    lastMessageSequenceNumber: sequences.get(order.id) ?? 0,
  }),
  created: (_, context) => context.emit('OrderCreated', (order) => ({ order })),
  deleted: (order, context) => context.emit('OrderDeleted', { order }),
};

const importedOrders: Kind<'order'> = {
  ...orders,
  created: (_, context) => context.emit('OrderImported', (order) => ({ order })),
};

const common = resourceEndpoint(orders);

export const orderEndpoint: Endpoint = {
  path: orders.path,
  handle: (call) => {
    const [segment, ...more] = call.rest;
    if (segment !== 'import' || more.length > 0) return common.handle(call);
    if (call.request.method !== 'POST') return undefined;
    call.allow(orders.manage);
    return createResource(importedOrders, call, importedOrder);
  },
};
