import fc from 'fast-check';
import { fee, line, money, order, shippingEntry, shippingInfo, taxed } from './order.fixture';
import { sharesOf, valueOfUnits } from './shares';

const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);

describe('what the parts of an order cost', () => {
  it('is what commercetools reckoned where nothing is taken off the total', () => {
    const shares = sharesOf(order({ lineItems: [line('mug', 2, 4000)], customLineItems: [fee(250)] }));
    expect(shares).toEqual({
      total: 4750,
      lines: [{ lineItemId: 'mug', quantity: 2, amount: 4000 }],
      shipping: [{ amount: 500 }],
      fees: 250,
    });
  });

  it('bears a discount on the total in proportion, to the cent', () => {
    const lineItems = [line('mug', 2, 4000), line('cup', 1, 1000)];
    const shares = sharesOf(order({ lineItems, shippingInfo: shippingInfo(500) }, 1001));
    // 4499 over 4000 : 1000 : 500 is 3272.0, 818.0, 409.0.
    expect(shares.lines.map(({ amount }) => amount)).toEqual([3272, 818]);
    expect(shares.shipping).toEqual([{ amount: 409 }]);
  });

  it('takes a fee below zero as a discount on everything', () => {
    const shares = sharesOf(
      order({ lineItems: [line('mug', 2, 4000)], customLineItems: [fee(-900), fee(500)] }),
    );
    expect(shares).toMatchObject({ total: 4100, shipping: [{ amount: 410 }], fees: 410 });
    expect(shares.lines.map(({ amount }) => amount)).toEqual([3280]);
  });

  it('adds the tax that is not in the prices', () => {
    const net = line('mug', 3, 3600, { totalPrice: money(3000), taxedPrice: taxed(3600) });
    const shares = sharesOf(order({ lineItems: [net] }));
    expect(shares.lines[0]?.amount).toBe(3600);
  });

  it('is the untaxed price where commercetools taxed nothing', () => {
    const untaxed = order({
      lineItems: [line('mug', 2, 4000, { taxedPrice: undefined })],
      shippingInfo: { ...shippingInfo(500), taxedPrice: undefined },
      taxedPrice: undefined,
    });
    expect(sharesOf(untaxed)).toMatchObject({
      total: 4500,
      lines: [{ amount: 4000 }],
      shipping: [{ amount: 500 }],
    });
  });

  it('follows the taxed portions of the shipping entries in Multiple mode', () => {
    const split = line('mug', 3, 3100, {
      shippingDetails: {
        valid: true,
        targets: [
          { addressKey: 'home', shippingMethodKey: 'a', quantity: 1 },
          { addressKey: 'work', shippingMethodKey: 'b', quantity: 1 },
          { addressKey: 'gift', shippingMethodKey: 'b', quantity: 1 },
        ],
      },
      taxedPricePortions: [
        { shippingMethodKey: 'a', taxedPrice: taxed(1000) },
        { shippingMethodKey: 'b', taxedPrice: taxed(2100) },
      ],
    });
    const multiple = order({
      shippingMode: 'Multiple',
      lineItems: [split],
      shipping: [shippingEntry('a', 300), shippingEntry('b', 400)],
    });
    expect(sharesOf(multiple)).toMatchObject({
      lines: [
        { lineItemId: 'mug', shippingKey: 'a', quantity: 1, amount: 1000 },
        { lineItemId: 'mug', shippingKey: 'b', quantity: 2, amount: 2100 },
      ],
      shipping: [
        { shippingKey: 'a', amount: 300 },
        { shippingKey: 'b', amount: 400 },
      ],
    });
    expect(valueOfUnits(multiple, 'mug', 1, { shippingKey: 'b' })).toBe(1050);
    expect(valueOfUnits(multiple, 'mug', 2, { after: 1 })).toBe(2100);
  });

  it('counts the units that no target places last', () => {
    const half = line('mug', 3, 3000, {
      shippingDetails: {
        valid: false,
        targets: [{ addressKey: 'home', shippingMethodKey: 'a', quantity: 1 }],
      },
    });
    const multiple = order({
      shippingMode: 'Multiple',
      lineItems: [half],
      shipping: [shippingEntry('a', 0)],
    });
    expect(sharesOf(multiple).lines).toEqual([
      { lineItemId: 'mug', shippingKey: 'a', quantity: 1, amount: 1000 },
      { lineItemId: 'mug', quantity: 2, amount: 2000 },
    ]);
  });
});

describe('valueOfUnits', () => {
  const three = order({ lineItems: [line('mug', 3, 1000)] });

  it('gives the cents that are left over to the earlier units', () => {
    expect([0, 1, 2].map((after) => valueOfUnits(three, 'mug', 1, { after }))).toEqual([334, 333, 333]);
  });

  it('is nothing for units beyond the ordered ones, and for lines that are not there', () => {
    expect(valueOfUnits(three, 'mug', 5, { after: 2 })).toBe(333);
    expect(valueOfUnits(three, 'mug', 1, { after: 3 })).toBe(0);
    expect(valueOfUnits(three, 'cup', 1)).toBe(0);
  });

  it('counts whole units of a currency without cents', () => {
    const yen = { currencyCode: 'JPY', fractionDigits: 0 };
    const inYen = order({
      lineItems: [line('mug', 3, 1000, { totalPrice: money(1000, yen), taxedPrice: taxed(1000, yen) })],
    });
    expect(valueOfUnits(inYen, 'mug', 1)).toBe(334);
  });

  it('adds up to the order, however the units are taken and whatever is taken off the total', () => {
    const lines = fc.array(
      fc.record({ quantity: fc.integer({ min: 1, max: 20 }), gross: fc.integer({ min: 0, max: 100_000 }) }),
      { minLength: 1, maxLength: 5 },
    );
    const cuts = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 });
    fc.assert(
      fc.property(
        lines,
        fc.nat(2000),
        fc.integer({ min: -500, max: 500 }),
        fc.nat(100),
        cuts,
        (drawn, cost, extra, off, sizes) => {
          const lineItems = drawn.map(({ quantity, gross }, index) => line(`l${index}`, quantity, gross));
          const gross = sumOf(drawn.map((one) => one.gross)) + cost + extra;
          fc.pre(gross >= 0);
          const customLineItems = extra === 0 ? [] : [fee(extra)];
          const whole = order(
            { lineItems, customLineItems, shippingInfo: shippingInfo(cost) },
            Math.floor((gross * off) / 100),
          );
          const shares = sharesOf(whole);
          const taken = lineItems.map(({ id, quantity }) => {
            let after = 0;
            let value = 0;
            while (after < quantity) {
              const size = Math.min(sizes[after % sizes.length] ?? 1, quantity - after);
              const part = valueOfUnits(whole, id, size, { after });
              expect(part).toBeGreaterThanOrEqual(0);
              value += part;
              after += size;
            }
            return value;
          });
          const rest = sumOf(shares.shipping.map(({ amount }) => amount)) + shares.fees;
          expect(sumOf(taken) + rest).toBe(whole.taxedPrice?.totalGross.centAmount);
        },
      ),
    );
  });
});
