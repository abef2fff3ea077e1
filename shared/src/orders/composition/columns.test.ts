import { columns, neededColumns } from './columns';
import { rules } from './order.fixture';

describe('neededColumns', () => {
  it('are few by default', () => {
    expect(neededColumns(rules())).toEqual({
      Customers: ['Reference', 'Name'],
      'Sales orders': [
        'SalesOrderNumber',
        'Customer',
        'CustomerPurchaseOrderReferenceNumber',
        'ChannelName',
        'Site',
        'Status',
        'OnHold',
        'ShippingAddressLine1',
        'ShippingAddressLine2',
        'ShippingAddressCity',
        'ShippingAddressRegion',
        'ShippingAddressPostcode',
        'ShippingAddressCountry',
        'ShippingAddressReference',
        'Email',
        'ContactName',
        'ServiceType',
      ],
      'Sales order items': ['SalesOrderNumber', 'ItemCode', 'QuantityOrdered', 'Line'],
    });
  });

  it('follow the rules', () => {
    const needed = neededColumns(
      rules({
        orderExport: {
          partialShipment: true,
          requestedDeliveryDate: 'custom.fields.due',
          paymentMethods: { card: 'Card' },
        },
        orderAttributes: { Attribute9: { from: 'locale' } },
        lineAttributes: { Attribute1: { from: 'lineItem.key' } },
      }),
    );
    const wanted = ['IsPartialShipment', 'RequestedDeliveryDate', 'PaymentMethod', 'Attribute9'];
    expect(needed['Sales orders']).toEqual(expect.arrayContaining(wanted));
    expect(needed['Sales order items']).toContain('Attribute1');
    expect(needed['Sales order items']).not.toContain('RequestedDeliveryDate');
    const byLine = rules({
      orderExport: { requestedDeliveryDate: 'lineItem.custom.fields.due', contactRequired: 'none' },
    });
    expect(neededColumns(byLine)['Sales order items']).toContain('RequestedDeliveryDate');
    expect(neededColumns(byLine)['Sales orders']).not.toContain('RequestedDeliveryDate');
    expect(neededColumns(byLine)['Sales orders']).not.toContain('Email');
  });
});

describe('the table of columns', () => {
  it('lists each column of a template once', () => {
    const names = columns.map(({ template, name }) => `${template} ${name}`);
    expect(new Set(names).size).toBe(names.length);
  });
});
