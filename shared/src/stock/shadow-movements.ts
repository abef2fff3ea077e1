import * as z from 'zod';
import { AUDIT_CONTAINER } from '../commercetools/audit-trail';
import type { Documents } from '../commercetools/documents';
import { equals, quoted } from '../commercetools/predicate';
import { STOCK_AUDIT } from './audit';
import { STATE_KEY, stockState } from './state';

const movement = z.looseObject({
  at: z.string(),
  site: z.string(),
  channel: z.string(),
  sku: z.string(),
  from: z.number(),
  to: z.number(),
  available: z.number(),
  unallocated: z.number(),
  buffer: z.number(),
  cause: z.string(),
  shadow: z.boolean(),
});
const chunk = z.looseObject({ records: z.array(movement) });

/** A change of stock that would have been made; see StockMovement. */
type ShadowMovement = z.output<typeof movement>;

interface ShadowStock {
  /** When all stock was last compared, ISO 8601, UTC; undefined: not yet. */
  readonly since: string | undefined;
  /** The last one of each site and SKU. */
  readonly movements: readonly ShadowMovement[];
}

/**
 * What the stock import would have written since it last compared all stock. Nothing is written in mode `shadow`, so a
 * comparison finds every difference; what became equal since is still told until the next one.
 */
export async function readShadowStock(documents: Documents): Promise<ShadowStock> {
  const state = await documents.read<unknown>('peoplevox-connector', STATE_KEY);
  const { full } = stockState.safeParse(state?.value).data ?? {};
  if (full === undefined) return { since: undefined, movements: [] };
  const since = new Date(full.startedAt).toISOString();
  const where = `value(${equals('kind', STOCK_AUDIT)}) and createdAt >= ${quoted(since)}`;
  const found: ShadowMovement[] = [];
  for await (const { value } of documents.list<unknown>(AUDIT_CONTAINER, where))
    found.push(...(chunk.safeParse(value).data?.records ?? []).filter(({ shadow }) => shadow));
  const inOrder = found.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const last = new Map(inOrder.map((one) => [JSON.stringify([one.site, one.sku]), one]));
  return { since, movements: [...last.values()] };
}
