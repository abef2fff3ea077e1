import { exceptionKey } from '../../shared/src/exceptions';
import { ADDRESS, LIVE_RULES, PERSONAL, stockPeoplevox } from './merchant';
import { createReconciliationWorld, type ReconciliationWorld } from './reconciliation-world';

const MINUTE = 60_000;

async function open(rules: object = LIVE_RULES): Promise<ReconciliationWorld> {
  const world = createReconciliationWorld();
  stockPeoplevox(world.peoplevox, ['MUG-BLUE', 'MUG-RED'], 1000);
  world.addInstance();
  await world.clock.runUntil(world.install(rules));
  await world.clock.runUntil(world.broker.drained());
  await world.addProducts(['MUG-BLUE', 'MUG-RED']);
  await world.importStock();
  await world.reconcile();
  world.told.splice(0);
  return world;
}

const settled = (world: ReconciliationWorld) => world.clock.runUntil(world.broker.drained(), 86_400_000);
const exceptions = (world: ReconciliationWorld) =>
  world
    .documentsOf('peoplevox-exceptions')
    .map(({ value }) => value as { code: string; status: string; subject: { key?: string } });
const openOf = (world: ReconciliationWorld, code: string) =>
  exceptions(world)
    .filter((exception) => exception.code === code && exception.status === 'open')
    .map(({ subject }) => subject.key);

const TOLD = {
  schemaVersion: 1,
  owner: 'integration',
  message: 'It lacks a column.',
  fix: 'Add it.',
  firstSeenAt: '2026-03-02T08:00:00.000Z',
  lastSeenAt: '2026-03-02T08:00:00.000Z',
  occurrences: 1,
};

/** Ten minutes of all schedules that are not named as stopped. */
async function tenMinutes(world: ReconciliationWorld, stopped: readonly string[] = []): Promise<void> {
  await world.pass(10, { stock: !stopped.includes('inventory-import') });
  if (!stopped.includes('reconciliation')) await world.reconcile();
}

const held = (world: ReconciliationWorld, number: string) => {
  const { postalCode: _missing, ...incomplete } = ADDRESS;
  return world.place(number, 'MUG-BLUE', 1, { shippingAddress: incomplete });
};

