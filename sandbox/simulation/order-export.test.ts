import { sleep } from '../../shared/src/runtime';
import { ADDRESS, LIVE_RULES, PERSONAL, placeOrder, stockPeoplevox } from './merchant';
import { createSimulatedWorld, type SimulatedWorld, type SimulatedWorldOptions } from './world';

const SKUS = ['MUG-BLUE', 'MUG-RED'];
const HOUR = 3_600_000;
/** What Peoplevox wants of a sales order besides its number. */
const FOREIGN = { Customer: 'SOMEBODY', ServiceType: 'RM24' };

async function open(options: SimulatedWorldOptions = {}, rules?: object): Promise<SimulatedWorld> {
  const world = createSimulatedWorld(options);
  stockPeoplevox(world.peoplevox, SKUS, 1000);
  world.peoplevox.seed('Customers', [{ Reference: 'SOMEBODY', Name: 'Somebody else' }]);
  world.addInstance();
  await world.clock.runUntil(world.install(rules));
  await settled(world);
  return world;
}

const salesOrders = ({ peoplevox }: SimulatedWorld) => [...peoplevox.floor.orders.values()];
const settled = (world: SimulatedWorld) => world.clock.runUntil(world.broker.drained(), 24 * HOUR);

function documentsOf(world: SimulatedWorld, container: string): unknown[] {
  return [...world.commercetools.project.collections['key-value-document'].values()]
    .filter((document) => document.container === container)
    .map((document): unknown => document.value);
}

async function change(world: SimulatedWorld, orderId: string, ...actions: readonly object[]): Promise<void> {
  const version = world.commercetools.project.collections.order.get(orderId)?.version;
  const response = await world.asMerchant('POST', `/orders/${orderId}`, { version, actions });
  expect(response.status).toBe(200);
}

