import { stockPeoplevox } from './merchant';
import { createReconciliationWorld } from './reconciliation-world';

const DAY = 86_400_000;

it('removes what is over after its time, and nothing that stands open or was touched since', async () => {
  const world = createReconciliationWorld();
  stockPeoplevox(world.peoplevox, ['MUG-BLUE'], 10);
  world.addInstance();
  await world.clock.runUntil(world.install({ mode: { orders: 'off' }, retentionDays: 40 }));
  const { documents, clock } = world;
  const write = (container: string, key: string, value: object) =>
    clock.runUntil(documents.write(container, key, { schemaVersion: 1, ...value }, 0));
  const exception = {
    code: 'short-pick',
    owner: 'ecommerce',
    subject: { type: 'order', id: 'x' },
    message: '',
    fix: '',
    firstSeenAt: '',
    lastSeenAt: '',
    occurrences: 1,
  };
  await write('peoplevox-exceptions', 'old-resolved', { ...exception, status: 'resolved' });
  await write('peoplevox-exceptions', 'old-open', { ...exception, status: 'open' });
  const entry = { orderVersion: 1, salesOrders: [], held: [], trace: [] };
  const ids = ['exported', 'cancelled', 'ignored', 'held', 'waiting'];
  for (const state of ids) await write('peoplevox-orders', state, { ...entry, state });
  await write('peoplevox-orders', 'exported-held', {
    ...entry,
    state: 'exported',
    held: ['change-too-late'],
  });
  await write('peoplevox-captures', 'old', { captures: {} });
  await write('peoplevox-audit', 'stock.run.0', { kind: 'stock', records: [] });
  await write('peoplevox-audit', 'writes.run.0', { kind: 'writes', records: [] });
  await clock.advance(31 * DAY);
  await write('peoplevox-audit', 'stock.run.1', { kind: 'stock', records: [] });
  await world.reconcile();
  expect(world.documentsOf('peoplevox-audit').map(({ key }) => key)).toEqual(['stock.run.1']);
  expect(world.documentsOf('peoplevox-orders')).toHaveLength(6);
  await clock.advance(10 * DAY);
  await write('peoplevox-exceptions', 'young-resolved', { ...exception, status: 'resolved' });
  await world.reconcile();
  const keys = (container: string) => world.documentsOf(container).map(({ key }) => key);
  expect(keys('peoplevox-exceptions')).toEqual(expect.arrayContaining(['old-open', 'young-resolved']));
  expect(keys('peoplevox-exceptions')).not.toContain('old-resolved');
  for (const gone of ['exported', 'cancelled', 'ignored'])
    expect(keys('peoplevox-orders')).not.toContain(gone);
  expect(keys('peoplevox-orders')).toContain('exported-held');
  expect(keys('peoplevox-captures')).toEqual([]);
});
