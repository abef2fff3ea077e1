import type { ByProjectKeyRequestBuilder, Order } from '@commercetools/platform-sdk';
import { isIn, quoted } from '../commercetools/predicate';
import { skuChunks } from '../commercetools/sku-chunks';
import { inFlight } from '../runtime/in-flight';
import type { Usage } from './facts';

/** SKUs of one question. */
const TERMS = 50;
/** Orders are large, and the first few answer for many SKUs. */
const PAGE = 20;

const OPEN = [
  'orderState in ("Open", "Confirmed")',
  '(shipmentState is not defined or shipmentState not in ("Shipped", "Delivered", "Canceled"))',
];

/**
 * Which of the SKUs customers ordered: in open orders of any age, and since `soldSince` (milliseconds since the epoch).
 * Orders tell it, not products: a SKU may be ordered that no product has any more. `cap`: requests at a time.
 */
export async function readUsage(
  api: ByProjectKeyRequestBuilder,
  skus: readonly string[],
  soldSince: number,
  cap: number,
): Promise<Usage> {
  const inOpenOrders = new Set<string>();
  const sold = new Set<string>();
  const since = `createdAt >= ${quoted(new Date(soldSince).toISOString())}`;
  await inFlight(skuChunks(skus, TERMS), cap, async (some) => {
    for (const sku of await ordered(api, OPEN, some)) inOpenOrders.add(sku);
    const others = some.filter((sku) => !inOpenOrders.has(sku));
    for (const sku of await ordered(api, [since, 'orderState != "Cancelled"'], others)) sold.add(sku);
  });
  return { inOpenOrders, sold };
}

/** Asks again for what the answer did not settle, until nothing comes: each answer settles at least one SKU. */
async function ordered(
  api: ByProjectKeyRequestBuilder,
  conditions: readonly string[],
  skus: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (let wanted = [...skus]; ; wanted = wanted.filter((sku) => !found.has(sku))) {
    const [first, ...others] = wanted;
    if (first === undefined) return found;
    const where = [...conditions, `lineItems(variant(${isIn('sku', [first, ...others])}))`];
    const queryArgs = { where, limit: PAGE, sort: 'id asc', withTotal: false };
    const { results } = (await api.orders().get({ queryArgs }).execute()).body;
    const before = found.size;
    for (const sku of results.flatMap(skusOf)) if (wanted.includes(sku)) found.add(sku);
    if (results.length < PAGE || found.size === before) return found;
  }
}

function skusOf({ lineItems }: Order): string[] {
  return lineItems.flatMap(({ variant }) => variant.sku ?? []);
}
