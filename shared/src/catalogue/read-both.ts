import { inFlight } from '../runtime/in-flight';
import type { AuditContext } from './context';
import { addItem, addVariant, type Item, type Variant } from './facts';
import { ItemPages } from './item-pages';
import { ITEM_TYPES, ItemTypesUnusable, type ItemTypesPage } from './item-types';
import { scanVariants } from './variants';

export interface BothSides {
  readonly items: ReadonlyMap<string, Item>;
  readonly variants: ReadonlyMap<string, Variant>;
  readonly pages: number;
  readonly withoutSku: number;
  /** Columns that the tenant's template lacks. */
  readonly missing: readonly string[];
}

interface Pages {
  readonly isThrough: boolean;
  readonly pages: number;
  readonly missing: readonly string[];
}

type Reading = Pick<
  AuditContext,
  'api' | 'rules' | 'cap' | 'documents' | 'assertHeld' | 'itemTypes' | 'world' | 'end' | 'run'
>;

/**
 * Reads all variants, anew at each tick, while the Item types are read page by page at the pace that Peoplevox allows;
 * pages of earlier ticks are kept. `continues`: there was no time for all of them.
 */
export async function readBoth(context: Reading): Promise<BothSides | 'continues'> {
  const { api, rules, cap } = context;
  const items = new Map<string, Item>();
  const variants = new Map<string, Variant>();
  let withoutSku = 0;
  let read: Pages = { isThrough: false, pages: 0, missing: [] };
  const readVariants = async () => {
    ({ withoutSku } = await scanVariants(api, rules, cap, (variant) => addVariant(variants, variant)));
  };
  const readItems = async () => {
    read = await readPages(context, (item) => addItem(items, item));
  };
  await inFlight([readVariants, readItems], 2, (work) => work());
  return read.isThrough ? { items, variants, withoutSku, ...read } : 'continues';
}

async function readPages(context: Reading, onItem: (item: Item) => void): Promise<Pages> {
  const { documents, assertHeld, itemTypes, world, end, run } = context;
  const kept = new ItemPages(documents, run.run, assertHeld);
  let isKept = true;
  let rows = 0;

  async function next(pageNo: number): Promise<ItemTypesPage | undefined> {
    const known = isKept ? await kept.load(pageNo) : undefined;
    if (known !== undefined) return known;
    isKept = false;
    if (world.clock.now() >= end) return undefined;
    const page = await itemTypes.page(pageNo);
    if (page.rows > 0) await kept.save(pageNo, page);
    return page;
  }

  for (let pageNo = 1; ; pageNo += 1) {
    const page = await next(pageNo);
    if (page === undefined) return { isThrough: false, pages: pageNo - 1, missing: [] };
    page.items.forEach(onItem);
    rows += page.rows;
    if (rows >= page.total) return { isThrough: true, pages: pageNo, missing: page.missing };
    // What does not show is not gone.
    if (page.rows === 0)
      throw new ItemTypesUnusable(`Template "${ITEM_TYPES}" shows ${rows} rows of ${page.total}.`);
  }
}
