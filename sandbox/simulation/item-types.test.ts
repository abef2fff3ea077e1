import { readKnownSkus, readReport } from '../../shared/src/catalogue';
import { createCatalogueWorld, type CatalogueWorld, type CatalogueWorldOptions } from './catalogue-world';
import { inOrder, openBySku, skuExceptions } from './sku-faults';

const DAY = 24 * 3_600_000;
const MAPPED = { weightAttribute: 'weight', groupAttribute: 'range' };

const run = <T>(world: CatalogueWorld, work: Promise<T>): Promise<T> => world.clock.runUntil(work);

async function open(itemTypes: object, options: CatalogueWorldOptions = {}) {
  const world = createCatalogueWorld(options);
  await setMode(world, itemTypes);
  return world;
}

const setMode = (world: CatalogueWorld, itemTypes: object, rules: object = {}) =>
  run(world, world.setRules({ skuAudit: { itemTypes: { ...MAPPED, ...itemTypes } }, ...rules }));

async function audited(world: CatalogueWorld) {
  const summary = await run(world, world.audit());
  await world.clock.advance(DAY);
  return summary;
}

/** An Item type as Peoplevox has it: the columns that are kept in step. */
function shown(world: CatalogueWorld, code: string) {
  const columns = world.peoplevox.floor.items.get(code)?.columns;
  const names = ['Name', 'Barcode', 'Weight', 'WeightMeasure', 'ItemGroup'];
  return (
    columns &&
    Object.fromEntries(names.flatMap((name) => (columns.has(name) ? [[name, columns.get(name)]] : [])))
  );
}

const saves = (world: CatalogueWorld) =>
  world.peoplevox.journal.filter(({ operation }) => operation === 'SaveData');

async function rowsOf(world: CatalogueWorld) {
  const rows: { readonly code: string; readonly sku: string; readonly message: string }[] = [];
  const read = async () => {
    for await (const part of readReport(world.documents)) rows.push(...part.rows);
  };
  await run(world, read());
  return rows
    .filter(({ code }) => code.startsWith('item-type'))
    .map(({ code, sku, message }) => [code, sku, message]);
}

const TEAPOT = {
  barcode: '4711',
  name: 'Teapot',
  attributes: { weight: 1.5, range: { key: 't', label: 'Tea' } },
};