describe('telling people', () => {
  it('tells the owner what is new, once, in words without personal data, and nobody else', async () => {
    const world = await open();
    held(world, 'GB-1');
    await settled(world);
    await tenMinutes(world);
    expect(world.told).toHaveLength(1);
    expect(world.told[0]?.owner).toBe('ecommerce');
    expect(world.told[0]?.text).toContain('sandbox-shop: 1 open, 1 new');
    expect(world.told[0]?.text).toContain('GB-1');
    for (const value of PERSONAL) expect(world.told[0]?.text).not.toContain(value);
    for (let run = 0; run < 6; run += 1) await tenMinutes(world);
    expect(world.told).toHaveLength(1);
  });

  it('closes what was wrong with a report that no rule names any more, and with no other', async () => {
    const world = await open();
    const subjects = [
      ...['Renamed since', 'Despatch summary', 'Sales orders'].map((key) => ({
        type: 'report' as const,
        key,
      })),
      { type: 'despatch' as const, key: 'GB-1' },
    ];
    for (const subject of subjects) {
      const key = exceptionKey('report-unusable', subject);
      const value = { ...TOLD, code: 'report-unusable', subject, status: 'open' };
      await world.clock.runUntil(world.documents.write('peoplevox-exceptions', key, value, 0));
    }
    await world.reconcile();
    expect(openOf(world, 'report-unusable')).toEqual(['Despatch summary', 'Sales orders', 'GB-1']);
  });

  it('gathers what comes within half an hour into one message, and says what is resolved', async () => {
    const world = await open();
    const first = held(world, 'GB-1');
    await settled(world);
    await tenMinutes(world);
    held(world, 'GB-2');
    held(world, 'GB-3');
    await settled(world);
    await tenMinutes(world);
    expect(world.told).toHaveLength(1);
    const version = world.commercetools.project.collections.order.get(first.id)?.version;
    const actions = [{ action: 'setShippingAddress', address: ADDRESS }];
    await world.asMerchant('POST', `/orders/${first.id}`, { version, actions });
    await settled(world);
    await tenMinutes(world);
    await tenMinutes(world);
    expect(world.told).toHaveLength(2);
    expect(world.told[1]?.text).toContain('2 open, 2 new');
    expect(world.told[1]?.text).toContain('Resolved: 1 × order-invalid');
  });

  it('reminds of what still stands after a day', async () => {
    const world = await open();
    held(world, 'GB-1');
    await settled(world);
    await tenMinutes(world);
    await world.clock.advance(24 * 60 * MINUTE);
    await world.reconcile();
    const told = world.told.filter(({ owner }) => owner === 'ecommerce');
    expect(told).toHaveLength(2);
    expect(told[1]?.text).toContain('1 still open');
  });

  it('tells again when the webhook was down, and the other teams meanwhile are not kept waiting', async () => {
    const world = await open();
    held(world, 'GB-1');
    await settled(world);
    world.breakWebhooks(true);
    await world.pass(10, { stock: true });
    expect(await world.reconcile()).toMatchObject({ told: { ecommerce: 'failed' } });
    world.breakWebhooks(false);
    await tenMinutes(world);
    expect(world.told).toHaveLength(1);
  });

  it('tells at most twice, and never not at all, wherever the process is killed', async () => {
    for (const kill of [0, 2, 5, 12]) {
      const world = await open();
      held(world, 'GB-1');
      await settled(world);
      await world.pass(10, { stock: true });
      const dying = world.startReconciliation();
      const told = () => world.told.filter(({ text }) => text.includes('GB-1')).length;
      let steps = 0;
      void dying.tick();
      // Just after the message left, or some steps later.
      while (told() === 0 && steps < 400) {
        await world.clock.settle();
        steps += 1;
        if (steps % 20 === 0) await world.clock.advance(100);
      }
      for (let more = 0; more < kill; more += 1) await Promise.resolve();
      dying.end();
      await world.pass(10, { stock: true });
      await world.reconcile();
      await world.clock.advance(60 * MINUTE);
      await world.reconcile();
      expect(told()).toBeGreaterThanOrEqual(1);
      expect(told()).toBeLessThanOrEqual(2);
    }
  }, 60_000);

  it('waits for as many as the rules ask, and for as long', async () => {
    const notification = { atLeast: { 'order-invalid': 2 }, afterMinutes: 15 };
    const world = await open({ ...LIVE_RULES, notification });
    held(world, 'GB-1');
    await settled(world);
    await tenMinutes(world);
    await tenMinutes(world);
    expect(world.told).toEqual([]);
    held(world, 'GB-2');
    await settled(world);
    await tenMinutes(world);
    expect(world.told).toEqual([]);
    await tenMinutes(world);
    expect(world.told).toHaveLength(1);
    expect(world.told[0]?.text).toContain('2 open, 2 new');
  });
});

