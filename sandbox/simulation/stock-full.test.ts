import * as z from 'zod';
import type { FaultDial } from '../commercetools';
import { createStockWorld, type StockWorld, type StockWorldOptions } from './stock-world';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CONNECTOR = 'peoplevox-connector';
const SKUS = Array.from({ length: 10 }, (_, index) => `SKU-${index}`);

async function open(skus: readonly string[], options: StockWorldOptions = {}) {
  const world = createStockWorld({ inventoryLagMs: 0, ...options });
  await world.clock.runUntil(world.install());
  const [first, ...others] = skus;
  if (first !== undefined) await world.clock.runUntil(world.addProduct(first, ...others));
  for (const sku of skus) {
    world.peoplevox.seed('Item types', [{ ItemCode: sku, Name: sku, Barcode: `B-${sku}` }]);
    world.peoplevox.warehouse.receiveStock({ itemCode: sku, quantity: 5 });
  }
  return world;
}

async function tick(world: StockWorld) {
  const result = await world.clock.runUntil(world.tick());
  await world.clock.advance(MINUTE);
  return result;
}

async function ready(skus: readonly string[] = SKUS, options: StockWorldOptions = {}) {
  const world = await open(skus, options);
  await tick(world);
  await tick(world);
  return world;
}

/** All at once, behind the back of the report of changes. */
function empty(world: StockWorld, count: number): void {
  for (const sku of SKUS.slice(0, count)) {
    const stock = world.peoplevox.floor.items.get(sku)?.stock.get('PrimarySite');
    if (stock) stock.onHand = 0;
  }
  world.peoplevox.floor.availabilityChanges.length = 0;
}

const text = (part: string): unknown => expect.stringContaining(part);

async function request(world: StockWorld, key: string, value: object = {}) {
  await world.clock.runUntil(world.documents.write(CONNECTOR, key, value, 0));
}

async function addGiftCards({ api }: StockWorld, skus: readonly string[]): Promise<void> {
  const key = 'gift-card';
  await api
    .productTypes()
    .post({ body: { key, name: 'Gift cards', description: 'Sent by e-mail' } })
    .execute();
  for (const sku of skus)
    await api
      .products()
      .post({
        body: {
          productType: { typeId: 'product-type', key },
          name: { en: sku },
          slug: { en: sku.toLowerCase() },
          masterVariant: { sku },
        },
      })
      .execute();
}

const requestFull = (world: StockWorld) => request(world, 'request-stock-full');
const exceptionsOf = (world: StockWorld) =>
  world.documentsOf('peoplevox-exceptions').map(({ value }) => value);
const openCodes = (world: StockWorld) =>
  exceptionsOf(world).flatMap((value) => (JSON.stringify(value).includes('"status":"open"') ? [value] : []));
const quantities = (world: StockWorld, skus: readonly string[] = SKUS) =>
  skus.map((sku) => world.quantity(sku));
const summaryCalls = (world: StockWorld) =>
  world.peoplevox.journal.filter(({ template }) => template === 'Item inventory summary').length;

