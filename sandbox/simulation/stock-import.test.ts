import { placeOrder } from './merchant';
import { createStockWorld, type StockWorld, type StockWorldOptions } from './stock-world';

const MINUTE = 60_000;
const CONNECTOR = 'peoplevox-connector';

async function open(stock: Readonly<Record<string, number>>, options: StockWorldOptions = {}) {
  const world = createStockWorld({ inventoryLagMs: 0, ...options });
  await world.clock.runUntil(world.install());
  for (const [sku, quantity] of Object.entries(stock)) await world.clock.runUntil(world.stock(sku, quantity));
  return world;
}

async function tick(world: StockWorld) {
  const result = await world.clock.runUntil(world.tick());
  await world.clock.advance(MINUTE);
  return result;
}

/** Everything was compared once. */
async function ready(stock: Readonly<Record<string, number>>, options: StockWorldOptions = {}) {
  const world = await open(stock, options);
  await tick(world);
  await tick(world);
  return world;
}

const exceptionsOf = (world: StockWorld) =>
  world.documentsOf('peoplevox-exceptions').map(({ value }) => value);
const write = (world: StockWorld, key: string, value: object) =>
  world.clock.runUntil(world.documents.write(CONNECTOR, key, value, 0));

describe('runs of changes', () => {
  it('creates the entries of the first comparison and then costs one call and no write while nothing changes', async () => {
    const world = await open({ MUG: 5, CUP: 2 });
    expect(await tick(world)).toMatchObject({
      outcome: 'done',
      runs: [{ kind: 'full', outcome: 'done', read: 2, created: 2, reason: 'the first one' }],
    });
    expect([world.quantity('MUG'), world.quantity('CUP')]).toEqual([5, 2]);
    await tick(world);
    const [calls, writes] = [world.peoplevox.journal.length, world.stockWrites()];
    expect(await tick(world)).toMatchObject({
      runs: [{ kind: 'delta', outcome: 'done', read: 0, calls: 1 }],
    });
    expect([world.peoplevox.journal.length - calls, world.stockWrites() - writes]).toEqual([1, 0]);
  });

  it('follows receipts and stock takes, several of a SKU in one write', async () => {
    const world = await ready({ MUG: 5, CUP: 2 });
    world.peoplevox.warehouse.receiveStock({ itemCode: 'MUG', quantity: 10 });
    world.peoplevox.warehouse.adjustStock({ itemCode: 'MUG', quantity: -3 });
    const writes = world.stockWrites();
    expect(await tick(world)).toMatchObject({ runs: [{ kind: 'delta', changed: 1 }] });
    expect([world.quantity('MUG'), world.quantity('CUP')]).toEqual([12, 2]);
    expect(world.stockWrites() - writes).toBe(1);
  });

  it('applies a change once though the overlap shows it again for ten minutes', async () => {
    const world = await ready({ MUG: 5 });
    world.peoplevox.warehouse.adjustStock({ itemCode: 'MUG', quantity: 1 });
    await tick(world);
    for (let minute = 0; minute < 12; minute += 1)
      expect(await tick(world)).toMatchObject({ runs: [{ read: 0, changed: 0, unchanged: 0 }] });
  });

  it('answers busy while another tick is at work', async () => {
    const world = await open({ MUG: 5 }, { latencyMs: 20 });
    const first = world.tick();
    const second = world.tick();
    expect(await world.clock.runUntil(Promise.all([first, second]))).toMatchObject([
      { outcome: 'done' },
      { outcome: 'busy', runs: [] },
    ]);
  });

  it('does nothing where the rules switch stock off, or the connector is not installed yet', async () => {
    const off = await open({ MUG: 5 }, { rules: { mode: { stock: 'off' } } });
    expect(await tick(off)).toEqual({ outcome: 'off', runs: [] });
    const fresh = createStockWorld();
    expect(await tick(fresh)).toMatchObject({
      outcome: 'off',
      reason: 'The connector is not installed yet.',
    });
  });

  it('computes and reports in shadow mode, and writes nothing', async () => {
    const world = await open({ MUG: 5 }, { rules: { mode: { orders: 'live', stock: 'shadow' } } });
    await world.clock.runUntil(world.addEntry('MUG', 1));
    const writes = world.stockWrites();
    expect(await tick(world)).toMatchObject({ runs: [{ mode: 'shadow', changed: 1 }] });
    expect(world.stockWrites() - writes).toBe(0);
    expect(world.documentsOf('peoplevox-audit')).toMatchObject([
      { value: { records: [{ sku: 'MUG', from: 1, to: 5, shadow: true }] } },
    ]);
    await world.clock.runUntil(world.setRules({ mode: { orders: 'live', stock: 'live' } }));
    expect(await tick(world)).toMatchObject({
      runs: [{ kind: 'delta' }, { reason: 'the rules or their supply channels changed' }],
    });
    expect(world.quantity('MUG')).toBe(5);
  });
});

