import type { Order, Payment, ReturnInfo, Transaction } from '@commercetools/platform-sdk';
import fc from 'fast-check';
import { rulesSchema } from '../../configuration/rules';
import { delivery, fee, line, money, order, shippingInfo } from '../capture/order.fixture';
import { checked, figures, type Figure } from './figures';
import { monthNamed } from './month';
import { monthEndRows, type MonthEndFacts } from './rows';

const ZONE = 'Europe/London';
const months = ['2026-03', '2026-04', '2026-05'].map((name) => monthNamed(name, ZONE));
const march = monthNamed('2026-03', ZONE);
const april = monthNamed('2026-04', ZONE);
const rules = rulesSchema.parse({});

function despatched(key: string, items: Readonly<Record<string, number>>, at: string) {
  const custom = { type: { typeId: 'type' as const, id: 'delivery' }, fields: { despatchedAt: at } };
  return { ...delivery(key, items), custom };
}

function paid(...charges: readonly (readonly [at: string, cents: number, currency?: string])[]) {
  const transactions = charges.map(([timestamp, cents, currencyCode = 'GBP'], index): Transaction => ({
    id: `charge-${index}`,
    type: 'Charge',
    state: 'Success',
    timestamp,
    amount: { ...money(cents), currencyCode },
  }));
  const obj = { createdAt: '2026-03-02T09:00:00.000Z', transactions } as unknown as Payment;
  return { paymentInfo: { payments: [{ typeId: 'payment' as const, id: 'p', obj }] } };
}

function returned(lineItemId: string, quantity: number, returnDate: string): ReturnInfo {
  const item = {
    type: 'LineItemReturnItem',
    id: `return-${returnDate}`,
    lineItemId,
    quantity,
    shipmentState: 'Returned',
    paymentState: 'Initial',
    createdAt: returnDate,
    lastModifiedAt: returnDate,
  } as const;
  return { returnDate, items: [item] };
}

function facts(of: Order, some: Partial<MonthEndFacts> = {}): MonthEndFacts {
  return { order: of, exported: new Map(), notShipped: [], rules, ...some };
}

const placedOn = (createdAt: string, overrides: Partial<Order> = {}) =>
  order({ lineItems: [line('mug', 3, 3601)], customLineItems: [fee(250)], createdAt, ...overrides });