describe('full comparisons', () => {
  it('read to the last row, however few of them Peoplevox shows on a page', async () => {
    const world = await ready(SKUS, { peoplevox: { rowsPerPage: 3 } });
    expect(quantities(world)).toEqual(SKUS.map(() => 5));
    const other = SKUS.at(-1) ?? '';
    world.peoplevox.warehouse.adjustStock({ itemCode: other, quantity: 2 });
    world.peoplevox.floor.availabilityChanges.length = 0;
    await requestFull(world);
    expect((await tick(world)).runs).toMatchObject([
      { kind: 'delta' },
      { kind: 'full', outcome: 'done', read: 10, changed: 1 },
    ]);
    expect(world.quantity(other)).toBe(7);
  });

  it('are made at their time of day in the time zone of Peoplevox, once', async () => {
    const world = await ready(SKUS, { startAt: '2026-06-30T23:00:00Z', timeZone: 'Europe/London' });
    await world.clock.advance(3 * HOUR - 3 * MINUTE);
    // 02:59 in London.
    expect((await world.clock.runUntil(world.tick())).runs).toHaveLength(1);
    await world.clock.advance(2 * MINUTE);
    expect((await tick(world)).runs).toMatchObject([
      { kind: 'delta' },
      { kind: 'full', outcome: 'done', reason: 'it is 03:00 in Europe/London', read: 10, unchanged: 10 },
    ]);
    expect((await tick(world)).runs).toHaveLength(1);
  });

  it('are made after an outage, and when a person asks', async () => {
    const world = await ready(SKUS, { startAt: '2026-03-02T04:00:00Z' });
    await world.clock.advance(7 * HOUR);
    empty(world, 1);
    expect((await tick(world)).runs).toMatchObject([
      { kind: 'delta' },
      { kind: 'full', reason: 'nothing was read for more than 360 minutes', changed: 1 },
    ]);
    await requestFull(world);
    expect((await tick(world)).runs).toMatchObject([{ kind: 'delta' }, { reason: 'a person asked for it' }]);
    expect((await tick(world)).runs).toHaveLength(1);
  });

  it('report what the runs of changes missed, naming the time zone, until there is nothing to report', async () => {
    const world = await ready();
    empty(world, 1);
    await requestFull(world);
    await tick(world);
    expect(quantities(world)).toEqual([0, 5, 5, 5, 5, 5, 5, 5, 5, 5]);
    expect(openCodes(world)).toMatchObject([{ code: 'stock-drift', owner: 'integration' }]);
    expect(JSON.stringify(openCodes(world))).toContain('Europe/London');
    await requestFull(world);
    await tick(world);
    expect(openCodes(world)).toEqual([]);
  });

  it('do not call it drift when the report of changes shows the change', async () => {
    const world = await ready();
    await requestFull(world);
    const run = world.tick();
    world.peoplevox.warehouse.adjustStock({ itemCode: 'SKU-3', quantity: -1 });
    await world.clock.runUntil(run);
    expect(openCodes(world)).toEqual([]);
  });

  it('set an entry to 0 whose SKU was missing twice, and not before', async () => {
    const world = await ready();
    world.peoplevox.floor.items.delete('SKU-4');
    await requestFull(world);
    await tick(world);
    expect(world.quantity('SKU-4')).toBe(5);
    await requestFull(world);
    await tick(world);
    expect(quantities(world)).toEqual([5, 5, 5, 5, 0, 5, 5, 5, 5, 5]);
    expect(world.documentsOf('peoplevox-audit').at(-1)).toMatchObject({
      value: { records: [{ sku: 'SKU-4', from: 5, to: 0, cause: 'missing in Peoplevox' }] },
    });
  });

  it('leave missing SKUs alone by rule, and SKUs that Peoplevox does not ship always', async () => {
    const keeping = await ready(SKUS, { rules: { inventory: { zeroMissing: false } } });
    keeping.peoplevox.floor.items.delete('SKU-4');
    const world = await open(SKUS, { rules: { notShippedByPeoplevox: { skuPrefixes: ['GIFT-'] } } });
    await world.clock.runUntil(world.addEntry('GIFT-CARD', 999));
    for (let round = 0; round < 3; round += 1) {
      await requestFull(keeping);
      await tick(keeping);
      await requestFull(world);
      await tick(world);
    }
    expect([keeping.quantity('SKU-4'), world.quantity('GIFT-CARD')]).toEqual([5, 999]);
  });

  it('leave goods alone whose product type Peoplevox does not ship, whether it lists them or not', async () => {
    const rules = { notShippedByPeoplevox: { productTypes: ['gift-card'] } };
    const world = await open([...SKUS, 'PLAIN-1'], { rules });
    const cards = ['CARD-1', 'CARD-2', 'CARD-3'];
    await world.clock.runUntil(addGiftCards(world, cards));
    for (const sku of cards.slice(0, 2)) await world.clock.runUntil(world.addEntry(sku, 999));
    for (const sku of cards.slice(1)) await world.clock.runUntil(world.stock(sku, 5));
    await tick(world);
    world.peoplevox.floor.items.delete('PLAIN-1');
    world.peoplevox.warehouse.adjustStock({ itemCode: 'CARD-2', quantity: 1 });
    for (let runs = 0; runs < 3; runs += 1) {
      await requestFull(world);
      await tick(world);
    }
    expect(quantities(world, cards)).toEqual([999, 999, undefined]);
    expect(quantities(world, ['SKU-0', 'PLAIN-1'])).toEqual([5, 0]);
    expect(world.documentsOf(CONNECTOR).find(({ key }) => key === 'stock')?.value).toMatchObject({
      full: { unseen: 0 },
    });
  });

  it('ask for no products and product types where no product type is left out', async () => {
    const world = await ready();
    const before = world.commercetools.journal.length;
    world.peoplevox.floor.items.delete('SKU-4');
    await requestFull(world);
    await tick(world);
    const paths = world.commercetools.journal.slice(before).map(({ path }) => path);
    expect(paths.filter((path) => path.includes('/product'))).toEqual([]);
  });
});

