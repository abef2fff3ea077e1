import { LIVE_RULES, stockPeoplevox } from './merchant';
import { createReconciliationWorld, type ReconciliationWorld } from './reconciliation-world';

const MINUTE = 60_000;

async function open(rules: object = LIVE_RULES): Promise<ReconciliationWorld> {
  const world = createReconciliationWorld();
  stockPeoplevox(world.peoplevox, ['MUG-BLUE', 'MUG-RED'], 100);
  world.addInstance();
  await world.clock.runUntil(world.install(rules));
  await settled(world);
  await world.reconcile();
  return world;
}

const settled = (world: ReconciliationWorld) => world.clock.runUntil(world.broker.drained(), 86_400_000);
const orderOf = ({ commercetools }: ReconciliationWorld, orderNumber: string) =>
  commercetools.project.collections.order.find('orderNumber', orderNumber);
const parcelsOf = (world: ReconciliationWorld, orderNumber: string) =>
  (orderOf(world, orderNumber)?.shippingInfo?.deliveries ?? []).flatMap(({ parcels }) =>
    parcels.map(({ trackingData }) => trackingData?.trackingId),
  );
const openOf = (world: ReconciliationWorld, code: string) =>
  world
    .documentsOf('peoplevox-exceptions')
    .map(({ value }) => value as { code: string; status: string })
    .filter((exception) => exception.code === code && exception.status === 'open').length;

function pickAndPack({ peoplevox: { warehouse } }: ReconciliationWorld, salesOrderNumber: string) {
  warehouse.startWave({ salesOrderNumbers: [salesOrderNumber] });
  warehouse.pick({ salesOrderNumber });
  warehouse.pack({ salesOrderNumber });
}

describe('an hour without callbacks', () => {
  it('leaves nothing missing after one reconciliation: despatches, tracking, returns, cancellations', async () => {
    const world = await open();
    const { warehouse } = world.peoplevox;
    const numbers = ['TRACKED', 'LATE', 'BACK', 'GIVEN-UP', 'WAITS'];
    for (const number of numbers) world.place(number, 'MUG-BLUE', 2);
    await settled(world);
    for (const number of ['TRACKED', 'LATE', 'BACK']) pickAndPack(world, number);
    warehouse.despatch({ salesOrderNumber: 'TRACKED', packages: [{ tracking: 'T-1' }] });
    warehouse.despatch({ salesOrderNumber: 'LATE' });
    warehouse.despatch({ salesOrderNumber: 'BACK', packages: [{ tracking: 'T-2' }] });
    warehouse.cancelOrder({ salesOrderNumber: 'GIVEN-UP' });
    await world.clock.advance(30 * MINUTE);
    warehouse.bookReturn({ salesOrderNumber: 'BACK', itemCode: 'MUG-BLUE', quantity: 1 });
    await world.clock.advance(30 * MINUTE);
    await world.reconcile();
    expect(numbers.slice(0, 3).map((number) => orderOf(world, number)?.shipmentState)).toEqual([
      'Shipped',
      'Shipped',
      'Shipped',
    ]);
    expect([parcelsOf(world, 'TRACKED'), parcelsOf(world, 'LATE'), parcelsOf(world, 'BACK')]).toEqual([
      ['T-1'],
      [undefined],
      ['T-2'],
    ]);
    expect(orderOf(world, 'BACK')?.returnInfo?.flatMap(({ items }) => items)).toHaveLength(1);
    expect(orderOf(world, 'WAITS')?.shipmentState).toBeUndefined();
    // A tracking number that comes later, and a cancellation that two readings agree on.
    const late = [...world.peoplevox.floor.despatches.values()].find(({ order }) => order.number === 'LATE');
    warehouse.setTracking({ despatchNumber: late?.number ?? '', trackingNumber: 'T-3' });
    await world.clock.advance(15 * MINUTE);
    await world.reconcile();
    expect(parcelsOf(world, 'LATE')).toEqual(['T-3']);
    expect(orderOf(world, 'GIVEN-UP')?.shipmentState).toBe('Canceled');
    expect(world.documentsOf('peoplevox-hints')).toEqual([]);
  });

  it('is told once it is longer than it may be, and is over with the next callback', async () => {
    const world = await open();
    world.place('GB-1');
    await settled(world);
    pickAndPack(world, 'GB-1');
    world.peoplevox.warehouse.despatch({ salesOrderNumber: 'GB-1' });
    await world.clock.advance(70 * MINUTE);
    await world.reconcile();
    expect(openOf(world, 'callbacks-silent')).toBe(1);
    await world.clock.advance(70 * MINUTE);
    await world.reconcile();
    expect(openOf(world, 'callbacks-silent')).toBe(1);
    const lastAt = { status: new Date(world.clock.now()).toISOString() };
    await world.clock.runUntil(
      world.documents.write('peoplevox-connector', 'callbacks', { schemaVersion: 1, counts: {}, lastAt }, 0),
    );
    await world.clock.advance(10 * MINUTE);
    await world.reconcile();
    expect(openOf(world, 'callbacks-silent')).toBe(0);
  });

  it('hands each despatch over once, however often the report shows it', async () => {
    const world = await open();
    world.place('GB-1');
    await settled(world);
    pickAndPack(world, 'GB-1');
    world.peoplevox.warehouse.despatch({ salesOrderNumber: 'GB-1', packages: [{ tracking: 'T-1' }] });
    await world.clock.advance(5 * MINUTE);
    const report = await world.reconcile();
    expect(report.sweeps.find(({ sweep }) => sweep === 'hints')).toMatchObject({ repaired: 1 });
    await world.clock.advance(5 * MINUTE);
    const again = await world.reconcile();
    expect(again.sweeps.find(({ sweep }) => sweep === 'despatches')).toMatchObject({
      details: { handedOver: 0 },
    });
  });
});

