import { ADDRESS, LIVE_RULES, stockPeoplevox } from './merchant';
import { createReconciliationWorld, type ReconciliationWorld } from './reconciliation-world';

const MINUTE = 60_000;

async function open(rules: object = LIVE_RULES): Promise<ReconciliationWorld> {
  const world = createReconciliationWorld();
  stockPeoplevox(world.peoplevox, ['MUG-BLUE', 'MUG-RED'], 1000);
  world.addInstance();
  await world.clock.runUntil(world.install(rules));
  await world.clock.runUntil(world.broker.drained());
  await world.reconcile();
  return world;
}

const statusOf = ({ peoplevox }: ReconciliationWorld, number: string) =>
  peoplevox.floor.orders.get(number)?.status;
const settled = (world: ReconciliationWorld) => world.clock.runUntil(world.broker.drained(), 86_400_000);

async function change(world: ReconciliationWorld, id: string, ...actions: readonly object[]): Promise<void> {
  const version = world.commercetools.project.collections.order.get(id)?.version;
  expect((await world.asMerchant('POST', `/orders/${id}`, { version, actions })).status).toBe(200);
}

async function deleteSubscription(world: ReconciliationWorld): Promise<void> {
  const api = world.api.subscriptions().withKey({ key: 'peoplevox-order-export' });
  const { version } = (await world.clock.runUntil(api.get().execute())).body;
  await world.clock.runUntil(api.delete({ queryArgs: { version } }).execute());
}

const setRules = async (world: ReconciliationWorld, rules: object) => {
  const { documents, clock } = world;
  const before = await clock.runUntil(documents.read('peoplevox-connector', 'configuration'));
  await clock.runUntil(documents.write('peoplevox-connector', 'configuration', rules, before?.version ?? 0));
  world.restartReconciliation();
};

const sweepOf = (report: Awaited<ReturnType<ReconciliationWorld['reconcile']>>, name: string) =>
  report.sweeps.find(({ sweep }) => sweep === name);
/** Those of orders and of Peoplevox: that nobody imports stock in these worlds is told too. */
const openCodes = (world: ReconciliationWorld) =>
  world
    .documentsOf('peoplevox-exceptions')
    .map(({ value }) => value as { code: string; status: string })
    .filter(({ status, code }) => status === 'open' && code !== 'app-silent')
    .map(({ code }) => code);

