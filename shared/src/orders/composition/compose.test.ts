import type { Order } from '@commercetools/platform-sdk';
import { columnOf, type Template } from './columns';
import { composeSalesOrders, type CompositionFacts } from './compose';
import {
  berlinAddress,
  customer,
  facts,
  fee,
  firstLineId,
  lineItem,
  londonAddress,
  order,
  orderId,
  payment,
  pounds,
  rules,
  secondLineId,
  shippingBy,
  shippingTo,
  supplyFrom,
  targets,
  taxedAt20,
} from './order.fixture';
import type { SalesOrder } from './sales-order';

const type = { typeId: 'type', id: 'type-1' } as const;
const fields = (values: Readonly<Record<string, unknown>>) => ({ custom: { type, fields: { ...values } } });

function salesOrders(placed: Order, overrides: Partial<CompositionFacts> = {}): readonly SalesOrder[] {
  const composition = composeSalesOrders(placed, facts(overrides));
  if (composition.kind === 'faulty') throw new Error(JSON.stringify(composition.faults, null, 1));
  return composition.salesOrders;
}

function only(placed: Order, overrides: Partial<CompositionFacts> = {}): SalesOrder {
  const [salesOrder, second] = salesOrders(placed, overrides);
  if (salesOrder === undefined || second !== undefined) throw new Error('expected exactly one sales order');
  return salesOrder;
}

function faultsOf(placed: Order, overrides: Partial<CompositionFacts> = {}) {
  const composition = composeSalesOrders(placed, facts(overrides));
  return composition.kind === 'faulty' ? composition.faults : [];
}

const messages = (placed: Order, overrides: Partial<CompositionFacts> = {}) =>
  faultsOf(placed, overrides)
    .map(({ message }) => message)
    .join('\n');

const withRules = (document: Readonly<Record<string, unknown>>) => ({ rules: rules(document) });

describe('a guest order', () => {
  it('becomes one complete sales order', () => {
    const { number, site, shippingKey, customer: buyer, header, lines } = only(order());
    expect({ number, site, shippingKey }).toEqual({
      number: 'WEB-1001',
      site: 'PrimarySite',
      shippingKey: undefined,
    });
    expect(buyer).toEqual({
      Reference: orderId,
      Name: 'Ada Byron',
      FirstName: 'Ada',
      LastName: 'Byron',
      Phone: '+44 20 7946 0000',
      Mobile: '',
      Email: 'ada@example.com',
      CustomerType: 'Individual',
    });
    expect(header).toEqual({
      SalesOrderNumber: 'WEB-1001',
      Site: 'PrimarySite',
      Customer: orderId,
      CustomerPurchaseOrderReferenceNumber: orderId,
      ShippingAddressLine1: '12 High Street',
      ShippingAddressLine2: '',
      ShippingAddressCity: 'London',
      ShippingAddressRegion: 'Greater London',
      ShippingAddressPostcode: 'N1 9GU',
      ShippingAddressCountry: 'United Kingdom',
      ShippingAddressReference: 'a110e8d2d6acaa89',
      InvoiceAddressLine1: '12 High Street',
      InvoiceAddressLine2: '',
      InvoiceAddressCity: 'London',
      InvoiceAddressRegion: 'Greater London',
      InvoiceAddressPostcode: 'N1 9GU',
      InvoiceAddressCountry: 'United Kingdom',
      InvoiceAddressReference: 'a110e8d2d6acaa89',
      IsPartialShipment: 'false',
      ShippingCost: '4.95',
      Email: 'ada@example.com',
      ContactName: 'Ms Ada Byron',
      TotalSale: '44.95',
      Discount: '0.00',
      TaxPaid: '7.49',
      CreatedDate: '2026-03-28 23:30:00',
      ServiceType: 'RM48',
      ChannelName: 'mug-shop',
    });
    expect(lines).toEqual([
      {
        line: '0a1b2c3d4e5f4a6b',
        lineItemId: firstLineId,
        itemCode: 'MUG-RED',
        quantity: 2,
        columns: {
          SalesOrderNumber: 'WEB-1001',
          ItemCode: 'MUG-RED',
          QuantityOrdered: '2',
          Line: '0a1b2c3d4e5f4a6b',
          Sequence: '1',
          SalePrice: '20.00',
        },
      },
    ]);
  });

  it('uses no column that the table of columns does not have', () => {
    const { customer: buyer, header, lines } = only(order({ paymentInfo: { payments: [] } }));
    const rows: readonly (readonly [Template, object])[] = [
      ['Customers', buyer],
      ['Sales orders', header],
      ['Sales order items', lines[0]?.columns ?? {}],
    ];
    for (const [template, row] of rows)
      for (const name of Object.keys(row)) expect(columnOf(template, name)?.name).toBe(name);
  });
});

