import { LIVE_RULES, stockPeoplevox } from './merchant';
import { createReconciliationWorld, type ReconciliationWorld } from './reconciliation-world';

const MINUTE = 60_000;
const FOREIGN = { Customer: 'SOMEBODY', ServiceType: 'RM24' };

async function open(rules: object = LIVE_RULES): Promise<ReconciliationWorld> {
  const world = createReconciliationWorld();
  stockPeoplevox(world.peoplevox, ['MUG-BLUE', 'MUG-RED'], 100);
  stockPeoplevox(world.peoplevox, ['TRAY'], 1);
  stockPeoplevox(world.peoplevox, ['CUP'], 0);
  world.peoplevox.seed('Customers', [{ Reference: 'SOMEBODY', Name: 'Somebody else' }]);
  world.addInstance();
  await world.clock.runUntil(world.install(rules));
  await settled(world);
  return world;
}

const settled = (world: ReconciliationWorld) => world.clock.runUntil(world.broker.drained(), 86_400_000);

/** Open exceptions of orders, as `number: code`. */
const found = (world: ReconciliationWorld) =>
  world
    .documentsOf('peoplevox-exceptions')
    .map(({ value }) => value as { code: string; status: string; subject: { type: string; key: string } })
    .filter(({ status, subject }) => status === 'open' && subject.type === 'order')
    .map(({ code, subject }) => `${subject.key}: ${code}`)
    .sort();
const shipmentStateOf = ({ commercetools }: ReconciliationWorld, orderNumber: string) =>
  commercetools.project.collections.order.find('orderNumber', orderNumber)?.shipmentState;
const hints = (world: ReconciliationWorld) => world.documentsOf('peoplevox-hints').map(({ key }) => key);

async function deleteOrder(world: ReconciliationWorld, id: string): Promise<void> {
  const order = world.api.orders().withId({ ID: id });
  const { version } = (await world.clock.runUntil(order.get().execute())).body;
  await world.clock.runUntil(order.delete({ queryArgs: { version } }).execute());
}

const skuOf = new Map([
  ['SHORT', 'TRAY'],
  ['HELD-BACK', 'CUP'],
]);

async function cancelHere(world: ReconciliationWorld, id: string): Promise<void> {
  const version = world.commercetools.project.collections.order.get(id)?.version;
  const actions = [{ action: 'changeOrderState', orderState: 'Cancelled' }];
  await world.asMerchant('POST', `/orders/${id}`, { version, actions });
}

/** Orders that are as they should be, and one of each kind that is not. */
async function plant(world: ReconciliationWorld) {
  const { warehouse, floor } = world.peoplevox;
  const orders = new Map(
    ['FINE', 'PICKED', 'HELD-BACK', 'SHORT', 'DELETED-THERE', 'DELETED-HERE', 'DESPATCHED', 'GIVEN-UP'].map(
      (number) => [number, world.place(number, skuOf.get(number) ?? 'MUG-BLUE', 2)],
    ),
  );
  await settled(world);
  warehouse.startWave({ salesOrderNumbers: ['PICKED', 'DESPATCHED'] });
  warehouse.pick({ salesOrderNumber: 'PICKED' });
  warehouse.holdOrder({ salesOrderNumber: 'HELD-BACK', onHold: true });
  warehouse.receiveStock({ itemCode: 'CUP', quantity: 10 });
  floor.orders.delete('DELETED-THERE');
  warehouse.pick({ salesOrderNumber: 'DESPATCHED' });
  warehouse.pack({ salesOrderNumber: 'DESPATCHED' });
  warehouse.despatch({ salesOrderNumber: 'DESPATCHED' });
  warehouse.cancelOrder({ salesOrderNumber: 'GIVEN-UP' });
  // Others' sales orders, with references of any kind.
  world.peoplevox.seed('Sales orders', [
    { SalesOrderNumber: 'PHONE-1', CustomerPurchaseOrderReferenceNumber: 'by phone', ...FOREIGN },
    {
      SalesOrderNumber: 'OTHER-SHOP-1',
      CustomerPurchaseOrderReferenceNumber: '11111111-2222-4333-8444-555555555555',
      ChannelName: 'another-shop',
      ...FOREIGN,
    },
  ]);
  return orders;
}

