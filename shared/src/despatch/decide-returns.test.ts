import fc from 'fast-check';
import { delivery, line, order as orderOf, shippingInfo } from './capture/order.fixture';
import { decideReturns } from './decide-returns';
import { NOW, rules, salesOrderOf } from './despatch.fixture';
import type { ReturnRow } from './return-report';
import type { Order, ReturnItem } from '@commercetools/platform-sdk';

function row(overrides: Partial<ReturnRow> = {}): ReturnRow {
  return {
    code: 'RET1',
    returnedAt: NOW,
    salesOrder: 'SO-1',
    itemCode: 'MUG',
    units: 1,
    reusable: true,
    despatchedAt: undefined,
    reason: '',
    condition: '',
    channelName: '',
    ...overrides,
  };
}

const mug = (id: string, quantity: number) =>
  line(id, quantity, quantity * 1000, { variant: { id: 1, sku: 'MUG' } });

/** Two lines of the same SKU, delivered apart. */
const order = orderOf({
  lineItems: [mug('one', 2), mug('two', 3)],
  shippingInfo: shippingInfo(500, [
    { ...delivery('D1', { one: 2 }), custom: despatchedAt(NOW - 7_200_000) },
    { ...delivery('D2', { two: 3 }), custom: despatchedAt(NOW - 3_600_000) },
  ]),
});

function despatchedAt(at: number) {
  return { type: { typeId: 'type', id: 't' }, fields: { despatchedAt: new Date(at).toISOString() } } as const;
}

function decided(rows: readonly ReturnRow[], of: Order = order, overrides: object = {}) {
  return decideReturns({ order: of, rules: rules(overrides), salesOrders: [salesOrderOf(of)], rows });
}

const items = ({ actions }: ReturnType<typeof decided>) =>
  actions.flatMap((action) => (action.action === 'addReturnInfo' ? action.items : []));

/** The order after these actions. */
function after(of: Order, { actions }: ReturnType<typeof decided>): Order {
  const added = actions.flatMap((action) => (action.action === 'addReturnInfo' ? action.items : []));
  const states = new Map(
    actions.flatMap((action) =>
      action.action === 'setReturnShipmentState'
        ? [[action.returnItemKey, action.shipmentState] as const]
        : [],
    ),
  );
  const known = (of.returnInfo ?? []).flatMap((info) => info.items);
  const fresh = added.map(
    (draft): ReturnItem =>
      ({
        type: 'LineItemReturnItem',
        id: draft.key ?? '',
        lineItemId: draft.lineItemId ?? '',
        paymentState: 'Initial',
        createdAt: '',
        lastModifiedAt: '',
        ...draft,
      }) as ReturnItem,
  );
  const all = [...known, ...fresh].map((item) => ({
    ...item,
    shipmentState: states.get(item.key) ?? item.shipmentState,
  }));
  return { ...of, returnInfo: [{ items: all }] };
}

