import { createStockWorld, type StockWorld, type StockWorldOptions } from './stock-world';

const MINUTE = 60_000;
const CONNECTOR = 'peoplevox-connector';
const CHANGES = 'Incremental Changes Report v1';
const SUMMARY = 'Item inventory summary';
const SKUS = Array.from({ length: 10 }, (_, index) => `SKU-${index}`);

async function open(skus: readonly [string, ...string[]], options: StockWorldOptions = {}) {
  const world = createStockWorld({ inventoryLagMs: 0, ...options });
  await world.clock.runUntil(world.install());
  await world.clock.runUntil(world.addProduct(...skus));
  for (const sku of skus) {
    world.peoplevox.seed('Item types', [{ ItemCode: sku, Name: sku, Barcode: `B-${sku}` }]);
    world.peoplevox.warehouse.receiveStock({ itemCode: sku, quantity: 5 });
  }
  return world;
}

async function ready(skus: readonly [string, ...string[]], options: StockWorldOptions = {}) {
  const world = await open(skus, options);
  await tick(world);
  await tick(world);
  return world;
}

const ten = (options?: StockWorldOptions) => ready(SKUS as [string, ...string[]], options);

async function tick(world: StockWorld) {
  const result = await world.clock.runUntil(world.tick());
  await world.clock.advance(MINUTE);
  return result;
}

async function request(world: StockWorld, key: string, value: object = {}) {
  await world.clock.runUntil(world.documents.write(CONNECTOR, key, value, 0));
}

/** Behind the back of the report of changes. */
function set(world: StockWorld, skus: readonly string[], quantity: number): void {
  for (const sku of skus) {
    const stock = world.peoplevox.floor.items.get(sku)?.stock.get('PrimarySite');
    if (stock) stock.onHand = quantity;
  }
  world.peoplevox.floor.availabilityChanges.length = 0;
}

/** Peoplevox lets whoever reads all stock wait for more than a minute, so many times. */
function slowDown(world: StockWorld, times = 1): void {
  const fault = { kind: 'http', status: 429, headers: { 'retry-after': '65' } } as const;
  world.peoplevox.faults.set({ template: SUMMARY, fault, times });
}

/** Everything is to be compared, and Peoplevox takes more than a minute over it: a run of changes comes in between. */
async function compareSlowly(world: StockWorld, meanwhile: () => void): Promise<void> {
  await request(world, 'request-stock-full');
  slowDown(world);
  let isRead = false;
  world.onPeoplevoxCall((template) => {
    if (template === SUMMARY) isRead = true;
    if (template !== CHANGES || !isRead) return;
    world.onPeoplevoxCall(() => undefined);
    meanwhile();
  });
}

const quantities = (world: StockWorld, skus: readonly string[] = SKUS) =>
  skus.map((sku) => world.quantity(sku));
const text = (part: string): unknown => expect.stringContaining(part);
const exceptionsOf = (world: StockWorld) =>
  world.documentsOf('peoplevox-exceptions').map(({ value }) => value);

