import type { ByProjectKeyRequestBuilder } from '@commercetools/platform-sdk';
import { productTypeIds } from '../commercetools/product-types';
import type { Rules } from '../configuration/rules';
import type { Inventory } from './inventory';

/** Goods of the product types that Peoplevox does not ship by rule: their stock is the merchant's own to count. */
export interface ForeignGoods {
  /** False: no rule names a product type, and nobody need ask. */
  readonly possible: boolean;
  /** Which of these SKUs are such goods. */
  among(skus: readonly string[]): Promise<ReadonlySet<string>>;
}

/** Product types are looked up once. */
export function createForeignGoods(
  api: ByProjectKeyRequestBuilder,
  { notShippedByPeoplevox: { productTypes } }: Pick<Rules, 'notShippedByPeoplevox'>,
  inventory: Pick<Inventory, 'ofTypes'>,
): ForeignGoods {
  let ids: Promise<ReadonlySet<string>> | undefined;
  return {
    possible: productTypes.length > 0,
    among: async (skus) => {
      if (productTypes.length === 0 || skus.length === 0) return new Set();
      ids ??= productTypeIds(api, productTypes);
      return inventory.ofTypes(skus, [...(await ids)]);
    },
  };
}
