import { readKnownSkus } from 'peoplevox-connector-shared/catalogue';
import type { Documents, Order } from 'peoplevox-connector-shared/commercetools';

/** What the last audit said of the order's SKUs; undefined for one that no audit has spoken of. */
export async function knownSkus(
  documents: Documents,
  { lineItems }: Order,
): Promise<(sku: string) => boolean | undefined> {
  const known = await readKnownSkus(
    documents,
    lineItems.flatMap(({ variant }) => variant.sku ?? []),
  );
  return (sku) => known.get(sku)?.known;
}
