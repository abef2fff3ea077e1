import type { Order } from '@commercetools/platform-sdk';
import { lineItem, londonAddress, order } from './composition/order.fixture';
import { orderContent } from './order-content';

const written: object = { lastMessageSequenceNumber: 7, versionModifiedAt: '2026-04-01T10:00:00Z' };
const same = orderContent(order());

describe('the content of an order', () => {
  it.each<[string, Partial<Order>]>([
    ['its address', { shippingAddress: { ...londonAddress, streetName: 'Low Road' } }],
    ['the region of its address', { shippingAddress: { ...londonAddress, state: 'Kent' } }],
    ['a quantity', { lineItems: [lineItem({ quantity: 9 })] }],
    ['its e-mail address', { customerEmail: 'other@example.com' }],
    ['a custom field', { custom: { type: { typeId: 'type', id: 't' }, fields: { state: 'x' } } }],
  ])('is another one with %s', (_, change) => {
    expect(orderContent(order(change))).not.toBe(same);
  });

  it.each<[string, Partial<Order>]>([
    ['its version and marks', { version: 99, lastModifiedAt: 'later', syncInfo: [] }],
    ['how often and when it was written', written],
    ['the slugs of its products', { lineItems: [lineItem({ productSlug: { en: 'mug-2' } })] }],
    ['its states', { orderState: 'Confirmed', paymentState: 'Paid', shipmentState: 'Ready' }],
    ['the states of its lines', { lineItems: [lineItem({ state: [] })] }],
    ['a return', { returnInfo: [] }],
  ])('is the same whatever %s', (_, change) => {
    expect(orderContent(order(change))).toBe(same);
  });

  it('does not depend on the order of members, nor on what was read along', () => {
    const store = { typeId: 'store', key: 'uk' } as const;
    const read = { obj: { id: 's' }, key: 'uk', typeId: 'store' } as unknown as typeof store;
    expect(orderContent(order({ store: read }))).toBe(orderContent(order({ store })));
  });
});