describe('orders under way', () => {
  it('keeps the units of an order away from its placing to its allocation, and takes them off once', async () => {
    const world = await ready({ MUG: 5 });
    const order = world.place('GB-1', 'MUG', 2);
    expect(world.quantity('MUG')).toBe(3);
    world.peoplevox.warehouse.receiveStock({ itemCode: 'MUG', quantity: 1 });
    await tick(world);
    expect(world.quantity('MUG')).toBe(4);
    await world.clock.runUntil(world.exportOrder(order.id));
    expect(world.peoplevox.floor.orders.get('GB-1')?.status).toBe('Allocated');
    await tick(world);
    await tick(world);
    expect(world.quantity('MUG')).toBe(4);
    const number = { salesOrderNumber: 'GB-1' };
    world.peoplevox.warehouse.cancelOrder(number);
    await tick(world);
    expect(world.quantity('MUG')).toBe(6);
  });

  it('keeps the units of a held order', async () => {
    const world = await ready({ MUG: 5 });
    const order = world.place('GB-2', 'MUG', 2, { shippingAddress: { country: 'GB' } });
    await world.clock.runUntil(world.exportOrder(order.id));
    world.peoplevox.warehouse.adjustStock({ itemCode: 'MUG', quantity: 5 });
    await tick(world);
    expect(world.quantity('MUG')).toBe(8);
  });

  it('counts a partly allocated order as not allocated', async () => {
    const world = await ready({ MUG: 5, CUP: 1 });
    const order = world.place('GB-3', 'CUP', 3);
    await world.clock.runUntil(world.exportOrder(order.id));
    expect(world.peoplevox.floor.orders.get('GB-3')?.status).toBe('Partially allocated');
    await tick(world);
    expect(world.quantity('CUP')).toBe(0);
    world.peoplevox.warehouse.receiveStock({ itemCode: 'CUP', quantity: 10 });
    await tick(world);
    expect(world.quantity('CUP')).toBe(8);
  });

  it('gives units back when an order is cancelled before it was exported', async () => {
    const world = await ready({ MUG: 5 });
    const order = world.place('GB-4', 'MUG', 2);
    await tick(world);
    const { version } = (
      await world.clock.runUntil(world.api.orders().withId({ ID: order.id }).get().execute())
    ).body;
    const body = {
      version,
      actions: [{ action: 'changeOrderState' as const, orderState: 'Cancelled' as const }],
    };
    await world.clock.runUntil(world.api.orders().withId({ ID: order.id }).post({ body }).execute());
    await tick(world);
    expect(world.quantity('MUG')).toBe(5);
  });

  it('computes again what was written while an order was too young to show', async () => {
    const world = await ready({ MUG: 5 }, { inventoryLagMs: 9_000 });
    world.place('GB-5', 'MUG', 2);
    world.peoplevox.warehouse.receiveStock({ itemCode: 'MUG', quantity: 1 });
    const { runs } = await world.clock.runUntil(world.tick());
    expect(runs).toMatchObject([{ changed: 1 }]);
    expect(world.quantity('MUG')).toBe(4);
    await world.clock.advance(MINUTE);
    expect(world.quantity('MUG')).toBe(2);
    await tick(world);
    expect(world.quantity('MUG')).toBe(4);
  });

  it('takes off what an order took from the entry between two readings', async () => {
    const world = await ready({ MUG: 5 }, { latencyMs: 40 });
    world.peoplevox.warehouse.receiveStock({ itemCode: 'MUG', quantity: 1 });
    const run = world.tick();
    // After the orders were read, before the entry is written.
    world.clock.after(300, () => void world.place('GB-6', 'MUG', 2));
    await world.clock.runUntil(run);
    expect(world.quantity('MUG')).toBe(4);
  });

  it('reads stock after the sales orders, so that an allocation in between cannot be lost', async () => {
    const world = await ready({ MUG: 5 });
    const order = world.place('GB-9', 'MUG', 2);
    world.peoplevox.warehouse.receiveStock({ itemCode: 'MUG', quantity: 1 });
    await world.clock.runUntil(world.exportOrder(order.id));
    // As it was before its allocation.
    const { warehouse } = world.peoplevox;
    const hold = (onHold: boolean) => warehouse.holdOrder({ salesOrderNumber: 'GB-9', onHold });
    warehouse.deallocateOrder({ salesOrderNumber: 'GB-9' });
    hold(true);
    const seen: string[] = [];
    world.onPeoplevoxCall((template) => {
      seen.push(template);
      if (seen.length === 2) hold(false);
    });
    const { runs } = await world.clock.runUntil(world.tick());
    expect(runs).toMatchObject([{ outcome: 'done' }]);
    expect(seen).toEqual(['Sales orders', 'Incremental Changes Report v1']);
    expect(world.quantity('MUG')).toBeLessThanOrEqual(4);
    world.onPeoplevoxCall(() => undefined);
    await tick(world);
    expect(world.quantity('MUG')).toBe(4);
  });

  /** An exported order of 2 is taken back while a run reads stock that has grown by 1. */
  async function takenBackMeanwhile() {
    const world = await ready({ MUG: 5 });
    const order = world.place('GB-1', 'MUG', 2);
    await world.clock.runUntil(world.exportOrder(order.id));
    await tick(world);
    await tick(world);
    expect(world.quantity('MUG')).toBe(3);
    world.peoplevox.warehouse.receiveStock({ itemCode: 'MUG', quantity: 1 });
    world.onPeoplevoxCall((template) => {
      if (!template.includes('Changes')) return;
      world.onPeoplevoxCall(() => undefined);
      world.peoplevox.warehouse.deallocateOrder({ salesOrderNumber: 'GB-1' });
    });
    await tick(world);
    return world;
  }

  it('reads the sales orders again before it raises, so that an allocation that is taken back meanwhile is not on sale', async () => {
    const world = await takenBackMeanwhile();
    expect(world.quantity('MUG')).toBe(4);
    await tick(world);
    expect(world.quantity('MUG')).toBe(4);
  });

  it('looks again at what was kept back for an allocation that was taken back, should the order be gone by then', async () => {
    const world = await takenBackMeanwhile();
    world.peoplevox.warehouse.cancelOrder({ salesOrderNumber: 'GB-1' });
    await tick(world);
    expect(world.quantity('MUG')).toBe(6);
  });

  it('looks first at what is scarce while orders wait for their calls', async () => {
    const skus = Array.from({ length: 150 }, (_, index) => `S${index + 100}`);
    const world = await ready(Object.fromEntries(skus.map((sku, index) => [sku, 200 - index])));
    world.peoplevox.floor.availabilityChanges.length = 0;
    const lines = skus.map((sku) => ({ sku, quantity: 1 }));
    placeOrder(world.commercetools, 'GB-10', lines, { shippingAddress: { country: 'GB' } });
    for (const sku of skus) {
      const stock = world.peoplevox.floor.items.get(sku)?.stock.get('PrimarySite');
      if (stock) stock.onHand -= 10;
    }
    const budget = (pausedUntil: number) =>
      world.clock.runUntil(
        world.documents
          .read('peoplevox-connector', 'budget-order-export')
          .then((found) =>
            world.documents.write(
              'peoplevox-connector',
              'budget-order-export',
              { schemaVersion: 1, leaves: [], held: [], throttle: { pausedUntil, share: 1 } },
              found?.version ?? 0,
            ),
          ),
      );
    await budget(world.clock.now() + MINUTE);
    const right = () => skus.map((sku, index) => world.quantity(sku) === 200 - index - 10 - 1);
    await tick(world);
    expect(right()).toEqual(skus.map((_, index) => index >= 50));
    await budget(0);
    await tick(world);
    expect(right()).toEqual(skus.map(() => true));
  });

  it('oversells when it is told to ignore orders under way', async () => {
    const world = await ready({ MUG: 5 }, { rules: { inventory: { ordersUnderWay: 'ignore' } } });
    world.place('GB-7', 'MUG', 2);
    world.peoplevox.warehouse.receiveStock({ itemCode: 'MUG', quantity: 1 });
    await tick(world);
    expect(world.quantity('MUG')).toBe(6);
  });
});

