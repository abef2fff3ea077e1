import { createHash } from 'node:crypto';
import type { ByProjectKeyRequestBuilder, InventoryEntry } from '@commercetools/platform-sdk';
import { CommercetoolsError } from '../commercetools/commercetools-error';
import { greaterThan, isIn } from '../commercetools/predicate';
import { skuChunks } from '../commercetools/sku-chunks';
import { createLanes, inFlight } from '../runtime/in-flight';
import type { Place } from './places';

/** As much of an InventoryEntry as counts here. */
export interface Entry {
  readonly id: string;
  readonly version: number;
  readonly sku: string;
  readonly channelId: string | null;
  readonly quantity: number;
}

/** InventoryEntries of the mapped channels, and only these. */
export interface Inventory {
  /** Entries of these SKUs. */
  read(skus: readonly string[]): Promise<Entry[]>;
  /** Sets the quantity onto the version that was read; rejects with Conflict otherwise. */
  change(entry: Entry, quantity: number): Promise<void>;
  /** False: somebody else made the entry first. */
  create(sku: string, channel: Place['channel'], quantity: number): Promise<boolean>;
  /** Entries in the whole project, in every channel. */
  total(): Promise<number>;
  /** Hands over every entry of the mapped channels once, in parts, in no order. */
  scan(onEntries: (entries: readonly Entry[]) => void): Promise<void>;
  /** Which of the SKUs a product variant has, published or not. */
  known(skus: readonly string[]): Promise<Set<string>>;
  /** Which of the SKUs a variant of a product of these types (ids) has, published or not. */
  ofTypes(skus: readonly string[], productTypeIds: readonly string[]): Promise<Set<string>>;
}

interface InventoryOptions {
  readonly api: ByProjectKeyRequestBuilder;
  readonly places: readonly Place[];
  /** Requests at a time. */
  readonly cap: number;
}

/** The platform's largest page. */
const PAGE = 500;
/** SKUs of one query, as far as its URL allows (facts/commercetools §7). */
const CHUNK = 200;
/** Products of one page: they are large. */
const PRODUCTS = 100;
/** Ids are random, so their first digits divide the entries evenly. */
const SCANS = Array.from('0123456789abcdef');

export function createInventory({ api, places, cap }: InventoryOptions): Inventory {
  const ofPlaces = channelPredicate(places);
  // Two pages of a comparison may be read at once.
  const lanes = createLanes(cap);
  // Every chunk's entries fit on one page.
  const chunkSize = Math.max(1, Math.min(CHUNK, Math.floor(PAGE / Math.max(1, places.length))));

  async function page(where: readonly string[], variables: Record<string, string[]>): Promise<Entry[]> {
    const queryArgs = { where: [...where], limit: PAGE, sort: 'id asc', withTotal: false, ...variables };
    return (await api.inventory().get({ queryArgs }).execute()).body.results.map(entryOf);
  }

  async function scanFrom(digit: string, onEntries: (entries: readonly Entry[]) => void): Promise<void> {
    const next = SCANS[SCANS.indexOf(digit) + 1];
    const until = next === undefined ? [] : [`id < "${next}"`];
    for (let after = digit; ;) {
      const entries = await page([ofPlaces, greaterThan('id', after), ...until], {});
      onEntries(entries);
      const last = entries.at(-1);
      if (last === undefined || entries.length < PAGE) return;
      after = last.id;
    }
  }

  async function ofProducts(skus: readonly string[], where: readonly string[]): Promise<Set<string>> {
    const found = new Set<string>();
    const wanted = new Set(skus);
    await inFlight(skuChunks(skus, PRODUCTS), cap, async (some) => {
      for await (const sku of variantSkus(api, some, where)) if (wanted.has(sku)) found.add(sku);
    });
    return found;
  }

  return {
    read: async (skus) => {
      if (places.length === 0) return [];
      const found: Entry[] = [];
      await inFlight(skuChunks(skus, chunkSize), cap, async (some) => {
        found.push(...(await lanes(() => page(['sku in :skus', ofPlaces], { 'var.skus': some }))));
      });
      return found;
    },
    change: async ({ id, version }, quantity) => {
      const body = { version, actions: [{ action: 'changeQuantity' as const, quantity }] };
      await api.inventory().withId({ ID: id }).post({ body }).execute();
    },
    create: async (sku, channel, quantity) => {
      const supplyChannel = channel && { typeId: 'channel' as const, id: channel.id };
      const key = entryKey(sku, channel?.key ?? null);
      const body = { sku, key, quantityOnStock: quantity, ...(supplyChannel && { supplyChannel }) };
      try {
        await api.inventory().post({ body }).execute();
        return true;
      } catch (error) {
        if (error instanceof CommercetoolsError && error.code === 'DuplicateField') return false;
        throw error;
      }
    },
    total: async () => {
      // Without a predicate the total is not capped (facts/commercetools §7).
      const { body } = await api
        .inventory()
        .get({ queryArgs: { limit: 1, withTotal: true } })
        .execute();
      return body.total ?? Number.POSITIVE_INFINITY;
    },
    scan: async (onEntries) => {
      if (places.length === 0) return;
      await inFlight(SCANS, Math.min(cap, SCANS.length), (digit) => scanFrom(digit, onEntries));
    },
    known: (skus) => ofProducts(skus, []),
    ofTypes: async (skus, productTypeIds) => {
      const [first, ...others] = productTypeIds;
      if (first === undefined) return new Set();
      return ofProducts(skus, [`productType(${isIn('id', [first, ...others])})`]);
    },
  };
}

async function* variantSkus(
  api: ByProjectKeyRequestBuilder,
  skus: readonly string[],
  only: readonly string[],
): AsyncIterable<string> {
  for (let after: string | undefined; ;) {
    const where = [
      '(masterVariant(sku in :skus) or variants(sku in :skus))',
      ...only,
      ...(after === undefined ? [] : [greaterThan('id', after)]),
    ];
    const queryArgs = {
      where,
      'var.skus': [...skus],
      staged: true,
      limit: PRODUCTS,
      sort: 'id asc',
      withTotal: false,
    };
    const { results } = (await api.productProjections().get({ queryArgs }).execute()).body;
    for (const { masterVariant, variants } of results)
      for (const { sku } of [masterVariant, ...variants]) if (sku !== undefined) yield sku;
    after = results.at(-1)?.id;
    if (results.length < PRODUCTS) return;
  }
}

function channelPredicate(places: readonly Place[]): string {
  const [first, ...others] = places.flatMap(({ channel }) => channel?.id ?? []);
  const withChannel = first === undefined ? [] : [`supplyChannel(${isIn('id', [first, ...others])})`];
  const without = places.some(({ channel }) => channel === null) ? ['supplyChannel is not defined'] : [];
  return `(${[...withChannel, ...without].join(' or ')})`;
}

function entryOf({ id, version, sku, supplyChannel, quantityOnStock }: InventoryEntry): Entry {
  return { id, version, sku, channelId: supplyChannel?.id ?? null, quantity: quantityOnStock };
}

const READABLE = 100;

/** Always the same for the same SKU and channel, and different for others: readable parts and a hash of both. */
export function entryKey(sku: string, channelKey: string | null): string {
  const readable = [sku, channelKey ?? ''].map((part) =>
    part.replace(/[^A-Za-z0-9_-]/g, '-').slice(0, READABLE),
  );
  const hash = createHash('sha256')
    .update(JSON.stringify([sku, channelKey]))
    .digest('hex')
    .slice(0, 12);
  return [...readable, hash].filter((part) => part !== '').join('_');
}
