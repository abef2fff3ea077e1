import fc from 'fast-check';
import type { Delivery, LineItem, Order } from '@commercetools/platform-sdk';
import { claimsOf, type ClaimFacts } from './claims';
import { delivery, fee, line, order, shippingEntry, shippingInfo } from './order.fixture';
import { sharesOf, valueOfUnits } from './shares';

const policies = ['first', 'proRata', 'last'] as const;

const keys = ['D1', 'D2', 'A1', 'B1', 'B2', 'rest', ...Array.from({ length: 12 }, (_, round) => `R${round}`)];

function facts(overrides: Partial<ClaimFacts> = {}): ClaimFacts {
  return { notShipped: [], deliveries: keys, rules: { shipping: 'first', fees: 'first' }, ...overrides };
}

const by = (shipping: (typeof policies)[number], fees: ClaimFacts['rules']['fees'] = shipping) =>
  facts({ rules: { shipping, fees } });

/** Two mugs for 30.01, three cups for 10.00, shipping for 5.00 and a fee of 2.50. */
function shop(deliveries: readonly Delivery[], overrides: Partial<Order> = {}): Order {
  return order({
    lineItems: [line('mug', 2, 3001), line('cup', 3, 1000)],
    customLineItems: [fee(250)],
    shippingInfo: shippingInfo(500, deliveries),
    ...overrides,
  });
}

const twoParcels = [delivery('D1', { mug: 1, cup: 2 }), delivery('D2', { mug: 1, cup: 1 }, 60)];

const amounts = (whole: Order, how: ClaimFacts): readonly (readonly [string, number])[] =>
  claimsOf(whole, how).map(({ reference, amount }) => [reference, amount]);

describe('what each Delivery entitles to', () => {
  it('is the value of its units, and shipping and fees with the first', () => {
    expect(amounts(shop(twoParcels), by('first'))).toEqual([
      ['D1', 1501 + 667 + 750],
      ['D2', 1500 + 333],
    ]);
  });

  it('bears shipping and fees by the value of its units where the rules say pro rata', () => {
    // 500 and 250 over 3001 : 1000 is 375 : 125 and 188 : 62, thus mugs cost 3564 and cups 1187.
    expect(amounts(shop(twoParcels), by('proRata'))).toEqual([
      ['D1', 1782 + 792],
      ['D2', 1782 + 395],
    ]);
  });

  it('bears shipping and fees with the last where the rules say so, known by its completing the order', () => {
    expect(amounts(shop(twoParcels.slice(0, 1)), by('last'))).toEqual([['D1', 2168]]);
    expect(amounts(shop(twoParcels), by('last'))).toEqual([
      ['D1', 2168],
      ['D2', 1833 + 750],
    ]);
  });

  it('leaves fees out where the rules say so', () => {
    expect(amounts(shop(twoParcels), by('first', 'none'))[0]).toEqual(['D1', 2668]);
  });

  it('claims what waited for the last Delivery once the order is closed short', () => {
    const closed = shop(twoParcels.slice(0, 1), { shipmentState: 'Shipped' });
    expect(amounts(closed, by('last'))).toEqual([
      ['D1', 2168],
      ['D1-rest', 750],
    ]);
  });

  it('follows the time of creation, not the place in the list', () => {
    expect(amounts(shop([...twoParcels].reverse()), by('first'))[0]?.[0]).toBe('D1');
  });

  it('counts no units twice and none that were not ordered', () => {
    const deliveries = [delivery('D1', { mug: 5 }), delivery('D2', { mug: 1, hat: 4 }, 60)];
    expect(amounts(shop(deliveries), by('first', 'none'))).toEqual([
      ['D1', 3001 + 500],
      ['D2', 0],
    ]);
  });

  it('ignores Deliveries of others, and those without a key', () => {
    const foreign = { ...delivery('other', { mug: 1 }), key: 'other' };
    const keyless = { ...delivery('none', { mug: 1 }), key: undefined };
    expect(amounts(shop([foreign, keyless, ...twoParcels]), facts()).map(([reference]) => reference)).toEqual(
      ['D1', 'D2'],
    );
  });

  it('leaves out the lines that Peoplevox does not ship', () => {
    const how = facts({
      notShipped: [{ lineItemId: 'cup' }],
      rules: { shipping: 'last', fees: 'none' },
    });
    expect(amounts(shop([delivery('D1', { mug: 2, cup: 3 })]), how)).toEqual([['D1', 3501]]);
  });

  it('spreads shipping by number where the goods cost nothing', () => {
    const gift = order({
      lineItems: [line('gift', 4, 0)],
      shippingInfo: shippingInfo(500, [delivery('D1', { gift: 1 }), delivery('D2', { gift: 3 }, 60)]),
    });
    expect(amounts(gift, by('proRata'))).toEqual([
      ['D1', 125],
      ['D2', 375],
    ]);
  });
});

