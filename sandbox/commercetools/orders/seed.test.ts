import { messageFault, query, START, subscribe, testProject } from '../testing';

describe('a seeded order', () => {
  it('is complete as an order from a cart is, and sends OrderCreated', () => {
    const project = testProject();
    subscribe(project, 'order');
    project.create('/channels', { key: 'north', roles: ['InventorySupply'] });
    const order = project.emulator.seedOrder({
      orderNumber: 'O-1',
      lineItems: [
        { sku: 'A', quantity: 2, centAmount: 600, supplyChannel: { key: 'north' } },
        { sku: 'G', lineItemMode: 'GiftLineItem' },
      ],
      customLineItems: [{ slug: 'wrap', centAmount: 300 }],
      shippingAddress: { country: 'GB', city: 'Leeds' },
    });
    expect(order).toMatchObject({
      version: 1,
      orderState: 'Open',
      shippingMode: 'Single',
      country: 'GB',
      totalPrice: { centAmount: 1200 + 300 + 500, currencyCode: 'GBP' },
      taxedPrice: {
        totalGross: { centAmount: 2000 },
        totalNet: { centAmount: 1667 },
        totalTax: { centAmount: 333 },
      },
      shippingInfo: { shippingMethodName: 'Standard', deliveries: [] },
      billingAddress: { city: 'Leeds' },
      syncInfo: [],
      lineItems: [{ quantity: 2, state: [{ quantity: 2 }] }, { totalPrice: { centAmount: 0 } }],
    });
    expect(project.ask('GET', '/orders/order-number=O-1').body).toMatchObject(
      JSON.parse(JSON.stringify(order)),
    );
    const message = project.delivered.at(-1)?.payload ?? {};
    expect(message).toMatchObject({
      type: 'OrderCreated',
      sequenceNumber: 1,
      resourceVersion: 1,
      resource: { typeId: 'order', id: order.id },
      resourceUserProvidedIdentifiers: { orderNumber: 'O-1' },
      order: { id: order.id },
    });
    expect(messageFault(message)).toBeUndefined();
  });

  it('adds taxes where prices are net', () => {
    const taxRate = { name: 'VAT', amount: 0.19, includedInPrice: false, country: 'DE' };
    const order = testProject().emulator.seedOrder({
      lineItems: [{ sku: 'A' }],
      shipping: null,
      currency: 'EUR',
      taxRate,
    });
    expect(order.totalPrice.centAmount).toBe(1000);
    expect(order.taxedPrice).toMatchObject({
      totalNet: { centAmount: 1000 },
      totalGross: { centAmount: 1190 },
    });
  });

  it('takes name, type and attributes from the product that has the SKU', () => {
    const { create, emulator } = testProject();
    const type = create('/product-types', { key: 'shirt', name: 'Shirt', description: 'Shirts' });
    create('/products', {
      key: 'one',
      productType: { typeId: 'product-type', key: 'shirt' },
      name: { en: 'One' },
      slug: { en: 'one' },
      masterVariant: { sku: 'A' },
      variants: [{ sku: 'B', attributes: [{ name: 'size', value: 'L' }] }],
      publish: true,
    });
    const [item] = emulator.seedOrder({ lineItems: [{ sku: 'B' }] }).lineItems;
    expect(item).toMatchObject({
      name: { en: 'One' },
      productKey: 'one',
      productType: { id: type['id'] },
      variant: { id: 2, attributes: [{ value: 'L' }] },
    });
  });

  it('can be of old and in any state', () => {
    const { emulator, ask } = testProject();
    emulator.seedOrder({
      lineItems: [{ sku: 'A' }],
      createdAt: '2020-01-01T00:00:00.000Z',
      shipmentState: 'Shipped',
    });
    emulator.seedOrder({ lineItems: [{ sku: 'A' }] });
    const since = new Date(START - 1000).toISOString();
    const count = (where: string) => ask('GET', `/orders${query(where)}`).body['count'];
    expect(count(`createdAt > "${since}"`)).toBe(1);
    expect(count('shipmentState is not defined or shipmentState != "Shipped"')).toBe(1);
  });

  it('is found by what is inside its lines', () => {
    const { emulator, ask } = testProject();
    emulator.seedOrder({ lineItems: [{ sku: 'A', quantity: 5 }, { sku: 'B' }] });
    const count = (where: string) => ask('GET', `/orders${query(where)}`).body['count'];
    expect(count('lineItems(variant(sku = "A") and quantity > 4)')).toBe(1);
    expect(count('lineItems(variant(sku = "B") and quantity > 4)')).toBe(0);
  });

  it('has an order number of its own', () => {
    const { emulator } = testProject();
    emulator.seedOrder({ orderNumber: 'O-1', lineItems: [{ sku: 'A' }] });
    expect(() => emulator.seedOrder({ orderNumber: 'O-1', lineItems: [{ sku: 'A' }] })).toThrow(
      'orderNumber',
    );
  });
});
