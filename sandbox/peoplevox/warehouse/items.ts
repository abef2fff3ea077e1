import type { Item, Stock } from './records';

/** Stock of an item at a site. */
export interface HeldStock {
  readonly item: Item;
  readonly site: string;
  readonly stock: Stock;
}

/** Items by ItemCode as printed, deactivated ones included. */
export interface Items extends Iterable<[string, Item]> {
  readonly size: number;
  get(code: string): Item | undefined;
  has(code: string): boolean;
  set(code: string, item: Item): void;
  delete(code: string): boolean;
  values(): Iterable<Item>;
  /** The stock of an item at a site, from now on if there was none. */
  stockAt(item: Item, site: string): Stock;
  /** All stock in the order of the ItemCodes; kept until an item or a site comes or goes, so that pages cost little. */
  held(): readonly HeldStock[];
}

export function createItems(): Items {
  const items = new Map<string, Item>();
  let held: readonly HeldStock[] | undefined;

  function ordered(): readonly HeldStock[] {
    const rows = [...items.values()].flatMap((item) =>
      [...item.stock].map(([site, stock]) => ({ item, site, stock })),
    );
    // By code unit, as reports are ordered.
    return rows.sort(
      (one, other) => Number(one.item.code > other.item.code) - Number(one.item.code < other.item.code),
    );
  }

  return {
    get size() {
      return items.size;
    },
    get: (code) => items.get(code),
    has: (code) => items.has(code),
    set: (code, item) => {
      held = undefined;
      items.set(code, item);
    },
    delete: (code) => {
      held = undefined;
      return items.delete(code);
    },
    values: () => items.values(),
    [Symbol.iterator]: () => items[Symbol.iterator](),
    stockAt: (item, site) => {
      const known = item.stock.get(site);
      if (known) return known;
      const fresh = { onHand: 0, allocated: 0 };
      item.stock.set(site, fresh);
      held = undefined;
      return fresh;
    },
    held: () => (held ??= ordered()),
  };
}
