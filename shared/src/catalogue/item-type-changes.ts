import type { Rules } from '../configuration/rules';
import { canonicalBarcode } from './barcodes';
import type { Item, Items, Variant, Variants } from './facts';
import type { FaultySku, SkuFault } from './faults';
import { LONGEST, wantedColumns } from './wanted-columns';

/** A row of template Item types that is to be written; only the columns that are new or differ. */
export interface ItemTypeChange {
  readonly kind: 'create' | 'update';
  readonly sku: string;
  /** Our column names; without ItemCode, which is the SKU. */
  readonly columns: Readonly<Record<string, string>>;
}

export interface ItemTypePlan {
  readonly changes: readonly ItemTypeChange[];
  /** Item types that cannot be created, or whose columns cannot be sent. */
  readonly skipped: number;
}

/**
 * Pure: what Item types lack to be as the variants are. A SKU with any other fault than a missing Item type is left to
 * people: a new item beside one that was meant for the SKU would make it worse. Nothing is emptied, nothing deleted.
 * `hidden`: columns that the tenant's template does not show, so that they cannot be compared.
 */
export function planItemTypes(
  items: Items,
  variants: Variants,
  faulty: ReadonlyMap<string, FaultySku>,
  { skuAudit: { itemTypes } }: Pick<Rules, 'skuAudit'>,
  hidden: readonly string[] = [],
): ItemTypePlan {
  const changes: ItemTypeChange[] = [];
  let skipped = 0;
  const changesOf = (variant: Variant, item: Item | undefined, faults: readonly SkuFault[]) => {
    if (faults.some((fault) => 'unsendable' in fault)) return 'skipped';
    const codes = faults.map(({ code }) => code);
    if (item?.active === true)
      return update(variant, item, codes.includes('barcode-duplicate') ? ['Barcode', ...hidden] : hidden);
    if (codes.length !== 1 || codes[0] !== 'sku-missing-in-peoplevox') return 'skipped';
    return create(variant, itemTypes.barcodeMissing);
  };
  for (const variant of variants.values()) {
    if (!variant.shipped || (itemTypes.variants === 'published' && !variant.published)) continue;
    const change = changesOf(variant, items.get(variant.sku), faulty.get(variant.sku)?.faults ?? []);
    if (change === 'skipped') skipped += 1;
    else changes.push(...change);
  }
  changes.sort((one, other) => (one.sku < other.sku ? -1 : 1));
  return { changes, skipped };
}

/** Skipped: Peoplevox would refuse it, for want of a barcode that fits. */
function create(variant: Variant, barcodeMissing: 'skip' | 'sku'): ItemTypeChange[] | 'skipped' {
  const { sku } = variant;
  const columns = wantedColumns(variant);
  const barcode = variant.barcode !== '' || barcodeMissing === 'skip' ? variant.barcode : sku;
  if (barcode === '' || barcode.length > LONGEST.Barcode) return 'skipped';
  return [
    {
      kind: 'create',
      sku,
      columns: { ...columns, Name: columns['Name'] ?? sku, Barcode: barcode },
    },
  ];
}

function update(variant: Variant, item: Item, except: readonly string[]): ItemTypeChange[] {
  const shown = shownOf(item);
  const different = Object.entries(wantedColumns(variant)).filter(
    ([name, value]) => !except.includes(name) && !isSame(name, value, shown[name] ?? ''),
  );
  if (different.length === 0) return [];
  return [{ kind: 'update', sku: variant.sku, columns: Object.fromEntries(different) }];
}

function shownOf({ barcode, details }: Item): Readonly<Record<string, string>> {
  const { name = '', weight = '', weightMeasure = '', group = '' } = details ?? {};
  return { Name: name, Barcode: barcode, Weight: weight, WeightMeasure: weightMeasure, ItemGroup: group };
}

function isSame(name: string, value: string, shown: string): boolean {
  if (name === 'Barcode') return canonicalBarcode(value) === canonicalBarcode(shown);
  if (name === 'Weight') return shown !== '' && Number(value) === Number(shown);
  return value === shown;
}
