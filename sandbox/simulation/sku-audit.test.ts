import { readKnownSkus, readReport, type AuditSummary } from '../../shared/src/catalogue';
import { createExceptionStore } from '../../shared/src/exceptions';
import { createLog } from '../../shared/src/runtime';
import { createCatalogueWorld, type CatalogueWorld, type CatalogueWorldOptions } from './catalogue-world';
import { inOrder, openBySku, plantedFaults, skuExceptions } from './sku-faults';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

async function open(skus: readonly string[], options: CatalogueWorldOptions = {}) {
  const world = createCatalogueWorld(options);
  await run(world, world.setRules({}));
  for (const sku of skus) await run(world, inOrder(world, sku));
  return world;
}

const run = <T>(world: CatalogueWorld, work: Promise<T>): Promise<T> => world.clock.runUntil(work);

async function audited(world: CatalogueWorld): Promise<AuditSummary> {
  const summary = await run(world, world.audit());
  await world.clock.advance(24 * HOUR);
  return summary;
}

const tick = (world: CatalogueWorld) => run(world, world.tick());

async function report(world: CatalogueWorld) {
  const parts: { rows: readonly { sku: string; code: string; severity: string }[]; csv: string }[] = [];
  await run(
    world,
    (async () => {
      for await (const part of readReport(world.documents)) parts.push(part);
    })(),
  );
  return { rows: parts.flatMap(({ rows }) => rows), csv: parts.map(({ csv }) => csv).join('') };
}

/** So many Item types that they fill several pages. */
function fill(world: CatalogueWorld, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const code = `FILL-${String(index).padStart(5, '0')}`;
    world.peoplevox.floor.items.set(code, { code, active: true, columns: new Map(), stock: new Map() });
  }
}

describe('what an audit weighs', () => {
  it('is what the fault hurts; what nobody sells stays in the report', async () => {
    const world = await open([]);
    await run(
      world,
      (async () => {
        for (const sku of ['OPEN', 'SOLD', 'OLD', 'ON-SALE']) await world.sell(sku);
        for (const sku of ['STAGED', 'CANCELLED']) await world.sell(sku, { published: false });
      })(),
    );
    world.stock('LONELY');
    world.place('1', 'OPEN', { createdAt: '2025-06-01T00:00:00.000Z' });
    world.place('2', 'SOLD', { createdAt: '2026-02-20T00:00:00.000Z', shipmentState: 'Shipped' });
    world.place('3', 'OLD', { createdAt: '2026-01-20T00:00:00.000Z', shipmentState: 'Shipped' });
    world.place('4', 'CANCELLED', { orderState: 'Cancelled' });
    const summary = await audited(world);
    expect((await report(world)).rows.map(({ sku, severity }) => [sku, severity])).toEqual([
      ['OPEN', 'open-orders'],
      ['SOLD', 'sold'],
      ['OLD', 'published'],
      ['ON-SALE', 'published'],
      ['CANCELLED', 'dormant'],
      ['LONELY', 'dormant'],
      ['STAGED', 'dormant'],
    ]);
    expect(Object.keys(openBySku(world)).sort()).toEqual(['OLD', 'ON-SALE', 'OPEN', 'SOLD']);
    expect(summary).toMatchObject({
      severities: { 'open-orders': 1, sold: 1, published: 2, dormant: 3 },
      exceptions: { raised: 4, resolved: 0, open: 4, untold: 0 },
    });
  });

  it('finds each SKU in many orders of many SKUs', async () => {
    const world = await open([]);
    const skus = Array.from({ length: 120 }, (_, index) => `SKU-${index}`);
    for (const sku of skus) await run(world, world.sell(sku));
    for (let index = 0; index < 60; index += 1) world.place(`A-${index}`, 'SKU-7');
    for (const sku of skus.slice(0, 100)) world.place(`B-${sku}`, sku);
    expect(await audited(world)).toMatchObject({ severities: { 'open-orders': 100, published: 20 } });
  });

  it('tells no more at once than the rules allow, the worst first', async () => {
    const world = await open([], { rules: { skuAudit: { maxExceptions: 2 } } });
    for (const sku of ['A', 'B', 'C', 'D']) await run(world, world.sell(sku));
    world.place('1', 'D');
    expect((await audited(world)).exceptions).toEqual({ raised: 2, resolved: 0, open: 2, untold: 2 });
    expect(Object.keys(openBySku(world)).sort()).toEqual(['A', 'D']);
    expect((await audited(world)).exceptions).toEqual({ raised: 2, resolved: 0, open: 4, untold: 0 });
  });
});

