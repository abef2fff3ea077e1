import type { ByProjectKeyRequestBuilder } from '@commercetools/platform-sdk';
import { isIn } from './predicate';

/** Ids of the product types with these keys; those that do not exist are left out. */
export async function productTypeIds(
  api: ByProjectKeyRequestBuilder,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const [first, ...others] = keys;
  if (first === undefined) return new Set();
  const queryArgs = { where: isIn('key', [first, ...others]), limit: 500, withTotal: false };
  const { results } = (await api.productTypes().get({ queryArgs }).execute()).body;
  return new Set(results.map(({ id }) => id));
}
