import { inChunks } from '../runtime/in-flight';

/** SKUs of one request, in characters: longer URLs are refused on the way (facts/commercetools §7). */
const CHARACTERS = 4000;

/** Cuts SKUs into parts of at most `size` that fit into the URL of a query. */
export function skuChunks(skus: readonly string[], size: number): string[][] {
  return inChunks(skus, size).flatMap((chunk) => {
    const characters = chunk.reduce((sum, sku) => sum + encodeURIComponent(sku).length, 0);
    return characters <= CHARACTERS ? [chunk] : inChunks(chunk, Math.max(1, Math.floor(chunk.length / 8)));
  });
}