describe('the guard', () => {
  it('stops a bad reading before any write, and goes on when a person confirms it', async () => {
    const world = await ready();
    empty(world, 3);
    await requestFull(world);
    const writes = world.stockWrites();
    const { runs } = await tick(world);
    expect(runs).toMatchObject([{ kind: 'delta' }, { kind: 'full', outcome: 'stopped' }]);
    expect(await tick(world)).toMatchObject({ outcome: 'done', runs: [{ kind: 'delta', outcome: 'done' }] });
    expect(world.stockWrites() - writes).toBe(0);
    expect(openCodes(world)).toMatchObject([
      { code: 'stock-feed-implausible', message: text('3 of 10 entries') },
    ]);
    await request(world, 'request-stock-confirm', { run: 'another' });
    await tick(world);
    expect(world.stockWrites() - writes).toBe(0);
    await request(world, 'request-stock-confirm', { run: runs[1]?.run ?? '' });
    await tick(world);
    expect(quantities(world)).toEqual([0, 0, 0, 5, 5, 5, 5, 5, 5, 5]);
    expect(openCodes(world).filter((value) => JSON.stringify(value).includes('implausible'))).toEqual([]);
  });

  it('lets as many entries become 0 as the rules allow', async () => {
    const world = await ready();
    empty(world, 2);
    await requestFull(world);
    await tick(world);
    expect(quantities(world).filter((quantity) => quantity === 0)).toHaveLength(2);
  });

  it('stops when the reading has become smaller, and recovers by itself with it', async () => {
    const world = await ready();
    const kept = new Map(world.peoplevox.floor.items);
    for (const sku of SKUS.slice(0, 3)) world.peoplevox.floor.items.delete(sku);
    await requestFull(world);
    expect((await tick(world)).runs).toMatchObject([{ kind: 'delta' }, { outcome: 'stopped' }]);
    for (const [sku, item] of kept) world.peoplevox.floor.items.set(sku, item);
    await requestFull(world);
    await tick(world);
    expect(openCodes(world)).toEqual([]);
  });

  it('asks at the first comparison too, measured by the entries that are there', async () => {
    const world = await open(SKUS);
    for (const sku of SKUS) await world.clock.runUntil(world.addEntry(sku, 7));
    empty(world, 3);
    const writes = world.stockWrites();
    const { runs } = await tick(world);
    expect(runs).toMatchObject([{ kind: 'full', outcome: 'stopped' }]);
    expect(await tick(world)).toMatchObject({
      outcome: 'done',
      runs: [],
      reason: text('waits'),
    });
    expect(world.stockWrites() - writes).toBe(0);
    await request(world, 'request-stock-confirm', { run: runs[0]?.run ?? '' });
    await tick(world);
    expect(quantities(world)).toEqual([0, 0, 0, 5, 5, 5, 5, 5, 5, 5]);
  });

  it('stops a run of changes that would sell out too much at once, and comes back to all of its changes', async () => {
    const world = await ready();
    for (const sku of SKUS.slice(0, 6))
      world.peoplevox.warehouse.adjustStock({ itemCode: sku, quantity: -5 });
    const { runs } = await tick(world);
    expect(runs).toMatchObject([{ kind: 'delta', outcome: 'stopped' }]);
    await tick(world);
    expect(quantities(world)).not.toContain(0);
    await request(world, 'request-stock-confirm', { run: runs[0]?.run ?? '' });
    await tick(world);
    expect(quantities(world)).toEqual([0, 0, 0, 0, 0, 0, 5, 5, 5, 5]);
    expect(openCodes(world)).toEqual([]);
  });

  it('measures a comparison under other rules by what is on sale, not by the rows of the last one', async () => {
    const narrower = await ready();
    await narrower.clock.runUntil(
      narrower.setRules({ notShippedByPeoplevox: { skuPrefixes: ['SKU-0', 'SKU-1', 'SKU-2'] } }),
    );
    expect((await tick(narrower)).runs.at(-1)).toMatchObject({
      reason: 'the rules or their supply channels changed',
      outcome: 'done',
    });

    const tenant = { sites: ['PrimarySite', 'North'].map((reference) => ({ reference, name: reference })) };
    const wider = await ready(SKUS, { tenant });
    await wider.clock.runUntil(wider.addChannel('north'));
    const north = { reference: 'North', supplyChannel: 'north' };
    for (const itemCode of SKUS)
      wider.peoplevox.warehouse.receiveStock({ itemCode, quantity: 1, site: 'North' });
    for (const sku of SKUS.slice(0, 3)) wider.peoplevox.floor.items.get(sku)?.stock.delete('PrimarySite');
    wider.peoplevox.floor.availabilityChanges.length = 0;
    await wider.clock.runUntil(wider.setRules({ sites: [{ reference: 'PrimarySite' }, north] }));
    expect((await tick(wider)).runs.at(-1)).toMatchObject({
      reason: 'the rules or their supply channels changed',
      outcome: 'stopped',
    });
    expect(openCodes(wider)).toContainEqual(
      expect.objectContaining({ code: 'stock-feed-implausible', message: text('found 7 where 10') }),
    );
  });

  it('does not miss entries of which nothing is sold', async () => {
    const world = await ready();
    for (let index = 0; index < 10; index += 1)
      await world.clock.runUntil(world.addEntry(`GONE-${index}`, 0));
    await world.clock.runUntil(world.setRules({ sites: [{ reference: 'PrimarySite', safetyBuffer: 1 }] }));
    expect((await tick(world)).runs.at(-1)).toMatchObject({
      reason: 'the rules or their supply channels changed',
      outcome: 'done',
    });
    expect(quantities(world)).toEqual(SKUS.map(() => 4));
  });

  it('tells of a run of changes and of a full one apart, and each is confirmed for itself', async () => {
    const world = await ready();
    for (const sku of SKUS.slice(0, 6))
      world.peoplevox.warehouse.adjustStock({ itemCode: sku, quantity: -5 });
    const changes = (await tick(world)).runs.at(-1)?.run ?? '';
    await requestFull(world);
    const full = (await tick(world)).runs.at(-1)?.run ?? '';
    await tick(world);
    const told = (run: string): unknown => expect.objectContaining({ message: text(run) });
    expect(openCodes(world)).toHaveLength(2);
    expect(openCodes(world)).toEqual(expect.arrayContaining([told(changes), told(full)]));
    await request(world, 'request-stock-confirm', { run: changes });
    await tick(world);
    expect(quantities(world).filter((quantity) => quantity === 0)).toHaveLength(6);
    expect(openCodes(world)).toMatchObject([{ message: text(full) }]);
    await request(world, 'request-stock-confirm', { run: full });
    await tick(world);
    expect(openCodes(world)).toEqual([]);
  });

  it('lets a full run go on that a person confirmed though a run of changes waits too', async () => {
    const world = await ready();
    for (const sku of SKUS.slice(0, 6))
      world.peoplevox.warehouse.adjustStock({ itemCode: sku, quantity: -5 });
    await requestFull(world);
    const full = (await tick(world)).runs.at(-1);
    expect(full).toMatchObject({ kind: 'full', outcome: 'stopped' });
    await request(world, 'request-stock-confirm', { run: full?.run ?? '' });
    await tick(world);
    expect(quantities(world).filter((quantity) => quantity === 0)).toHaveLength(6);
    await tick(world);
    expect(openCodes(world)).toEqual([]);
  });
});

