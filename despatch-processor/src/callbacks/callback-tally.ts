import { withConflictRetry, type Documents } from 'peoplevox-connector-shared/commercetools';
import type { Log, World } from 'peoplevox-connector-shared/runtime';
import * as z from 'zod';
import type { CallbackName } from './events';

export const CALLBACKS = { container: 'peoplevox-connector', key: 'callbacks' } as const;

/** `foreign`: sales orders that callbacks named and that are not ours. */
export type Counted = CallbackName | 'unreadable' | 'foreign';

export interface CallbackTally {
  count(what: Counted, times?: number): void;
}

const counts = z.record(z.string(), z.number());
const document = z.object({ counts, lastAt: z.record(z.string(), z.string()) });
type CallbackCounts = z.output<typeof document>;

const EVERY_MS = 60_000;

interface CallbackTallyParts {
  readonly documents: Documents;
  readonly world: Pick<World, 'clock' | 'random'>;
  readonly log: Log;
}

/**
 * How many callbacks came, of which kind, and when each kind came last: kept for people and for whoever notices their
 * silence. Written at most once a minute; what an ending instance had not yet written is missing from the counts.
 */
export function createCallbackTally({ documents, world, log }: CallbackTallyParts): CallbackTally {
  const { clock } = world;
  let counted = new Map<Counted, number>();
  const lastAt = new Map<Counted, number>();
  let writtenAt = -Infinity;

  async function write(): Promise<void> {
    const fresh = counted;
    counted = new Map();
    await withConflictRetry({ world }, async () => {
      const stored = await documents.read<unknown>(CALLBACKS.container, CALLBACKS.key);
      const before = readCallbackCounts(stored?.value);
      const value = { schemaVersion: 1, ...merged(before, fresh, lastAt) };
      await documents.write(CALLBACKS.container, CALLBACKS.key, value, stored?.version ?? 0);
    });
  }

  return {
    count: (what, times = 1) => {
      counted.set(what, (counted.get(what) ?? 0) + times);
      lastAt.set(what, clock.now());
      if (clock.now() - writtenAt < EVERY_MS) return;
      writtenAt = clock.now();
      write().catch((error: unknown) => {
        log.warn('The counts of callbacks could not be kept.', {
          reason: error instanceof Error ? error.name : 'unknown',
        });
      });
    },
  };
}

export function readCallbackCounts(value: unknown): CallbackCounts {
  return document.safeParse(value).data ?? { counts: {}, lastAt: {} };
}

function merged(
  before: CallbackCounts,
  fresh: ReadonlyMap<Counted, number>,
  lastAt: ReadonlyMap<Counted, number>,
): CallbackCounts {
  const after = { counts: { ...before.counts }, lastAt: { ...before.lastAt } };
  for (const [what, times] of fresh) after.counts[what] = (after.counts[what] ?? 0) + times;
  for (const [what, at] of lastAt) {
    const known = Date.parse(after.lastAt[what] ?? '') || -Infinity;
    after.lastAt[what] = new Date(Math.max(known, at)).toISOString();
  }
  return after;
}