describe('a full comparison that takes long', () => {
  it('is stopped by the guard when what it reads again is a bad reading, until a person confirms it', async () => {
    const world = await ten();
    set(world, ['SKU-9'], 6);
    await compareSlowly(world, () => set(world, SKUS.slice(0, 6), 0));
    const { runs } = await tick(world);
    expect(runs.at(-1)).toMatchObject({ kind: 'full', outcome: 'stopped' });
    expect(quantities(world)).toEqual([5, 5, 5, 5, 5, 5, 5, 5, 5, 5]);
    expect(exceptionsOf(world)).toMatchObject([
      { code: 'stock-feed-implausible', status: 'open', message: text('6 of 10 entries') },
    ]);
    await tick(world);
    expect(quantities(world)).not.toContain(0);
    await request(world, 'request-stock-confirm', { run: runs.at(-1)?.run ?? '' });
    await tick(world);
    expect(quantities(world)).toEqual([0, 0, 0, 0, 0, 0, 5, 5, 5, 6]);
    expect(exceptionsOf(world)).toContainEqual(
      expect.objectContaining({ code: 'stock-feed-implausible', status: 'resolved' }),
    );
  });

  it('counts what it has emptied already, over all its pages', async () => {
    const many = Array.from({ length: 2_000 }, (_, index) => `S${String(index).padStart(4, '0')}`);
    const [first, ...others] = many;
    if (first === undefined) throw new Error('There are SKUs.');
    const world = await ready([first, ...others]);
    set(world, ['S0000', 'S1999'], 6);
    // 15 % on each of the two pages.
    await compareSlowly(world, () => set(world, [...many.slice(1, 301), ...many.slice(1_000, 1_300)], 0));
    expect((await tick(world)).runs.at(-1)).toMatchObject({ kind: 'full', outcome: 'stopped' });
    expect(quantities(world, many).filter((quantity) => quantity === 0)).toHaveLength(300);
  });

  it('goes on after a first run that broke off, though an entry that it had made is to be emptied', async () => {
    let isBroken = true;
    const isLastEntry = (body = '') => body.includes('SKU-9');
    const world = await open(SKUS as [string, ...string[]], {
      commercetoolsFaults: ({ path, body }) =>
        isBroken && path.endsWith('/inventory') && isLastEntry(body) ? { status: 503 } : undefined,
    });
    expect((await tick(world)).runs).toMatchObject([{ kind: 'full', outcome: 'failed', created: 9 }]);
    isBroken = false;
    set(world, ['SKU-0'], 0);
    expect((await tick(world)).runs).toMatchObject([
      { kind: 'full', outcome: 'done', changed: 1, created: 1 },
    ]);
    expect(quantities(world)).toEqual([0, 5, 5, 5, 5, 5, 5, 5, 5, 5]);
  });

  it('writes nothing while a run of changes waits for a person, and goes on after it', async () => {
    const world = await ten();
    set(world, ['SKU-9'], 6);
    const adjust = (quantity: number) => {
      for (const itemCode of SKUS.slice(0, 6)) world.peoplevox.warehouse.adjustStock({ itemCode, quantity });
    };
    await compareSlowly(world, () => adjust(-5));
    const { runs } = await tick(world);
    expect(runs.slice(-2)).toMatchObject([
      { kind: 'delta', outcome: 'stopped' },
      { kind: 'full', outcome: 'stopped' },
    ]);
    expect(quantities(world)).toEqual([5, 5, 5, 5, 5, 5, 5, 5, 5, 5]);
    adjust(5);
    expect((await tick(world)).runs).toMatchObject([
      { kind: 'delta', outcome: 'done' },
      { kind: 'full', outcome: 'done' },
    ]);
    expect(quantities(world)).toEqual([5, 5, 5, 5, 5, 5, 5, 5, 5, 6]);
  });

  it('stops with the minute in which stock is switched off, and goes on when it is switched on', async () => {
    const world = await ten();
    set(world, SKUS, 9);
    async function setMode(stock: string) {
      const before = await world.documents.read<{ mode: object }>(CONNECTOR, 'configuration');
      const value = { ...before?.value, mode: { ...before?.value.mode, stock } };
      await world.documents.write(CONNECTOR, 'configuration', value, before?.version ?? 0);
    }
    await request(world, 'request-stock-full');
    slowDown(world);
    const running = world.tick();
    await world.clock.advance(10_000);
    await world.clock.runUntil(setMode('off'));
    expect((await world.clock.runUntil(running)).runs.at(-1)).toMatchObject({
      kind: 'full',
      outcome: 'continues',
    });
    expect((await tick(world)).outcome).toBe('off');
    expect(quantities(world)).toEqual(SKUS.map(() => 5));
    await world.clock.runUntil(setMode('live'));
    await world.clock.advance(MINUTE);
    expect((await tick(world)).runs.at(-1)).toMatchObject({ kind: 'full', outcome: 'done' });
    expect(quantities(world)).toEqual(SKUS.map(() => 9));
  });

  it('is followed by another one when more changed meanwhile than the report of changes is read for', async () => {
    const world = await ten({ rules: { inventory: { overlapMinutes: 1 } } });
    world.peoplevox.floor.items.delete('SKU-9');
    await request(world, 'request-stock-full');
    await tick(world);
    await compareSlowly(world, () => {
      world.peoplevox.warehouse.adjustStock({ itemCode: 'SKU-0', quantity: -5 });
      const changes = world.peoplevox.floor.availabilityChanges;
      const last = changes.at(-1);
      // The comparison goes on for longer than the report of changes is looked back into.
      slowDown(world, 3);
      if (last !== undefined) for (let copies = 0; copies < 20_000; copies += 1) changes.push(last);
    });
    expect((await tick(world)).runs).toMatchObject([
      { kind: 'delta' },
      { kind: 'delta', reason: text('everything will be compared') },
      { kind: 'full', outcome: 'done', reason: 'a person asked for it' },
    ]);
    expect((await tick(world)).runs.at(-1)).toMatchObject({
      kind: 'full',
      outcome: 'done',
      reason: 'more changed at once than the report of changes is read for',
    });
    expect(quantities(world)).toEqual([0, 5, 5, 5, 5, 5, 5, 5, 5, 0]);
    await tick(world);
    expect((await tick(world)).runs).toMatchObject([{ kind: 'delta' }]);
  });

  it('leaves its own figures behind when it makes way for orders after a run of changes', async () => {
    const world = await ten();
    set(world, ['SKU-9'], 6);
    const throttle = { pausedUntil: world.clock.now() + 30 * MINUTE, share: 1 };
    await compareSlowly(world, () => {
      const budget = { schemaVersion: 1, leaves: [], held: [], throttle };
      void world.documents.write(CONNECTOR, 'budget-order-export', budget, 0);
    });
    expect((await tick(world)).runs).toMatchObject([
      { kind: 'delta' },
      { kind: 'delta' },
      { kind: 'full', outcome: 'continues', read: 10, unchanged: 9 },
    ]);
  });

  it('comes to the end of what is missing however few calls it has, and records it without a conflict', async () => {
    const many = Array.from({ length: 700 }, (_, index) => `S${String(index).padStart(3, '0')}`);
    const [first, ...others] = many;
    if (first === undefined) throw new Error('There are SKUs.');
    const rules = { inventory: { maxZeroedShare: 1 } };
    const world = await ready([first, ...others], { requestsPer15Seconds: 1, rules });
    for (const sku of many.slice(0, 600)) world.peoplevox.floor.items.delete(sku);
    world.peoplevox.floor.availabilityChanges.length = 0;
    await request(world, 'request-stock-full');
    await tick(world);
    await request(world, 'request-stock-full');
    const conflicts = () => world.commercetools.journal.filter(({ status }) => status === 409).length;
    const before = conflicts();
    expect((await tick(world)).runs.at(-1)).toMatchObject({ kind: 'full', outcome: 'done', changed: 600 });
    expect(quantities(world, many).filter((quantity) => quantity === 0)).toHaveLength(600);
    expect(conflicts()).toBe(before);
  });
});
