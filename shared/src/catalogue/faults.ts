import type { Rules } from '../configuration/rules';
import { isSendable } from '../peoplevox/envelope';
import { BarcodeOwners, canonicalBarcode } from './barcodes';
import type { Item, Items, Variant, Variants } from './facts';
import { differences, nearKeys, type Aspect } from './near-miss';
import { createUnitCheck, type UnitMisfit } from './units';
import { unsendableColumns } from './wanted-columns';

/** The longest ItemCode (facts/peoplevox §13). */
export const LONGEST_CODE = 50;

export interface NearMiss {
  readonly itemCode: string;
  readonly differences: readonly Aspect[];
}

/** One thing that is wrong with a SKU; `code` is the exception's. */
export type SkuFault =
  | { readonly code: 'sku-missing-in-peoplevox' | 'sku-missing-in-commercetools' | 'item-deactivated' }
  | { readonly code: 'sku-invalid'; readonly length: number }
  | ({ readonly code: 'sku-invalid' } & UnitMisfit)
  /** Columns with a character that cannot be sent. */
  | { readonly code: 'sku-invalid'; readonly unsendable: readonly string[] }
  | { readonly code: 'sku-near-miss'; readonly near: readonly NearMiss[] }
  /** Barcodes of the SKU on both sides; `itemCodes`: other Item types that have the barcode of the variant. */
  | {
      readonly code: 'barcode-mismatch';
      readonly barcode: string;
      readonly theirs: string;
      readonly itemCodes: readonly string[];
    }
  | {
      readonly code: 'barcode-duplicate';
      readonly barcode: string;
      /** Other SKUs of commercetools, other ItemCodes of Peoplevox, with the same barcode. */
      readonly skus: readonly string[];
      readonly itemCodes: readonly string[];
    };
export type SkuCode = SkuFault['code'];

export interface FaultySku {
  readonly sku: string;
  /** A published variant has it. */
  readonly published: boolean;
  /** Peoplevox has no active Item type with this code though a variant has it. */
  readonly unknown: boolean;
  /** The gravest first. */
  readonly faults: readonly [SkuFault, ...SkuFault[]];
}

type Terms = Pick<Rules, 'unitsOfMeasure' | 'skuAudit' | 'notShippedByPeoplevox'>;

/** What the comparison of one SKU looks up. */
interface Index {
  readonly items: Items;
  /** Codes of active Item types that no variant has. */
  readonly lone: ReadonlySet<string>;
  readonly near: ReadonlyMap<string, readonly string[]>;
  readonly owners: Owners;
  readonly unitMisfit: ReturnType<typeof createUnitCheck>;
}

/** Pure: everything that is wrong between the variants and the Item types. What Peoplevox does not ship is no fault. */
export function findFaults(items: Items, variants: Variants, rules: Terms): FaultySku[] {
  const lone = loneItems(items, variants, rules);
  const owners = barcodeOwners(items, variants, rules);
  const index = { items, lone, near: nearIndex(lone), owners, unitMisfit: createUnitCheck(rules) };
  /** Item types that belong to a SKU, only under another code. */
  const claimed = new Set<string>();
  const found: FaultySku[] = [];
  for (const variant of variants.values()) {
    if (!variant.shipped) continue;
    const { faults, unknown, itemCodes } = faultsOf(variant, index);
    const [first, ...others] = faults;
    const { sku, published } = variant;
    if (first !== undefined) found.push({ sku, published, unknown, faults: [first, ...others] });
    for (const code of itemCodes) claimed.add(code);
  }
  for (const sku of lone)
    if (!claimed.has(sku)) {
      const duplicate = duplicateOf(owners, sku, '', items.get(sku));
      const faults = [{ code: 'sku-missing-in-commercetools' } as const, ...duplicate] as const;
      found.push({ sku, published: false, unknown: false, faults });
    }
  return found;
}

interface Judged {
  readonly faults: readonly SkuFault[];
  readonly unknown: boolean;
  /** Item types that were probably meant for the SKU. */
  readonly itemCodes: readonly string[];
}

function faultsOf(variant: Variant, index: Index): Judged {
  const { owners, items, unitMisfit } = index;
  const { sku, barcode, replaces } = variant;
  const item = items.get(sku);
  if (item?.active !== true) {
    const duplicate = duplicateOf(owners, replaces ?? sku, barcode, undefined);
    return judgeUnknown(variant, item, index, duplicate);
  }
  const misfit = unitMisfit(sku, item);
  const unit: SkuFault[] = misfit === undefined ? [] : [{ code: 'sku-invalid', ...misfit }];
  const duplicate = duplicateOf(owners, replaces ?? sku, barcode, item);
  const faults = [...unit, ...unsendableOf(variant), ...duplicate, ...mismatchOf(owners, variant, item)];
  return { faults, unknown: false, itemCodes: [] };
}

