import type { AuditSummary } from '../../shared/src/catalogue';
import { createCatalogueWorld, type CatalogueWorld } from './catalogue-world';
import { inOrder, openBySku, plantedFaults, skuExceptions, type PlantedFault } from './sku-faults';

const NONE = 'nothing';

const run = <T>(world: CatalogueWorld, work: Promise<T>): Promise<T> => world.clock.runUntil(work);

async function audited(world: CatalogueWorld): Promise<AuditSummary> {
  const summary = await run(world, world.audit());
  await world.clock.advance(24 * 3_600_000);
  return summary;
}

/** A SKU that every kind of fault can be planted in, and others that must not be touched by it. */
async function plantedWorld(fault: PlantedFault, sku: string) {
  const world = createCatalogueWorld({ seed: sku.length });
  await run(world, world.setRules({}));
  for (const other of [sku, 'BYSTANDER-1', 'BYSTANDER-2']) await run(world, inOrder(world, other));
  await run(world, fault.plant(world, sku));
  return world;
}

describe('each kind of SKU fault, planted in the sandbox', () => {
  const confusion = new Map<string, Map<string, number>>();
  const count = (planted: string, found: string) => {
    const row = confusion.get(planted) ?? new Map<string, number>();
    confusion.set(planted, row.set(found, (row.get(found) ?? 0) + 1));
  };

  it.each(plantedFaults.map((fault, index) => [fault.name, fault, `GOODS-MOLE-${index + 10}`] as const))(
    '%s: is found, classified, kept as one exception, and closes after the mend',
    async (_name, fault, sku) => {
      const world = await plantedWorld(fault, sku);
      await audited(world);
      const named = fault.named?.(sku) ?? [sku];
      const open = openBySku(world);
      for (const one of new Set([...named, ...Object.keys(open)]))
        count(named.includes(one) ? fault.code : NONE, open[one] ?? NONE);
      expect(open).toEqual(Object.fromEntries(named.map((one) => [one, fault.code])));

      await audited(world);
      const again = skuExceptions(world);
      expect(again.map(({ occurrences, owner }) => [occurrences, owner])).toEqual(
        named.map(() => [2, 'merchandising']),
      );

      await run(world, fault.mend(world, sku));
      const after = await audited(world);
      expect(openBySku(world)).toEqual({});
      expect(skuExceptions(world).every(({ evidence }) => evidence !== undefined && evidence !== '')).toBe(
        true,
      );
      expect(after).toMatchObject({ faults: {}, trend: { [fault.code]: -named.length } });
    },
  );

  it('has a confusion matrix with nothing beside its diagonal', () => {
    const codes = [...new Set(plantedFaults.map(({ code }) => code))].sort();
    const matrix = Object.fromEntries(
      codes.map((code) => [code, Object.fromEntries(confusion.get(code) ?? new Map())]),
    );
    const named = (code: string) =>
      plantedFaults
        .filter((fault) => fault.code === code)
        .reduce((sum, fault) => sum + (fault.named?.('').length ?? 1), 0);
    expect(matrix).toEqual(Object.fromEntries(codes.map((code) => [code, { [code]: named(code) }])));
    expect(confusion.get(NONE)).toBeUndefined();
  });
});

describe('worlds in which nothing is wrong', () => {
  it.each(Array.from({ length: 10 }, (_, index) => index * 20))(
    'raise nothing (20 random worlds from seed %i)',
    async (from) => {
      for (let seed = from; seed < from + 20; seed += 1) {
        const world = createCatalogueWorld({ seed });
        await run(world, world.setRules(CLEAN_RULES));
        await run(world, cleanCatalogue(world));
        const summary = await audited(world);
        expect([seed, summary.faults, skuExceptions(world)]).toEqual([seed, {}, []]);
      }
    },
  );
});

const CLEAN_RULES = {
  notShippedByPeoplevox: { skuPrefixes: ['GIFT-'], productTypes: ['downloads'] },
  unitsOfMeasure: { 'PACK-0': 6, 'PACK-1': 12 },
};
const SIZES = ['XS', 'S', 'M', 'L', 'XL', '1', '10', '100', '01', 'O', '0'];

/** Everything that looks like a fault and is none. */
async function cleanCatalogue(world: CatalogueWorld): Promise<void> {
  const { random } = world;
  const draw = (below: number) => Math.floor(random() * below);
  const skus = new Set<string>();
  while (skus.size < 12)
    skus.add(`${['Tee', 'TEE', 'mug'][draw(3)] ?? ''}-${SIZES[draw(SIZES.length)] ?? ''}`);
  let gtin = 400_000 + draw(1000);
  const nextGtin = () => {
    gtin += 1;
    return String(gtin);
  };
  for (const sku of skus) await cleanSku(world, sku, draw(5), nextGtin);
  await world.sell(`GIFT-${draw(9)}`, { barcode: '1' });
  await world.sell('EBOOK', { productType: 'downloads', barcode: '1' });
  for (const pack of ['PACK-0', 'PACK-1']) {
    await world.sell(pack);
    world.stock(pack, { UnitOfMeasure: 'Box' });
  }
  world.stock('GONE');
  world.peoplevox.warehouse.deactivateItem({ itemCode: 'GONE' });
  if (draw(2) === 0) world.place('ORDER-1', [...skus][0] ?? '');
}

async function cleanSku(
  world: CatalogueWorld,
  sku: string,
  kind: number,
  nextGtin: () => string,
): Promise<void> {
  const barcode = nextGtin();
  switch (kind) {
    case 0:
      // A barcode that one side lacks.
      await world.sell(sku);
      world.stock(sku, { Barcode: barcode });
      return;
    case 1:
      // A UPC on one side, the EAN of the same goods on the other.
      await world.sell(sku, { barcode: `0${barcode}` });
      world.stock(sku, { Barcode: barcode });
      return;
    case 2:
      await world.sell(sku, { barcode, published: false });
      world.stock(sku, { Barcode: barcode });
      return;
    case 3: {
      // Deactivated once, and made anew.
      world.stock(sku, { Barcode: nextGtin() });
      world.peoplevox.warehouse.deactivateItem({ itemCode: sku });
      world.stock(sku, { Barcode: barcode, UnitOfMeasure: 'each' });
      await world.sell(sku, { barcode });
      return;
    }
    default:
      // Something else about it is being prepared.
      await world.sell(sku, { barcode });
      world.stock(sku, { Barcode: barcode });
      await world.change(sku, { action: 'changeName', name: { en: 'Soon' }, staged: true });
  }
}