describe('a reading that fails', () => {
  it('says which columns a report lacks, imports what it can, and recovers', async () => {
    const world = await ready();
    await world.clock.runUntil(
      world.setRules({
        inventory: { reports: { changes: { columns: { site: 'Depot', itemCode: 'Code' } } } },
      }),
    );
    expect(await tick(world)).toMatchObject({ outcome: 'failed' });
    expect(openCodes(world)).toMatchObject([
      {
        code: 'report-unusable',
        subject: { type: 'report', key: 'Incremental Changes Report v1' },
        message: text('"Code", "Depot"'),
      },
    ]);
    empty(world, 1);
    await requestFull(world);
    await tick(world);
    expect(world.quantity('SKU-0')).toBe(0);
    await world.clock.runUntil(world.setRules({}));
    await tick(world);
    expect(JSON.stringify(openCodes(world))).not.toContain('report-unusable');
  });

  it('names the report of allocated units, without which an unallocated order cannot be counted', async () => {
    const world = await ready();
    const name = 'Sales orders by status';
    const allocatedBy = (allocated: string) =>
      world.setRules({
        inventory: { reports: { allocation: { name, columns: { itemCode: 'Status', allocated } } } },
      });
    await world.clock.runUntil(allocatedBy('Allocated'));
    await tick(world);
    expect(openCodes(world)).toEqual([]);
    const order = world.place('GB-1', 'SKU-0', 9);
    await world.clock.runUntil(world.exportOrder(order.id));
    expect(await tick(world)).toMatchObject({ outcome: 'failed' });
    expect(openCodes(world)).toMatchObject([
      { code: 'report-unusable', subject: { type: 'report', key: name }, message: text('"Allocated"') },
    ]);
    await world.clock.runUntil(allocatedBy('Number of items'));
    expect(await tick(world)).toMatchObject({ outcome: 'done' });
    expect(openCodes(world)).toEqual([]);
  });

  it('is told once stock has grown old, and no longer when it is fresh', async () => {
    const world = await ready();
    world.peoplevox.away = true;
    for (let minute = 0; minute < 17; minute += 1)
      expect(await tick(world)).toMatchObject({ outcome: 'failed' });
    expect(JSON.stringify(openCodes(world))).toContain('stock-stale');
    world.peoplevox.away = false;
    await world.clock.advance(5 * MINUTE);
    await tick(world);
    expect(openCodes(world)).toEqual([]);
  });

  it.each([
    ['reset', { kind: 'reset' }],
    ['html', { kind: 'html' }],
    ['truncated', { kind: 'truncated' }],
    ['lost session', { kind: 'session-lost' }],
    ['503', { kind: 'http', status: 503 }],
    ['429', { kind: 'http', status: 429, headers: { 'retry-after': '7' } }],
  ] as const)('ends as it would have without a %s', async (_name, fault) => {
    const world = await ready();
    empty(world, 1);
    world.peoplevox.warehouse.adjustStock({ itemCode: 'SKU-1', quantity: 4 });
    await requestFull(world);
    for (const template of ['Incremental Changes Report v1', 'Item inventory summary', 'Sales orders'])
      world.peoplevox.faults.set({ template, fault, times: fault.kind === 'session-lost' ? 1 : 2 });
    for (let minute = 0; minute < 6; minute += 1) await tick(world);
    expect(quantities(world)).toEqual([0, 9, 5, 5, 5, 5, 5, 5, 5, 5]);
  });

  it('ends as it would have when commercetools fails, too', async () => {
    const faults = ['reset', 'reply-lost', { status: 503 }, { status: 502 }, 'reply-lost', 'reset'] as const;
    let at: number = faults.length;
    const dial: FaultDial = ({ method, path }) => {
      if (method !== 'POST' || !path.includes('/inventory') || at >= faults.length) return undefined;
      at += 1;
      return faults[at - 1];
    };
    const world = await ready(SKUS, { commercetoolsFaults: dial });
    for (const sku of SKUS) world.peoplevox.warehouse.adjustStock({ itemCode: sku, quantity: 1 });
    at = 0;
    for (let minute = 0; minute < 3; minute += 1) await tick(world);
    expect(quantities(world)).toEqual(SKUS.map(() => 6));
  });
});

