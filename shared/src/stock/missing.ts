import * as z from 'zod';
import type { Documents } from '../commercetools/documents';
import { isStock } from './candidates';
import type { StockContext } from './context';
import { OwnDocument } from '../commercetools/own-document';
import { placeKey, placeOf } from './units-under-way';

const missing = z.object({
  schemaVersion: z.literal(1),
  run: z.string(),
  /** Places whose entries are sold and that this run did not find in Peoplevox, for the first time. */
  first: z.array(z.string()),
  /** For the second time: to be set to 0. */
  due: z.array(z.string()),
});
export type Missing = z.output<typeof missing>;

export function missingDocument(documents: Documents, assertHeld: () => void): OwnDocument<Missing> {
  return new OwnDocument(documents, 'stock-missing', missing, assertHeld);
}

/** As many as one run deals with; the others come with the next. */
const MOST = 10_000;

interface Census {
  /** Entries in the mapped channels. */
  readonly known: number;
  /** Entries that are sold and were not seen. */
  readonly unseen: number;
  readonly first: readonly string[];
  readonly due: readonly string[];
}

/**
 * Looks at every entry of the mapped channels: how many there are, and which were not seen. Of goods that Peoplevox does
 * not ship it says nothing.
 */
export async function takeCensus(
  { inventory, foreignGoods, places, rules }: StockContext,
  seen: { has(place: string): boolean },
  sightedBefore: ReadonlySet<string>,
): Promise<Census> {
  const siteOf = new Map([...places.bySite.values()].map(({ site, channel }) => [channel?.id ?? null, site]));
  const foreign = rules.notShippedByPeoplevox.skuPrefixes;
  const missed: string[] = [];
  let known = 0;
  await inventory.scan((entries) => {
    known += entries.length;
    for (const { channelId, sku, quantity } of entries) {
      const site = siteOf.get(channelId);
      if (site === undefined || quantity <= 0 || !isStock(sku, foreign)) continue;
      const place = placeKey(site, sku);
      if (!seen.has(place)) missed.push(place);
    }
  });
  const others = await foreignGoods.among([...new Set(missed.map((place) => placeOf(place).sku))]);
  const unseen = missed.filter((place) => !others.has(placeOf(place).sku));
  const first = unseen.filter((place) => !sightedBefore.has(place)).slice(0, MOST);
  const due = unseen.filter((place) => sightedBefore.has(place)).slice(0, MOST);
  return { known, unseen: unseen.length, first, due };
}
