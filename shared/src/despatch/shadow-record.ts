import { isDeepStrictEqual } from 'node:util';
import type { Order } from '@commercetools/platform-sdk';
import * as z from 'zod';
import { AUDIT_CONTAINER } from '../commercetools/audit-trail';
import { withConflictRetry } from '../commercetools/conflict';
import type { Documents } from '../commercetools/documents';
import type { World } from '../runtime/world';

/** Kind of the documents of the audit that say what would be written in mode `shadow`, one an order. */
const KIND = 'shadow';

const document = z.looseObject({
  schemaVersion: z.literal(1),
  kind: z.literal(KIND),
  orderId: z.string(),
  orderNumber: z.string(),
  /** When it was last decided otherwise; ISO 8601, UTC. */
  at: z.string(),
  /** `field: value` each. */
  despatches: z.array(z.string()),
  returns: z.array(z.string()),
});

type ShadowBooking = z.output<typeof document>;
type Part = 'despatches' | 'returns';

/** Keeps what a look would have written to an order, for people to judge before they let it. */
interface ShadowRecord {
  note(order: Order, part: Part, would: readonly string[]): Promise<void>;
}

export function createShadowRecord(
  documents: Documents,
  world: Pick<World, 'clock' | 'random'>,
): ShadowRecord {
  return {
    note: ({ id, orderNumber = id }, part, would) =>
      withConflictRetry({ world }, async () => {
        const key = `${KIND}.${id}`;
        const stored = await documents.read<unknown>(AUDIT_CONTAINER, key);
        const known = document.safeParse(stored?.value).data;
        const before: Record<Part, readonly string[]> = {
          despatches: known?.despatches ?? [],
          returns: known?.returns ?? [],
        };
        if (isDeepStrictEqual(before[part], would)) return;
        const at = new Date(world.clock.now()).toISOString();
        const value = {
          schemaVersion: 1,
          kind: KIND,
          orderId: id,
          orderNumber,
          at,
          ...before,
          [part]: would,
        };
        await documents.write(AUDIT_CONTAINER, key, value, stored?.version ?? 0);
      }),
  };
}

/** What would be written, of the last 30 days, in no particular order. */
export async function* listShadowBookings(documents: Documents): AsyncIterable<ShadowBooking> {
  for await (const { value } of documents.list<unknown>(AUDIT_CONTAINER, `value(kind = "${KIND}")`)) {
    const { data } = document.safeParse(value);
    if (data !== undefined) yield data;
  }
}