describe('silence', () => {
  it('is told of inventory-import when it is not called any more, and of its stock', async () => {
    const world = await open();
    for (let run = 0; run < 3; run += 1) await tenMinutes(world, ['inventory-import']);
    expect(openOf(world, 'app-silent')).toEqual(['inventory-import']);
    expect(openOf(world, 'stock-stale')).toEqual(['inventory-import']);
    expect(world.told.map(({ owner }) => owner)).toEqual(['integration']);
    await tenMinutes(world);
    expect([openOf(world, 'app-silent'), openOf(world, 'stock-stale')]).toEqual([[], []]);
  });

  it('is told of order-export when orders come and only reconciliation exports them', async () => {
    const world = await open();
    world.place('GB-1');
    await settled(world);
    await tenMinutes(world);
    const subscription = world.api.subscriptions().withKey({ key: 'peoplevox-order-export' });
    const { version } = (await world.clock.runUntil(subscription.get().execute())).body;
    await world.clock.runUntil(subscription.delete({ queryArgs: { version } }).execute());
    for (let run = 0; run < 5; run += 1) {
      world.place(`GB-1${run}`);
      await tenMinutes(world);
    }
    expect(openOf(world, 'app-silent')).toEqual(['order-export']);
    // A quiet night does not make it well, its next message does.
    for (let run = 0; run < 6; run += 1) await tenMinutes(world);
    expect(openOf(world, 'app-silent')).toEqual(['order-export']);
    await world.clock.runUntil(world.install());
    world.place('GB-20');
    await settled(world);
    await tenMinutes(world);
    expect(openOf(world, 'app-silent')).toEqual([]);
  });

  it('is not told of order-export on a day without orders', async () => {
    const world = await open();
    for (let run = 0; run < 12; run += 1) await tenMinutes(world);
    expect(exceptions(world)).toEqual([]);
  });

  it('is told of despatch-processor when a hint waits for too long', async () => {
    const world = await open();
    const hint = {
      schemaVersion: 1,
      number: 'GB-9',
      kinds: ['status'],
      firstSeenAt: new Date(world.clock.now() - 40 * MINUTE).toISOString(),
      lastSeenAt: new Date(world.clock.now()).toISOString(),
      count: 1,
    };
    const written = await world.clock.runUntil(world.documents.write('peoplevox-hints', 'GB-9', hint, 0));
    await world.reconcile();
    expect(openOf(world, 'app-silent')).toEqual(['despatch-processor']);
    await world.clock.runUntil(world.documents.remove('peoplevox-hints', 'GB-9', written.version));
    await world.reconcile();
    expect(openOf(world, 'app-silent')).toEqual([]);
  });

  it('is not told of despatch-processor for hints that lie there while despatches are off', async () => {
    const world = await open({ ...LIVE_RULES, mode: { despatch: 'off' } });
    const at = new Date(world.clock.now() - 40 * MINUTE).toISOString();
    const hint = {
      schemaVersion: 1,
      number: 'GB-9',
      kinds: ['status'],
      firstSeenAt: at,
      lastSeenAt: at,
      count: 1,
    };
    await world.clock.runUntil(world.documents.write('peoplevox-hints', 'GB-9', hint, 0));
    await world.reconcile();
    expect(openOf(world, 'app-silent')).toEqual([]);
  });

  it('is not told of stock while everything is compared for the first time', async () => {
    const world = createReconciliationWorld();
    await world.clock.runUntil(world.install(LIVE_RULES));
    const begun = { schemaVersion: 1, completedAt: world.clock.now() };
    await world.clock.runUntil(world.documents.write('peoplevox-connector', 'stock', begun, 0));
    await world.clock.advance(20 * MINUTE);
    await world.reconcile();
    expect(openOf(world, 'stock-stale')).toEqual([]);
  });

  it('is told of sku-audit when it lived once and then no more', async () => {
    const world = await open();
    await world.clock.runUntil(
      world.documents.write('peoplevox-connector', 'sku-audit-lease', { schemaVersion: 1 }, 0),
    );
    await tenMinutes(world);
    expect(openOf(world, 'app-silent')).toEqual([]);
    await world.clock.advance(50 * 60 * MINUTE);
    await tenMinutes(world);
    expect(openOf(world, 'app-silent')).toContain('sku-audit');
  });

  it('of reconciliation itself is kept by inventory-import', async () => {
    const world = await open();
    for (let run = 0; run < 6; run += 1) await tenMinutes(world, ['reconciliation']);
    expect(openOf(world, 'app-silent')).toEqual(['reconciliation']);
    expect(world.logLines.some((line) => line.includes('reconciliation is silent'))).toBe(true);
    await tenMinutes(world);
    await world.pass(6, { stock: true });
    expect(openOf(world, 'app-silent')).toEqual([]);
  });
});

it('says how fresh everything is', async () => {
  const world = await open();
  held(world, 'GB-1');
  await settled(world);
  await tenMinutes(world);
  const status = world.documentsOf('peoplevox-connector').find(({ key }) => key === 'status')?.value;
  expect(status).toMatchObject({
    schemaVersion: 1,
    stock: { seconds: expect.any(Number) as number },
    oldestUnexportedOrder: { orderNumber: 'GB-1', seconds: expect.any(Number) as number },
    open: { ecommerce: { 'order-invalid': 1 } },
  });
  expect(Object.keys((status as { lastSeen: object }).lastSeen)).toEqual([
    'order-export',
    'inventory-import',
    'reconciliation',
  ]);
});