describe('what an audit leaves alone', () => {
  it('is what Peoplevox does not ship, and it closes what was told before', async () => {
    const world = await open([]);
    await run(world, world.sell('GIFT-1'));
    await run(world, world.sell('EBOOK', { productType: 'downloads' }));
    await audited(world);
    expect(Object.keys(openBySku(world)).sort()).toEqual(['EBOOK', 'GIFT-1']);
    await run(
      world,
      world.setRules({ notShippedByPeoplevox: { skuPrefixes: ['GIFT-'], productTypes: ['downloads'] } }),
    );
    await audited(world);
    expect(openBySku(world)).toEqual({});
    expect(skuExceptions(world)[0]?.evidence).toBe('By rule Peoplevox does not ship it.');
  });

  it('is what is on sale, where something else is staged; the staged SKU is compared too', async () => {
    const world = await open(['MUG']);
    await run(world, world.change('MUG', { action: 'setSku', variantId: 1, sku: 'CUP', staged: true }));
    await audited(world);
    expect(openBySku(world)).toEqual({});
    expect((await report(world)).rows).toMatchObject([{ sku: 'CUP', severity: 'dormant' }]);
    world.peoplevox.floor.items.delete('MUG');
    await audited(world);
    expect(openBySku(world)).toEqual({ MUG: 'sku-missing-in-peoplevox' });
  });

  it('is an exception of the stock import, as long as its stock cannot be sold', async () => {
    const world = await open([]);
    world.stock('LONELY');
    const { documents, clock } = world;
    const store = createExceptionStore({ documents, clock, log: createLog({ level: 'error' }) });
    const subject = { type: 'sku', key: 'LONELY' } as const;
    const code = 'sku-missing-in-commercetools';
    await run(world, store.raise({ code, subject, message: 'It has stock.', fix: 'Sell it.' }));
    await audited(world);
    expect(openBySku(world)).toEqual({ LONELY: code });
    await run(world, world.sell('LONELY'));
    await audited(world);
    expect(openBySku(world)).toEqual({});
  });

  it('is what was taken off sale: its exception closes', async () => {
    const world = await open([]);
    await run(world, world.sell('MUG'));
    await audited(world);
    await run(world, world.change('MUG', { action: 'unpublish' }));
    await audited(world);
    expect(skuExceptions(world)).toMatchObject([
      { status: 'resolved', evidence: 'Nobody sells it any more; the report of the audit still has it.' },
    ]);
  });
});

describe('all kinds of faults in one world', () => {
  it('are told apart', async () => {
    const world = await open([]);
    const planted = plantedFaults.map((fault, index) => ({ fault, sku: `GOODS-MOLE-${index + 10}` }));
    for (const { sku } of planted) await run(world, inOrder(world, sku));
    for (const { fault, sku } of planted) await run(world, fault.plant(world, sku));
    await audited(world);
    const expected = planted.flatMap(({ fault, sku }) =>
      (fault.named?.(sku) ?? [sku]).map((one) => [one, fault.code] as const),
    );
    expect(openBySku(world)).toEqual(Object.fromEntries(expected));
    for (const { fault, sku } of planted) await run(world, fault.mend(world, sku));
    await audited(world);
    expect(openBySku(world)).toEqual({});
  });
});

describe('when an audit is made', () => {
  it('is once in so many hours, and when a person asks', async () => {
    const world = await open(['MUG']);
    expect(await tick(world)).toMatchObject({ outcome: 'done', summary: { reason: 'the first one' } });
    await world.clock.advance(19 * HOUR);
    expect(await tick(world)).toMatchObject({ outcome: 'idle' });
    await world.clock.advance(HOUR);
    expect(await tick(world)).toMatchObject({ outcome: 'done' });
    await run(world, world.documents.write('peoplevox-connector', 'request-sku-audit', {}, 0));
    expect(await tick(world)).toMatchObject({
      outcome: 'done',
      summary: { reason: 'a person asked for it' },
    });
    expect(await tick(world)).toMatchObject({ outcome: 'idle' });
  });

  it('is by one tick at a time', async () => {
    const world = await open(['MUG'], { peoplevoxLatencyMs: 1_000 });
    const outcomes = (await run(world, Promise.all([world.tick(), world.tick(), world.tick()]))).map(
      ({ outcome }) => outcome,
    );
    expect(outcomes.sort()).toEqual(['busy', 'busy', 'done']);
    expect(world.itemTypeCalls()).toBe(1);
  });
});

