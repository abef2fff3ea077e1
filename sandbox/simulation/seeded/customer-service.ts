import type { Order } from '@commercetools/platform-sdk';
import { ADDRESS } from '../merchant';
import { PLENTIFUL } from './plan';
import type { Sale, Shop } from './shop';

export type CustomerServiceAct = 'cancel' | 'mend-address' | 'change-address' | 'lower-quantity' | 'add-line';

/** What the merchant's people do to an order that is not cancelled. */
export const customerService: Readonly<
  Record<CustomerServiceAct, (shop: Shop, sale: Sale, order: Order, which: number) => void>
> = {
  cancel: (shop, sale) => void shop.change(sale, { action: 'changeOrderState', orderState: 'Cancelled' }),
  'mend-address': (shop, sale) => void shop.change(sale, { action: 'setShippingAddress', address: ADDRESS }),
  'change-address': (shop, sale, _order, which) =>
    void shop.change(sale, {
      action: 'setShippingAddress',
      address: { ...ADDRESS, city: `Bristol ${which}` },
    }),
  'lower-quantity': (shop, sale, { lineItems }, which) => {
    const line = lineItems[which % lineItems.length];
    if (line === undefined || line.quantity < 2) return;
    shop.edit(sale, { changeQuantity: [{ lineItemId: line.id, quantity: line.quantity - 1 }] });
  },
  'add-line': (shop, sale) =>
    shop.edit(sale, { addLineItems: [{ sku: PLENTIFUL, quantity: 1, centAmount: 700 }] }),
};
