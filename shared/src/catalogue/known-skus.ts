import { createHash } from 'node:crypto';
import * as z from 'zod';
import { Conflict, type Documents } from '../commercetools/documents';
import { inFlight } from '../runtime/in-flight';

const CONTAINER = 'peoplevox-connector';
const KEY_PREFIX = 'sku-known-';
/** The 64 characters of base64url: the first one of a SKU's hash names its document. */
const SHARDS = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');
/** The next eight, 48 bits, stand for the SKU in it: of 100 million unknown SKUs, fewer than one passes as known. */
const PIECE = 8;

const shard = z.object({
  schemaVersion: z.literal(1),
  run: z.string(),
  /** Milliseconds since the epoch, commercetools' clock. */
  asOf: z.number(),
  pieces: z.string(),
});

interface KnownAnswer {
  /** Whether Peoplevox had an active Item type with this code; undefined: no audit has said it yet. */
  readonly known: boolean | undefined;
  /** When the audit began that says it, milliseconds since the epoch. */
  readonly asOf: number | undefined;
}

/**
 * "Does Peoplevox know this SKU, as of the last audit?", without asking Peoplevox: at most one small document for each
 * SKU. An Item type that was created since counts as unknown.
 */
export async function readKnownSkus(
  documents: Documents,
  skus: readonly string[],
): Promise<ReadonlyMap<string, KnownAnswer>> {
  const shards = new Map<string, z.output<typeof shard> | undefined>();
  await inFlight([...new Set(skus.map((sku) => hash(sku).shard))], SHARDS.length, async (name) => {
    const stored = await documents.read<unknown>(CONTAINER, KEY_PREFIX + name);
    shards.set(name, shard.safeParse(stored?.value).data);
  });
  return new Map(skus.map((sku) => [sku, answer(shards, sku)]));
}

function answer(shards: ReadonlyMap<string, z.output<typeof shard> | undefined>, sku: string): KnownAnswer {
  const { shard: name, piece } = hash(sku);
  const found = shards.get(name);
  return { known: found && includes(found.pieces, piece), asOf: found?.asOf };
}

/** Replaces the answer by what this audit found. */
export async function keepKnownSkus(
  documents: Documents,
  { run, asOf, cap }: { readonly run: string; readonly asOf: number; readonly cap: number },
  codes: Iterable<string>,
): Promise<void> {
  const pieces = new Map<string, string[]>(SHARDS.map((name) => [name, []]));
  for (const code of codes) {
    const { shard: name, piece } = hash(code);
    pieces.get(name)?.push(piece);
  }
  await inFlight([...pieces], cap, async ([name, some]) => {
    const value = { schemaVersion: 1, run, asOf, pieces: some.join('') };
    await overwrite(documents, KEY_PREFIX + name, value);
  });
}

async function overwrite(documents: Documents, key: string, value: object): Promise<void> {
  const version = async () => (await documents.read(CONTAINER, key))?.version ?? 0;
  try {
    await documents.write(CONTAINER, key, value, await version());
  } catch (error) {
    // Only the holder of the lease writes: it was an earlier write of ours.
    if (!(error instanceof Conflict)) throw error;
    await documents.write(CONTAINER, key, value, await version());
  }
}

function hash(sku: string): { readonly shard: string; readonly piece: string } {
  const digest = createHash('sha256').update(sku).digest('base64url');
  return { shard: digest.slice(0, 1), piece: digest.slice(1, 1 + PIECE) };
}

function includes(pieces: string, piece: string): boolean {
  for (let at = 0; at < pieces.length; at += PIECE) if (pieces.startsWith(piece, at)) return true;
  return false;
}
