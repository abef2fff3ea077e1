import type { Order } from '@commercetools/platform-sdk';
import fc from 'fast-check';
import { reckon, type Amounts } from './money';
import {
  berlinAddress,
  fee,
  lineItem,
  londonAddress,
  order,
  pounds,
  rules,
  secondLineId,
  shippingBy,
  shippingTo,
  supplyFrom,
  targets,
  taxedAt20,
} from './order.fixture';
import { routeOrder } from './routing';

const sites = [
  { reference: 'North', supplyChannel: 'leeds' },
  { reference: 'South', supplyChannel: 'dover' },
];
const notShippedByPeoplevox = { supplyChannels: ['dropship'] };

function amountsOf(placed: Order, orderExport: Readonly<Record<string, unknown>> = {}) {
  const document = rules({ sites, defaultSite: 'North', notShippedByPeoplevox, orderExport });
  const routed = routeOrder(placed, document);
  const { groups, notSent, ofLine } = reckon(placed, document.orderExport, routed);
  return { groups: Object.fromEntries(groups), notSent, lines: routed.map((line) => ofLine.get(line)) };
}

const secondLine = lineItem(
  { id: secondLineId, variant: { id: 2, sku: 'POT' }, quantity: 1, ...supplyFrom('dover') },
  999,
);
const split = { lineItems: [lineItem(supplyFrom('leeds')), secondLine] };

