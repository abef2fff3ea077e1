import type { ByProjectKeyRequestBuilder, Customer, Order } from '@commercetools/platform-sdk';
import { getCustomer, getOrder, updateOrder } from '../commercetools/orders';
import type { OwnedUpdate } from '../commercetools/ownership';

/** Reads and writes orders in commercetools; updates reject with Conflict on a stale version. */
export interface OrderAccess {
  get(id: string): Promise<Order | undefined>;
  update(id: string, version: number, actions: readonly OwnedUpdate[]): Promise<Order>;
  customer(id: string): Promise<Customer | undefined>;
}

export function createOrderAccess(api: ByProjectKeyRequestBuilder): OrderAccess {
  return {
    get: (id) => getOrder(api, id),
    update: (id, version, actions) => updateOrder(api, id, version, actions),
    customer: (id) => getCustomer(api, id),
  };
}