describe('the sweep of orders under way', () => {
  it('says of each order what is wrong with it, of no other anything, and nothing once it is mended', async () => {
    const world = await open();
    const orders = await plant(world);
    await world.clock.advance(10 * MINUTE);
    await deleteOrder(world, orders.get('DELETED-HERE')?.id ?? '');
    // The message of the deletion is lost.
    await world.reconcile();
    expect(found(world)).toEqual([
      'DELETED-HERE: order-missing-in-commercetools',
      'DELETED-THERE: order-missing-in-peoplevox',
    ]);
    expect(shipmentStateOf(world, 'DESPATCHED')).toBe('Shipped');
    await world.clock.advance(120 * MINUTE);
    await world.reconcile();
    expect(found(world)).toEqual([
      'DELETED-HERE: order-missing-in-commercetools',
      'DELETED-THERE: order-missing-in-peoplevox',
      'GIVEN-UP: order-cancelled-in-warehouse',
      'HELD-BACK: order-not-allocated',
      'SHORT: order-backordered',
    ]);
    expect(shipmentStateOf(world, 'GIVEN-UP')).toBe('Canceled');
    expect(hints(world)).toEqual([]);
    // The mend of each.
    const { warehouse } = world.peoplevox;
    warehouse.holdOrder({ salesOrderNumber: 'HELD-BACK', onHold: false });
    warehouse.receiveStock({ itemCode: 'TRAY', quantity: 5 });
    warehouse.cancelOrder({ salesOrderNumber: 'DELETED-HERE' });
    await cancelHere(world, orders.get('GIVEN-UP')?.id ?? '');
    await cancelHere(world, orders.get('DELETED-THERE')?.id ?? '');
    await settled(world);
    await world.clock.advance(10 * MINUTE);
    await world.reconcile();
    expect(found(world)).toEqual([]);
  });

  it('makes few calls, however many orders are under way', async () => {
    const world = await open();
    for (let index = 0; index < 60; index += 1) world.place(`GB-${index}`);
    await settled(world);
    await world.clock.advance(30 * MINUTE);
    await world.reconcile();
    const before = world.peoplevox.journal.length;
    await world.clock.advance(10 * MINUTE);
    const report = await world.reconcile();
    expect(report).toMatchObject({ outcome: 'done', found: 0 });
    expect(world.peoplevox.journal.length - before).toBeLessThanOrEqual(4);
  });

  it('reports nothing when Peoplevox shows hardly any of our sales orders at once', async () => {
    const world = await open();
    for (let index = 0; index < 30; index += 1) world.place(`GB-${index}`);
    await settled(world);
    world.peoplevox.floor.orders.clear();
    await world.clock.advance(10 * MINUTE);
    const report = await world.reconcile();
    expect(report.sweeps.find(({ sweep }) => sweep === 'under-way')).toMatchObject({ outcome: 'failed' });
    expect(found(world)).toEqual([]);
  });

  it('names the statuses that the rules do not list, until they do', async () => {
    const world = await open({ ...LIVE_RULES, despatch: { statuses: { picked: [] } } });
    world.place('GB-1');
    await settled(world);
    world.peoplevox.warehouse.startWave({ salesOrderNumbers: ['GB-1'] });
    world.peoplevox.warehouse.pick({ salesOrderNumber: 'GB-1' });
    const told = () =>
      world
        .documentsOf('peoplevox-exceptions')
        .map(({ value }) => value as { code: string; status: string; message: string })
        .filter(({ code }) => code === 'configuration-invalid')
        .map(({ status, message }) => `${status} ${/"[^"]*"/.exec(message)?.[0]}`);
    await world.reconcile();
    expect(told()).toEqual(['open "Picked"']);
    const known = await world.clock.runUntil(world.documents.read('peoplevox-connector', 'configuration'));
    await world.clock.runUntil(
      world.documents.write('peoplevox-connector', 'configuration', LIVE_RULES, known?.version ?? 0),
    );
    world.restartReconciliation();
    await world.clock.advance(10 * MINUTE);
    await world.reconcile();
    expect(told()).toEqual(['resolved "Picked"']);
  });
});