describe('what came back', () => {
  it('is matched to the line of the despatch that it left with, and named with its Delivery', () => {
    const [item] = items(decided([row({ despatchedAt: NOW - 3_600_000 })]));
    expect(item).toMatchObject({ key: 'RET1-1', lineItemId: 'two', comment: 'Return RET1; Delivery D2' });
  });

  it('fills lines in their order, with a key for each, and tells what no line sent', () => {
    const decision = decided([row({ units: 6 })]);
    expect(items(decision).map(({ key, lineItemId, quantity }) => [key, lineItemId, quantity])).toEqual([
      ['RET1-1', 'one', 2],
      ['RET1-1_2', 'two', 3],
    ]);
    expect(decision.findings).toMatchObject([{ code: 'return-unmatched' }]);
  });

  it('stays Returned until the report says where it went, and where a person decided it stays so', () => {
    const waiting = after(order, decided([row({ reusable: undefined })]));
    expect(waiting.returnInfo?.[0]?.items).toMatchObject([{ shipmentState: 'Returned' }]);
    expect(decided([row({ reusable: false })], waiting).actions).toEqual([
      { action: 'setReturnShipmentState', returnItemKey: 'RET1-1', shipmentState: 'Unusable' },
    ]);
    const unusable = after(waiting, decided([row({ reusable: false })], waiting));
    expect(decided([row({ reusable: true })], unusable).actions).toEqual([]);
  });

  it('comes back in units of measure; a part of one is told', () => {
    const packs = { unitsOfMeasure: { MUG: 6 } };
    expect(items(decided([row({ units: 12 })], order, packs))).toMatchObject([{ quantity: 2 }]);
    const decision = decided([row({ units: 9 })], order, packs);
    expect(items(decision)).toMatchObject([{ quantity: 1 }]);
    expect(decision.findings[0]?.message).toContain('3 of MUG');
  });

  it('without a return code cannot be booked once only, and is told', () => {
    const decision = decided([row({ code: '' })]);
    expect(decision.actions).toEqual([]);
    expect(decision.findings).toMatchObject([{ code: 'return-unmatched' }]);
  });

  it('keeps its item when another line of the same return and minute sorts before it', () => {
    const pear = row({ itemCode: 'PEAR' });
    const fruit = orderOf({
      paymentState: 'Paid',
      lineItems: [line('apple', 2, 2000), line('pear', 2, 4000)],
      shippingInfo: shippingInfo(500, [delivery('D1', { apple: 2, pear: 2 })]),
    });
    const first = after(fruit, decided([pear], fruit));
    const second = decided([pear, row({ itemCode: 'APPLE', reusable: false })], first);
    expect(items(second)).toMatchObject([{ key: 'RET1-2', lineItemId: 'apple', quantity: 1 }]);
    expect(after(first, second).returnInfo?.[0]?.items).toMatchObject([
      { key: 'RET1-1', lineItemId: 'pear', shipmentState: 'BackInStock' },
      { key: 'RET1-2', lineItemId: 'apple', shipmentState: 'Unusable' },
    ]);
    expect(second.findings).toMatchObject([
      { code: 'refund-due', message: expect.stringContaining('refund 30.00 GBP') as string },
    ]);
  });

  it('is not booked anew when the warehouse splits its row', () => {
    const first = after(order, decided([row({ units: 2, reusable: undefined })]));
    expect(decided([row({ reusable: true }), row({ reusable: false })], first)).toMatchObject({
      actions: [{ action: 'setReturnShipmentState', returnItemKey: 'RET1-1', shipmentState: 'BackInStock' }],
      findings: [],
    });
  });

  it('is booked once, whatever part of the report was read before, and never more than was delivered', () => {
    const rowOf = fc.record({
      code: fc.constantFrom('RET1', 'RET2'),
      itemCode: fc.constantFrom('MUG', 'APPLE', 'PEAR'),
      units: fc.integer({ min: 1, max: 3 }),
      returnedAt: fc.integer({ min: 0, max: 1 }).map((minute) => NOW + minute * 60_000),
      reusable: fc.constantFrom(true, false, undefined),
      seenFrom: fc.nat(4),
    });
    const sent = { one: 2, two: 3, apple: 5, pear: 40 };
    const shop = orderOf({
      lineItems: [mug('one', 2), mug('two', 3), line('apple', 5, 500), line('pear', 40, 400)],
      shippingInfo: shippingInfo(500, [delivery('D1', sent)]),
    });
    const room: Readonly<Record<string, number>> = { MUG: 5, APPLE: 5, PEAR: 40 };
    fc.assert(
      fc.property(fc.array(rowOf, { maxLength: 8 }), (made) => {
        const rows = made.map(({ seenFrom, ...one }) => ({ seenFrom, shown: row(one) }));
        const seen = (look: number) =>
          rows.filter(({ seenFrom }) => seenFrom <= look).map(({ shown }) => shown);
        const booked = (of: Order, itemCode: string) =>
          (of.returnInfo?.[0]?.items ?? []).filter(
            (item) =>
              item.type === 'LineItemReturnItem' &&
              of.lineItems.find(({ id }) => id === item.lineItemId)?.variant.sku === itemCode,
          );
        const units = (some: readonly { readonly quantity: number }[]) =>
          some.reduce((sum, { quantity }) => sum + quantity, 0);
        let now = shop;
        for (const look of [0, 1, 2, 3, 4]) {
          now = after(now, decided(seen(look), now));
          for (const itemCode of ['MUG', 'APPLE', 'PEAR']) {
            const own = seen(look).filter((one) => one.itemCode === itemCode);
            const back = own.reduce((sum, one) => sum + one.units, 0);
            expect(units(booked(now, itemCode))).toBe(Math.min(room[itemCode] ?? 0, back));
          }
        }
        expect(decided(seen(4).toReversed(), now).actions).toEqual([]);
        const keys = (now.returnInfo?.[0]?.items ?? []).map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
        // Of pears there is room for all: each row's units went where the row says.
        for (const [reusable, state] of [
          [true, 'BackInStock'],
          [false, 'Unusable'],
          [undefined, 'Returned'],
        ] as const) {
          const told = seen(4).filter((one) => one.itemCode === 'PEAR' && one.reusable === reusable);
          expect(units(booked(now, 'PEAR').filter(({ shipmentState }) => shipmentState === state))).toBe(
            told.reduce((sum, one) => sum + one.units, 0),
          );
        }
      }),
    );
  });
});