describe('the month of an order', () => {
  it('is that of its creation in the zone of the warehouse; the despatch may have another', () => {
    // One in the morning of 1 April in London, still March in UTC.
    const deliveries = [despatched('D1', { mug: 1 }, '2026-04-30T23:30:00.000Z')];
    const late = placedOn('2026-03-31T23:30:00.000Z', { shippingInfo: shippingInfo(500, deliveries) });
    expect(monthEndRows(facts(late), march)).toEqual([]);
    expect(monthEndRows(facts(late), april)).toMatchObject([
      { placedOn: '2026-04-01', figures: { orderedUnits: 3, despatchedUnits: 0, openUnits: 3 } },
    ]);
    const may = monthNamed('2026-05', ZONE);
    expect(monthEndRows(facts(late), may)).toMatchObject([
      { figures: { orderedUnits: 0, orderedTotal: 0, despatchedUnits: 1, earlierUnits: 1 } },
    ]);
  });

  it('tells ordered, exported, despatched, captured, returned and cancelled, to the cent', () => {
    const deliveries = [
      despatched('D1', { mug: 1 }, '2026-03-05T10:00:00.000Z'),
      despatched('D2', { mug: 1 }, '2026-04-05T10:00:00.000Z'),
    ];
    const short = placedOn('2026-03-04T10:00:00.000Z', {
      shippingInfo: shippingInfo(500, deliveries),
      shipmentState: 'Shipped',
      ...paid(['2026-03-05T11:00:00.000Z', 1951], ['2026-04-05T11:00:00.000Z', 1200]),
      returnInfo: [returned('mug', 1, '2026-04-20T10:00:00.000Z')],
    });
    const known = facts(short, { exported: new Map([['mug', 3]]) });
    expect(monthEndRows(known, march)[0]?.figures).toMatchObject({
      orderedUnits: 3,
      orderedGoods: 3601,
      orderedShipping: 500,
      orderedFees: 250,
      orderedTotal: 4351,
      orderedNet: 3626,
      orderedTax: 725,
      orderedUntaxed: 0,
      exportedUnits: 3,
      shippedUnits: 1,
      shippedGoods: 1201,
      cancelledUnits: 1,
      cancelledGoods: 1200,
      openUnits: 1,
      openGoods: 1200,
      despatchedUnits: 1,
      despatchedGoods: 1201,
      // The Delivery, its shipping and the fee.
      due: 1951,
      captured: 1951,
      capturedInMonth: 1951,
      outstanding: 0,
    });
    expect(monthEndRows(known, april)[0]?.figures).toMatchObject({
      orderedUnits: 0,
      despatchedUnits: 1,
      earlierUnits: 1,
      despatchedGoods: 1200,
      capturedInMonth: 1200,
      captured: 3151,
      due: 3151,
      returnedUnits: 1,
      returnedGoods: 1200,
    });
  });

  it('has a row of its own for a Charge in another currency', () => {
    const strange = placedOn('2026-03-04T10:00:00.000Z', paid(['2026-03-05T11:00:00.000Z', 700, 'EUR']));
    expect(monthEndRows(facts(strange), march)).toMatchObject([
      { currency: 'GBP', figures: { orderedTotal: 4351, captured: 0 } },
      { currency: 'EUR', figures: { orderedTotal: 0, capturedInMonth: 700, capturedAhead: 700 } },
    ]);
  });

  it('leaves amounts untaxed that the order does not tax', () => {
    const deliveries = [despatched('D1', { mug: 3 }, '2026-03-05T10:00:00.000Z')];
    const untaxed = placedOn('2026-03-04T10:00:00.000Z', {
      lineItems: [line('mug', 3, 3601, { taxedPrice: undefined })],
      shippingInfo: { ...shippingInfo(500, deliveries), taxedPrice: undefined },
      taxedPrice: undefined,
    });
    expect(monthEndRows(facts(untaxed), march)[0]?.figures).toMatchObject({
      orderedNet: 0,
      orderedTax: 0,
      orderedUntaxed: 4351,
      despatchedUntaxed: 3601,
    });
  });

  it('keeps apart what Peoplevox does not ship, and what it despatched too much', () => {
    const deliveries = [
      despatched('D1', { mug: 5 }, '2026-03-05T10:00:00.000Z'),
      delivery('by-hand', { card: 1 }),
    ];
    const mixed = placedOn('2026-03-04T10:00:00.000Z', {
      lineItems: [line('mug', 3, 3601), line('card', 1, 100), line('film', 2, 900)],
      shippingInfo: shippingInfo(500, deliveries),
    });
    const [row] = monthEndRows(facts(mixed, { notShipped: [{ lineItemId: 'film', quantity: 2 }] }), march);
    expect(row?.figures).toMatchObject({ shippedUnits: 3, elsewhereUnits: 3, overUnits: 2, openUnits: 0 });
  });
});

const time = fc
  .integer({ min: Date.parse('2026-03-01T00:00:00Z'), max: Date.parse('2026-05-31T22:00:00Z') })
  .map((ms) => new Date(ms).toISOString());
const units = fc.integer({ min: 1, max: 4 });
const item = fc.constantFrom('a', 'b', 'c');

