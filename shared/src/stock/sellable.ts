import type { Rules } from '../configuration/rules';

interface StockFacts {
  /** Available in Peoplevox, units of the ItemCode; negative after a stock take that found too little. */
  readonly available: number;
  /** Units of orders that Peoplevox has not allocated, units of the ItemCode. */
  readonly unallocated: number;
  /** Units kept back, as commercetools counts them. */
  readonly buffer: number;
  /** Units of the ItemCode in one commercetools unit. */
  readonly factor: number;
}

/** Absorbs binary fractions such as 0.3 / 0.1; far below any real unit. */
const TOLERANCE = 1e-9;

/** What commercetools may sell, in its own units: never more than is there, never below 0. */
export function sellable({ available, unallocated, buffer, factor }: StockFacts): number {
  const free = Math.floor((available - unallocated) / factor + TOLERANCE);
  return Math.max(0, free - buffer);
}

/** What the rules say of one SKU at one site. */
export interface StockTerms {
  readonly buffer: number;
  readonly factor: number;
}

/** Looks the terms up quickly for many SKUs. */
export function createStockTerms(rules: Rules): (site: string, sku: string) => StockTerms {
  const siteBuffers = new Map(rules.sites.map(({ reference, safetyBuffer }) => [reference, safetyBuffer]));
  const factors = new Map(Object.entries(rules.unitsOfMeasure));
  const buffers = rules.inventory.buffers.map(({ sites, skuPrefixes, skus, units }) => ({
    units,
    sites: new Set(sites),
    skus: new Set(skus),
    skuPrefixes,
  }));

  function ownBuffer(site: string, sku: string): number | undefined {
    return buffers.find(({ sites, skus, skuPrefixes }) => {
      const isSite = sites.size === 0 || sites.has(site);
      const isAny = skus.size === 0 && skuPrefixes.length === 0;
      return isSite && (isAny || skus.has(sku) || skuPrefixes.some((prefix) => sku.startsWith(prefix)));
    })?.units;
  }

  return (site, sku) => ({
    buffer: ownBuffer(site, sku) ?? siteBuffers.get(site) ?? 0,
    factor: factors.get(sku) ?? 1,
  });
}
