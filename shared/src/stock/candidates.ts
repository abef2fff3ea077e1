import { isDeactivated } from '../peoplevox/item-code';
import { isSystemSite } from '../peoplevox/reference-lists';
import type { StockContext } from './context';
import type { Entry } from './inventory';
import type { Place } from './places';
import type { Reading } from './reports';
import { sellable } from './sellable';
import { placeKey, type UnitsByPlace } from './units-under-way';

/** A reading of a mapped site that is to become stock. */
export interface Wanted extends Reading {
  readonly place: Place;
  /** What made the run look at it. */
  readonly cause: string;
}

/** With the entry as it was read; undefined: there is none. */
export interface Candidate extends Wanted {
  readonly entry: Entry | undefined;
}

export interface Decision {
  readonly to: number;
  readonly unallocated: number;
  readonly buffer: number;
}

/** What is left of the rows: mapped sites, active items, SKUs that Peoplevox ships. Notes sites that are not listed. */
export function mappedReadings(
  { rules, places, unmapped }: Pick<StockContext, 'rules' | 'places' | 'unmapped'>,
  rows: readonly Reading[],
  causeOf: (row: Reading) => string,
): Wanted[] {
  const wanted: Wanted[] = [];
  for (const row of rows) {
    const place = places.bySite.get(row.site);
    if (isUnlisted(row, rules.sites)) unmapped.add(row.site);
    if (place !== undefined && isStock(row.sku, rules.notShippedByPeoplevox.skuPrefixes))
      wanted.push({ ...row, place, cause: causeOf(row) });
  }
  return wanted;
}

/** SKUs that Peoplevox does not ship are the merchant's own to count. */
export function isStock(sku: string, foreignPrefixes: readonly string[]): boolean {
  return sku !== '' && !isDeactivated(sku) && !foreignPrefixes.some((prefix) => sku.startsWith(prefix));
}

export function isUnlisted({ site }: Reading, sites: readonly { readonly reference: string }[]): boolean {
  return !isSystemSite(site) && sites.every(({ reference }) => reference !== site);
}

/** Reads the entries of what is wanted. Goods of others that would be written are left out (see ForeignGoods). */
export async function withEntries(
  context: StockContext,
  wanted: readonly Wanted[],
  units: UnitsByPlace,
): Promise<Candidate[]> {
  const { inventory, foreignGoods } = context;
  const skus = [...new Set(wanted.map(({ sku }) => sku))];
  const entries = new Map<string, Entry>();
  for (const entry of await inventory.read(skus)) entries.set(entryPlace(entry.channelId, entry.sku), entry);
  const candidates = wanted.map((one) => ({
    ...one,
    entry: entries.get(entryPlace(one.place.channel?.id ?? null, one.sku)),
  }));
  if (!foreignGoods.possible) return candidates;
  const different = candidates.filter((one) => isDifferent(one, decide(context, one, units)));
  const foreign = await foreignGoods.among([...new Set(different.map(({ sku }) => sku))]);
  return candidates.filter(({ sku }) => !foreign.has(sku));
}

function entryPlace(channelId: string | null, sku: string): string {
  return `${channelId ?? ''}\n${sku}`;
}

/** Pure: what may be sold of it, and what was taken off. */
export function decide(
  { terms }: Pick<StockContext, 'terms'>,
  { site, sku, available }: Reading,
  ...units: readonly UnitsByPlace[]
): Decision {
  const key = placeKey(site, sku);
  const unallocated = units.reduce((sum, some) => sum + (some.get(key) ?? 0), 0);
  const { buffer, factor } = terms(site, sku);
  return { to: sellable({ available, unallocated, buffer, factor }), unallocated, buffer };
}

export function isDifferent({ entry }: Candidate, { to }: Decision): boolean {
  return entry?.quantity !== to;
}

/** How many of them are sold now and would no longer be. */
export function countZeroed(
  context: Pick<StockContext, 'terms'>,
  candidates: readonly Candidate[],
  units: UnitsByPlace,
): number {
  return candidates.filter((one) => (one.entry?.quantity ?? 0) > 0 && decide(context, one, units).to === 0)
    .length;
}
