import * as z from 'zod';
import { withConflictRetry } from '../commercetools/conflict';
import type { Documents } from '../commercetools/documents';
import type { World } from '../runtime/world';

const CONTAINER = 'peoplevox-connector';
const KEY = 'request-orders';
/** Whoever asks for more at once wants a sweep. */
const MOST = 500;

const requests = z.object({
  schemaVersion: z.literal(1),
  /** Order id → when it was asked for, ISO 8601. */
  orders: z.record(z.string(), z.string()),
});

interface ReplayParts {
  readonly documents: Documents;
  readonly world: Pick<World, 'clock' | 'random'>;
}

/**
 * A person asks for an order's export to be decided again; whoever sweeps orders does it at its next tick.
 * @returns false when too many wait already
 */
export async function leaveReplay({ documents, world }: ReplayParts, orderId: string): Promise<boolean> {
  return withConflictRetry({ world }, async () => {
    const stored = await documents.read<unknown>(CONTAINER, KEY);
    const orders = { ...requests.safeParse(stored?.value).data?.orders };
    if (Object.keys(orders).length >= MOST && !(orderId in orders)) return false;
    orders[orderId] = new Date(world.clock.now()).toISOString();
    await documents.write(CONTAINER, KEY, { schemaVersion: 1, orders }, stored?.version ?? 0);
    return true;
  });
}

/** Ids of the orders that were asked for, and when. */
export async function readReplays(documents: Documents): Promise<ReadonlyMap<string, string>> {
  const stored = await documents.read<unknown>(CONTAINER, KEY);
  return new Map(Object.entries(requests.safeParse(stored?.value).data?.orders ?? {}));
}

/** Takes requests away that are done; one that was asked for again meanwhile stays. */
export async function replaysDone(
  { documents, world }: ReplayParts,
  done: ReadonlyMap<string, string>,
): Promise<void> {
  await withConflictRetry({ world }, async () => {
    const stored = await documents.read<unknown>(CONTAINER, KEY);
    const asked = requests.safeParse(stored?.value).data;
    if (stored === undefined || asked === undefined) return;
    const orders = Object.fromEntries(Object.entries(asked.orders).filter(([id, at]) => done.get(id) !== at));
    if (Object.keys(orders).length === Object.keys(asked.orders).length) return;
    await documents.write(CONTAINER, KEY, { schemaVersion: 1, orders }, stored.version);
  });
}