describe('a tracking number that is corrected days later, and whose callback is lost', () => {
  const despatch = async (world: ReconciliationWorld, number: string) => {
    world.place(number);
    await settled(world);
    pickAndPack(world, number);
    const packages = [{ tracking: number }];
    const despatchNumber = world.peoplevox.warehouse.despatch({ salesOrderNumber: number, packages });
    await world.clock.advance(10 * MINUTE);
    await world.reconcile();
    return despatchNumber;
  };
  /** Two despatches, and another one so many days later. */
  const despatched = async (daysLater: number) => {
    const world = await open();
    const despatchNumber = await despatch(world, 'GB-1');
    await despatch(world, 'GB-2');
    await world.clock.advance(daysLater * 24 * 60 * MINUTE);
    await despatch(world, 'GB-3');
    return { world, despatchNumber };
  };

  it('is found within one turn through the days, and what is unchanged costs nothing', async () => {
    const { world, despatchNumber } = await despatched(3);
    for (let run = 1; run <= 5; run += 1) await world.reconcile();
    expect(world.documentsOf('peoplevox-hints')).toEqual([]);
    world.peoplevox.warehouse.correctTracking({ despatchNumber, trackingNumber: 'CORRECTED' });
    const turn: unknown[] = [];
    for (let run = 1; run <= 5; run += 1) {
      const { sweeps } = await world.reconcile();
      turn.push(...sweeps.filter(({ sweep }) => sweep === 'despatches').map(({ details }) => details));
      await world.clock.advance(10 * MINUTE);
    }
    expect([parcelsOf(world, 'GB-1'), parcelsOf(world, 'GB-2')]).toEqual([['CORRECTED'], ['GB-2']]);
    // The one that was corrected, once; the other never.
    const corrected = turn.map((details) => (details as { corrected: number }).corrected);
    expect(corrected.reduce((sum, count) => sum + count, 0)).toBe(1);
  });

  it('is not looked for beyond the days that the rules give, and their marks go', async () => {
    const { world, despatchNumber } = await despatched(20);
    world.peoplevox.warehouse.correctTracking({ despatchNumber, trackingNumber: 'CORRECTED' });
    for (let run = 1; run <= 16; run += 1) await world.reconcile();
    expect(parcelsOf(world, 'GB-1')).toEqual(['GB-1']);
    const keys = world.documentsOf('peoplevox-connector').map(({ key }) => key);
    // Those of today are left.
    expect(keys.filter((key) => key.startsWith('reconciliation-despatches.'))).toHaveLength(1);
  });
});

describe('an order without shipping information', () => {
  it('is not tried over and over, and is booked by itself once it has some', async () => {
    const world = await open();
    const { id } = world.place('BARE', 'MUG-BLUE', 1, { shipping: null });
    await settled(world);
    pickAndPack(world, 'BARE');
    world.peoplevox.warehouse.despatch({ salesOrderNumber: 'BARE', packages: [{ tracking: 'T-1' }] });
    await world.clock.advance(10 * MINUTE);
    await world.reconcile();
    expect(openOf(world, 'order-invalid')).toBe(1);
    expect(world.documentsOf('peoplevox-hints')).toEqual([]);
    world.commercetools.applyOrderEdit(id, { setShippingMethod: { name: 'Standard' } });
    await world.clock.advance(10 * MINUTE);
    await world.reconcile();
    expect(parcelsOf(world, 'BARE')).toEqual(['T-1']);
    expect(openOf(world, 'order-invalid')).toBe(0);
  });
});

describe('a return of which a cell cannot be read', () => {
  it('is looked at once a day, and is booked by itself once it can be read', async () => {
    // Reasons stand for quantities: people can write anything into them.
    const columns = { quantity: 'Return reason', reason: '' };
    const world = await open({ ...LIVE_RULES, despatch: { reports: { returns: { columns } } } });
    const { warehouse, floor } = world.peoplevox;
    const comesBack = async (salesOrderNumber: string, reason: string) => {
      world.place(salesOrderNumber);
      await settled(world);
      pickAndPack(world, salesOrderNumber);
      warehouse.despatch({ salesOrderNumber, packages: [{ tracking: salesOrderNumber }] });
      await world.clock.advance(20 * MINUTE);
      await world.reconcile();
      warehouse.bookReturn({ salesOrderNumber, itemCode: 'MUG-BLUE', quantity: 1, reason });
      await world.clock.advance(20 * MINUTE);
      await world.reconcile();
    };
    const returned = (number: string) =>
      (orderOf(world, number)?.returnInfo ?? []).flatMap(({ items }) => items).length;
    await comesBack('BACK-1', 'one');
    await comesBack('BACK-2', '1');
    expect([returned('BACK-1'), returned('BACK-2')]).toEqual([0, 1]);
    expect(openOf(world, 'report-unusable')).toBe(1);
    const [wrong] = floor.returns.splice(0, 1);
    if (wrong !== undefined) floor.returns.unshift({ ...wrong, reason: '1' });
    await world.clock.advance(25 * 60 * MINUTE);
    await world.reconcile();
    expect([returned('BACK-1'), returned('BACK-2')]).toEqual([1, 1]);
    expect(openOf(world, 'report-unusable')).toBe(0);
  });
});