describe('what is written', () => {
  it('keeps each site on its supply channel, and never the stock of an unlisted site', async () => {
    const world = createStockWorld({
      inventoryLagMs: 0,
      rules: {
        sites: [
          { reference: 'PrimarySite' },
          { reference: 'North', supplyChannel: 'north', safetyBuffer: 2 },
        ],
      },
      tenant: {
        sites: ['PrimarySite', 'North', 'Outlet', 'SystemSite'].map((reference) => ({
          reference,
          name: reference,
        })),
      },
    });
    await world.clock.runUntil(world.install());
    await world.clock.runUntil(world.addChannel('north'));
    await world.clock.runUntil(world.stock('MUG', 5));
    await world.clock.runUntil(world.stock('MUG', 7, 'North'));
    await world.clock.runUntil(world.stock('CUP', 9, 'Outlet'));
    await world.clock.runUntil(world.stock('MUG', 11, 'SystemSite'));
    await tick(world);
    await tick(world);
    expect([world.quantity('MUG'), world.quantity('MUG', 'north')]).toEqual([5, 5]);
    expect(exceptionsOf(world)).toMatchObject([
      { code: 'site-unmapped', subject: { type: 'site', key: 'Outlet' }, occurrences: 1 },
    ]);
    world.peoplevox.floor.items.delete('CUP');
    // The report of changes shows the site as long as it looks back behind the newest change.
    await world.clock.advance(11 * MINUTE);
    await world.clock.runUntil(world.stock('MUG', 1));
    await tick(world);
    await write(world, 'request-stock-full', {});
    await tick(world);
    expect(exceptionsOf(world)).toMatchObject([{ code: 'site-unmapped', status: 'resolved' }]);
  });

  it('reports rows that show no site, once', async () => {
    const world = await open(
      { MUG: 5 },
      { rules: { inventory: { reports: { summary: { columns: { site: 'Item type group' } } } } } },
    );
    await tick(world);
    expect(world.quantity('MUG')).toBeUndefined();
    expect(exceptionsOf(world)).toMatchObject([
      { code: 'site-unmapped', subject: { key: '(blank)' }, occurrences: 1 },
    ]);
  });

  it('reports a supply channel that does not exist, and imports the other sites', async () => {
    const sites = [{ reference: 'PrimarySite' }, { reference: 'North', supplyChannel: 'north' }];
    const world = await ready({ MUG: 5 }, { rules: { sites } });
    expect(world.quantity('MUG')).toBe(5);
    expect(exceptionsOf(world)).toMatchObject([
      { code: 'site-unmapped', subject: { key: 'North' }, occurrences: 1 },
    ]);
  });

  it('imports a site as soon as its supply channel is made', async () => {
    const sites = [{ reference: 'PrimarySite', supplyChannel: 'uk' }];
    const world = await ready({ MUG: 5 }, { rules: { sites } });
    await world.clock.runUntil(world.addChannel('uk'));
    await tick(world);
    expect(world.quantity('MUG', 'uk')).toBe(5);
    expect(exceptionsOf(world)).toMatchObject([{ code: 'site-unmapped', status: 'resolved' }]);
  });

  it('applies buffers and units of measure', async () => {
    const world = await ready(
      { BOX: 25, 'TEA-1': 9, MUG: 4 },
      {
        rules: {
          unitsOfMeasure: { BOX: 6 },
          inventory: {
            buffers: [
              { skuPrefixes: ['TEA-'], units: 3 },
              { skus: ['BOX'], sites: ['PrimarySite'], units: 1 },
            ],
          },
        },
      },
    );
    expect(['BOX', 'TEA-1', 'MUG'].map((sku) => world.quantity(sku))).toEqual([3, 6, 4]);
  });

  it('compares everything again when the rules change', async () => {
    const world = await ready({ MUG: 5 });
    await world.clock.runUntil(world.setRules({ inventory: { buffers: [{ units: 2 }] } }));
    await tick(world);
    expect(world.quantity('MUG')).toBe(3);
  });

  it('reports a SKU that commercetools does not have once, and imports it when it has', async () => {
    const world = await open({});
    world.peoplevox.seed('Item types', [{ ItemCode: 'PART', Name: 'Spare part', Barcode: 'B1' }]);
    world.peoplevox.warehouse.receiveStock({ itemCode: 'PART', quantity: 3 });
    await tick(world);
    world.peoplevox.warehouse.receiveStock({ itemCode: 'PART', quantity: 3 });
    expect(await tick(world)).toMatchObject({ runs: [{ skipped: 1, created: 0 }] });
    expect(world.quantity('PART')).toBeUndefined();
    expect(exceptionsOf(world)).toMatchObject([
      { code: 'sku-missing-in-commercetools', subject: { key: 'PART' }, occurrences: 1, status: 'open' },
    ]);
    await world.clock.runUntil(world.addProduct('PART'));
    await write(world, 'request-stock-full', {});
    await tick(world);
    expect(world.quantity('PART')).toBe(6);
    expect(exceptionsOf(world)).toMatchObject([{ status: 'resolved' }]);
  });

  it('leaves deactivated items alone', async () => {
    const world = await ready({ MUG: 5, CUP: 3 });
    world.peoplevox.warehouse.deactivateItem({ itemCode: 'CUP' });
    await write(world, 'request-stock-full', {});
    expect(await tick(world)).toMatchObject({ runs: [{ kind: 'delta' }, { kind: 'full', skipped: 1 }] });
    expect([...world.commercetools.project.collections['inventory-entry'].values()]).toHaveLength(2);
  });

  it('leaves one audit record a change, and a summary a run', async () => {
    const world = await ready({ MUG: 5 });
    world.place('GB-8', 'MUG', 1);
    world.peoplevox.warehouse.adjustStock({ itemCode: 'MUG', quantity: 2 });
    await tick(world);
    expect(world.documentsOf('peoplevox-audit').at(-1)).toMatchObject({
      value: {
        records: [
          {
            sku: 'MUG',
            site: 'PrimarySite',
            channel: '',
            from: 4,
            to: 6,
            available: 7,
            unallocated: 1,
            buffer: 0,
          },
        ],
      },
    });
    const runs = world.documentsOf(CONNECTOR).find(({ key }) => key === 'stock-runs');
    expect(runs?.value).toMatchObject({
      runs: [{ kind: 'delta', changed: 1 }, { kind: 'delta' }, { kind: 'full' }],
    });
    expect(world.lines.filter((line) => line.includes('Stock was changed.'))).toHaveLength(2);
  });
});
