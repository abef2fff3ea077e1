import type { Order } from '@commercetools/platform-sdk';
import fc from 'fast-check';
import { placedOrder, type PlacedOrder } from '../../../sandbox/commercetools/order-actions/testing';
import { BY_OPERATOR } from '../exceptions/exception';
import { DELIVERY_TYPE, PARCEL_TYPE } from './custom-types';
import { decide, type Decision, type OrderFacts } from './decide';
import { deliveriesOf } from './deliveries';
import { factsOf, NOW, row, rules, salesOrderOf } from './despatch.fixture';
import { despatchesOf, type DespatchRow } from './despatches';
import { sumOf } from './grouped';

/** An order of 3 A and 1 B in the emulator, which applies what is decided. */
function place(): PlacedOrder & { platformOrder(): Order } {
  const placed = placedOrder();
  for (const type of [DELIVERY_TYPE, PARCEL_TYPE]) placed.create('/types', type);
  return { ...placed, platformOrder: () => JSON.parse(JSON.stringify(placed.order())) as Order };
}

type Placed = ReturnType<typeof place>;

/** One look at the warehouse: decides and writes. */
function look(placed: Placed, rows: readonly DespatchRow[], overrides: Partial<OrderFacts> = {}): Decision {
  const order = placed.platformOrder();
  const decision = decide(factsOf(order, { despatches: despatchesOf(rows), ...overrides }));
  if (decision.changes.length > 0)
    expect(placed.act(...decision.changes.map(({ action }) => action)).status).toBe(200);
  return decision;
}

const codes = ({ findings }: Decision) => findings.map(({ code }) => code);