describe('Item types kept in step with variants', () => {
  it('are not written when that is switched off while Peoplevox is read', async () => {
    const world = await open({ mode: 'live' });
    await run(world, world.sell('TEAPOT', TEAPOT));
    await audited(world);
    const slow = { kind: 'http', status: 429, headers: { 'retry-after': '65' } } as const;
    world.peoplevox.faults.set({ template: 'Item types', fault: slow, times: 1 });
    const running = world.tick();
    await world.clock.advance(10_000);
    const before = await run(world, world.documents.read<object>('peoplevox-connector', 'configuration'));
    const off = { ...before?.value, skuAudit: { itemTypes: { mode: 'off' } } };
    await run(
      world,
      world.documents.write('peoplevox-connector', 'configuration', off, before?.version ?? 0),
    );
    expect(await run(world, running)).toMatchObject({ outcome: 'continues' });
    expect(await run(world, world.tick())).toMatchObject({ outcome: 'done' });
    expect(saves(world)).toEqual([]);
  });

  it('are not touched unless the rules say so', async () => {
    const world = await open({ mode: 'off' });
    await run(world, world.sell('TEAPOT', TEAPOT));
    await audited(world);
    await audited(world);
    expect(saves(world)).toEqual([]);
  });

  it('are previewed before anything is written, then created, and the exception closes', async () => {
    const world = await open({ mode: 'preview' });
    await run(world, world.sell('TEAPOT', TEAPOT));
    await run(world, world.sell('STAGED', { published: false, barcode: '12' }));
    expect(await audited(world)).toMatchObject({ itemTypes: { mode: 'preview', planned: 2, saved: 0 } });
    expect(await rowsOf(world)).toEqual([
      ['item-type-create', 'STAGED', 'Would be written: Name=Goods STAGED, Barcode=12'],
      [
        'item-type-create',
        'TEAPOT',
        'Would be written: Name=Teapot, Barcode=4711, Weight=1.5, WeightMeasure=Kilogram, ItemGroup=Tea',
      ],
    ]);
    expect([saves(world), openBySku(world)]).toEqual([[], { TEAPOT: 'sku-missing-in-peoplevox' }]);
    await setMode(world, { mode: 'live' });
    expect(await audited(world)).toMatchObject({
      itemTypes: { mode: 'live', planned: 2, saved: 2 },
      faults: {},
    });
    expect(shown(world, 'TEAPOT')).toEqual({
      Name: 'Teapot',
      Barcode: '4711',
      Weight: 1.5,
      WeightMeasure: 'Kilogram',
      ItemGroup: 'Tea',
    });
    expect(openBySku(world)).toEqual({});
    const known = await run(world, readKnownSkus(world.documents, ['TEAPOT', 'STAGED', 'TRAY']));
    expect([...known.values()].map((answer) => answer.known)).toEqual([true, true, false]);
    expect(world.documentsOf('peoplevox-audit')).toMatchObject([
      {
        value: {
          kind: 'item-types',
          records: [
            { sku: 'STAGED', kind: 'create', outcome: 'saved' },
            { sku: 'TEAPOT', kind: 'create', outcome: 'saved' },
          ],
        },
      },
    ]);
  });

  it('are previewed first also when the rules begin with live, and again after a change of them', async () => {
    const world = await open({ mode: 'live' });
    await run(world, world.sell('TEAPOT', TEAPOT));
    expect(await audited(world)).toMatchObject({ itemTypes: { mode: 'preview', planned: 1 } });
    await setMode(world, { mode: 'live', weightAttribute: null });
    expect(await audited(world)).toMatchObject({ itemTypes: { mode: 'preview' } });
    expect(saves(world)).toEqual([]);
    expect(await audited(world)).toMatchObject({ itemTypes: { mode: 'live', saved: 1 } });
  });

  it('are changed where they differ, column by column, and nothing is emptied', async () => {
    const world = await open({ mode: 'live' });
    await run(world, world.sell('TEAPOT', TEAPOT));
    await run(world, world.sell('TRAY', { name: 'Tray' }));
    world.stock('TEAPOT', {
      Name: 'Kettle',
      Barcode: '4711',
      Weight: '1.50',
      WeightMeasure: 'Kilogram',
      ItemGroup: 'Old',
    });
    world.stock('TRAY', { Name: 'Tray', Barcode: '99', Weight: '2', WeightMeasure: 'Kilogram' });
    await audited(world);
    expect(await rowsOf(world)).toEqual([
      ['item-type-update', 'TEAPOT', 'Would be written: Name=Teapot, ItemGroup=Tea'],
    ]);
    await audited(world);
    expect(shown(world, 'TEAPOT')).toMatchObject({ Name: 'Teapot', ItemGroup: 'Tea', Weight: 1.5 });
    expect(shown(world, 'TRAY')).toMatchObject({ Name: 'Tray', Barcode: '99', Weight: 2 });
    expect(await audited(world)).toMatchObject({ itemTypes: { planned: 0 } });
  });

  it('take what the variant does not say from the attributes of the product', async () => {
    const world = await open({ mode: 'live' });
    const productAttributes = { barcode: '4711', weight: 2, range: { key: 't', label: 'Tea' } };
    await run(world, world.sell('TEAPOT', { attributes: { weight: 1.5 }, productAttributes }));
    await audited(world);
    await audited(world);
    expect(shown(world, 'TEAPOT')).toMatchObject({ Barcode: '4711', Weight: 1.5, ItemGroup: 'Tea' });
    await run(
      world,
      world.change('TEAPOT', { action: 'setProductAttribute', name: 'range', value: 'Pots', staged: false }),
    );
    await audited(world);
    expect(shown(world, 'TEAPOT')).toMatchObject({ ItemGroup: 'Pots' });
  });

  it('raise no alarm for a barcode that was put right just now; what else is wrong is told', async () => {
    const world = await open({ mode: 'live' });
    for (const [sku, barcode] of [
      ['TEAPOT', '4711'],
      ['TRAY', '4712'],
    ] as const) {
      await run(world, world.sell(sku, { barcode }));
      world.stock(sku, { Barcode: `9${barcode}` });
    }
    world.force('TRAY', 'UnitOfMeasure', 'Box');
    await audited(world);
    expect(openBySku(world)).toEqual({ TEAPOT: 'barcode-mismatch', TRAY: 'sku-invalid' });
    expect(await audited(world)).toMatchObject({ itemTypes: { saved: 2 }, faults: { 'sku-invalid': 1 } });
    expect(openBySku(world)).toEqual({ TRAY: 'sku-invalid' });
    expect(skuExceptions(world).find(({ subject }) => subject.key === 'TRAY')?.message).not.toContain('4712');
  });

  it('are not created beside one that was meant for the SKU, nor against a rule', async () => {
    const world = await open({ mode: 'live', variants: 'published' });
    const sell = async () => {
      await world.sell('NEAR-1', { barcode: '1' });
      await world.sell('OTHER', { barcode: '2' });
      await world.sell('GONE', { barcode: '3' });
      await world.sell('TWIN-A', { barcode: '4' });
      await world.sell('TWIN-B', { barcode: '4' });
      await world.sell('L'.repeat(51), { barcode: '5' });
      await world.sell('BARE');
      await world.sell('STAGED', { barcode: '6', published: false });
    };
    await run(world, sell());
    world.stock('near-1');
    world.stock('ELSE', { Barcode: '2' });
    world.stock('GONE');
    world.peoplevox.warehouse.deactivateItem({ itemCode: 'GONE' });
    await audited(world);
    expect(await audited(world)).toMatchObject({ itemTypes: { mode: 'live', planned: 0, skipped: 7 } });
    expect(saves(world)).toEqual([]);
    await setMode(world, { mode: 'live', variants: 'published', barcodeMissing: 'sku' });
    await audited(world);
    expect(await audited(world)).toMatchObject({ itemTypes: { saved: 1 } });
    expect(shown(world, 'BARE')).toEqual({ Name: 'Goods BARE', Barcode: 'BARE' });
  });

  it('are written although one cannot be sent, which is told; a name is cut between characters', async () => {
    const world = await open({ mode: 'live' });
    const sell = async () => {
      await world.sell('TEAPOT', TEAPOT);
      await world.sell('EMOJI', { barcode: '1', name: `${'x'.repeat(49)}\u{1F375} of the year` });
      await world.sell('NEW', { barcode: '2', name: 'Tea\u000Btray' });
      await world.sell('OLD', { barcode: '3', attributes: { range: 'T\u0001ea' } });
      await world.sell('S\u000BKU', { barcode: '4' });
    };
    await run(world, sell());
    world.stock('OLD', { Barcode: '3', Name: 'Goods of old' });
    await audited(world);
    expect(await audited(world)).toMatchObject({ itemTypes: { mode: 'live', saved: 2, skipped: 3 } });
    expect(shown(world, 'EMOJI')).toMatchObject({ Name: 'x'.repeat(49) });
    expect(shown(world, 'OLD')).toMatchObject({ Name: 'Goods of old' });
    expect(openBySku(world)).toEqual({
      NEW: 'sku-missing-in-peoplevox',
      OLD: 'sku-invalid',
      'S\u000BKU': 'sku-invalid',
    });
    const messages = skuExceptions(world).map(({ message }) => message);
    expect(messages.filter((message) => message.includes('control character'))).toHaveLength(3);
  });

  it('go in calls of a hundred, and what Peoplevox refuses stays an exception', async () => {
    const world = await open({ mode: 'live' });
    const skus = Array.from({ length: 150 }, (_, index) => `SKU-${String(index).padStart(3, '0')}`);
    for (const [index, sku] of skus.entries())
      await run(world, world.sell(sku, { barcode: String(1000 + index) }));
    await audited(world);
    // A deactivated item still has the barcode of one of them.
    world.stock('OLD', { Barcode: '1007' });
    world.peoplevox.warehouse.deactivateItem({ itemCode: 'OLD' });
    expect(await audited(world)).toMatchObject({ itemTypes: { planned: 150, saved: 149, refused: 1 } });
    expect(saves(world).map(({ rows }) => rows)).toEqual([100, 50]);
    expect(openBySku(world)).toEqual({ 'SKU-007': 'sku-missing-in-peoplevox' });
    expect((await rowsOf(world)).find(([, sku]) => sku === 'SKU-007')?.[2]).toContain('Refused by Peoplevox');
  });

  it('are written by the next audit when the reply was lost or Peoplevox went away', async () => {
    const world = await open({ mode: 'live' });
    await run(world, world.sell('TEAPOT', TEAPOT));
    await audited(world);
    world.peoplevox.faults.set({
      operation: 'SaveData',
      template: 'Item types',
      fault: { kind: 'reply-lost' },
    });
    expect(await audited(world)).toMatchObject({ itemTypes: { saved: 0, waiting: 1 } });
    expect(await audited(world)).toMatchObject({ itemTypes: { planned: 0 }, faults: {} });
    expect(saves(world)).toHaveLength(1);
  });

  it('have the labels of the tenant, and only the columns that its template has', async () => {
    const templates = {
      'Item types': { ItemCode: 'Code', Barcode: 'EAN', Weight: null, WeightMeasure: null },
    };
    const columnNames = { 'Item types': { ItemCode: 'Code', Barcode: 'EAN' } };
    const world = createCatalogueWorld({ tenant: { templates } });
    await setMode(world, { mode: 'live' }, { columnNames });
    await run(world, world.sell('TEAPOT', TEAPOT));
    await audited(world);
    await audited(world);
    expect(shown(world, 'TEAPOT')).toEqual({ Name: 'Teapot', Barcode: '4711', ItemGroup: 'Tea' });
    expect(await audited(world)).toMatchObject({
      itemTypes: { planned: 0 },
      notCompared: ['Weight', 'WeightMeasure'],
    });
  });
});