describe('reckon', () => {
  it('gives an order with one sales order the totals of the order', () => {
    expect(amountsOf(order()).groups['North|']).toEqual({
      totalSale: 4495,
      discount: 0,
      taxPaid: 749,
      shippingCost: 495,
    });
    expect(amountsOf(order(), { prices: 'net' }).groups['North|']).toMatchObject({
      totalSale: 3746,
      shippingCost: 413,
    });
  });

  it('puts the shipping on the first sales order of a split order', () => {
    const { groups, lines } = amountsOf(order(split));
    expect(groups).toMatchObject({
      'North|': { totalSale: 4495, shippingCost: 495 },
      'South|': { totalSale: 999, shippingCost: 0 },
    });
    expect(lines).toEqual([4000, 999]);
  });

  it('shares a discount on the total in proportion, and counts it as Discount', () => {
    const placed = order({
      ...split,
      totalPrice: pounds(4945),
      taxedPrice: taxedAt20(4945),
      discountOnTotalPrice: {
        discountedAmount: pounds(549),
        discountedNetAmount: pounds(458),
        includedDiscounts: [],
      },
    });
    const { groups } = amountsOf(placed);
    expect(groups['North|']).toMatchObject({ totalSale: 4046, discount: 449 });
    expect(groups['South|']).toMatchObject({ totalSale: 899, discount: 100 });
    const net = amountsOf(placed, { prices: 'net' }).groups;
    expect((net['North|']?.discount ?? 0) + (net['South|']?.discount ?? 0)).toBe(458);
  });

  it('counts what the cart took off a line and off shipping, not a price that was already lower', () => {
    const discounted = { value: pounds(1800), discount: { typeId: 'product-discount', id: 'sale' } } as const;
    const line = lineItem({
      price: { id: 'p', value: pounds(2000), discounted },
      totalPrice: pounds(3000),
      taxedPrice: taxedAt20(3000),
    });
    const shippingInfo = shippingBy('standard', 495, {
      discountedPrice: { value: pounds(0), includedDiscounts: [] },
      taxedPrice: taxedAt20(0),
    });
    const { groups } = amountsOf(order({ lineItems: [line], shippingInfo }));
    expect(groups['North|']).toMatchObject({ discount: 600 + 495, shippingCost: 0 });
  });

  it('states a discount with or without tax as the prices are', () => {
    const line = lineItem({ totalPrice: pounds(2800), taxedPrice: taxedAt20(2800) });
    expect(amountsOf(order({ lineItems: [line] }), { prices: 'net' }).groups['North|']?.discount).toBe(1000);
  });

  it('gives a gift no price and no discount', () => {
    const gift = lineItem({ lineItemMode: 'GiftLineItem', totalPrice: pounds(0), taxedPrice: taxedAt20(0) });
    const { groups, lines } = amountsOf(order({ lineItems: [gift] }));
    expect(lines).toEqual([0]);
    expect(groups['North|']?.discount).toBe(0);
  });

  it('adds fees to the shipping cost or leaves them out, and takes a negative one for a discount', () => {
    const placed = order({ customLineItems: [fee(250), fee(-100)] });
    expect(amountsOf(placed).groups['North|']).toMatchObject({
      shippingCost: 745,
      discount: 100,
      totalSale: 4645,
    });
    const without = amountsOf(placed, { customLineItems: 'ignore' });
    expect(without.groups['North|']).toMatchObject({ shippingCost: 495, discount: 0, totalSale: 4495 });
    expect(without.notSent.totalSale).toBe(150);
  });

  it('keeps lines that Peoplevox does not ship out of every sales order', () => {
    const { groups, notSent } = amountsOf(
      order({ lineItems: [lineItem(supplyFrom('dropship')), secondLine] }),
    );
    expect(groups).toMatchObject({ 'South|': { totalSale: 999 + 495 } });
    expect(notSent.totalSale).toBe(4000);
  });

  it('divides a line over shipping entries as it was taxed there, and each pays its own shipping', () => {
    const line = lineItem({
      quantity: 3,
      ...targets(['gb', 'home', 1], ['de', 'office', 2]),
      taxedPricePortions: [
        { shippingMethodKey: 'gb', taxedPrice: taxedAt20(2000) },
        {
          shippingMethodKey: 'de',
          taxedPrice: { totalGross: pounds(3967), totalNet: pounds(3334), taxPortions: [] },
        },
      ],
    });
    const placed = order({
      shippingMode: 'Multiple',
      shipping: [
        shippingTo('gb', londonAddress, 'standard', 495),
        shippingTo('de', berlinAddress, 'standard', 995),
      ],
      lineItems: [line],
    });
    const { groups, lines } = amountsOf(placed);
    expect(lines).toEqual([2000, 3967]);
    expect(groups).toMatchObject({ 'North|gb': { shippingCost: 495 }, 'North|de': { shippingCost: 995 } });
  });

  it('calls an untaxed order untaxed', () => {
    const placed = { ...order(), taxedPrice: undefined };
    expect(amountsOf(placed).groups['North|']).toMatchObject({ totalSale: 4495, taxPaid: 0 });
  });

  it('adds up to the totals of the order to the cent, however it is split', () => {
    const cents = fc.integer({ min: 0, max: 99_999 });
    const line = fc.record({
      cents,
      quantity: fc.integer({ min: 1, max: 9 }),
      channel: fc.constantFrom('leeds', 'dover', 'dropship'),
    });
    const anyOrder = fc.record({
      lines: fc.array(line, { minLength: 1, maxLength: 6 }),
      fees: fc.array(fc.integer({ min: -500, max: 500 }), { maxLength: 2 }),
      shipping: cents,
      off: fc.double({ min: 0, max: 1, noNaN: true }),
      prices: fc.constantFrom('gross', 'net'),
      customLineItems: fc.constantFrom('shippingCost', 'ignore'),
    });
    fc.assert(
      fc.property(anyOrder, ({ lines, fees, shipping, off, ...orderExport }) => {
        const full = order({
          lineItems: lines.map((part, index) =>
            lineItem(
              { id: `line-${index}`, quantity: part.quantity, ...supplyFrom(part.channel) },
              part.cents,
            ),
          ),
          customLineItems: fees.map((amount, index) => fee(amount, { id: `fee-${index}` })),
          shippingInfo: shippingBy('standard', shipping),
        });
        const reduction = Math.round(full.totalPrice.centAmount * off);
        const gross = full.totalPrice.centAmount - reduction;
        const placed: Order = {
          ...full,
          totalPrice: pounds(gross),
          taxedPrice: taxedAt20(gross),
          discountOnTotalPrice: { discountedAmount: pounds(reduction), includedDiscounts: [] },
        };
        const { groups, notSent } = amountsOf(placed, orderExport);
        const total = (amount: (amounts: Amounts) => number) =>
          [...Object.values(groups), notSent].reduce((sum, amounts) => sum + amount(amounts), 0);
        const { totalGross, totalNet } = taxedAt20(gross);
        const expected = orderExport.prices === 'gross' ? totalGross : totalNet;
        expect(total(({ totalSale }) => totalSale)).toBe(expected.centAmount);
        expect(total(({ taxPaid }) => taxPaid)).toBe(totalGross.centAmount - totalNet.centAmount);
        const negative = fees.filter((amount) => amount < 0);
        const rebates = negative.map((amount) => {
          const price = taxedAt20(amount);
          return (orderExport.prices === 'gross' ? price.totalGross : price.totalNet).centAmount;
        });
        const rebate = rebates.reduce((sum, amount) => sum + amount, 0);
        expect(total(({ discount }) => discount)).toBe(reduction - rebate);
      }),
    );
  });
});