const history = fc.record({
  createdAt: time,
  lines: fc.tuple(
    ...['a', 'b', 'c'].map((id) =>
      fc
        .tuple(units, fc.integer({ min: 0, max: 9_999 }))
        .map(([quantity, cents]) => line(id, quantity, cents)),
    ),
  ),
  discount: fc.integer({ min: 0, max: 900 }),
  fees: fc.array(fc.integer({ min: -300, max: 500 }), { maxLength: 2 }),
  shipped: fc.array(fc.tuple(item, units, time), { maxLength: 5 }),
  byOthers: fc.array(fc.tuple(item, units), { maxLength: 2 }),
  never: fc.array(fc.tuple(item, units), { maxLength: 1 }),
  exported: fc.array(fc.tuple(item, units), { maxLength: 3 }),
  charges: fc.array(fc.tuple(time, fc.integer({ min: 1, max: 9_000 }), fc.constantFrom('GBP', 'EUR'))),
  back: fc.array(fc.tuple(item, units, time), { maxLength: 2 }),
  shipmentState: fc.constantFrom(undefined, 'Partial', 'Shipped', 'Delivered', 'Canceled'),
  orderState: fc.constantFrom('Open', 'Complete', 'Cancelled'),
  shipping: fc.constantFrom('first', 'proRata', 'last'),
});

function played(some: typeof history extends fc.Arbitrary<infer T> ? T : never): MonthEndFacts {
  const deliveries = [
    ...some.shipped.map(([id, quantity, at], index) => despatched(`D${index}`, { [id]: quantity }, at)),
    ...some.byOthers.map(([id, quantity], index) => delivery(`other-${index}`, { [id]: quantity })),
  ];
  const of = order(
    {
      lineItems: some.lines,
      customLineItems: some.fees.map((cents) => fee(cents)),
      createdAt: some.createdAt,
      shippingInfo: shippingInfo(500, deliveries),
      orderState: some.orderState as Order['orderState'],
      ...(some.shipmentState && { shipmentState: some.shipmentState as Order['shipmentState'] }),
      ...paid(...some.charges),
      returnInfo: some.back.map(([id, quantity, at]) => returned(id, quantity, at)),
    },
    some.discount,
  );
  return facts(of, {
    exported: new Map(some.exported),
    notShipped: some.never.map(([lineItemId, quantity]) => ({ lineItemId, quantity })),
    rules: rulesSchema.parse({ capture: { shipping: some.shipping } }),
  });
}

describe('whatever happened to an order, in whatever order', () => {
  it('every tie-out of every row balances, and nothing but a tax is below zero', () => {
    fc.assert(
      fc.property(history, (some) => {
        const rows = months.flatMap((month) => monthEndRows(played(some), month));
        for (const { figures: values } of rows) {
          for (const { text, left, right } of checked(values)) expect([text, left]).toEqual([text, right]);
          const below = figures.filter((figure) => values[figure] < 0 && !figure.endsWith('Tax'));
          expect(below).toEqual([]);
        }
      }),
    );
  });

  it('what moves in the months adds up to what happened in all, each thing in one month', () => {
    const inAll = (of: MonthEndFacts, figure: Figure) =>
      months
        .flatMap((month) => monthEndRows(of, month))
        .reduce((sum, { figures: values }) => sum + values[figure], 0);
    fc.assert(
      fc.property(history, (some) => {
        const of = played(some);
        const total = (parts: readonly (readonly [unknown, number, unknown?])[]) =>
          parts.reduce((sum, [, count]) => sum + count, 0);
        expect(inAll(of, 'despatchedUnits')).toBe(total(some.shipped));
        expect(inAll(of, 'returnedUnits')).toBe(total(some.back));
        expect(inAll(of, 'capturedInMonth')).toBe(total(some.charges));
        expect(inAll(of, 'orderedUnits')).toBe(some.lines.reduce((sum, { quantity }) => sum + quantity, 0));
      }),
    );
  });

  it('the order in which commercetools lists Deliveries, Charges and Deliveries of others does not matter', () => {
    fc.assert(
      fc.property(history, (some) => {
        const turned = { ...some, shipped: some.shipped.toReversed(), charges: some.charges.toReversed() };
        // Cents of units that left at the same moment may change places.
        fc.pre(new Set(some.shipped.map(([, , at]) => at)).size === some.shipped.length);
        const rows = (of: MonthEndFacts) =>
          months
            .flatMap((month) => monthEndRows(of, month))
            .map((row) => `${row.currency} ${JSON.stringify(row.figures)}`)
            .toSorted();
        expect(rows(played(turned))).toEqual(rows(played(some)));
      }),
    );
  });
});