describe('the customer', () => {
  it('is the same in Peoplevox for every order of a customer, named by the customer and typed by the company', () => {
    const placed = order({ customerId: customer.id });
    expect(only(placed, { customer })).toMatchObject({
      customer: {
        Reference: customer.id,
        Name: 'Ada Lovelace',
        LastName: 'Lovelace',
        CustomerType: 'Individual',
      },
      header: { Customer: customer.id, ContactName: 'Ms Ada Byron' },
    });
    const company = { ...customer, companyName: 'Engines '.repeat(9) };
    expect(only(placed, { customer: company }).customer).toMatchObject({
      CustomerType: 'Company',
      FirstName: 'Ada',
    });
    expect(only(placed, { customer: company }).customer['Name']).toHaveLength(50);
  });

  it('is the company of the parcel where nobody else is named', () => {
    const nobody = { ...londonAddress, firstName: undefined, lastName: undefined };
    const placed = order({
      shippingAddress: { ...nobody, company: 'Acme Ltd' },
      billingAddress: { country: 'GB' },
    });
    expect(only(placed).customer).toMatchObject({ Name: 'Acme Ltd', CustomerType: 'Company' });
  });
});

describe('choices of the rules', () => {
  it('fill channel name, country format, partial shipment and the currency of choice', () => {
    const document = {
      orderExport: { channelName: 'Web', countryFormat: 'iso2', partialShipment: true },
      orderAttributes: {
        Attribute1: { from: 'totalPrice.currencyCode' },
        Attribute2: { from: 'custom.fields.safePlace' },
      },
      lineAttributes: { Attribute1: { from: 'lineItem.custom.fields.engraving', required: true } },
    };
    const line = lineItem(fields({ engraving: 'AB' }));
    const { header, lines } = only(order({ lineItems: [line] }), withRules(document));
    expect(header).toMatchObject({
      ChannelName: 'Web',
      ShippingAddressCountry: 'GB',
      IsPartialShipment: 'true',
      Attribute1: 'GBP',
      Attribute2: '',
    });
    expect(lines[0]?.columns).toMatchObject({ Attribute1: 'AB' });
    expect(messages(order(), withRules(document))).toContain(
      'Attribute1 of the line with SKU MUG-RED must have a value',
    );
  });

  it('take the store for the channel name where none is given', () => {
    expect(only(order({ store: { typeId: 'store', key: 'uk' } })).header['ChannelName']).toBe('uk');
  });

  it('may fill any column but those that the connector finds its rows by', () => {
    const contact = {
      ContactName: { from: 'billingAddress.lastName' },
      ShippingCost: { from: 'totalPrice' },
    };
    expect(only(order(), withRules({ orderAttributes: contact })).header).toMatchObject({
      ContactName: 'Byron',
      ShippingCost: '44.95',
    });
    expect(messages(order(), withRules({ orderAttributes: { Site: { from: 'store.key' } } }))).toContain(
      'to Site',
    );
    expect(messages(order(), withRules({ lineAttributes: { Line: { from: 'lineItem.key' } } }))).toContain(
      'to Line',
    );
  });

  it('refuse a path that leads to no single value', () => {
    const document = { orderAttributes: { Attribute1: { from: 'custom.fields.size' } } };
    expect(messages(order(fields({ size: { height: 1 } })), withRules(document))).toContain(
      'no single value',
    );
  });

  it('send the payment method only where they translate it', () => {
    const paid = order({
      paymentInfo: { payments: [{ typeId: 'payment', id: 'p', obj: payment('CREDIT_CARD') }] },
    });
    expect(only(paid).header).not.toHaveProperty('PaymentMethod');
    const document = { orderExport: { paymentMethods: { CREDIT_CARD: 'Card' } } };
    expect(only(paid, withRules(document)).header['PaymentMethod']).toBe('Card');
  });

  it("send the requested delivery date in the tenant's time, on the order or on the line", () => {
    const byOrder = withRules({ orderExport: { requestedDeliveryDate: 'custom.fields.due' } });
    const due = (value: string) =>
      only(order(fields({ due: value })), byOrder).header['RequestedDeliveryDate'];
    expect(due('2026-07-01T10:00:00.000Z')).toBe('2026-07-01 11:00:00');
    expect(due('2026-07-01')).toBe('2026-07-01 00:00:00');
    expect(only(order(), byOrder).header).not.toHaveProperty('RequestedDeliveryDate');
    for (const none of ['soon', '10:30:00.000', '2026', '07'])
      expect(messages(order(fields({ due: none })), byOrder)).toContain('is no date');

    const byLine = withRules({ orderExport: { requestedDeliveryDate: 'lineItem.custom.fields.due' } });
    const { header, lines } = only(order({ lineItems: [lineItem(fields({ due: '2026-07-02' }))] }), byLine);
    expect(header).not.toHaveProperty('RequestedDeliveryDate');
    expect(lines[0]?.columns['RequestedDeliveryDate']).toBe('2026-07-02 00:00:00');
  });

  it('print creation in the tenant’s time, summer time heeded', () => {
    expect(only(order({ createdAt: '2026-06-30T23:30:00.000Z' })).header['CreatedDate']).toBe(
      '2026-07-01 00:30:00',
    );
  });

  it('hold orders with custom line items if they say so', () => {
    const document = withRules({ orderExport: { customLineItems: 'hold' } });
    expect(messages(order({ customLineItems: [fee(100)] }), document)).toContain('1 custom line item(s)');
    expect(messages(order(), document)).toBe('');
  });
});