function judgeUnknown(
  variant: Variant,
  deactivated: Item | undefined,
  { owners, lone, near }: Index,
  duplicate: readonly SkuFault[],
): Judged {
  const { barcode, replaces } = variant;
  const sameBarcode = owners.items.of(barcode).filter((code) => code !== replaces);
  const loneOnes = sameBarcode.filter((code) => lone.has(code));
  const { fault, itemCodes } = unknownFault(variant, deactivated, near, loneOnes);
  const isTaken =
    fault.code === 'sku-missing-in-peoplevox' && duplicate.length === 0 && sameBarcode.length > 0;
  const taken: SkuFault[] = isTaken
    ? [{ code: 'barcode-mismatch', barcode, theirs: '', itemCodes: sameBarcode }]
    : [];
  return { faults: [fault, ...unsendableOf(variant), ...duplicate, ...taken], unknown: true, itemCodes };
}

/** Why a variant has no Item type, and the Item types that were probably meant for it. */
function unknownFault(
  { sku, barcode }: Variant,
  deactivated: Item | undefined,
  near: ReadonlyMap<string, readonly string[]>,
  sameBarcode: readonly string[],
): { readonly fault: SkuFault; readonly itemCodes: readonly string[] } {
  if (sku.length > LONGEST_CODE)
    return { fault: { code: 'sku-invalid', length: sku.length }, itemCodes: sameBarcode };
  if (!isSendable(sku))
    return { fault: { code: 'sku-invalid', unsendable: ['ItemCode'] }, itemCodes: sameBarcode };
  if (deactivated !== undefined) return { fault: { code: 'item-deactivated' }, itemCodes: [] };
  const similar = [...new Set(nearKeys(sku).flatMap((key) => near.get(key) ?? []))];
  if (similar.length > 0) {
    const misses = similar.map((itemCode) => ({ itemCode, differences: differences(sku, itemCode) }));
    return { fault: { code: 'sku-near-miss', near: misses }, itemCodes: similar };
  }
  if (sameBarcode.length > 0)
    return {
      fault: { code: 'barcode-mismatch', barcode, theirs: '', itemCodes: sameBarcode },
      itemCodes: sameBarcode,
    };
  return { fault: { code: 'sku-missing-in-peoplevox' }, itemCodes: [] };
}

function unsendableOf(variant: Variant): SkuFault[] {
  const unsendable = unsendableColumns(variant);
  return unsendable.length === 0 ? [] : [{ code: 'sku-invalid', unsendable }];
}

/** Codes of active Item types that no variant has. */
function loneItems(items: Items, variants: Variants, rules: Terms): Set<string> {
  const lone = new Set<string>();
  for (const { code, active } of items.values())
    if (active && !variants.has(code) && !isForeign(code, rules)) lone.add(code);
  return lone;
}

/** By rule Peoplevox does not ship what has such a code. */
export function isForeign(
  code: string,
  { notShippedByPeoplevox }: Pick<Rules, 'notShippedByPeoplevox'>,
): boolean {
  return notShippedByPeoplevox.skuPrefixes.some((prefix) => code.startsWith(prefix));
}

function nearIndex(codes: ReadonlySet<string>): Map<string, string[]> {
  const index = new Map<string, string[]>();
  for (const code of codes)
    for (const key of nearKeys(code)) {
      const same = index.get(key);
      if (same === undefined) index.set(key, [code]);
      else same.push(code);
    }
  return index;
}

interface Owners {
  readonly variants: BarcodeOwners;
  readonly items: BarcodeOwners;
}

function barcodeOwners(items: Items, variants: Variants, rules: Terms): Owners {
  const owners = { variants: new BarcodeOwners(), items: new BarcodeOwners() };
  for (const { sku, barcode, shipped, replaces } of variants.values())
    if (shipped) owners.variants.add(barcode, replaces ?? sku);
  for (const { code, barcode, active } of items.values())
    if (active && !isForeign(code, rules)) owners.items.add(barcode, code);
  return owners;
}

function duplicateOf(owners: Owners, owner: string, barcode: string, item: Item | undefined): SkuFault[] {
  const skus = owners.variants.of(barcode);
  const itemCodes = owners.items.of(item?.barcode ?? '');
  const others = {
    skus: skus.length > 1 ? skus.filter((other) => other !== owner) : [],
    itemCodes: itemCodes.length > 1 ? itemCodes.filter((other) => other !== owner) : [],
  };
  if (others.skus.length + others.itemCodes.length === 0) return [];
  return [
    {
      code: 'barcode-duplicate',
      barcode: others.skus.length > 0 ? barcode : (item?.barcode ?? barcode),
      ...others,
    },
  ];
}

/** A barcode that one side lacks is no fault; one that Peoplevox has on another item is. */
function mismatchOf({ items }: Owners, { sku, barcode }: Variant, item: Item): SkuFault[] {
  const owners = items.of(barcode);
  const elsewhere = owners.includes(sku) ? [] : owners;
  const isOther =
    barcode !== '' && item.barcode !== '' && canonicalBarcode(barcode) !== canonicalBarcode(item.barcode);
  if (!isOther && elsewhere.length === 0) return [];
  return [{ code: 'barcode-mismatch', barcode, theirs: item.barcode, itemCodes: elsewhere }];
}
