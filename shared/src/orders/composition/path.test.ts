import type { Order } from '@commercetools/platform-sdk';
import { customer, fee, lineItem, londonAddress, order, pounds, shippingBy } from './order.fixture';
import { valueAt, type PathContext } from './path';

const type = { typeId: 'type', id: 'type-1' } as const;
const fields = (values: Readonly<Record<string, unknown>>) => ({ custom: { type, fields: { ...values } } });

function at(path: string, overrides: Partial<Order> = {}, context: Partial<PathContext> = {}) {
  const value = valueAt(path, { order: order(overrides), timeZone: 'Europe/London', ...context });
  return value.kind === 'text' ? value.text : value.kind;
}

describe('valueAt', () => {
  it('reaches fields of the order, its shipping, its addresses and its customer', () => {
    expect(at('orderNumber')).toBe('WEB-1001');
    expect(at('totalPrice.currencyCode')).toBe('GBP');
    expect(at('shippingInfo.shippingMethodName')).toBe('standard delivery');
    expect(at('shippingInfo.shippingMethod.key')).toBe('standard');
    expect(at('shippingAddress.phone')).toBe('+44 20 7946 0000');
    expect(at('billingAddress.city')).toBe('London');
    expect(
      at('customer.custom.fields.tier', {}, { customer: { ...customer, ...fields({ tier: 'gold' }) } }),
    ).toBe('gold');
    expect(at('store.key', { store: { typeId: 'store', key: 'uk' } })).toBe('uk');
  });

  it('reaches custom fields of the order and custom line items by key or slug', () => {
    expect(at('custom.fields.giftMessage', fields({ giftMessage: 'Happy\r\nbirthday' }))).toBe(
      'Happy\r\nbirthday',
    );
    const customLineItems = [fee(100, { key: 'wrap', ...fields({ colour: 'red' }) })];
    expect(at('customLineItems.gift-wrapping.custom.fields.colour', { customLineItems })).toBe('red');
    expect(at('customLineItems.wrap.totalPrice', { customLineItems })).toBe('1.00');
    expect(at('customLineItems.0.slug', { customLineItems })).toBe('gift-wrapping');
  });

  it('reaches custom fields and variant attributes of the line', () => {
    const attributes = [
      { name: 'hsCode', value: '691200' },
      { name: 'colour', value: { key: 'red', label: { 'en-US': 'Red', de: 'Rot' } } },
    ];
    const line = { lineItem: lineItem({ variant: { id: 1, attributes }, ...fields({ engraving: 'AB' }) }) };
    expect(at('lineItem.variant.attributes.hsCode', {}, line)).toBe('691200');
    expect(at('lineItem.custom.fields.engraving', {}, line)).toBe('AB');
    expect(at('lineItem.variant.attributes.colour', { locale: 'de-AT' }, line)).toBe('Rot');
    expect(at('lineItem.variant.attributes.colour', { locale: 'fr' }, line)).toBe('Red');
    expect(at('lineItem.variant.attributes.colour.key', {}, line)).toBe('red');
    expect(at('lineItem.custom.fields.engraving')).toBe('absent');
  });

  it('takes shipping fields from the entry that the sales order travels with', () => {
    const shipping = {
      key: 'de',
      shippingInfo: shippingBy('express'),
      shippingAddress: { ...londonAddress, country: 'DE' },
    };
    expect(at('shippingInfo.shippingMethod.key', {}, { shipping })).toBe('express');
    expect(at('shippingAddress.country', {}, { shipping })).toBe('DE');
  });

  it.each<[string, unknown, string]>([
    ['a number', 1.5, '1.5'],
    ['a boolean', false, 'false'],
    ['an amount', pounds(1050), '10.50'],
    [
      'a high precision amount',
      { ...pounds(2), type: 'highPrecision', preciseAmount: 155, fractionDigits: 4 },
      '0.0155',
    ],
    ['a time', '2026-07-01T10:00:00.000Z', '2026-07-01 11:00:00'],
    ['a date', '2026-07-01', '2026-07-01'],
    ['a set', ['a', { key: 'b', label: 'Bee' }], 'a, Bee'],
    ['an empty text', '', 'absent'],
    ['null', null, 'absent'],
    ['an object', { height: 3 }, 'structure'],
    ['a reference', { typeId: 'product', id: 'p' }, 'structure'],
    ['a set of objects', [{ height: 3 }], 'structure'],
  ])('prints %s', (_, value, text) => {
    expect(at('custom.fields.x', fields({ x: value }))).toBe(text);
  });

  it.each([
    'constructor.name',
    '__proto__.toString',
    'custom.fields.constructor',
    'lineItems.length',
    'no.such.path',
  ])('finds nothing at %s', (path) => {
    expect(at(path, fields({}))).toBe('absent');
  });
});