describe('the service type', () => {
  it('is mapped by key, else by name, else the default', () => {
    const shippingMethods = {
      standard: { serviceType: 'ByKey' },
      'express delivery': { serviceType: 'ByName' },
    };
    const document = withRules({ shippingMethods, defaultServiceType: 'Default' });
    const typeBy = (method: string) =>
      only(order({ shippingInfo: shippingBy(method) }), document).header['ServiceType'];
    expect([typeBy('standard'), typeBy('express'), typeBy('pigeon')]).toEqual(['ByKey', 'ByName', 'Default']);
  });

  it('holds an order whose method is not mapped or whose type Peoplevox does not have', () => {
    expect(messages(order({ shippingInfo: shippingBy('pigeon') }))).toContain(
      'Shipping method pigeon is not mapped',
    );
    expect(messages(order({ shippingInfo: undefined }))).toContain('The order has no shipping method');
    expect(messages(order(), { serviceTypes: new Set(['dpd12']) })).toContain('no Service type RM48');
    expect(messages(order(), { serviceTypes: new Set(['rm48']) })).toBe('');
  });
});

describe('lines', () => {
  it('are counted in units of the item, with the price of one such unit', () => {
    const { lines } = only(order(), withRules({ unitsOfMeasure: { 'MUG-RED': 6 } }));
    expect(lines[0]).toMatchObject({ quantity: 12, columns: { QuantityOrdered: '12', SalePrice: '3.33' } });
    expect(messages(order(), withRules({ unitsOfMeasure: { 'MUG-RED': 0.7 } }))).toContain(
      'no whole number of units',
    );
  });

  it('may be gifts, at no price', () => {
    const gift = lineItem({ lineItemMode: 'GiftLineItem', totalPrice: pounds(0), taxedPrice: taxedAt20(0) });
    expect(only(order({ lineItems: [gift] })).lines[0]?.columns['SalePrice']).toBe('0.00');
  });

  it('with a SKU that Peoplevox does not have are a fault of their own kind', () => {
    expect(faultsOf(order(), { itemCodeKnown: (itemCode) => itemCode !== 'MUG-RED' })).toMatchObject([
      { code: 'order-sku-unknown', message: 'Peoplevox has no item with the SKU MUG-RED.' },
    ]);
  });

  it('that Peoplevox does not ship are left out, and an order of only such lines has no sales orders and no faults', () => {
    const skuPrefixes = ['POT'];
    const pot = lineItem({ id: secondLineId, variant: { id: 2, sku: 'POT' } });
    const document = withRules({ notShippedByPeoplevox: { skuPrefixes } });
    const { lines } = only(order({ lineItems: [pot, lineItem()] }), document);
    expect(lines).toMatchObject([{ itemCode: 'MUG-RED', columns: { Sequence: '2' } }]);
    const nothing = order({ lineItems: [pot], shippingAddress: undefined, orderNumber: undefined });
    expect(salesOrders(nothing, document)).toEqual([]);
  });
});

