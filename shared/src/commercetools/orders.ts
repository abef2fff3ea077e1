import type { ByProjectKeyRequestBuilder, Customer, Order } from '@commercetools/platform-sdk';
import { orUndefined } from './absence';
import { checkOwned, type OwnedUpdate } from './ownership';

/** What an order refers to and the connector decides on. */
export const ORDER_EXPANSIONS: readonly string[] = [
  'lineItems[*].supplyChannel',
  'lineItems[*].productType',
  'shippingInfo.shippingMethod',
  'shipping[*].shippingInfo.shippingMethod',
  'paymentInfo.payments[*]',
  'state',
  'customerGroup',
];

/** The order with its channels, product types, shipping methods, payments, state and customer group expanded. */
export function getOrder(api: ByProjectKeyRequestBuilder, id: string): Promise<Order | undefined> {
  return orUndefined(
    api
      .orders()
      .withId({ ID: id })
      .get({ queryArgs: { expand: [...ORDER_EXPANSIONS] } })
      .execute(),
  );
}

/**
 * Applies `actions` (at most 500) as one, onto `version` only; returns the order expanded as by `getOrder`.
 * Nothing is sent that writes a field which is not ours. Rejects with Conflict when the order has another version by now, perhaps through this very call (see Documents).
 */
export async function updateOrder(
  api: ByProjectKeyRequestBuilder,
  id: string,
  version: number,
  actions: readonly OwnedUpdate[],
): Promise<Order> {
  checkOwned(actions);
  const reply = await api
    .orders()
    .withId({ ID: id })
    .post({ queryArgs: { expand: [...ORDER_EXPANSIONS] }, body: { version, actions: [...actions] } })
    .execute();
  return reply.body;
}

export function getCustomer(api: ByProjectKeyRequestBuilder, id: string): Promise<Customer | undefined> {
  return orUndefined(api.customers().withId({ ID: id }).get().execute());
}
