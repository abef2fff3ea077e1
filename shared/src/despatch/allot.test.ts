import fc from 'fast-check';
import { allot, type PlannedSalesOrder } from './allot';
import { orderLine, row } from './despatch.fixture';
import { despatchesOf, type DespatchRow } from './despatches';
import type { OrderLine } from './order-lines';
import { sumOf } from './grouped';

const A = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
const B = 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb';

function salesOrder(
  lines: readonly OrderLine[],
  overrides: Partial<PlannedSalesOrder> = {},
): PlannedSalesOrder {
  return {
    number: 'SO-1',
    lines: lines.map(({ lineItemId, line, sku, ordered, factor }) => ({
      lineItemId,
      line,
      itemCode: sku,
      units: ordered * factor,
    })),
    ...overrides,
  };
}

function allotted(
  lines: readonly OrderLine[],
  rows: readonly DespatchRow[],
  overrides: Partial<Parameters<typeof allot>[0]> = {},
) {
  return allot({
    lines,
    salesOrders: [salesOrder(lines)],
    despatches: despatchesOf(rows),
    otherwiseDelivered: [],
    ...overrides,
  });
}

const booked = ({ booked: some }: ReturnType<typeof allot>) =>
  some.map(({ despatch, line, quantity }) => [despatch, line.lineItemId, quantity]);

describe('allotting what left to the lines of an order', () => {
  const [one, other] = [orderLine(A, 2), orderLine(B, 3)];

  it('goes by Line, in any case', () => {
    expect(booked(allotted([one, other], [row({ line: other.line.toUpperCase(), units: 2 })]))).toEqual([
      ['D1', B, 2],
    ]);
  });

  it('goes by ItemCode without Line: lines of one SKU are filled in their order with what is due', () => {
    const result = allotted(
      [one, other],
      [row({ units: 4 }), row({ despatch: 'D2', despatchedAt: 1e13, units: 1 })],
    );
    expect(booked(result)).toEqual([
      ['D1', A, 2],
      ['D1', B, 2],
      ['D2', B, 1],
    ]);
  });

  it('tells what the order does not have, also where Line and ItemCode contradict each other', () => {
    const result = allotted([one], [row({ itemCode: 'CUP' }), row({ itemCode: 'POT', line: one.line })]);
    expect(result.booked).toEqual([]);
    expect(result.unmatched.map(({ itemCode }) => itemCode)).toEqual(['POT', 'CUP'].toSorted());
  });

  it('finds a line that was put on the sales order by hand', () => {
    const result = allotted([one, orderLine(B, 1, { sku: 'CUP' })], [row({ itemCode: 'CUP' })], {
      salesOrders: [salesOrder([one])],
    });
    expect(booked(result)).toEqual([['D1', B, 1]]);
  });

  it('does not book more than was ordered, and tells how many units too many', () => {
    const result = allotted([one], [row({ units: 5 })]);
    expect(booked(result)).toEqual([['D1', A, 2]]);
    expect(result.over).toMatchObject([{ units: 3 }]);
  });

  it('does not book again what others delivered: that is no over-despatch', () => {
    const otherwiseDelivered = [{ lineItemId: A, quantity: 1 }];
    const result = allotted([one], [row({ units: 2 })], { otherwiseDelivered });
    expect(booked(result)).toEqual([['D1', A, 1]]);
    expect(result.covered).toMatchObject([{ units: 1 }]);
    expect(result.over).toEqual([]);
  });

  it('books units of measure with the despatch that makes them whole', () => {
    const packs = orderLine(A, 2, { factor: 6 });
    const later = { despatch: 'D2', despatchedAt: 1e13 };
    const result = allotted([packs], [row({ units: 9 }), row({ ...later, units: 3 })]);
    expect(booked(result)).toEqual([
      ['D1', A, 1],
      ['D2', A, 1],
    ]);
    expect(result.fractions).toEqual([]);
    expect(allotted([packs], [row({ units: 9 })]).fractions).toMatchObject([{ units: 3 }]);
    const thirds = orderLine(A, 3, { factor: 1 / 3 });
    expect(booked(allotted([thirds], [row({ units: 1 })]))).toEqual([['D1', A, 3]]);
  });

  it('keeps the shipping entries of one line apart', () => {
    const [home, work] = [orderLine(A, 1, { shippingKey: 'home' }), orderLine(A, 2, { shippingKey: 'work' })];
    const result = allotted([home, work], [row({ salesOrder: 'SO-2', line: work.line, units: 3 })], {
      salesOrders: [
        salesOrder([home], { shippingKey: 'home' }),
        salesOrder([work], { number: 'SO-2', shippingKey: 'work' }),
      ],
    });
    expect(result.booked.map(({ line, quantity }) => [line.shippingKey, quantity])).toEqual([['work', 2]]);
    expect(result.over).toMatchObject([{ units: 1 }]);
  });

  it('loses no unit, books none twice and never more than ordered', () => {
    const lineOf = fc.record({ ordered: fc.integer({ min: 1, max: 5 }), factor: fc.constantFrom(1, 2, 6) });
    const rowOf = fc.record({
      despatch: fc.constantFrom('D1', 'D2', 'D3'),
      units: fc.integer({ min: 1, max: 12 }),
      itemCode: fc.constantFrom('MUG', 'POT', 'CUP'),
      exact: fc.boolean(),
    });
    fc.assert(
      fc.property(
        lineOf,
        lineOf,
        lineOf,
        fc.array(rowOf, { maxLength: 8 }),
        fc.nat(3),
        (a, b, c, rows, elsewhere) => {
          const lines = [
            orderLine(A, a.ordered, { factor: a.factor }),
            orderLine(B, b.ordered, { factor: a.factor }),
            orderLine('cccccccc-cccc-4ccc-8ccc-cccccccccccc', c.ordered, { sku: 'POT', factor: c.factor }),
          ];
          const printed = rows.map(({ exact, ...rest }) =>
            row({ ...rest, line: exact ? (lines.find(({ sku }) => sku === rest.itemCode)?.line ?? '') : '' }),
          );
          const result = allotted(lines, printed, {
            otherwiseDelivered: [{ lineItemId: A, quantity: elsewhere }],
          });
          const inItems = sumOf(result.booked, ({ line, quantity }) => quantity * line.factor);
          const told = [result.over, result.covered, result.fractions].map((some) =>
            sumOf(some, ({ units }) => units),
          );
          const unmatched = sumOf(result.unmatched, ({ units }) => units);
          expect(inItems + sumOf(told, (units) => units) + unmatched).toBe(sumOf(rows, ({ units }) => units));
          for (const line of lines) {
            const ours = sumOf(
              result.booked.filter((some) => some.line === line),
              ({ quantity }) => quantity,
            );
            expect(
              ours + (line.lineItemId === A ? Math.min(elsewhere, line.ordered) : 0),
            ).toBeLessThanOrEqual(line.ordered);
          }
        },
      ),
    );
  });
});