describe('the audit trail', () => {
  const records = (world: StockWorld) =>
    world
      .documentsOf('peoplevox-audit')
      .flatMap(({ value }) => z.object({ records: z.array(z.unknown()) }).parse(value).records);

  const told = (world: Parameters<typeof records>[0], outcome: string) =>
    records(world).filter((record) => z.object({ outcome: z.literal(outcome) }).safeParse(record).success)
      .length;

  it('has every change of a run that could not be finished', async () => {
    let isAway = false;
    let writes = 0;
    const dial: FaultDial = ({ method, path }) => {
      if (method !== 'POST' || !path.includes('/inventory')) return undefined;
      writes += 1;
      return isAway && writes > 4 ? { status: 503 } : undefined;
    };
    const world = await ready(SKUS, { commercetoolsFaults: dial });
    for (const sku of SKUS) world.peoplevox.warehouse.adjustStock({ itemCode: sku, quantity: 1 });
    [isAway, writes] = [true, 0];
    const before = told(world, 'written');
    expect(await tick(world)).toMatchObject({ outcome: 'failed' });
    expect(quantities(world).filter((quantity) => quantity === 6)).toHaveLength(4);
    expect(told(world, 'written') - before).toBe(4);
    // Recorded before they were made: whether these were written, commercetools did not say.
    expect(told(world, 'announced')).toBe(6);
    isAway = false;
    await tick(world);
    await tick(world);
    expect(quantities(world)).toEqual(SKUS.map(() => 6));
    expect(told(world, 'written') - before).toBe(10);
  });
});

