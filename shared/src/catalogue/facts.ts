/** What an Item type is kept in step with, beside its barcode. Empty text: not known. */
export interface Details {
  readonly name: string;
  /** A decimal number as text. */
  readonly weight: string;
  readonly weightMeasure: string;
  readonly group: string;
}

/** An Item type of Peoplevox. */
export interface Item {
  /** The ItemCode; of a deactivated one, the code that it had. */
  readonly code: string;
  /** Empty: none. */
  readonly barcode: string;
  /** UnitOfMeasure as printed; empty: not known. */
  readonly unit: string;
  readonly active: boolean;
  /** Only where Item types are kept in step. */
  readonly details?: Details;
}

/** A variant of commercetools that has a SKU. */
export interface Variant {
  readonly sku: string;
  /** Empty: none. */
  readonly barcode: string;
  /** On sale now; else it is staged only. */
  readonly published: boolean;
  /** By rule Peoplevox ships it. */
  readonly shipped: boolean;
  /** The SKU that this variant has on sale now, where the staged one is another. */
  readonly replaces?: string;
  /** Only where Item types are kept in step. */
  readonly details?: Details;
}

export type Items = ReadonlyMap<string, Item>;
export type Variants = ReadonlyMap<string, Variant>;

/** Which SKUs customers ordered. */
export interface Usage {
  /** In orders that are not shipped yet. */
  readonly inOpenOrders: ReadonlySet<string>;
  /** In orders of the last days (rule skuAudit.soldWithinDays). */
  readonly sold: ReadonlySet<string>;
}

/** What a fault of a SKU hurts, worst first. */
export const severities = ['open-orders', 'sold', 'published', 'dormant'] as const;
export type Severity = (typeof severities)[number];

/** An active item wins over a deactivated one that had the same code. */
export function addItem(items: Map<string, Item>, item: Item): void {
  if (item.active || items.get(item.code)?.active !== true) items.set(item.code, item);
}

/** A published variant wins over a staged one with the same SKU. */
export function addVariant(variants: Map<string, Variant>, variant: Variant): void {
  if (variant.published || variants.get(variant.sku)?.published !== true) variants.set(variant.sku, variant);
}
