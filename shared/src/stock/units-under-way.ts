import type { Rules } from '../configuration/rules';

/** Units of the ItemCode at a site. */
export interface SiteUnits {
  readonly site: string;
  readonly sku: string;
  readonly units: number;
}

/** What orders take from the stock without Peoplevox's available quantity knowing it yet. */
export interface UnderWay {
  readonly units: readonly SiteUnits[];
  /** Sales orders that Peoplevox had not allocated completely. */
  readonly unallocated: number;
  /** When commercetools was asked, by its own clock, milliseconds since the epoch. */
  readonly readAt: number;
  /**
   * SKUs of orders that were placed since shortly before the last reading. An order may have come and gone without
   * being under way at either, and an entry may not have shown yet what a young one took from it when it was written:
   * computing them again puts both right.
   */
  readonly touched: readonly string[];
  /** Orders of which Peoplevox may not have all that they have grown by. */
  readonly growing: readonly string[];
  /**
   * Units of orders that came since, on top; to be asked after an entry was read and before it is written.
   */
  since(): Promise<readonly SiteUnits[]>;
  /**
   * Units under way as Peoplevox's sales orders show them now; to be asked after stock was read and before an entry is
   * raised: an allocation that people took back in between shows as available stock, and was not unallocated before.
   */
  again(): Promise<readonly SiteUnits[]>;
}

/**
 * The part of the orders in the stock import, wired by the door. Readings are made in this order: `begin` (orders in
 * commercetools), `complete` (sales orders in Peoplevox), then stock, and `again` where more would be on sale. Only then
 * is the subtraction safe.
 */
export interface UnitsUnderWay {
  begin(
    rules: Rules,
    /** The reading before. */
    last: { readonly readAt?: number; readonly growing: readonly string[] },
  ): Promise<{
    /** No order is under way or was placed, as far as commercetools tells: Peoplevox need not be asked. */
    readonly quiet: boolean;
    /** Of a quiet reading. */
    withoutPeoplevox(): UnderWay;
    /** `onCall` is called for each call to Peoplevox. */
    complete(onCall: () => void): Promise<UnderWay>;
  }>;
}

/** Units by place (see placeKey). */
export type UnitsByPlace = ReadonlyMap<string, number>;

/** A site and SKU as one value; site references have no control characters. */
export function placeKey(site: string, sku: string): string {
  return `${site}\n${sku}`;
}

/** Site and SKU of a placeKey. */
export function placeOf(key: string): Pick<SiteUnits, 'site' | 'sku'> {
  const end = key.indexOf('\n');
  return { site: key.slice(0, end), sku: key.slice(end + 1) };
}

export function byPlace(parts: readonly SiteUnits[]): Map<string, number> {
  const units = new Map<string, number>();
  for (const { site, sku, units: some } of parts)
    units.set(placeKey(site, sku), (units.get(placeKey(site, sku)) ?? 0) + some);
  return units;
}

/** For stock that was all read before: Peoplevox is asked once for all of it. */
export function askingOnce(underWay: UnderWay): UnderWay {
  let reading: Promise<readonly SiteUnits[]> | undefined;
  return { ...underWay, again: () => (reading ??= underWay.again()) };
}

/** The more of both readings, by place. */
export function moreByPlace(one: UnitsByPlace, other: UnitsByPlace): UnitsByPlace {
  const places = new Set([...one.keys(), ...other.keys()]);
  return new Map([...places].map((place) => [place, Math.max(one.get(place) ?? 0, other.get(place) ?? 0)]));
}

/** SKUs whose units differ between two readings. */
export function changedSkus(before: UnitsByPlace, after: UnitsByPlace): Set<string> {
  const changed = new Set<string>();
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    if ((before.get(key) ?? 0) !== (after.get(key) ?? 0)) changed.add(placeOf(key).sku);
  }
  return changed;
}
