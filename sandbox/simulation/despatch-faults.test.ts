import {
  book,
  bookUntilSettled,
  exported,
  openDespatchWorld,
  picked,
  type DespatchWorld,
} from './despatch-world';

const MUG = { itemCode: 'MUG', quantity: 1 };

describe('despatches under faults, in virtual time', () => {
  it('are booked once by two instances at once, each told of everything twice and in any order', async () => {
    const world = await openDespatchWorld({
      latencyMs: 40,
      rules: { orderExport: { partialShipment: true } },
    });
    const numbers = ['TWO-1', 'TWO-2', 'TWO-3'];
    for (const number of numbers) {
      await picked(world, number, [{ sku: 'MUG', quantity: 2 }]);
      world.warehouse.despatch({
        salesOrderNumber: number,
        packages: [{ lines: [MUG], tracking: `A-${number}` }, { lines: [MUG] }],
      });
    }
    const [one, other] = [world.booker(), world.booker()];
    await world.clock.runUntil(
      Promise.all([
        one.book(...numbers, ...numbers),
        other.book(...numbers.toReversed()),
        one.book('TWO-2'),
        other.book('TWO-3', 'TWO-1'),
      ]),
    );
    for (const number of numbers) {
      expect(world.deliveries(number)).toMatchObject([{ items: ['2 MUG'], parcels: [expect.anything()] }]);
      expect(world.order(number).shipmentState).toBe('Shipped');
    }
    expect(world.exceptions()).toEqual([]);
  });

  it('are never overwritten by an older reading', async () => {
    const world = await openDespatchWorld({ latencyMs: 20 });
    await picked(world, 'OLD-1', [{ sku: 'MUG', quantity: 1 }]);
    const despatchNumber = world.warehouse.despatch({
      salesOrderNumber: 'OLD-1',
      packages: [{ tracking: 'WRONG' }],
    });
    // It has read the wrong number and hesitates, while another reads the right one and writes it.
    const slow = world.booker({ hesitatesMs: 1_500 }).book('OLD-1');
    await world.clock.advance(500);
    world.warehouse.correctTracking({ despatchNumber, trackingNumber: 'RIGHT' });
    await world.clock.runUntil(world.booker().book('OLD-1'));
    expect(world.deliveries('OLD-1')[0]?.parcels).toEqual(['DES100001-1: RIGHT']);
    await world.clock.runUntil(slow);
    expect(world.deliveries('OLD-1')[0]?.parcels).toEqual(['DES100001-1: RIGHT']);
  });

  it.each(['before', 'after'] as const)(
    'end the same when the process dies with any request, %s it is carried out',
    async (when) => {
      const world = await openDespatchWorld({
        latencyMs: 10,
        rules: { orderExport: { partialShipment: true } },
      });
      for (let at = 1; ; at += 1) {
        const number = `KILL-${at}`;
        await exported(world, number, [
          { sku: 'MUG', quantity: 1 },
          { sku: 'POT', quantity: 1 },
        ]);
        world.warehouse.startWave({ salesOrderNumbers: [number] });
        world.warehouse.pick({ salesOrderNumber: number });
        world.warehouse.despatch({ salesOrderNumber: number, packages: [{ lines: [MUG], tracking: 'T' }] });
        world.warehouse.cancelOrder({ salesOrderNumber: number });
        const followed: string[] = [];
        const mortal = world.booker({
          dies: { at, when },
          afterBooking: async ({ deliveries }) => void followed.push(...deliveries),
        });
        const ends: number[] = [];
        void mortal.book(number).then(() => ends.push(at));
        await world.clock.advance(20_000);
        await bookUntilSettled(world, number);
        expect(world.deliveries(number)).toMatchObject([
          { items: ['1 MUG'], parcels: [expect.stringContaining(': T')] },
        ]);
        expect(world.order(number).shipmentState).toBe('Shipped');
        expect(world.exceptions()).toHaveLength(at);
        if (ends.length > 0) {
          expect(followed).toHaveLength(1);
          break;
        }
      }
      expect(world.exceptions()).toContain('order-cancelled-in-warehouse');
    },
  );

  it.each(['before', 'after'] as const)(
    "tell of a person's change though the process dies with any request, %s it is carried out",
    async (when) => {
      const world = await openDespatchWorld({ latencyMs: 10 });
      for (let at = 1; ; at += 1) {
        const number = `HAND-${at}`;
        const { id } = await picked(world, number, [{ sku: 'MUG', quantity: 1 }]);
        const despatchNumber = world.warehouse.despatch({
          salesOrderNumber: number,
          packages: [{ tracking: 'OURS' }],
        });
        await book(world, number);
        const trackingData = { trackingId: 'THEIRS' };
        await world.change(id, {
          action: 'setParcelTrackingData',
          parcelKey: `${despatchNumber}-1`,
          trackingData,
        });
        world.warehouse.correctTracking({ despatchNumber, trackingNumber: 'CORRECTED' });
        const ends: number[] = [];
        void world
          .booker({ dies: { at, when } })
          .book(number)
          .then(() => ends.push(at));
        await world.clock.advance(20_000);
        await book(world, number);
        expect(world.deliveries(number)[0]?.parcels).toEqual([`${despatchNumber}-1: CORRECTED`]);
        expect(world.exceptions()).toHaveLength(at);
        if (ends.length > 0) break;
      }
    },
  );

  it('stay in the hints when a system is away, and when what follows the booking fails', async () => {
    const world = await openDespatchWorld();
    await picked(world, 'AWAY-1', [{ sku: 'MUG', quantity: 1 }]);
    world.warehouse.despatch({ salesOrderNumber: 'AWAY-1' });
    world.peoplevox.away = true;
    await expect(world.clock.runUntil(world.booker().book('AWAY-1'))).rejects.toMatchObject({
      name: 'PeoplevoxError',
    });
    world.peoplevox.away = false;
    const afterBooking = async () => {
      throw new Error('The payment service is away.');
    };
    const outcomes = await world.clock.runUntil(world.booker({ afterBooking }).book('AWAY-1'));
    expect(outcomes.get('AWAY-1')).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('The payment service is away.') as string,
    });
    expect(world.order('AWAY-1').shipmentState).toBe('Shipped');
  });

  it('are looked at again when what follows from them asks for it, if that is sooner', async () => {
    const world = await openDespatchWorld();
    await exported(world, 'LATER-1', [{ sku: 'MUG', quantity: 2 }]);
    world.warehouse.startWave({ salesOrderNumbers: ['LATER-1'] });
    world.warehouse.shortPick({ salesOrderNumber: 'LATER-1', lines: [{ itemCode: 'MUG', quantity: 1 }] });
    world.warehouse.despatch({ salesOrderNumber: 'LATER-1' });
    const bookedWith = async (minutes: number) => {
      const lookAgainAt = world.clock.now() + minutes * 60_000;
      const booker = world.booker({ afterBooking: async () => ({ lookAgainAt }) });
      const outcome = (await world.clock.runUntil(booker.book('LATER-1'))).get('LATER-1');
      const again = outcome !== undefined && 'again' in outcome ? outcome.again : undefined;
      return again && [Math.ceil(again.afterMs / 60_000), again.reading?.status];
    };
    expect(await bookedWith(5)).toEqual([5, 'Despatched']);
    expect(await bookedWith(25)).toEqual([10, 'Despatched']);
  });

  it('are told again after a crash, though nothing is left to write', async () => {
    const world = await openDespatchWorld();
    await picked(world, 'AGAIN-1', [{ sku: 'MUG', quantity: 1 }]);
    world.warehouse.despatch({ salesOrderNumber: 'AGAIN-1' });
    const told: (readonly string[])[] = [];
    const afterBooking = async ({ deliveries }: { deliveries: readonly string[] }) =>
      void told.push(deliveries);
    await world.clock.runUntil(world.booker({ afterBooking }).book('AGAIN-1'));
    await world.clock.runUntil(world.booker({ afterBooking }).book('AGAIN-1'));
    expect(told).toEqual([['DES100001'], ['DES100001']]);
  });

  it('wait while the report cannot be used, which people are told once and until it can', async () => {
    const world = await openDespatchWorld({ tenant: { missingReports: ['Despatch summary'] } });
    await picked(world, 'REP-1', [{ sku: 'MUG', quantity: 1 }]);
    world.warehouse.despatch({ salesOrderNumber: 'REP-1' });
    expect(await book(world, 'REP-1')).toMatchObject({ kind: 'failed' });
    expect(world.exceptions()).toEqual(['report-unusable']);
    await world.clock.runUntil(
      world.setRules({
        despatch: { reports: { packages: { name: 'Despatched items by package' } } },
      }),
    );
    expect(await book(world, 'REP-1')).toMatchObject({ kind: 'booked' });
    expect(world.exceptions()).toEqual([]);
  });

  it('wait for one order alone of which a cell cannot be read, until it can', async () => {
    // Tracking numbers stand for quantities: people can write anything into them.
    const columns = { quantity: 'Tracking number', trackingNumber: 'Carrier reference' };
    const world = await openDespatchWorld({
      rules: { despatch: { reports: { summary: { columns } } } },
    });
    for (const [number, tracking] of [
      ['CELL-1', '1,000'],
      ['CELL-2', '1'],
    ] as const) {
      await picked(world, number, [{ sku: 'MUG', quantity: 1 }]);
      world.warehouse.despatch({ salesOrderNumber: number, packages: [{ tracking }] });
    }
    const outcomes = await world.clock.runUntil(world.booker().book('CELL-1', 'CELL-2'));
    expect([outcomes.get('CELL-1')?.kind, outcomes.get('CELL-2')?.kind]).toEqual(['failed', 'booked']);
    expect(world.order('CELL-1').shipmentState).toBeUndefined();
    expect(world.exception('report-unusable')).toMatchObject({
      subject: { type: 'despatch', id: world.order('CELL-1').id, key: 'CELL-1' },
      message:
        'Report "Despatch summary" shows no quantity in column "Tracking number" for sales order CELL-1. Nothing that was despatched of this order is booked until it can be read.',
    });
    await book(world, 'CELL-2');
    expect(world.exceptions()).toEqual(['report-unusable']);
    world.warehouse.correctTracking({ despatchNumber: 'DES100001', trackingNumber: '1' });
    expect(await book(world, 'CELL-1')).toMatchObject({ kind: 'booked' });
    expect(world.exceptions()).toEqual([]);
  });

  it('wait together where no row of the report can be read', async () => {
    const columns = { quantity: 'Item name' };
    const world = await openDespatchWorld({ rules: { despatch: { reports: { summary: { columns } } } } });
    for (const number of ['FORM-1', 'FORM-2']) {
      await picked(world, number, [{ sku: 'MUG', quantity: 1 }]);
      world.warehouse.despatch({ salesOrderNumber: number });
    }
    const outcomes = await world.clock.runUntil(world.booker().book('FORM-1', 'FORM-2'));
    expect([outcomes.get('FORM-1')?.kind, outcomes.get('FORM-2')?.kind]).toEqual(['failed', 'failed']);
    expect(world.exceptions()).toEqual(['report-unusable']);
    expect(world.exception('report-unusable')?.subject).toEqual({ type: 'report', key: 'Despatch summary' });
  });

  it('wait while a template cannot be used, which people are told once and until it can', async () => {
    const world = await openDespatchWorld({
      rules: { columnNames: { 'Sales orders': { Status: 'State of order' } } },
    });
    await picked(world, 'TEM-1', [{ sku: 'MUG', quantity: 1 }]);
    world.warehouse.despatch({ salesOrderNumber: 'TEM-1' });
    expect(await book(world, 'TEM-1')).toMatchObject({ kind: 'failed' });
    expect(world.exceptions()).toEqual(['report-unusable']);
    expect(world.exception('report-unusable')).toMatchObject({ subject: { key: 'Sales orders' } });
    expect(world.exception('report-unusable')?.message).toContain('"Status"');
    await world.clock.runUntil(world.setRules({ columnNames: {} }));
    expect(await book(world, 'TEM-1')).toMatchObject({ kind: 'booked' });
    expect(world.exceptions()).toEqual([]);
  });

  describe('where commercetools stumbles', () => {
    async function threeDespatched(): Promise<{ readonly world: DespatchWorld; readonly ids: string[] }> {
      const world = await openDespatchWorld();
      const ids: string[] = [];
      for (const number of NUMBERS) {
        ids.push((await picked(world, number, [{ sku: 'MUG', quantity: 1 }])).id);
        world.warehouse.despatch({ salesOrderNumber: number });
      }
      return { world, ids };
    }
    const NUMBERS = ['STU-1', 'STU-2', 'STU-3'];

    it.each(['GET', 'POST'])('over one order (%s), it alone failed and the others are booked', async (on) => {
      const { world, ids } = await threeDespatched();
      const stumbles = { on, orders: ids.slice(0, 1), status: 500, code: 'General' };
      const outcomes = await world.clock.runUntil(world.booker({ stumbles }).book(...NUMBERS));
      expect(NUMBERS.map((number) => outcomes.get(number)?.kind)).toEqual(['failed', 'booked', 'booked']);
      expect(world.exceptions()).toEqual([]);
      expect(await book(world, 'STU-1')).toMatchObject({ kind: 'booked' });
    });

    it('over all of them it is away: hints stay as they are, and nobody is told of each order', async () => {
      const { world, ids } = await threeDespatched();
      const stumbles = { on: 'POST', orders: ids, status: 502, code: 'General' };
      await expect(world.clock.runUntil(world.booker({ stumbles }).book(...NUMBERS))).rejects.toMatchObject({
        name: 'CommercetoolsError',
        statusCode: 502,
      });
      expect(world.exceptions()).toEqual([]);
    });

    it.each([
      [504, 'ExtensionNoResponse'],
      [502, 'ExtensionBadResponse'],
    ])('over an API extension of the shop (%i), people are told until it answers', async (status, code) => {
      const { world, ids } = await threeDespatched();
      const stumbles = { on: 'POST', orders: ids.slice(0, 1), status, code };
      const alone = await world.clock.runUntil(world.booker({ stumbles }).book('STU-1'));
      expect(alone.get('STU-1')).toMatchObject({ kind: 'failed' });
      const told = world.exception('order-rejected');
      expect(told?.subject).toMatchObject({ type: 'despatch', id: ids[0] });
      expect(told?.message).toContain('extension vat-check');
      expect(await book(world, 'STU-1')).toMatchObject({ kind: 'booked' });
      expect(world.exceptions()).toEqual([]);
    });
  });

  it('are held for one order alone that commercetools would refuse', async () => {
    const world = await openDespatchWorld();
    for (const number of ['ONE-1', 'ONE-2']) {
      await picked(world, number, [{ sku: 'MUG', quantity: 1 }]);
      world.warehouse.despatch({ salesOrderNumber: number });
    }
    const { collections } = world.commercetools.project;
    const order = world.order('ONE-1');
    collections.order.put({ ...order, shippingInfo: undefined });
    const outcomes = await world.clock.runUntil(world.booker().book('ONE-1', 'ONE-2'));
    expect(outcomes.get('ONE-1')).toMatchObject({ kind: 'held' });
    expect(outcomes.get('ONE-2')).toMatchObject({ kind: 'booked' });
  });
});
