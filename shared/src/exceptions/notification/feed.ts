import * as z from 'zod';
import type { Documents, Stored } from '../../commercetools/documents';
import { OwnDocument } from '../../commercetools/own-document';
import { quoted } from '../../commercetools/predicate';

/** A document as it is published. `id` is the same whenever the same state of it is published again. */
export interface FeedItem {
  readonly id: string;
  readonly container: string;
  readonly key: string;
  /** ISO 8601, UTC, commercetools' clock. */
  readonly modifiedAt: string;
  readonly value: unknown;
}

interface FeedParts {
  readonly documents: Documents;
  /** Resolves when all of them were taken for good. */
  readonly publish: (items: readonly FeedItem[]) => Promise<void>;
  readonly assertHeld: () => void;
}

const memory = z.object({
  schemaVersion: z.literal(1),
  /** Of the newest document that was published. */
  at: z.number(),
  /** What was published of the last minutes, by key. */
  recent: z.record(z.string(), z.object({ version: z.number(), at: z.number() })),
});

/** Documents may become visible a little later than others that are dated after them. */
const OVERLAP_MS = 5 * 60_000;
const BATCH = 200;

/**
 * Publishes each new state of the documents of a container, oldest first; at the first time what stands open, or
 * nothing. Remembered after it was published: a crash between the two publishes a batch once more, under the same ids.
 * When the first time fails, the next goes on where it broke off, with whatever has changed since.
 * @returns how many were published
 */
export async function feed(
  { documents, publish, assertHeld }: FeedParts,
  { container, atFirst, now }: { readonly container: string; readonly atFirst: string; readonly now: number },
): Promise<number> {
  const document = new OwnDocument(documents, `fed-${container}`, memory, assertHeld);
  const known = await document.load();
  const since = known === undefined ? undefined : new Date(known.at - OVERLAP_MS).toISOString();
  const where = since === undefined ? atFirst : `lastModifiedAt >= ${quoted(since)}`;
  const found: Stored<unknown>[] = [];
  for await (const stored of documents.list<unknown>(container, where))
    if (known?.recent[stored.key]?.version !== stored.version) found.push(stored);
  found.sort((one, other) => one.lastModifiedAt - other.lastModifiedAt);
  const save = (to: Published) => document.save({ schemaVersion: 1, ...to });
  let published: Published = known ?? { at: found[0]?.lastModifiedAt ?? now, recent: {} };
  if (known === undefined) await save(published);
  for (let from = 0; from < found.length; from += BATCH) {
    const batch = found.slice(from, from + BATCH);
    assertHeld();
    await publish(batch.map(itemOf));
    published = withBatch(published, batch);
    await save(published);
  }
  // All that stood open is told: what was resolved before is not.
  if (known === undefined && found.length > 0) await save({ ...published, at: Math.max(now, published.at) });
  return found.length;
}

type Published = Pick<z.output<typeof memory>, 'at' | 'recent'>;

function withBatch({ at, recent }: Published, batch: readonly Stored<unknown>[]): Published {
  const newest = Math.max(at, ...batch.map(({ lastModifiedAt }) => lastModifiedAt));
  const fresh = batch.map(
    ({ key, version, lastModifiedAt }) => [key, { version, at: lastModifiedAt }] as const,
  );
  const all = Object.entries({ ...recent, ...Object.fromEntries(fresh) });
  return { at: newest, recent: Object.fromEntries(all.filter(([, one]) => one.at >= newest - OVERLAP_MS)) };
}

function itemOf({ container, key, version, lastModifiedAt, value }: Stored<unknown>): FeedItem {
  const modifiedAt = new Date(lastModifiedAt).toISOString();
  return { id: `${container}/${key}/${version}`, container, key, modifiedAt, value };
}