describe('in Multiple shipping mode', () => {
  const split = line('mug', 3, 3000, {
    shippingDetails: {
      valid: true,
      targets: [
        { addressKey: 'home', shippingMethodKey: 'a', quantity: 1 },
        { addressKey: 'work', shippingMethodKey: 'b', quantity: 2 },
      ],
    },
  });
  const multiple = (a: readonly Delivery[], b: readonly Delivery[], overrides: Partial<Order> = {}) =>
    order({
      shippingMode: 'Multiple',
      lineItems: [split],
      customLineItems: [fee(100)],
      shipping: [shippingEntry('a', 300, a), shippingEntry('b', 400, b)],
      ...overrides,
    });

  it.each(policies)('each entry bears its own shipping: %s', (policy) => {
    const b = [delivery('B1', { mug: 1 }, 5), delivery('B2', { mug: 1 }, 30)];
    const claims = amounts(multiple([delivery('A1', { mug: 1 }, 10)], b), by(policy));
    expect(claims).toEqual(
      {
        first: [
          ['B1', 1000 + 400 + 100],
          ['A1', 1000 + 300],
          ['B2', 1000],
        ],
        // The fee is divided 33 : 67.
        proRata: [
          ['B1', 1000 + 200 + 34],
          ['A1', 1000 + 300 + 33],
          ['B2', 1000 + 200 + 33],
        ],
        last: [
          ['B1', 1000],
          ['A1', 1000 + 300],
          ['B2', 1000 + 400 + 100],
        ],
      }[policy],
    );
  });

  it('an entry that Peoplevox does not ship is not charged for, and its fate is nobody else’s', () => {
    const how = {
      ...by('last', 'none'),
      notShipped: [{ lineItemId: 'mug', shippingKey: 'a' }],
    };
    const closed = multiple([], [delivery('B1', { mug: 1 })], { shipmentState: 'Shipped' });
    expect(amounts(closed, how)).toEqual([
      ['B1', 1000],
      ['B1-rest', 400],
    ]);
  });
});

describe('over any split of an order into Deliveries', () => {
  const drawnLines = fc.array(
    fc.record({
      quantity: fc.integer({ min: 1, max: 9 }),
      gross: fc.integer({ min: 0, max: 50_000 }),
      settled: fc.boolean(),
    }),
    { minLength: 1, maxLength: 4 },
  );
  const drawn = fc.record({
    lines: drawnLines,
    cost: fc.nat(2000),
    extra: fc.integer({ min: -500, max: 500 }),
    off: fc.nat(100),
    shipping: fc.constantFrom(...policies),
    fees: fc.constantFrom(...policies, 'none' as const),
    sizes: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 12 }),
  });

  /** Units go out as the sizes say, the lines in turns; each round of the lines is a Delivery. */
  function splitUp(lines: readonly LineItem[], sizes: readonly number[]): Delivery[] {
    const left = new Map(lines.map(({ id, quantity }) => [id, quantity]));
    return sizes.map((_, round) => {
      const items: Record<string, number> = {};
      lines.forEach(({ id }, index) => {
        const quantity = Math.min(left.get(id) ?? 0, sizes[(round + index) % sizes.length] ?? 0);
        left.set(id, (left.get(id) ?? 0) - quantity);
        if (quantity > 0) items[id] = quantity;
      });
      return delivery(`R${round}`, items, round);
    });
  }

  it('the claims are never negative and add up to the value shipped; of a complete order, to its total less what is not ours', () => {
    fc.assert(
      fc.property(drawn, ({ lines, cost, extra, off, shipping, fees, sizes }) => {
        const lineItems = lines.map(({ quantity, gross }, index) => line(`l${index}`, quantity, gross));
        const gross = lines.reduce((sum, one) => sum + one.gross, cost + extra);
        fc.pre(gross >= 0 && lines.some(({ settled }) => !settled));
        const notShipped = lines.flatMap(({ settled }, index) =>
          settled ? [{ lineItemId: `l${index}` }] : [],
        );
        const how = facts({ notShipped, rules: { shipping, fees } });
        const ours = lineItems.filter((_, index) => !lines[index]?.settled);
        const build = (deliveries: readonly Delivery[]): Order =>
          order(
            {
              lineItems,
              customLineItems: extra === 0 ? [] : [fee(extra)],
              shippingInfo: shippingInfo(cost, deliveries),
            },
            Math.floor((gross * off) / 100),
          );
        const total = (whole: Order): number =>
          claimsOf(whole, how).reduce((sum, { amount }) => {
            expect(amount).toBeGreaterThanOrEqual(0);
            return sum + amount;
          }, 0);

        const some = splitUp(ours, sizes);
        const goods = ours.reduce((sum, { id }) => {
          const shipped = some.flatMap(({ items }) => items.filter((item) => item.id === id));
          return (
            sum +
            valueOfUnits(
              build([]),
              id,
              shipped.reduce((all, item) => all + item.quantity, 0),
            )
          );
        }, 0);
        const shares = sharesOf(build([]));
        const lumps = (shares.shipping[0]?.amount ?? 0) + (fees === 'none' ? 0 : shares.fees);
        expect(total(build(some))).toBeGreaterThanOrEqual(goods);
        expect(total(build(some))).toBeLessThanOrEqual(goods + lumps);
        if (shipping === 'first' && fees !== 'proRata' && fees !== 'last')
          expect(total(build(some))).toBe(goods + lumps);

        const rest = Object.fromEntries(ours.map(({ id, quantity }) => [id, quantity]));
        const complete = build([...some, delivery('rest', rest, 99)]);
        const notOurs = lineItems
          .filter((one) => !ours.includes(one))
          .reduce((sum, { id, quantity }) => sum + valueOfUnits(complete, id, quantity), 0);
        const leftOut = fees === 'none' ? shares.fees : 0;
        expect(total(complete)).toBe(shares.total - notOurs - leftOut);
      }),
      { numRuns: 500 },
    );
  });
});