describe('a large catalogue', () => {
  it('costs one call a page, within the share of the jobs', async () => {
    const world = await open(['MUG'], { requestsPer15Seconds: 4, peoplevox: { limit: { requests: 4 } } });
    fill(world, 5_500);
    expect(await audited(world)).toMatchObject({ pages: 6, calls: 6, items: 5_501 });
    expect(world.itemTypeCalls()).toBe(6);
    expect(world.peoplevox.peak()).toBeLessThanOrEqual(4);
  });

  it('goes on at the next tick where the last one stopped, before Connect would end it', async () => {
    const world = await open(['MUG']);
    // Orders wait all the time: the audit makes one call a minute.
    const throttle = { pausedUntil: world.clock.now() + 24 * HOUR, share: 1 };
    const busy = { schemaVersion: 1, leaves: [], held: [], throttle };
    await run(world, world.documents.write('peoplevox-connector', 'budget-order-export', busy, 0));
    fill(world, 30_000);
    await run(world, world.sell('NEW'));
    const startedAt = world.clock.now();
    expect(await tick(world)).toMatchObject({ outcome: 'continues' });
    expect(world.clock.now() - startedAt).toBeLessThan(25 * MINUTE);
    const before = world.itemTypeCalls();
    expect(await tick(world)).toMatchObject({ outcome: 'done', summary: { pages: 31, items: 30_001 } });
    expect(before).toBe(24);
    // One more for NEW, which is about to be told.
    expect(world.itemTypeCalls()).toBe(32);
    expect(openBySku(world)).toEqual({ NEW: 'sku-missing-in-peoplevox' });
    expect(world.documentsOf('peoplevox-connector').filter(({ key }) => key.includes('audit-items'))).toEqual(
      [],
    );
  });

  it('loses no page when the process is killed', async () => {
    const world = await open(['MUG'], { requestsPer15Seconds: 4 });
    fill(world, 7_500);
    void world.tick();
    await world.clock.advance(20_000);
    world.kill();
    const before = world.itemTypeCalls();
    expect(before).toBe(5);
    await world.clock.advance(10 * MINUTE);
    expect(await tick(world)).toMatchObject({ outcome: 'done', summary: { pages: 8 } });
    expect(world.itemTypeCalls()).toBe(8);
  });

  it('begins anew when a person asks meanwhile', async () => {
    const world = await open(['MUG'], { requestsPer15Seconds: 4 });
    fill(world, 3_000);
    void world.tick();
    await world.clock.advance(6_000);
    world.kill();
    await world.clock.advance(10 * MINUTE);
    // It was on the first page, which the audit that was killed has read.
    world.peoplevox.floor.items.delete('MUG');
    expect(await run(world, world.audit())).toMatchObject({ pages: 3, items: 3_000 });
    expect(openBySku(world)).toEqual({ MUG: 'sku-missing-in-peoplevox' });
  });

  it('does not tell what was mended while it was read', async () => {
    const world = await open(['MUG'], { requestsPer15Seconds: 4 });
    fill(world, 2_500);
    await run(world, world.sell('LATE'));
    await run(world, world.sell('NEVER'));
    world.onPeoplevoxCall(() => {
      if (world.itemTypeCalls() === 3 && !world.peoplevox.floor.items.has('LATE')) world.stock('LATE');
    });
    expect(await audited(world)).toMatchObject({ calls: 4, exceptions: { raised: 1 } });
    expect(openBySku(world)).toEqual({ NEVER: 'sku-missing-in-peoplevox' });
  });
});