describe('deciding on an order', () => {
  it('makes one Delivery a despatch and says which is new', () => {
    const placed = place();
    const rows = [row({ itemCode: 'A', units: 2, tracking: 'T1' })];
    expect(look(placed, rows)).toMatchObject({ newDeliveries: ['D1'], deliveries: ['D1'] });
    expect(look(placed, rows)).toMatchObject({ changes: [], newDeliveries: [], deliveries: ['D1'] });
    const [known] = deliveriesOf(placed.platformOrder());
    expect(known?.delivery).toMatchObject({ key: 'D1', items: [{ quantity: 2 }] });
  });

  it('corrects items, time and service of a Delivery', () => {
    const placed = place();
    look(placed, [row({ itemCode: 'A', units: 2, service: '' })]);
    look(placed, [row({ itemCode: 'A', units: 3, despatchedAt: NOW + 60_000 })]);
    const [known] = deliveriesOf(placed.platformOrder());
    expect(known?.delivery).toMatchObject({
      items: [{ quantity: 3 }],
      custom: { fields: { despatchedAt: new Date(NOW + 60_000).toISOString(), service: 'Next day' } },
    });
  });

  it('keeps a Delivery whose despatch the report does not show any more, and its units count', () => {
    const placed = place();
    look(placed, [row({ itemCode: 'A', units: 3 })]);
    const status = 'Despatched';
    const salesOrders = [salesOrderOf(placed.platformOrder(), { status })];
    const seen = new Map([['SO-1', { status, at: NOW - 600_000 }]]);
    const decision = look(placed, [row({ despatch: 'D2', itemCode: 'B', units: 1 })], { salesOrders, seen });
    expect(deliveriesOf(placed.platformOrder()).map(({ delivery }) => delivery.key)).toEqual(['D1', 'D2']);
    expect(codes(decision)).toEqual([]);
    expect(placed.platformOrder().shipmentState).toBe('Shipped');
  });

  it('leaves custom types of somebody else alone', () => {
    const placed = place();
    look(placed, [row({ itemCode: 'A', units: 1 })]);
    const type = { typeId: 'type', key: 'extra' };
    placed.act({ action: 'setDeliveryCustomType', deliveryKey: 'D1', type, fields: { note: 'gift' } });
    expect(look(placed, [row({ itemCode: 'A', units: 1 })]).changes).toEqual([]);
  });

  it('counts lines that Peoplevox does not ship as settled', () => {
    const placed = place();
    const { lineItems } = placed.platformOrder();
    const salesOrders = [salesOrderOf({ ...placed.platformOrder(), lineItems: lineItems.slice(0, 1) })];
    const notShipped = [{ lineItemId: lineItems[1]?.id ?? '', quantity: 1 }];
    look(placed, [row({ itemCode: 'A', units: 3 })], { salesOrders });
    expect(placed.platformOrder().shipmentState).toBe('Partial');
    look(placed, [row({ itemCode: 'A', units: 3 })], { salesOrders, notShipped });
    expect(placed.platformOrder().shipmentState).toBe('Shipped');
  });

  it('does not wait for units of a cancelled order that no sales order has', () => {
    const placed = place();
    const { lineItems } = placed.platformOrder();
    const salesOrders = [salesOrderOf({ ...placed.platformOrder(), lineItems: lineItems.slice(0, 1) })];
    look(placed, [row({ itemCode: 'A', units: 3 })], { salesOrders });
    expect(placed.platformOrder().shipmentState).toBe('Partial');
    placed.act({ action: 'changeOrderState', orderState: 'Cancelled' });
    look(placed, [row({ itemCode: 'A', units: 3 })], { salesOrders });
    expect(placed.platformOrder().shipmentState).toBe('Shipped');
  });

  it('does not call an order shipped for what was cancelled at our own request, nor raises it', () => {
    const placed = place();
    const salesOrders = [salesOrderOf(placed.platformOrder(), { status: '', revoked: true })];
    expect(codes(look(placed, [], { salesOrders }))).toEqual([]);
    expect(placed.platformOrder().shipmentState).toBe('Canceled');
  });

  it('waits for a sales order that Peoplevox does not have', () => {
    const placed = place();
    expect(
      look(placed, [], { salesOrders: [salesOrderOf(placed.platformOrder(), { status: '' })] }).changes,
    ).toEqual([]);
  });

  it('does not wait for a second look at a sales order of which all has left', () => {
    const placed = place();
    const salesOrders = [salesOrderOf(placed.platformOrder(), { status: 'despatched' })];
    const rows = [row({ itemCode: 'A', units: 3 }), row({ itemCode: 'B', units: 1 })];
    expect(look(placed, rows, { salesOrders }).closing.size).toBe(0);
    expect(placed.platformOrder().shipmentState).toBe('Shipped');
  });

  it.each([
    ['that was never told', undefined, 1],
    ['that stands open', { status: 'open' }, 0],
    ['that a person has dealt with', { status: 'resolved', evidence: BY_OPERATOR }, 0],
    ['that has closed by itself since', { status: 'resolved', evidence: 'It was reopened.' }, 1],
  ] as const)('asks for a second look at a short pick %s: %#', (_, before, looks) => {
    const placed = place();
    placed.act({ action: 'changeShipmentState', shipmentState: 'Shipped' });
    const salesOrders = [salesOrderOf(placed.platformOrder(), { status: 'Despatched' })];
    const told = before && { message: '', lastSeenAt: '', ...before };
    const known = new Map(told && [['short-pick' as const, told]]);
    const rows = [row({ itemCode: 'A', units: 2 })];
    expect(look(placed, rows, { salesOrders, known }).closing.size).toBe(looks);
  });

  describe('when what left fits no line', () => {
    const status = 'Despatched';
    /** Confirmed as closed. */
    function lookClosed(placed: Placed, rows: readonly DespatchRow[]): Decision {
      const salesOrders = [salesOrderOf(placed.platformOrder(), { status })];
      return look(placed, rows, { salesOrders, seen: new Map([['SO-1', { status, at: NOW - 600_000 }]]) });
    }

    /** What nobody has paid for is never to be refunded. */
    function placePaid(): Placed {
      const placed = place();
      placed.act({ action: 'changePaymentState', paymentState: 'Paid' });
      return placed;
    }

    it.each([
      ['a substitute', [row({ itemCode: 'OTHER', units: 3 })]],
      [
        'a kit as plain items',
        [row({ itemCode: 'SPOON', units: 3, line: 'x' }), row({ itemCode: 'FORK', units: 3, line: 'x' })],
      ],
      ['a kit that nobody counted', [row({ itemCode: 'SPOON', units: 3, parent: 'A' })]],
    ])('does not give up the missing units, nor refunds them: %s', (_, rows) => {
      const placed = placePaid();
      const decision = lookClosed(placed, rows);
      expect([codes(decision), decision.closing.size]).toEqual([['despatch-unmatched'], 0]);
      expect(placed.platformOrder().shipmentState).toBeUndefined();
      lookClosed(placed, [...rows, row({ itemCode: 'B', units: 1 })]);
      expect(placed.platformOrder().shipmentState).toBe('Partial');
    });

    it('comes to rest once it is corrected in Peoplevox, short or not', () => {
      const placed = placePaid();
      lookClosed(placed, [row({ itemCode: 'OTHER', units: 3 })]);
      expect(codes(lookClosed(placed, [row({ itemCode: 'A', units: 3 })]))).toEqual([
        'short-pick',
        'refund-due',
      ]);
      expect(placed.platformOrder().shipmentState).toBe('Shipped');
    });

    it('comes to rest once a person has made a Delivery of the missing units', () => {
      const placed = placePaid();
      const rows = [row({ itemCode: 'OTHER', units: 3 }), row({ itemCode: 'B', units: 1 })];
      lookClosed(placed, rows);
      expect(placed.platformOrder().shipmentState).toBe('Partial');
      const [a] = placed.platformOrder().lineItems;
      placed.act({ action: 'addDelivery', items: [{ id: a?.id ?? '', quantity: 3 }] });
      expect(codes(lookClosed(placed, rows))).toEqual(['despatch-unmatched']);
      expect(placed.platformOrder().shipmentState).toBe('Shipped');
    });

    it('comes to rest once the order is cancelled', () => {
      const placed = placePaid();
      placed.act({ action: 'changeOrderState', orderState: 'Cancelled' });
      lookClosed(placed, [row({ itemCode: 'OTHER', units: 3 })]);
      expect(placed.platformOrder().shipmentState).toBe('Canceled');
    });

    it('believes a person who calls the order shipped', () => {
      const placed = placePaid();
      placed.act({ action: 'changeShipmentState', shipmentState: 'Shipped' });
      const decision = lookClosed(placed, [
        row({ itemCode: 'OTHER', units: 3 }),
        row({ itemCode: 'B', units: 1 }),
      ]);
      expect(codes(decision)).toEqual(['despatch-unmatched']);
    });
  });

  it('reads the meaning of statuses in any case, from the rules', () => {
    const placed = place();
    const mine = rules({
      despatch: { statuses: { allocated: ['Bereit'] }, shipmentStates: { allocated: 'Ready' } },
    });
    look(placed, [], {
      rules: mine,
      salesOrders: [salesOrderOf(placed.platformOrder(), { status: 'BEREIT' })],
    });
    expect(placed.platformOrder().shipmentState).toBe('Ready');
  });
});

