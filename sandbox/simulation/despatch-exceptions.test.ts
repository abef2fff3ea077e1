import { BY_OPERATOR, createExceptionStore } from '../../shared/src/exceptions';
import { createLog } from '../../shared/src/runtime';
import {
  book,
  bookUntilSettled,
  exported,
  openDespatchWorld,
  picked,
  type DespatchWorld,
} from './despatch-world';

const units = (itemCode: string, quantity: number) => ({ itemCode, quantity });
const PAID = { paymentState: 'Paid' } as const;

async function otherDelivery(world: DespatchWorld, number: string, quantity: number): Promise<void> {
  const { id, lineItems } = world.order(number);
  const action = { action: 'addDelivery', items: [{ id: lineItems[0]?.id, quantity }] };
  expect((await world.change(id, action)).status).toBe(200);
}

/** As a person of the warehouse reopens or closes it; the units that left stay as they are. */
function setStatus(world: DespatchWorld, number: string, status: 'Allocated' | 'Despatched'): void {
  const salesOrder = world.peoplevox.floor.orders.get(number);
  if (salesOrder !== undefined) salesOrder.status = status;
}

describe('what people must know of despatches', () => {
  it('a short pick: closed only when two readings agree, settled, and a refund to the cent', async () => {
    const world = await openDespatchWorld();
    await exported(
      world,
      'SHORT-1',
      [
        { sku: 'MUG', quantity: 3 },
        { sku: 'POT', quantity: 1 },
      ],
      PAID,
    );
    world.warehouse.startWave({ salesOrderNumbers: ['SHORT-1'] });
    world.warehouse.shortPick({ salesOrderNumber: 'SHORT-1', lines: [units('MUG', 1)] });
    world.warehouse.despatch({ salesOrderNumber: 'SHORT-1' });
    const first = await book(world, 'SHORT-1');
    expect(first).toMatchObject({
      kind: 'booked',
      again: { afterMs: 600_000, reading: { status: 'Despatched' } },
    });
    expect(world.order('SHORT-1').shipmentState).toBe('Partial');
    expect(world.exceptions()).toEqual([]);
    // Too early, or from nowhere: it does not count.
    await world.minutes(9);
    const reading = first !== undefined && 'again' in first ? first.again?.reading : undefined;
    await world.clock.runUntil(world.booker().bookAgain('SHORT-1', reading));
    await world.clock.runUntil(world.booker().bookAgain('SHORT-1', { any: 'thing' }));
    expect(world.order('SHORT-1').shipmentState).toBe('Partial');
    await world.minutes(1);
    await world.clock.runUntil(world.booker().bookAgain('SHORT-1', reading));
    expect(world.order('SHORT-1').shipmentState).toBe('Shipped');
    expect(world.exceptions()).toEqual(['refund-due', 'short-pick']);
    expect(world.exception('short-pick')?.message).toContain('2 of MUG');
    expect(world.exception('refund-due')?.message).toContain('refund 25.00 GBP');
    // A later look without memory of the readings takes nothing back and needs no second look.
    expect(await book(world, 'SHORT-1')).toEqual({ kind: 'unchanged', orderId: world.order('SHORT-1').id });
    expect(world.exceptions()).toEqual(['refund-due', 'short-pick']);
  });

  it('a second short closing, after the sales order was reopened in Peoplevox', async () => {
    const world = await openDespatchWorld();
    await exported(world, 'OPEN-1', [{ sku: 'MUG', quantity: 3 }], PAID);
    world.warehouse.startWave({ salesOrderNumbers: ['OPEN-1'] });
    world.warehouse.shortPick({ salesOrderNumber: 'OPEN-1', lines: [units('MUG', 1)] });
    world.warehouse.despatch({ salesOrderNumber: 'OPEN-1' });
    await bookUntilSettled(world, 'OPEN-1');
    expect(world.exceptions()).toContain('short-pick');
    setStatus(world, 'OPEN-1', 'Allocated');
    await bookUntilSettled(world, 'OPEN-1');
    expect(world.exceptions()).not.toContain('short-pick');
    setStatus(world, 'OPEN-1', 'Despatched');
    await bookUntilSettled(world, 'OPEN-1');
    expect(world.exceptions()).toContain('short-pick');
  });

  it("a person's change of an order that was closed short, until both agree and it stood for an hour", async () => {
    const world = await openDespatchWorld();
    const { id } = await exported(world, 'HAND-1', [{ sku: 'MUG', quantity: 3 }], PAID);
    world.warehouse.startWave({ salesOrderNumbers: ['HAND-1'] });
    world.warehouse.shortPick({ salesOrderNumber: 'HAND-1', lines: [units('MUG', 1)] });
    const key = world.warehouse.despatch({ salesOrderNumber: 'HAND-1', packages: [{ tracking: 'OURS' }] });
    await bookUntilSettled(world, 'HAND-1');
    const trackingData = { trackingId: 'THEIRS' };
    await world.change(id, { action: 'setParcelTrackingData', parcelKey: `${key}-1`, trackingData });
    await bookUntilSettled(world, 'HAND-1');
    expect(world.exceptions()).toContain('conflicting-change');
    await world.minutes(61);
    await bookUntilSettled(world, 'HAND-1');
    expect(world.exceptions()).toEqual(['refund-due', 'short-pick']);
  });

  it('a refund that was made is no longer proposed, and what a person settled is not told again', async () => {
    const world = await openDespatchWorld();
    const payment = await world.clock.runUntil(
      world.api
        .payments()
        .post({
          body: {
            amountPlanned: { centAmount: 4250, currencyCode: 'GBP' },
            transactions: [
              { type: 'Charge', state: 'Success', amount: { centAmount: 4250, currencyCode: 'GBP' } },
            ],
          },
        })
        .execute(),
    );
    await exported(world, 'SHORT-2', [{ sku: 'MUG', quantity: 3 }], { payments: [{ id: payment.body.id }] });
    world.warehouse.startWave({ salesOrderNumbers: ['SHORT-2'] });
    world.warehouse.shortPick({ salesOrderNumber: 'SHORT-2', lines: [units('MUG', 1)] });
    world.warehouse.despatch({ salesOrderNumber: 'SHORT-2' });
    const settle = async () => {
      const look = await book(world, 'SHORT-2');
      await world.minutes(10);
      const reading = { status: 'Despatched', at: world.clock.now() - 600_000 };
      await world.clock.runUntil(world.booker().bookAgain('SHORT-2', reading));
      return look;
    };
    await settle();
    expect(world.exceptions()).toEqual(['refund-due', 'short-pick']);
    const closedByPerson = async (code: string) => {
      const exceptions = [
        ...world.commercetools.project.collections['key-value-document'].values('peoplevox-exceptions'),
      ];
      const one = exceptions.find(({ key }) => key.startsWith(code));
      const value = { ...(one?.value as object), status: 'resolved', evidence: BY_OPERATOR };
      await world.clock.runUntil(
        world.documents.write('peoplevox-exceptions', one?.key ?? '', value, one?.version ?? 0),
      );
    };
    await closedByPerson('refund-due');
    await settle();
    expect(world.exceptions()).toEqual(['short-pick']);
    await closedByPerson('short-pick');
    await settle();
    expect(world.exceptions()).toEqual([]);
    await world.clock.runUntil(
      world.api
        .payments()
        .withId({ ID: payment.body.id })
        .post({
          body: {
            version: 1,
            actions: [
              {
                action: 'addTransaction',
                transaction: {
                  type: 'Refund',
                  state: 'Success',
                  amount: { centAmount: 1250, currencyCode: 'GBP' },
                },
              },
            ],
          },
        })
        .execute(),
    );
    await settle();
    expect(world.exception('refund-due')?.message).toContain('refund 12.50 GBP');
    expect(world.exceptions()).toEqual(['refund-due']);
  });

  it('no refund for what was only authorised', async () => {
    const world = await openDespatchWorld();
    await exported(world, 'SHORT-3', [{ sku: 'MUG', quantity: 3 }]);
    world.warehouse.cancelOrder({ salesOrderNumber: 'SHORT-3' });
    await bookUntilSettled(world, 'SHORT-3');
    expect(world.exceptions()).toEqual(['order-cancelled-in-warehouse']);
  });

  it('a cancellation in the warehouse, with nothing and with something despatched', async () => {
    const world = await openDespatchWorld({ rules: { orderExport: { partialShipment: true } } });
    await exported(world, 'CANCEL-1', [{ sku: 'MUG', quantity: 2 }], PAID);
    await picked(world, 'CANCEL-2', [{ sku: 'MUG', quantity: 2 }], PAID);
    world.warehouse.despatch({ salesOrderNumber: 'CANCEL-2', packages: [{ lines: [units('MUG', 1)] }] });
    for (const salesOrderNumber of ['CANCEL-1', 'CANCEL-2']) {
      world.warehouse.cancelOrder({ salesOrderNumber });
      await bookUntilSettled(world, salesOrderNumber);
    }
    expect(world.order('CANCEL-1').shipmentState).toBe('Canceled');
    expect(world.order('CANCEL-2').shipmentState).toBe('Shipped');
    expect(world.exceptions()).toEqual([
      'order-cancelled-in-warehouse',
      'order-cancelled-in-warehouse',
      'refund-due',
      'refund-due',
    ]);
    // Customer service cancels the order: that is what was to be done.
    const { id } = world.order('CANCEL-1');
    await world.change(id, { action: 'changeOrderState', orderState: 'Cancelled' });
    await bookUntilSettled(world, 'CANCEL-1');
    expect(world.exceptions('resolved')).toEqual(expect.arrayContaining(['order-cancelled-in-warehouse']));
  });

  it('stock that does not come, until it comes', async () => {
    const world = await openDespatchWorld();
    world.stock(1, 'RARE');
    world.stock(0, 'NONE');
    await exported(world, 'WAIT-1', [{ sku: 'NONE', quantity: 2 }]);
    await exported(world, 'WAIT-2', [{ sku: 'RARE', quantity: 2 }]);
    await book(world, 'WAIT-1', 'WAIT-2');
    expect(world.exceptions()).toEqual([]);
    await world.minutes(61);
    await book(world, 'WAIT-1', 'WAIT-2');
    expect(world.exceptions()).toEqual(['order-backordered', 'order-not-allocated']);
    world.stock(5, 'RARE', 'NONE');
    await book(world, 'WAIT-1', 'WAIT-2');
    expect(world.exceptions()).toEqual([]);
  });

  it('units too many, which are not booked', async () => {
    const world = await openDespatchWorld();
    await picked(world, 'OVER-1', [{ sku: 'MUG', quantity: 2 }]);
    world.warehouse.despatch({
      salesOrderNumber: 'OVER-1',
      packages: [{ lines: [units('MUG', 5)] }],
      force: true,
    });
    await book(world, 'OVER-1');
    expect(world.deliveries('OVER-1')).toMatchObject([{ items: ['2 MUG'] }]);
    expect(world.order('OVER-1').shipmentState).toBe('Shipped');
    expect(world.exceptions()).toEqual(['over-despatch']);
    expect(world.exception('over-despatch')?.message).toContain('3 of MUG');
  });

  it('goods that the order does not have; what fits is booked', async () => {
    const world = await openDespatchWorld();
    await picked(world, 'ODD-1', [{ sku: 'MUG', quantity: 1 }]);
    const cup = world.peoplevox.floor.items.get('CUP');
    if (cup === undefined) throw new Error('There is no CUP.');
    world.peoplevox.floor.orders.get('ODD-1')?.lines.push({
      item: cup,
      line: '',
      columns: new Map(),
      ordered: 1,
      allocated: 0,
      picked: 1,
      despatched: 0,
    });
    world.warehouse.despatch({ salesOrderNumber: 'ODD-1' });
    await book(world, 'ODD-1');
    expect(world.deliveries('ODD-1')).toMatchObject([{ items: ['1 MUG'] }]);
    expect(world.exceptions()).toEqual(['despatch-unmatched']);
    expect(world.exception('despatch-unmatched')?.message).toContain('1 of CUP');
  });

  it('part of a unit of measure, until the rest has left too', async () => {
    const world = await openDespatchWorld({
      rules: { orderExport: { partialShipment: true }, unitsOfMeasure: { MUG: 6 } },
    });
    await picked(world, 'UNIT-1', [{ sku: 'MUG', quantity: 2 }]);
    world.warehouse.despatch({ salesOrderNumber: 'UNIT-1', packages: [{ lines: [units('MUG', 9)] }] });
    await book(world, 'UNIT-1');
    expect(world.deliveries('UNIT-1')).toMatchObject([{ items: ['1 MUG'] }]);
    expect(world.exceptions()).toEqual(['despatch-unmatched']);
    world.warehouse.startWave({ salesOrderNumbers: ['UNIT-1'] });
    world.warehouse.pick({ salesOrderNumber: 'UNIT-1' });
    world.warehouse.despatch({ salesOrderNumber: 'UNIT-1' });
    await book(world, 'UNIT-1');
    expect(world.deliveries('UNIT-1').map(({ items }) => items)).toEqual([['1 MUG'], ['1 MUG']]);
    expect(world.order('UNIT-1').shipmentState).toBe('Shipped');
    expect(world.exceptions()).toEqual([]);
  });

  it('Deliveries of others: left alone, counted, never booked twice, never a false Shipped', async () => {
    const world = await openDespatchWorld({ rules: { orderExport: { partialShipment: true } } });
    await picked(world, 'OTHER-1', [{ sku: 'MUG', quantity: 3 }]);
    await otherDelivery(world, 'OTHER-1', 2);
    world.warehouse.despatch({ salesOrderNumber: 'OTHER-1', packages: [{ lines: [units('MUG', 2)] }] });
    await book(world, 'OTHER-1');
    expect(world.deliveries('OTHER-1').map(({ items }) => items)).toEqual([['2 MUG'], ['1 MUG']]);
    // All three are delivered on paper, but Peoplevox is still to send one.
    expect(world.order('OTHER-1').shipmentState).toBe('Partial');
    expect(world.exceptions()).toEqual(['conflicting-change']);
    expect(world.exception('conflicting-change')?.message).toContain('1 (item units) of MUG');
  });

  it('a shipmentState that says more than has happened stays, and is told with both values', async () => {
    const world = await openDespatchWorld();
    const { id } = await exported(world, 'STATE-1', [{ sku: 'MUG', quantity: 1 }]);
    await world.change(id, { action: 'changeShipmentState', shipmentState: 'Shipped' });
    await book(world, 'STATE-1');
    expect(world.order('STATE-1').shipmentState).toBe('Shipped');
    expect(world.exception('conflicting-change')?.message).toMatch(/has Shipped, .* is allocated; .* stays/);
    world.warehouse.startWave({ salesOrderNumbers: ['STATE-1'] });
    world.warehouse.pick({ salesOrderNumber: 'STATE-1' });
    world.warehouse.despatch({ salesOrderNumber: 'STATE-1' });
    await world.minutes(61);
    await book(world, 'STATE-1');
    expect(world.exceptions()).toEqual([]);
  });

  it('a tracking number that a person changed: told with both values when Peoplevox writes its own', async () => {
    const world = await openDespatchWorld();
    await picked(world, 'HAND-1', [{ sku: 'MUG', quantity: 1 }]);
    const despatchNumber = world.warehouse.despatch({
      salesOrderNumber: 'HAND-1',
      packages: [{ tracking: 'OURS' }],
    });
    await book(world, 'HAND-1');
    const { id } = world.order('HAND-1');
    await world.change(id, {
      action: 'setParcelTrackingData',
      parcelKey: 'DES100001-1',
      trackingData: { trackingId: 'THEIRS', carrier: 'Royal Mail', provider: 'Royal Mail Tracked 48' },
    });
    world.warehouse.correctTracking({ despatchNumber, trackingNumber: 'CORRECTED' });
    await book(world, 'HAND-1');
    expect(world.deliveries('HAND-1')[0]?.parcels).toEqual(['DES100001-1: CORRECTED']);
    expect(world.exception('conflicting-change')?.message).toContain(
      'commercetools had THEIRS, Peoplevox has CORRECTED',
    );
    // Peoplevox's own corrections contradict nobody, and what was told stays long enough to be seen.
    world.warehouse.correctTracking({ despatchNumber, trackingNumber: 'AGAIN' });
    await book(world, 'HAND-1');
    expect(world.exceptions()).toEqual(['conflicting-change']);
    await world.minutes(61);
    await book(world, 'HAND-1');
    expect(world.exceptions()).toEqual([]);
  });

  it.each([
    ['resolved', 'off'],
    ['open', 'charge'],
  ] as const)('a capture that failed: %s once capture.mode is %s', async (status, mode) => {
    const world = await openDespatchWorld({ rules: { capture: { mode, interfaces: ['psp'] } } });
    const { id } = await picked(world, 'MONEY-1', [{ sku: 'MUG', quantity: 1 }]);
    const { documents, clock } = world;
    const log = createLog({ level: 'error' });
    await clock.runUntil(
      createExceptionStore({ documents, clock, log }).raise({
        code: 'capture-failed',
        subject: { type: 'order', id, key: 'MONEY-1' },
        message: 'Despatched, but not captured as it should be.',
        fix: 'Charge by hand.',
      }),
    );
    world.warehouse.despatch({ salesOrderNumber: 'MONEY-1' });
    await book(world, 'MONEY-1');
    expect(world.exceptions(status)).toEqual(['capture-failed']);
  });

  it('an order without shipping information takes no Delivery: told to whom can mend it, booked once it has', async () => {
    const world = await openDespatchWorld();
    const { id } = await picked(world, 'BARE-1', [{ sku: 'MUG', quantity: 2 }], { shipping: null });
    world.warehouse.despatch({ salesOrderNumber: 'BARE-1', packages: [{ tracking: 'T-1' }] });
    expect(await book(world, 'BARE-1')).toEqual({ kind: 'held', orderId: id });
    expect(world.exceptions()).toEqual(['order-invalid']);
    expect(world.exception('order-invalid')).toMatchObject({
      owner: 'ecommerce',
      subject: { type: 'despatch', id, key: 'BARE-1' },
      message: expect.stringContaining('DES100001') as unknown,
    });
    expect(world.order('BARE-1').shipmentState).toBeUndefined();
    world.commercetools.applyOrderEdit(id, { setShippingMethod: { name: 'Standard' } });
    expect(await book(world, 'BARE-1')).toMatchObject({ kind: 'booked' });
    expect(world.deliveries('BARE-1')).toMatchObject([{ parcels: ['DES100001-1: T-1'] }]);
    expect(world.order('BARE-1').shipmentState).toBe('Shipped');
    expect(world.exceptions()).toEqual([]);
  });

  it('whatever else commercetools refuses for good is told, and closes once it is taken', async () => {
    const world = await openDespatchWorld();
    const { id } = await picked(world, 'NO-1', [{ sku: 'MUG', quantity: 1 }]);
    world.warehouse.despatch({ salesOrderNumber: 'NO-1' });
    const refused = await world.clock.runUntil(world.booker({ refuses: 'addDelivery' }).book('NO-1'));
    expect(refused.get('NO-1')).toEqual({ kind: 'held', orderId: id });
    expect(world.exceptions()).toEqual(['order-rejected']);
    expect(world.exception('order-rejected')).toMatchObject({
      owner: 'integration',
      message: expect.stringContaining('InvalidOperation') as unknown,
    });
    await book(world, 'NO-1');
    expect(world.exceptions()).toEqual([]);
    world.warehouse.bookReturn({ salesOrderNumber: 'NO-1', itemCode: 'MUG', quantity: 1 });
    const returned = await world.clock.runUntil(
      world.booker({ refuses: 'addReturnInfo' }).returns.bookOrders(['NO-1']),
    );
    expect(returned.get('NO-1')).toEqual({ kind: 'held', orderId: id });
    expect(world.exceptions()).toEqual(['order-rejected']);
    await world.clock.runUntil(world.booker().returns.bookOrders(['NO-1']));
    expect(world.exceptions()).toEqual([]);
  });

  it('nothing personal is kept or logged', async () => {
    const world = await openDespatchWorld();
    await picked(world, 'SECRET-1', [{ sku: 'MUG', quantity: 2 }], PAID);
    world.warehouse.despatch({
      salesOrderNumber: 'SECRET-1',
      packages: [{ lines: [units('MUG', 4)] }],
      force: true,
    });
    const before = world.lines.length;
    await bookUntilSettled(world, 'SECRET-1');
    const kept = ['peoplevox-exceptions', 'peoplevox-audit'].flatMap((container) =>
      [...world.commercetools.project.collections['key-value-document'].values(container)].map(
        ({ value }): unknown => value,
      ),
    );
    const written = `${world.lines.slice(before).join('\n')}\n${JSON.stringify(kept)}`;
    expect(kept.length).toBeGreaterThan(1);
    for (const secret of ['Winifred', 'Ashdown', 'Larkspur', 'BS1 4QA', 'winifred', '496 0123'])
      expect(written).not.toContain(secret);
  });
});