describe('when Peoplevox fails', () => {
  it('waits out a short outage and a throttle', async () => {
    const world = await open(['MUG']);
    for (const fault of [
      { kind: 'http', status: 503 },
      { kind: 'http', status: 429 },
    ] as const)
      world.peoplevox.faults.set({ operation: 'GetData', template: 'Item types', fault, times: 4 });
    expect(await tick(world)).toMatchObject({ outcome: 'done' });
  });

  it('says so after a long one, and goes on at the next tick', async () => {
    const world = await open(['MUG']);
    world.peoplevox.away = true;
    const startedAt = world.clock.now();
    expect(await tick(world)).toMatchObject({ outcome: 'failed' });
    expect(world.clock.now() - startedAt).toBeLessThan(25 * MINUTE);
    expect(world.documentsOf('peoplevox-exceptions')).toMatchObject([
      { value: { code: 'peoplevox-unavailable', status: 'open' } },
    ]);
    world.peoplevox.away = false;
    expect(await tick(world)).toMatchObject({ outcome: 'done' });
    expect(world.documentsOf('peoplevox-exceptions')).toMatchObject([{ value: { status: 'resolved' } }]);
  });

  it('tells integration when the template cannot be used, and nobody when only a barcode cannot be compared', async () => {
    const world = await open([], {
      tenant: { templates: { 'Item types': { ItemCode: 'Code', Barcode: null } } },
    });
    expect(await tick(world)).toMatchObject({ outcome: 'failed' });
    expect(world.documentsOf('peoplevox-exceptions')).toMatchObject([
      { value: { code: 'report-unusable', owner: 'integration', subject: { key: 'Item types' } } },
    ]);
    await run(world, world.setRules({ columnNames: { 'Item types': { ItemCode: 'Code' } } }));
    expect(await tick(world)).toMatchObject({ outcome: 'done', summary: { notCompared: ['Barcode'] } });
    expect(world.documentsOf('peoplevox-exceptions')).toMatchObject([{ value: { status: 'resolved' } }]);
  });
});

describe('what an audit leaves behind', () => {
  it('answers whether Peoplevox knows a SKU, without asking it', async () => {
    const world = await open(['MUG', 'TRAY']);
    const ask = (...skus: string[]) => run(world, readKnownSkus(world.documents, skus));
    expect((await ask('MUG')).get('MUG')).toEqual({ known: undefined, asOf: undefined });
    const startedAt = world.clock.now();
    world.peoplevox.warehouse.deactivateItem({ itemCode: 'TRAY' });
    await audited(world);
    const calls = world.peoplevox.journal.length;
    const answers = await ask('MUG', 'TRAY', 'mug');
    expect(Object.fromEntries([...answers].map(([sku, { known }]) => [sku, known]))).toEqual({
      MUG: true,
      TRAY: false,
      mug: false,
    });
    expect(answers.get('MUG')?.asOf).toBe(startedAt);
    expect(world.peoplevox.journal).toHaveLength(calls);
  });

  it('is a report that spreadsheets do not take for formulas, and that replaces the one before', async () => {
    const world = await open([]);
    for (const sku of ['=HYPERLINK("x")', '+1', '-2', '@SUM(A1)', 'PLAIN "quoted", comma'])
      await run(world, world.sell(sku));
    await audited(world);
    const { csv, rows } = await report(world);
    expect(rows.map(({ sku }) => sku)).toContain('=HYPERLINK("x")');
    const cells = csv.split('\r\n').map((line) => line.split('","')[2]);
    expect(cells).toEqual(
      ['sku', "'+1", "'-2", `'=HYPERLINK(""x"")`, "'@SUM(A1)", 'PLAIN ""quoted"', undefined].map((cell) =>
        cell === 'PLAIN ""quoted"' ? 'PLAIN ""quoted"", comma' : cell,
      ),
    );
    await audited(world);
    const chunks = world
      .documentsOf('peoplevox-connector')
      .filter(({ key }) => key.startsWith('sku-audit-report.'));
    expect(chunks).toHaveLength(1);
  });

  it('is a summary of each run with its trend', async () => {
    const world = await open(['A', 'B']);
    for (const sku of ['A', 'B']) world.peoplevox.floor.items.delete(sku);
    await audited(world);
    world.stock('A');
    await audited(world);
    expect(
      world.documentsOf('peoplevox-connector').find(({ key }) => key === 'sku-audit-runs')?.value,
    ).toMatchObject({
      runs: [
        { faults: { 'sku-missing-in-peoplevox': 1 }, trend: { 'sku-missing-in-peoplevox': -1 } },
        { faults: { 'sku-missing-in-peoplevox': 2 } },
      ],
    });
  });
});