/** What the warehouse did: packages, each with units of one line, in up to three despatches, perhaps not tracked yet. */
const packageOf = fc.record({
  despatch: fc.constantFrom('D1', 'D2', 'D3'),
  itemCode: fc.constantFrom('A', 'B'),
  units: fc.integer({ min: 1, max: 2 }),
});

describe('any number of looks, in any order, at whatever part of the truth', () => {
  it('end with the same Deliveries, Parcels and state; nothing is taken back on the way', () => {
    const rank = ['Partial', 'Shipped'];
    fc.assert(
      fc.property(
        fc.array(packageOf, { minLength: 1, maxLength: 5 }),
        fc.array(fc.record({ upTo: fc.nat(5), tracked: fc.nat(5) }), { maxLength: 5 }),
        (packages, looks) => {
          const all = packages.map((each, index) =>
            row({ ...each, despatchedAt: NOW + Number(each.despatch.slice(1)), tracking: `T${index}` }),
          );
          // The warehouse goes forward: despatches appear one by one, each whole; numbers may come later.
          const despatched = (upTo: number) =>
            all.filter(({ despatch }) => Number(despatch.slice(1)) <= upTo);
          const placed = place();
          let reached = 0;
          let upTo = 0;
          for (const each of looks) {
            upTo = Math.max(upTo, Math.min(3, each.upTo));
            const rows = despatched(upTo).map((one, index) =>
              index < each.tracked ? one : { ...one, tracking: '' },
            );
            look(placed, rows);
            const state = rank.indexOf(placed.platformOrder().shipmentState ?? '');
            expect(state).toBeGreaterThanOrEqual(reached - 1);
            reached = Math.max(reached, state + 1);
          }
          look(placed, all);
          expect(look(placed, all).changes).toEqual([]);
          const order = placed.platformOrder();
          const deliveries = deliveriesOf(order).map(({ delivery }) => delivery);
          for (const { id, quantity, variant } of order.lineItems) {
            const left = sumOf(
              all.filter(({ itemCode }) => itemCode === variant.sku),
              ({ units }) => units,
            );
            const booked = sumOf(
              deliveries.flatMap(({ items }) => items).filter((item) => item.id === id),
              (item) => item.quantity,
            );
            expect(booked).toBe(Math.min(left, quantity));
          }
          expect(new Set(deliveries.map(({ key }) => key)).size).toBe(deliveries.length);
          for (const { key, parcels } of deliveries) {
            const numbers = all.filter(({ despatch }) => despatch === key).map(({ tracking }) => tracking);
            expect(parcels.map(({ trackingData }) => trackingData?.trackingId).toSorted()).toEqual(
              numbers.toSorted(),
            );
          }
          const isAll = order.lineItems.every(
            ({ quantity, variant }) =>
              sumOf(
                all.filter(({ itemCode }) => itemCode === variant.sku),
                ({ units }) => units,
              ) >= quantity,
          );
          expect(order.shipmentState).toBe(isAll ? 'Shipped' : 'Partial');
        },
      ),
      { numRuns: 60 },
    );
  });
});
