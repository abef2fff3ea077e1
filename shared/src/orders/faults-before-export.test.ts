import type { Order } from '@commercetools/platform-sdk';
import { londonAddress, order, rules } from './composition/order.fixture';
import { faultsBeforeExport } from './faults-before-export';

const judge = (
  placed: Order,
  document: Readonly<Record<string, unknown>> = {},
  itemCodeKnown: (itemCode: string) => boolean | undefined = () => undefined,
) =>
  faultsBeforeExport(placed, {
    rules: rules(document),
    projectKey: 'mug-shop',
    timeZone: 'Europe/London',
    itemCodeKnown,
  });

describe('what would keep a new order from being exported', () => {
  it('is nothing for a complete one', () => {
    expect(judge(order())).toEqual([]);
  });

  it('is a missing part of the address, and a SKU that Peoplevox does not have, named at once', () => {
    const { postalCode: _none, ...incomplete } = londonAddress;
    const faults = judge(order({ shippingAddress: incomplete }), {}, () => false);
    expect(faults?.map(({ code }) => code).sort()).toEqual(['order-invalid', 'order-sku-unknown']);
  });

  it.each([
    ['its number', { orderNumber: undefined }, {}],
    ['its payment', {}, { orderExport: { paymentStates: ['Paid'] } }],
    ['a state', {}, { orderExport: { orderStates: ['Confirmed'] } }],
    [
      'a value of its customer',
      {},
      { orderAttributes: { Attribute1: { from: 'customer.custom.fields.x', required: true } } },
    ],
    ['a site, which the rules lack', {}, { defaultSite: null }],
  ])('is not %s, which may still come', (_, overrides, document) => {
    expect(judge(order(overrides), document)).toEqual([]);
  });

  it.each([
    ['is switched off', { mode: { orders: 'off' } }],
    ['takes other stores only', { orderExport: { stores: ['uk'] } }],
  ])('is nothing where the export %s', (_, document) => {
    expect(judge(order({ shippingAddress: { country: 'GB' } }), document)).toEqual([]);
  });

  it('is not known where the references of the order are not expanded', () => {
    const placed = order();
    const { shippingInfo } = placed;
    const shippingMethod = { typeId: 'shipping-method', id: 'm' } as const;
    expect(
      judge({ ...placed, shippingInfo: shippingInfo && { ...shippingInfo, shippingMethod } }),
    ).toBeUndefined();
  });
});
