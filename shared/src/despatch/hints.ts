import { createHash } from 'node:crypto';
import * as z from 'zod';
import { withConflictRetry } from '../commercetools/conflict';
import { Conflict, type Documents, type Stored } from '../commercetools/documents';
import { quoted } from '../commercetools/predicate';
import { createTurns } from '../runtime/turns';
import type { World } from '../runtime/world';

export const HINTS_CONTAINER = 'peoplevox-hints';

/** What may have happened to a sales order. Only a hint: what is true is read from Peoplevox. */
export type HintKind = 'status' | 'despatch' | 'tracking' | 'return';

/** Times are ISO 8601, UTC, by the clock of the instance that wrote them. */
const hintDocument = z.looseObject({
  schemaVersion: z.literal(1),
  /** SalesOrderNumber: the key cannot hold every character. */
  number: z.string(),
  kinds: z.array(z.enum(['status', 'despatch', 'tracking', 'return'])),
  firstSeenAt: z.string(),
  lastSeenAt: z.string(),
  /** Hints that are gathered here. */
  count: z.number(),
  /** What the last look saw; only whoever looked can read it. */
  reading: z.unknown().optional(),
  /** Not to be worked before this time. Whatever arrives anew takes it away. */
  notBefore: z.string().optional(),
});
export type Hint = z.output<typeof hintDocument>;
export type StoredHint = Stored<Hint>;

export interface Hints {
  /** Keeps a hint; what is written already for this sales order is one with it. Durable once it resolves. */
  note(number: string, kind: HintKind): Promise<void>;
  read(number: string): Promise<StoredHint | undefined>;
  /** Hints that may be worked now, at most `limit`. */
  due(limit: number): Promise<StoredHint[]>;
  /** Takes a hint away that was worked; false, and it stays, when something newer arrived meanwhile. */
  remove(worked: StoredHint): Promise<boolean>;
  /** Keeps a hint that was worked for another look from `notBefore` (ms since the epoch) on; false as for `remove`. */
  postpone(worked: StoredHint, notBefore: number, reading?: unknown): Promise<boolean>;
}

interface News {
  readonly kinds: Set<HintKind>;
  count: number;
}

/** Callbacks of one sales order come in bursts, perhaps to several instances. */
const ATTEMPTS = 8;

/**
 * Hints as Custom Objects, one a sales order number, changed by compare-and-set only. Hints of one number that arrive
 * while one is being written share the next write.
 */
export function createHints(documents: Documents, world: Pick<World, 'clock' | 'random'>): Hints {
  const news = new Map<string, News>();

  const write = createTurns(async (number) => {
    const taken = news.get(number);
    news.delete(number);
    if (taken !== undefined)
      await withConflictRetry({ world, attempts: ATTEMPTS }, () => writeOnce(number, taken));
  });

  /**
   * Onto what is there now, never onto what was written last: a hint that was worked meanwhile and noted anew counts its
   * versions from 1 again, and would be overwritten unseen.
   */
  async function writeOnce(number: string, taken: News): Promise<void> {
    const key = keyOf(number);
    const stored = await documents.read<unknown>(HINTS_CONTAINER, key);
    const before = hintDocument.safeParse(stored?.value).data;
    // What a later version wrote stays as it is, but gets a new version: whoever works on it must look again.
    const isForeign = before === undefined && stored !== undefined;
    const value = isForeign ? stored.value : merged(before, number, taken);
    await documents.write(HINTS_CONTAINER, key, value, stored?.version ?? 0);
  }

  function merged(before: Hint | undefined, number: string, { kinds, count }: News): Hint {
    const now = new Date(world.clock.now()).toISOString();
    const { notBefore: _over, ...rest } = before ?? { schemaVersion: 1, number, firstSeenAt: now };
    return {
      ...rest,
      kinds: [...new Set([...(before?.kinds ?? []), ...kinds])],
      lastSeenAt: now,
      count: (before?.count ?? 0) + count,
    };
  }

  async function unlessNewer(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (error instanceof Conflict) return false;
      throw error;
    }
  }

  return {
    note: (number, kind) => {
      const waiting = news.get(number) ?? { kinds: new Set(), count: 0 };
      waiting.kinds.add(kind);
      waiting.count += 1;
      news.set(number, waiting);
      return write(number);
    },
    read: async (number) => readable(await documents.read<unknown>(HINTS_CONTAINER, keyOf(number))),
    due: async (limit) => {
      const found: StoredHint[] = [];
      // Those that wait for a later look are many where despatches are captured: they are not read.
      const now = quoted(new Date(world.clock.now()).toISOString());
      const where = `value(notBefore is not defined or notBefore <= ${now})`;
      for await (const stored of documents.list<unknown>(HINTS_CONTAINER, where)) {
        const hint = readable(stored);
        if (hint !== undefined) found.push(hint);
        if (found.length === limit) break;
      }
      return found;
    },
    remove: ({ key, version }) => unlessNewer(() => documents.remove(HINTS_CONTAINER, key, version)),
    postpone: ({ key, value, version }, notBefore, reading) =>
      unlessNewer(() =>
        documents.write(
          HINTS_CONTAINER,
          key,
          { ...value, reading, notBefore: new Date(notBefore).toISOString() },
          version,
        ),
      ),
  };
}

/** Undefined also for what a later version of the connector wrote: it is worked by that version. */
function readable(stored: Stored<unknown> | undefined): StoredHint | undefined {
  const value = hintDocument.safeParse(stored?.value).data;
  return stored && value && { ...stored, value };
}

const LONGEST_KEY = 256;

/** Key of the hint of a sales order number: what a key cannot hold (facts/commercetools §8) is written as its bytes. */
export function keyOf(number: string): string {
  const key = number.replace(/[^-_.A-Za-z0-9]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `~${byte.toString(16).padStart(2, '0')}`).join(''),
  );
  return key.length <= LONGEST_KEY ? key : `~~${createHash('sha256').update(number).digest('hex')}`;
}