describe('order export against both emulated systems, in virtual time', () => {
  it('brings an order to Peoplevox once, complete and allocated, and marks it in commercetools', async () => {
    const world = await open();
    const order = placeOrder(world.commercetools, 'GB-1', [
      { sku: 'MUG-BLUE', quantity: 2 },
      { sku: 'MUG-RED', quantity: 1 },
    ]);
    await settled(world);
    expect(salesOrders(world)).toMatchObject([
      { number: 'GB-1', status: 'Allocated', lines: [{ ordered: 2 }, { ordered: 1 }] },
    ]);
    expect(world.commercetools.project.collections.order.get(order.id)?.syncInfo).toMatchObject([
      { externalId: 'GB-1' },
    ]);
    expect(world.peoplevox.violations).toEqual([]);
  });

  it('holds an order without a postcode and sends it when the address is mended', async () => {
    const world = await open();
    const { postalCode: _missing, ...incomplete } = ADDRESS;
    const order = placeOrder(world.commercetools, 'GB-2', [{ sku: 'MUG-BLUE', quantity: 1 }], {
      shippingAddress: incomplete,
    });
    await settled(world);
    expect(salesOrders(world)).toEqual([]);
    expect(documentsOf(world, 'peoplevox-exceptions')).toMatchObject([
      { code: 'order-invalid', owner: 'ecommerce', status: 'open', subject: { key: 'GB-2' } },
    ]);
    await change(world, order.id, { action: 'setShippingAddress', address: ADDRESS });
    await settled(world);
    expect(salesOrders(world)).toMatchObject([{ number: 'GB-2', status: 'Allocated' }]);
    expect(documentsOf(world, 'peoplevox-exceptions')).toMatchObject([{ status: 'resolved' }]);
  });

  it.each([
    ['Customers', 'reply-lost'],
    ['Sales orders', 'reply-lost'],
    ['Sales order items', 'reply-lost'],
    ['Sales orders', 'truncated'],
    ['Sales order items', 'html'],
    ['Sales order items', 'reset'],
  ] as const)(
    'ends with one complete sales order when a save of %s goes wrong by %s',
    async (template, kind) => {
      const world = await open();
      world.peoplevox.faults.set({ operation: 'SaveData', template, fault: { kind } });
      placeOrder(world.commercetools, 'GB-3', [{ sku: 'MUG-BLUE', quantity: 2 }]);
      await settled(world);
      expect(salesOrders(world)).toMatchObject([
        { number: 'GB-3', status: 'Allocated', lines: [{ ordered: 2 }] },
      ]);
      expect(world.peoplevox.violations).toEqual([]);
    },
  );

  it('follows with a cancellation before picking, and tells the warehouse when it is too late', async () => {
    const world = await open();
    const early = placeOrder(world.commercetools, 'GB-4', [{ sku: 'MUG-BLUE', quantity: 1 }]);
    const late = placeOrder(world.commercetools, 'GB-5', [{ sku: 'MUG-BLUE', quantity: 1 }]);
    await settled(world);
    world.peoplevox.warehouse.startWave({ salesOrderNumbers: ['GB-5'] });
    await change(world, early.id, { action: 'changeOrderState', orderState: 'Cancelled' });
    await change(world, late.id, { action: 'changeOrderState', orderState: 'Cancelled' });
    await settled(world);
    expect(new Map(salesOrders(world).map(({ number, status }) => [number, status]))).toEqual(
      new Map([
        ['GB-4', 'Cancelled'],
        ['GB-5', 'Picked'],
      ]),
    );
    expect(documentsOf(world, 'peoplevox-exceptions')).toMatchObject([
      { code: 'cancel-too-late', owner: 'warehouse', status: 'open', subject: { key: 'GB-5' } },
    ]);
  });

  it('amends address, quantity, added and removed lines before picking', async () => {
    const world = await open();
    const order = placeOrder(world.commercetools, 'GB-6', [{ sku: 'MUG-BLUE', quantity: 1 }]);
    await settled(world);
    const [line] = order.lineItems;
    world.commercetools.applyOrderEdit(order.id, {
      addLineItems: [{ sku: 'MUG-RED', quantity: 3 }],
      changeQuantity: [{ lineItemId: line?.id ?? '', quantity: 4 }],
    });
    await change(world, order.id, { action: 'setShippingAddress', address: { ...ADDRESS, city: 'Bath' } });
    await settled(world);
    const [salesOrder] = salesOrders(world);
    expect(salesOrder?.lines.map(({ item, ordered }) => [item.code, ordered])).toEqual([
      ['MUG-BLUE', 4],
      ['MUG-RED', 3],
    ]);
    expect(salesOrder?.columns.get('ShippingAddressCity')).toBe('Bath');
    world.commercetools.applyOrderEdit(order.id, { removeLineItems: [line?.id ?? ''] });
    await settled(world);
    expect(salesOrders(world)[0]?.lines.map(({ item }) => item.code)).toEqual(['MUG-RED']);
    expect(documentsOf(world, 'peoplevox-exceptions')).toEqual([]);
  });

  it('leaves a foreign sales order with the same number as it is and holds the order', async () => {
    const world = await open();
    world.peoplevox.seed('Sales orders', [
      {
        SalesOrderNumber: 'GB-7',
        ...FOREIGN,
        CustomerPurchaseOrderReferenceNumber: 'PO-FROM-ANOTHER-SHOP',
        Email: 'b2b@example.com',
      },
    ]);
    const before = JSON.stringify([...(salesOrders(world)[0]?.columns ?? [])]);
    placeOrder(world.commercetools, 'GB-7', [{ sku: 'MUG-BLUE', quantity: 1 }]);
    await settled(world);
    expect(salesOrders(world)).toHaveLength(1);
    expect(JSON.stringify([...(salesOrders(world)[0]?.columns ?? [])])).toBe(before);
    expect(salesOrders(world)[0]?.lines).toEqual([]);
    expect(documentsOf(world, 'peoplevox-exceptions')).toMatchObject([
      { code: 'order-number-conflict', owner: 'ecommerce', status: 'open' },
    ]);
  });

  it('writes nothing to either side in shadow mode, the mode of a first installation', async () => {
    const world = await open({}, { ...LIVE_RULES, mode: { orders: 'shadow' } });
    const order = placeOrder(world.commercetools, 'GB-8', [{ sku: 'MUG-BLUE', quantity: 1 }]);
    await settled(world);
    expect(salesOrders(world)).toEqual([]);
    expect(world.commercetools.project.collections.order.get(order.id)?.version).toBe(order.version);
    expect(documentsOf(world, 'peoplevox-orders')).toMatchObject([{ state: 'shadow' }]);
  });

  it('sends nothing of an old project with 1,000 open orders, half of them in Peoplevox, and all that come later', async () => {
    const world = createSimulatedWorld();
    stockPeoplevox(world.peoplevox, SKUS, 1000);
    world.peoplevox.seed('Customers', [{ Reference: 'SOMEBODY', Name: 'Somebody else' }]);
    const createdAt = new Date(world.clock.now() - 90 * 24 * HOUR).toISOString();
    const old = Array.from({ length: 1000 }, (_, index) =>
      placeOrder(world.commercetools, `OLD-${index}`, [{ sku: 'MUG-BLUE', quantity: 1 }], { createdAt }),
    );
    old.slice(0, 500).forEach(({ id, orderNumber = '' }) => {
      world.peoplevox.seed('Sales orders', [
        { SalesOrderNumber: orderNumber, CustomerPurchaseOrderReferenceNumber: id, ...FOREIGN },
      ]);
    });
    await world.clock.runUntil(world.install());
    world.addInstance();
    for (const { id } of old.slice(400, 600))
      await change(world, id, { action: 'setCustomerEmail', email: 'x@example.com' });
    await settled(world);
    expect(salesOrders(world)).toHaveLength(500);
    expect(salesOrders(world).every(({ lines }) => lines.length === 0)).toBe(true);
    placeOrder(world.commercetools, 'NEW-1', [{ sku: 'MUG-BLUE', quantity: 1 }]);
    await settled(world);
    expect(salesOrders(world).at(-1)).toMatchObject({ number: 'NEW-1', status: 'Allocated' });
  });

  it.each(['each', 'none'] as const)(
    'sends all but the one that Peoplevox refuses, inside the limit (status rows: %s)',
    async (statusRows) => {
      const rules = { ...LIVE_RULES, orderAttributes: { Attribute1: { from: 'purchaseOrderNumber' } } };
      const world = await open({ peoplevox: { statusRows, limit: { requests: 7 } } }, rules);
      for (let index = 0; index < 40; index += 1)
        placeOrder(world.commercetools, `MIX-${index}`, [{ sku: 'MUG-RED', quantity: 1 }], {
          purchaseOrderNumber: index === 13 ? 'x'.repeat(600) : 'PO',
        });
      await world.clock.advance(60_000);
      const done = salesOrders(world).filter(({ status }) => status === 'Allocated');
      expect(done).toHaveLength(39);
      expect(documentsOf(world, 'peoplevox-exceptions')).toMatchObject([
        { code: 'order-rejected', status: 'open', subject: { key: 'MIX-13' } },
      ]);
      await settled(world);
      expect(world.peoplevox.violations).toEqual([]);
      expect(world.peoplevox.peak()).toBeLessThanOrEqual(7);
    },
  );

  it('keeps orders through 8 hours without Peoplevox and sends them all afterwards, with one exception in between', async () => {
    const world = await open();
    const before = world.broker.stats().acknowledged;
    world.peoplevox.away = true;
    for (let index = 0; index < 40; index += 1)
      placeOrder(world.commercetools, `NIGHT-${index}`, [{ sku: 'MUG-RED', quantity: 1 }]);
    await world.clock.advance(8 * HOUR);
    expect(salesOrders(world)).toEqual([]);
    expect(world.broker.stats().acknowledged).toBe(before);
    expect(documentsOf(world, 'peoplevox-exceptions')).toMatchObject([
      { code: 'peoplevox-unavailable', status: 'open' },
    ]);
    world.peoplevox.away = false;
    await settled(world);
    expect(salesOrders(world).filter(({ status }) => status === 'Allocated')).toHaveLength(40);
    expect(documentsOf(world, 'peoplevox-exceptions')).toMatchObject([{ status: 'resolved' }]);
  }, 120_000);

  it('keeps personal data and secrets out of the log, the exceptions and the ledger', async () => {
    const world = await open();
    placeOrder(world.commercetools, 'GB-9', [{ sku: 'MUG-BLUE', quantity: 1 }]);
    placeOrder(world.commercetools, 'GB-10', [{ sku: 'NO-SUCH-SKU', quantity: 1 }]);
    world.peoplevox.faults.set({
      operation: 'SaveData',
      template: 'Sales orders',
      fault: {
        kind: 'refuse',
        words: `Sales order GB-9: contact ${ADDRESS.firstName} ${ADDRESS.lastName}, ${ADDRESS.email} is not welcome`,
      },
    });
    await settled(world);
    const kept = ['peoplevox-exceptions', 'peoplevox-orders', 'peoplevox-connector'].flatMap((container) =>
      documentsOf(world, container),
    );
    const written = `${world.logLines.join('\n')}\n${JSON.stringify(kept)}`;
    expect(kept.length).toBeGreaterThan(3);
    for (const secret of [...PERSONAL, 'sandbox-Pa55', 'connect-secret'])
      expect(written).not.toContain(secret);
    expect(written).not.toMatch(/"SessionId"|[?&]secret=/);
  });

  it('reaches the same end from a process killed at any moment of an export', async () => {
    const world = await open({ peoplevoxLatencyMs: 300 });
    let instance = world.addInstance();
    for (let index = 0; index < 25; index += 1) {
      placeOrder(world.commercetools, `KILL-${index}`, [{ sku: 'MUG-BLUE', quantity: 2 }]);
      await world.clock.runUntil(sleep(world.clock, 137 * (index + 1)));
      instance.kill();
      instance = world.addInstance();
    }
    await settled(world);
    expect(salesOrders(world).map(({ status, lines }) => [status, lines.length])).toEqual(
      Array.from({ length: 25 }, () => ['Allocated', 1]),
    );
    expect(world.peoplevox.violations).toEqual([]);
    expect(world.peoplevox.peak()).toBeLessThanOrEqual(15);
  });
});
