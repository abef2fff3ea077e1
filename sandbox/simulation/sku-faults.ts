import * as z from 'zod';
import type { SkuCode } from '../../shared/src/catalogue';
import type { CatalogueWorld, Goods } from './catalogue-world';

/** A way in which a SKU goes wrong, and how people mend it. `sku` is in order before `plant`, on both sides. */
export interface PlantedFault {
  readonly name: string;
  readonly code: SkuCode;
  readonly plant: (world: CatalogueWorld, sku: string) => Promise<void>;
  /** SKUs that the audit names for it; the planted one if not given. */
  readonly named?: (sku: string) => readonly string[];
  readonly mend: (world: CatalogueWorld, sku: string) => Promise<void>;
}

const barcodeOf = (sku: string): string => `5${String(sku.length).padStart(3, '0')}-${sku}`;

/** The SKU on both sides, with the same barcode. */
export async function inOrder(world: CatalogueWorld, sku: string, goods: Goods = {}): Promise<void> {
  await world.sell(sku, { barcode: barcodeOf(sku), ...goods });
  world.stock(sku, { Barcode: barcodeOf(sku) });
}

/** Peoplevox gets another code for the item: the warehouse types it in anew. */
function renameItem(world: CatalogueWorld, from: string, to: string): void {
  const { items } = world.peoplevox.floor;
  const item = items.get(from);
  if (item === undefined) throw new Error(`Peoplevox has no item ${from}.`);
  items.delete(from);
  item.code = to;
  items.set(to, item);
}

async function setSku(world: CatalogueWorld, from: string, to: string): Promise<void> {
  await world.change(from, { action: 'setSku', variantId: 1, sku: to, staged: false });
}

async function setBarcode(world: CatalogueWorld, sku: string, value: string): Promise<void> {
  await world.change(sku, { action: 'setAttribute', variantId: 1, name: 'barcode', value, staged: false });
}

function nearMiss(name: string, spoil: (sku: string) => string): PlantedFault {
  return {
    name: `near miss: ${name}`,
    code: 'sku-near-miss',
    plant: async (world, sku) => renameItem(world, sku, spoil(sku)),
    mend: async (world, sku) => renameItem(world, spoil(sku), sku),
  };
}

/** Every kind of fault that the audit knows. SKUs must have a letter, a dash, an `O` and a number above 9. */
export const plantedFaults: readonly PlantedFault[] = [
  {
    name: 'missing in Peoplevox',
    code: 'sku-missing-in-peoplevox',
    plant: async (world, sku) => void world.peoplevox.floor.items.delete(sku),
    mend: async (world, sku) => world.stock(sku, { Barcode: barcodeOf(sku) }),
  },
  {
    name: 'missing in commercetools, and sold',
    code: 'sku-missing-in-commercetools',
    plant: async (world, sku) => {
      world.place(`LAST-${sku}`, sku);
      await world.remove(sku);
    },
    mend: (world, sku) => world.sell(sku, { barcode: barcodeOf(sku) }),
  },
  nearMiss('case', (sku) => sku.toLowerCase()),
  nearMiss('spaces', (sku) => `${sku} `),
  nearMiss('leading zeros', (sku) => sku.replace(/\d+/, (digits) => `00${digits}`)),
  nearMiss('dashes', (sku) => sku.replaceAll('-', '')),
  nearMiss('look-alike characters', (sku) => sku.replace('O', '0')),
  nearMiss('letters of another alphabet', (sku) => sku.replace('O', 'О')),
  {
    name: 'too long',
    code: 'sku-invalid',
    plant: (world, sku) => setSku(world, sku, sku.padEnd(51, 'X')),
    named: (sku) => [sku.padEnd(51, 'X')],
    mend: (world, sku) => setSku(world, sku.padEnd(51, 'X'), sku),
  },
  {
    name: 'unit without a rule',
    code: 'sku-invalid',
    plant: async (world, sku) => world.force(sku, 'UnitOfMeasure', 'Box'),
    mend: async (world, sku) => world.force(sku, 'UnitOfMeasure', 'EA'),
  },
  {
    name: 'rule that does not come out in whole units',
    code: 'sku-invalid',
    plant: (world, sku) => world.setRules({ unitsOfMeasure: { [sku]: 0.5 } }),
    mend: (world) => world.setRules({}),
  },
  {
    name: 'the same barcode on different codes',
    code: 'barcode-mismatch',
    plant: async (world, sku) => renameItem(world, sku, `WAREHOUSE ${sku}`),
    mend: async (world, sku) => renameItem(world, `WAREHOUSE ${sku}`, sku),
  },
  {
    name: 'another barcode',
    code: 'barcode-mismatch',
    plant: async (world, sku) => world.force(sku, 'Barcode', '4006381333931'),
    mend: async (world, sku) => world.force(sku, 'Barcode', barcodeOf(sku)),
  },
  {
    name: 'two SKUs with one barcode',
    code: 'barcode-duplicate',
    plant: async (world, sku) => {
      await world.sell(`${sku}-TWIN`);
      world.stock(`${sku}-TWIN`);
      await setBarcode(world, `${sku}-TWIN`, barcodeOf(sku));
    },
    named: (sku) => [sku, `${sku}-TWIN`],
    mend: (world, sku) => setBarcode(world, `${sku}-TWIN`, `seed ${sku}-TWIN`),
  },
  {
    name: 'two Item types with one barcode',
    code: 'barcode-duplicate',
    plant: async (world, sku) => {
      await world.sell(`${sku}-TWIN`);
      world.stock(`${sku}-TWIN`);
      world.force(`${sku}-TWIN`, 'Barcode', barcodeOf(sku));
    },
    named: (sku) => [sku, `${sku}-TWIN`],
    mend: async (world, sku) => world.force(`${sku}-TWIN`, 'Barcode', '4006381333931'),
  },
  {
    name: 'deactivated',
    code: 'item-deactivated',
    plant: async (world, sku) => world.peoplevox.warehouse.deactivateItem({ itemCode: sku }),
    mend: async (world, sku) => {
      const old = [...world.peoplevox.floor.items.values()].find(({ code }) => code.startsWith(`${sku}~D~`));
      renameItem(world, old?.code ?? '', sku);
    },
  },
];

const skuException = z.object({
  code: z.string(),
  owner: z.string(),
  status: z.string(),
  message: z.string(),
  fix: z.string(),
  occurrences: z.number(),
  evidence: z.string().optional(),
  subject: z.object({ type: z.string(), key: z.string() }),
});
type SkuException = z.output<typeof skuException>;

export function skuExceptions(world: CatalogueWorld): SkuException[] {
  return world.documentsOf('peoplevox-exceptions').map(({ value }) => skuException.parse(value));
}

/** SKU → code of its open exception. */
export function openBySku(world: CatalogueWorld): Record<string, string> {
  const open = skuExceptions(world).filter(({ status }) => status === 'open');
  return Object.fromEntries(open.map(({ subject, code }) => [subject.key, code]));
}