describe('a large catalogue', () => {
  const many = Array.from({ length: 2_300 }, (_, index) => `S${String(index).padStart(5, '0')}`);

  it('is read page by page, once while nothing differs', async () => {
    const world = await ready(many);
    expect(new Set(quantities(world, many))).toEqual(new Set([5]));
    const before = summaryCalls(world);
    await requestFull(world);
    expect((await tick(world)).runs[1]).toMatchObject({ read: 2300, unchanged: 2300, changed: 0 });
    expect(summaryCalls(world) - before).toBe(3);
  });

  it('does not keep what changes meanwhile waiting while much is to be written', async () => {
    let delayMs = 0;
    const slow: FaultDial = ({ method, path }) =>
      method === 'POST' && path.includes('/inventory') ? { delayMs } : undefined;
    const world = await ready(many, { commercetoolsFaults: slow });
    delayMs = 3_000;
    for (const sku of many) {
      const stock = world.peoplevox.floor.items.get(sku)?.stock.get('PrimarySite');
      if (stock) stock.onHand = 8;
    }
    world.peoplevox.floor.availabilityChanges.length = 0;
    await requestFull(world);
    const second = world.tick();
    await world.clock.advance(2 * MINUTE);
    world.peoplevox.warehouse.receiveStock({ itemCode: 'S02299', quantity: 1 });
    await world.clock.advance(3 * MINUTE);
    expect(world.quantity('S02299')).toBe(9);
    expect(world.quantity('S02298')).toBe(5);
    await world.clock.runUntil(second);
    expect(quantities(world, many)).toEqual(many.map((sku) => (sku === 'S02299' ? 9 : 8)));
  });

  it('comes to the same end when the process is killed between pages, again and again', async () => {
    const world = await open(many, { latencyMs: 200 });
    for (let life = 0; life < 6; life += 1) {
      void world.tick();
      await world.clock.advance(1_700);
      world.killImport();
      await world.clock.advance(95_000);
    }
    await tick(world);
    await tick(world);
    expect(new Set(quantities(world, many))).toEqual(new Set([5]));
    expect(world.documentsOf(CONNECTOR).filter(({ key }) => key.startsWith('stock-seen'))).toEqual([]);
  });

  it('slows down while Peoplevox throttles, and finishes', async () => {
    const world = await open(many, { peoplevox: { limit: { requests: 2, answer: '429-retry-after' } } });
    for (let minute = 0; minute < 15; minute += 1) await tick(world);
    expect(new Set(quantities(world, many))).toEqual(new Set([5]));
  });
});
