import { messageFault, subscribe, testProject } from '../testing';

const price = { centAmount: 700, currencyCode: 'EUR' };
const draft = {
  orderNumber: 'I-1',
  totalPrice: price,
  lineItems: [{ name: { en: 'A' }, variant: { sku: 'A' }, quantity: 2, price: { value: price } }],
  shippingAddress: { country: 'DE', city: 'Bonn' },
  shippingInfo: {
    shippingMethodName: 'Post',
    price,
    shippingRate: { price },
    deliveries: [{ key: 'old', parcels: [{ trackingData: { trackingId: 'T' } }] }],
  },
  shipmentState: 'Shipped',
  completedAt: '2020-01-01T00:00:00.000Z',
  country: 'DE',
};

describe('order import', () => {
  it('takes the order as given and sends OrderImported instead of OrderCreated', () => {
    const project = testProject();
    subscribe(project, 'order');
    const order = project.create('/orders/import', draft);
    expect(order).toMatchObject({
      orderNumber: 'I-1',
      totalPrice: { type: 'centPrecision', centAmount: 700 },
      shipmentState: 'Shipped',
      completedAt: '2020-01-01T00:00:00.000Z',
      country: 'DE',
      lineItems: [{ quantity: 2, totalPrice: { centAmount: 1400 }, state: [{ quantity: 2 }] }],
      shippingInfo: { deliveries: [{ key: 'old', parcels: [{ trackingData: { trackingId: 'T' } }] }] },
    });
    expect(project.messageTypes()).toEqual(['OrderImported']);
    expect(messageFault(project.delivered.at(-1)?.payload ?? {})).toBeUndefined();
  });

  it('refuses an order without lines, with a number that exists, or referring to nothing', () => {
    const { ask, create } = testProject();
    create('/orders/import', draft);
    expect(ask('POST', '/orders/import', draft).code).toBe('DuplicateField');
    expect(ask('POST', '/orders/import', { ...draft, orderNumber: 'I-2', lineItems: [] }).code).toBe(
      'InvalidInput',
    );
    const store = { typeId: 'store', key: 'none' };
    expect(ask('POST', '/orders/import', { ...draft, orderNumber: 'I-2', store }).code).toBe(
      'ReferencedResourceNotFound',
    );
  });
});