describe('the sweep of orders', () => {
  it('misses nothing of an hour in which the subscription was deleted: new orders, changes, cancellations', async () => {
    const world = await open();
    const [kept, changed, cancelled] = ['GB-1', 'GB-2', 'GB-3'].map((number) => world.place(number));
    await settled(world);
    await deleteSubscription(world);
    const late = Array.from({ length: 12 }, (_, index) => world.place(`GB-${10 + index}`, 'MUG-RED', 2));
    await change(world, changed?.id ?? '', {
      action: 'setShippingAddress',
      address: { ...ADDRESS, city: 'Bath' },
    });
    await change(world, cancelled?.id ?? '', { action: 'changeOrderState', orderState: 'Cancelled' });
    await change(world, late[0]?.id ?? '', { action: 'changeOrderState', orderState: 'Cancelled' });
    await world.clock.advance(60 * MINUTE);
    expect(world.peoplevox.floor.orders.size).toBe(3);
    const calls = world.peoplevox.journal.length;
    const report = await world.reconcile();
    expect(sweepOf(report, 'orders')).toMatchObject({ outcome: 'done', found: 13, repaired: 13, open: 0 });
    expect(late.slice(1).map(({ orderNumber = '' }) => statusOf(world, orderNumber))).toEqual(
      Array.from({ length: 11 }, () => 'Allocated'),
    );
    expect(world.peoplevox.floor.orders.get('GB-2')?.columns.get('ShippingAddressCity')).toBe('Bath');
    expect([statusOf(world, 'GB-1'), statusOf(world, 'GB-3'), statusOf(world, 'GB-10')]).toEqual([
      'Allocated',
      'Cancelled',
      undefined,
    ]);
    expect(kept?.id).toBeDefined();
    // They travel together.
    expect(world.peoplevox.journal.length - calls).toBeLessThan(26);
    expect(world.peoplevox.violations).toEqual([]);
    const again = world.peoplevox.journal.length;
    expect(sweepOf(await world.reconcile(), 'orders')).toMatchObject({ found: 0, repaired: 0 });
    expect(world.peoplevox.journal.slice(again).filter(({ operation }) => operation === 'SaveData')).toEqual(
      [],
    );
  });

  it('misses no change that follows upon one that Peoplevox has confirmed', async () => {
    const world = await open();
    const [moved, cancelled] = ['GB-1', 'GB-2'].map((number) => world.place(number));
    await settled(world);
    const moveTo = (id: string, city: string) =>
      change(world, id, { action: 'setShippingAddress', address: { ...ADDRESS, city } });
    for (const order of [moved, cancelled]) await moveTo(order?.id ?? '', 'Bath');
    await settled(world);
    await deleteSubscription(world);
    await moveTo(moved?.id ?? '', 'Wells');
    await change(world, cancelled?.id ?? '', { action: 'changeOrderState', orderState: 'Cancelled' });
    await world.clock.advance(60 * MINUTE);
    expect(sweepOf(await world.reconcile(), 'orders')).toMatchObject({ found: 2, repaired: 2 });
    expect(world.peoplevox.floor.orders.get('GB-1')?.columns.get('ShippingAddressCity')).toBe('Wells');
    expect(statusOf(world, 'GB-2')).toBe('Cancelled');
  });

  it('leaves what has just changed to order-export', async () => {
    const world = await open();
    await deleteSubscription(world);
    world.place('GB-1');
    await world.clock.advance(MINUTE);
    expect(sweepOf(await world.reconcile(), 'orders')).toMatchObject({ found: 0 });
    await world.clock.advance(2 * MINUTE);
    expect(sweepOf(await world.reconcile(), 'orders')).toMatchObject({ found: 1, repaired: 1 });
  });

  it('lets a held order go once its cause is gone, though no message tells of it', async () => {
    const world = await open();
    world.place('GB-1', 'MUG-GREEN');
    await settled(world);
    expect(openCodes(world)).toEqual(['order-sku-unknown']);
    await world.clock.advance(5 * MINUTE);
    expect(sweepOf(await world.reconcile(), 'orders')).toMatchObject({ found: 1, open: 1 });
    stockPeoplevox(world.peoplevox, ['MUG-GREEN'], 10);
    await world.clock.advance(10 * MINUTE);
    expect(sweepOf(await world.reconcile(), 'orders')).toMatchObject({ found: 1, repaired: 1 });
    expect(statusOf(world, 'GB-1')).toBe('Allocated');
    expect(openCodes(world)).toEqual([]);
  });

  it('sends what waited for the pace, and shadows, once the rules let them go', async () => {
    const world = await open({ ...LIVE_RULES, orderExport: { pace: 'pause' } });
    world.place('GB-1');
    await settled(world);
    await world.clock.advance(30 * MINUTE);
    expect(sweepOf(await world.reconcile(), 'orders')).toMatchObject({ explained: 1, repaired: 0 });
    await setRules(world, { ...LIVE_RULES, mode: { orders: 'shadow' } });
    world.place('GB-2');
    await settled(world);
    await world.clock.advance(30 * MINUTE);
    await world.reconcile();
    expect(world.peoplevox.floor.orders.size).toBe(0);
    await setRules(world, LIVE_RULES);
    expect(sweepOf(await world.reconcile(), 'orders')).toMatchObject({ repaired: 2 });
    expect([statusOf(world, 'GB-1'), statusOf(world, 'GB-2')]).toEqual(['Allocated', 'Allocated']);
  });

  it('looks at every open order again after a change of rules, and weekly', async () => {
    const world = await open({ ...LIVE_RULES, orderExport: { stores: ['somewhere-else'] } });
    const order = world.place('GB-1');
    await settled(world);
    await world.clock.advance(60 * MINUTE);
    expect(sweepOf(await world.reconcile(), 'orders')).toMatchObject({ found: 0 });
    await setRules(world, LIVE_RULES);
    await world.clock.advance(60 * MINUTE);
    expect(sweepOf(await world.reconcile(), 'orders')).toMatchObject({ repaired: 1, outcome: 'done' });
    // Its mark and its ledger are lost: nothing in commercetools changes.
    const { 'key-value-document': kept } = world.commercetools.project.collections;
    expect(kept.values('peoplevox-orders')).toBeDefined();
    await world.clock.runUntil(
      (async () => {
        const stored = await world.documents.read('peoplevox-orders', order.id);
        await world.documents.remove('peoplevox-orders', order.id, stored?.version ?? 0);
      })(),
    );
    await world.clock.advance(8 * 24 * 60 * MINUTE);
    world.restartReconciliation();
    await world.reconcile();
    expect(world.documentsOf('peoplevox-orders')).toMatchObject([{ value: { state: 'exported' } }]);
  });

  it('goes on where it was when its process is killed, and each order is there once', async () => {
    const world = await open();
    await deleteSubscription(world);
    for (let index = 0; index < 250; index += 1) world.place(`GB-${index}`);
    await world.clock.advance(60 * MINUTE);
    for (let kills = 0; kills < 5; kills += 1) {
      const dying = world.startReconciliation();
      void dying.tick();
      await world.clock.advance(20_000 + kills * 7_000);
      dying.end();
      await world.clock.advance(100_000);
    }
    await world.reconcile();
    await world.clock.advance(10 * MINUTE);
    await world.reconcile();
    expect(world.peoplevox.floor.orders.size).toBe(250);
    expect([...world.peoplevox.floor.orders.values()].every(({ status }) => status === 'Allocated')).toBe(
      true,
    );
    expect(world.peoplevox.violations).toEqual([]);
    expect(world.peoplevox.peak()).toBeLessThanOrEqual(11);
  }, 60_000);

  it('waits while Peoplevox is away, tells it once, and loses nothing', async () => {
    const world = await open();
    await deleteSubscription(world);
    world.place('GB-1');
    await world.clock.advance(10 * MINUTE);
    world.peoplevox.away = true;
    const report = await world.reconcile();
    expect(report).toMatchObject({ outcome: 'failed' });
    expect(sweepOf(report, 'orders')).toMatchObject({ outcome: 'skipped', repaired: 0 });
    expect(openCodes(world)).toContain('peoplevox-unavailable');
    world.peoplevox.away = false;
    await world.clock.advance(10 * MINUTE);
    expect(sweepOf(await world.reconcile(), 'orders')).toMatchObject({ outcome: 'done', repaired: 1 });
    expect(openCodes(world)).not.toContain('peoplevox-unavailable');
  });
});