describe('an order split over sites', () => {
  const sites = [
    { reference: 'North', supplyChannel: 'leeds' },
    { reference: 'South', supplyChannel: 'dover' },
  ];
  const document = withRules({ sites, defaultSite: null });
  const pot = lineItem({ id: secondLineId, variant: { id: 2, sku: 'POT' }, ...supplyFrom('dover') });
  const mug = lineItem(supplyFrom('leeds'));

  it('becomes one sales order a site, numbered in the order of its lines', () => {
    const composed = salesOrders(order({ lineItems: [pot, mug] }), document);
    expect(
      composed.map(({ number, site, header, lines }) => [number, site, header['Site'], lines.length]),
    ).toEqual([
      ['WEB-1001', 'South', 'South', 1],
      ['WEB-1001-2', 'North', 'North', 1],
    ]);
    expect(composed.flatMap(({ lines }) => lines.map(({ columns }) => columns['SalesOrderNumber']))).toEqual([
      'WEB-1001',
      'WEB-1001-2',
    ]);
  });

  it('keeps numbers once fixed and never gives one to another site', () => {
    const numbers = new Map([
      ['North|', 'WEB-1001'],
      ['East|', 'WEB-1001-2'],
    ]);
    const composed = salesOrders(order({ lineItems: [pot, mug] }), { ...document, numbers });
    expect(composed.map(({ number, site }) => [site, number])).toEqual([
      ['South', 'WEB-1001-3'],
      ['North', 'WEB-1001'],
    ]);
  });
});

describe('an order in Multiple shipping mode', () => {
  const placed = (overrides: Partial<Order> = {}) =>
    order({
      shippingMode: 'Multiple',
      shipping: [shippingTo('gb', londonAddress), shippingTo('de', berlinAddress)],
      lineItems: [lineItem({ quantity: 3, ...targets(['gb', 'home', 1], ['de', 'office', 2]) })],
      ...overrides,
    });

  it('becomes one sales order a shipping entry, each with its own address and units', () => {
    expect(salesOrders(placed())).toMatchObject([
      {
        number: 'WEB-1001',
        shippingKey: 'gb',
        header: { ShippingAddressCity: 'London' },
        lines: [{ quantity: 1 }],
      },
      {
        number: 'WEB-1001-2',
        shippingKey: 'de',
        header: { ShippingAddressCity: 'Berlin' },
        lines: [{ quantity: 2 }],
      },
    ]);
  });

  it('has the same customer row in all of them', () => {
    const [first, second] = salesOrders(placed());
    expect(first?.customer).toEqual(second?.customer);
  });

  it('names the shipping entry in its faults', () => {
    const shipping = [
      shippingTo('gb', londonAddress),
      shippingTo('de', { ...berlinAddress, postalCode: undefined }),
    ];
    expect(messages(placed({ shipping }))).toBe(
      'The postcode of the shipping address of shipping de is missing.',
    );
  });
});
