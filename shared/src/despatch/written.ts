import * as z from 'zod';
import { AUDIT_CONTAINER } from '../commercetools/audit-trail';
import { withConflictRetry } from '../commercetools/conflict';
import type { Documents } from '../commercetools/documents';
import type { World } from '../runtime/world';
import type { Change } from './diff';

/** Kind of the documents of the audit that this room writes, one an order; removed after 30 days as all of it. */
const DESPATCH_AUDIT = 'despatch';
/** Of an order: enough for its fields to be told apart from what a person wrote. */
const MOST = 200;

const document = z.looseObject({
  schemaVersion: z.literal(1),
  written: z.array(z.object({ at: z.string(), field: z.string(), value: z.string() })),
});

/** Field → values that the connector wrote to it, or was about to write. */
type Written = ReadonlyMap<string, ReadonlySet<string>>;

/** Remembers what the connector wrote to an order, so that a person's change can be told from an older value of ours. */
interface WrittenStore {
  read(orderId: string): Promise<Written>;
  /** Before the update: what was remembered and not written does no harm. */
  remember(orderId: string, changes: readonly Change[]): Promise<void>;
}

export function createWrittenStore(
  documents: Documents,
  world: Pick<World, 'clock' | 'random'>,
): WrittenStore {
  const keyOf = (orderId: string) => `${DESPATCH_AUDIT}.${orderId}`;

  async function load(orderId: string) {
    const stored = await documents.read<unknown>(AUDIT_CONTAINER, keyOf(orderId));
    return { version: stored?.version ?? 0, written: document.safeParse(stored?.value).data?.written ?? [] };
  }

  return {
    read: async (orderId) => {
      const written = new Map<string, Set<string>>();
      for (const { field, value } of (await load(orderId)).written)
        written.set(field, (written.get(field) ?? new Set()).add(value));
      return written;
    },
    remember: (orderId, changes) =>
      withConflictRetry({ world }, async () => {
        const { version, written } = await load(orderId);
        const at = new Date(world.clock.now()).toISOString();
        const fresh = changes.flatMap(({ field, after, parts = [] }) =>
          [[field, after] as const, ...parts].map(([name, value]) => ({ at, field: name, value })),
        );
        const all = [...written, ...fresh].slice(-MOST);
        const value = { schemaVersion: 1, kind: DESPATCH_AUDIT, orderId, written: all };
        await documents.write(AUDIT_CONTAINER, keyOf(orderId), value, version);
      }),
  };
}
