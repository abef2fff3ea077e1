import type { Product, ProductProjection } from '../core/platform';

/** A product seen from one side: what is on sale, or what is being prepared. */
export function projected(product: Product, staged: boolean): ProductProjection {
  const {
    masterData,
    id,
    version,
    createdAt,
    lastModifiedAt,
    key,
    productType,
    taxCategory,
    state,
    priceMode,
  } = product;
  const head = { id, version, createdAt, lastModifiedAt, key, productType, taxCategory, state, priceMode };
  const { published, hasStagedChanges } = masterData;
  return { ...head, published, hasStagedChanges, ...(staged ? masterData.staged : masterData.current) };
}