describe('stock of SKUs that Peoplevox does not know', () => {
  const HELD = { mode: { stock: 'live' }, skuAudit: { holdUnknown: true } };

  async function shop(rules: object = HELD) {
    const world = createCatalogueWorld();
    await run(world, world.setRules(rules));
    for (const sku of ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H']) await run(world, inOrder(world, sku));
    return world;
  }
  const addEntry = (world: CatalogueWorld, sku: string, quantityOnStock: number) =>
    run(world, world.api.inventory().post({ body: { sku, quantityOnStock } }).execute());
  const quantities = (world: CatalogueWorld) =>
    Object.fromEntries(
      [...world.commercetools.project.collections['inventory-entry'].values()].map(
        ({ sku, quantityOnStock }) => [sku, quantityOnStock],
      ),
    );

  it('is held at 0, also where there was no entry, and recorded; known and staged SKUs are left alone', async () => {
    const world = await shop();
    await run(world, world.sell('NEW'));
    await run(world, world.sell('NEWER'));
    await run(world, world.sell('STAGED', { published: false }));
    await addEntry(world, 'NEW', 7);
    await addEntry(world, 'A', 5);
    await addEntry(world, 'STAGED', 3);
    expect(await audited(world)).toMatchObject({ held: 2 });
    expect(quantities(world)).toEqual({ A: 5, NEW: 0, NEWER: 0, STAGED: 3 });
    expect(world.documentsOf('peoplevox-audit')).toMatchObject([
      {
        value: {
          records: [
            { sku: 'NEW', from: 7, to: 0 },
            { sku: 'NEWER', from: -1, to: 0 },
          ],
        },
      },
    ]);
    const calls = world.itemTypeCalls();
    expect(await audited(world)).toMatchObject({ held: 0 });
    // One page, and one question before they are told again; none for stock that is 0 already.
    expect(world.itemTypeCalls() - calls).toBe(2);
  });

  it('is left alone unless the rules say so, and only recorded in shadow', async () => {
    for (const rules of [{ mode: { stock: 'live' } }, { ...HELD, mode: { stock: 'shadow' } }]) {
      const world = await shop(rules);
      await run(world, world.sell('NEW'));
      await addEntry(world, 'NEW', 7);
      await audited(world);
      expect(quantities(world)).toEqual({ NEW: 7 });
    }
  });

  it('is not held for a SKU that Peoplevox has got meanwhile', async () => {
    const world = await shop();
    await run(world, world.sell('NEW'));
    await addEntry(world, 'NEW', 7);
    let questions = 0;
    world.onPeoplevoxCall((template) => {
      questions += template === 'Item types' ? 1 : 0;
      // The page, the question before telling, the question before holding.
      if (questions === 3 && !world.peoplevox.floor.items.has('NEW')) world.stock('NEW');
    });
    expect(await audited(world)).toMatchObject({ held: 0 });
    expect(quantities(world)).toEqual({ NEW: 7 });
  });

  const implausible = (world: CatalogueWorld) =>
    world.documentsOf('peoplevox-exceptions').filter(({ key }) => key.startsWith('stock-feed-implausible'));

  it('is not held when the list of Item types is implausibly short, and people are told', async () => {
    const world = await shop();
    for (const sku of ['A', 'B']) {
      await addEntry(world, sku, 7);
      world.peoplevox.floor.items.delete(sku);
    }
    await audited(world);
    expect(quantities(world)).toEqual({ A: 7, B: 7 });
    expect(implausible(world)).toMatchObject([{ value: { status: 'open', subject: { key: 'Item types' } } }]);
    world.stock('A', { Barcode: '5001-A' });
    await audited(world);
    expect(quantities(world)).toEqual({ A: 7, B: 0 });
    expect(implausible(world)).toMatchObject([{ value: { status: 'resolved' } }]);
  });

  it('is nobody’s care any more once the rules do not hold it', async () => {
    const world = await shop();
    for (const sku of ['A', 'B']) world.peoplevox.floor.items.delete(sku);
    await audited(world);
    expect(implausible(world)).toMatchObject([{ value: { status: 'open' } }]);
    await run(world, world.setRules({ ...HELD, skuAudit: { holdUnknown: false } }));
    await audited(world);
    expect(implausible(world)).toMatchObject([{ value: { status: 'resolved' } }]);
  });
});
