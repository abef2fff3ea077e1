import * as z from 'zod';
import { Conflict, type Documents } from '../commercetools/documents';
import { inFlight } from '../runtime/in-flight';

const CONTAINER = 'peoplevox-connector';
const PAGES_IN_BLOCK = 10;
/** Documents at a time. */
const CAP = 10;

const block = z.object({ run: z.string(), hashes: z.string() });

/**
 * The places that a full comparison has found in Peoplevox, four bytes each, so that half a million fit into two
 * megabytes. Kept in documents, ten pages each: a run that was killed goes on knowing them. Of 10 000 places that are
 * missing, one may pass as seen; the next comparison finds it (the hash is salted with the run).
 */
export class SeenPlaces {
  private readonly blocks = new Map<number, number[]>();
  private readonly versions = new Map<number, number>();
  private readonly unsaved = new Set<number>();
  private readonly salt: number;
  private sorted: Uint32Array | undefined;

  constructor(
    private readonly documents: Documents,
    private readonly run: string,
    private readonly keyPrefix = 'stock-seen-',
  ) {
    this.salt = hash(run, 0);
  }

  /** What earlier processes saw, up to but not including `page`. */
  async load(page: number): Promise<void> {
    for (let index = 0; index < blocksBefore(page); index += 1) {
      const found = block.safeParse((await this.read(index))?.value).data;
      if (found?.run === this.run) this.blocks.set(index, decoded(found.hashes));
    }
  }

  add(page: number, places: readonly string[]): void {
    const index = Math.floor((page - 1) / PAGES_IN_BLOCK);
    const hashes = this.blocks.get(index) ?? [];
    for (const place of places) hashes.push(hash(place, this.salt));
    this.blocks.set(index, hashes);
    this.unsaved.add(index);
    this.sorted = undefined;
  }

  /** Keeps what was seen; to be done before the run's own document says that the pages are done. */
  async save(): Promise<void> {
    for (const index of [...this.unsaved]) {
      this.unsaved.delete(index);
      if (!this.versions.has(index)) await this.read(index);
      const value = { schemaVersion: 1, run: this.run, hashes: encoded(this.blocks.get(index) ?? []) };
      const version = this.versions.get(index) ?? 0;
      const written = await this.documents.write(CONTAINER, this.keyPrefix + String(index), value, version);
      this.versions.set(index, written.version);
    }
  }

  private async read(index: number) {
    const stored = await this.documents.read<unknown>(CONTAINER, this.keyPrefix + String(index));
    this.versions.set(index, stored?.version ?? 0);
    return stored;
  }

  has(place: string): boolean {
    this.sorted ??= Uint32Array.from([...this.blocks.values()].flat()).sort();
    return includes(this.sorted, hash(place, this.salt));
  }

  /** Removes the documents of a run of so many pages. */
  async forget(page: number): Promise<void> {
    const indexes = Array.from({ length: blocksBefore(page) }, (_, index) => index);
    await inFlight(indexes, CAP, async (index) => {
      const key = this.keyPrefix + String(index);
      const stored = await this.documents.read(CONTAINER, key);
      if (stored === undefined) return;
      try {
        await this.documents.remove(CONTAINER, key, stored.version);
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
      }
    });
  }
}

function blocksBefore(page: number): number {
  return Math.ceil((page - 1) / PAGES_IN_BLOCK);
}

function encoded(hashes: readonly number[]): string {
  return Buffer.from(Uint32Array.from(hashes).buffer).toString('base64');
}

function decoded(text: string): number[] {
  const bytes = Buffer.from(text, 'base64');
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => bytes.readUInt32LE(index * 4));
}

/** FNV-1a with the final mixing of MurmurHash3, 32 bits. */
function hash(text: string, salt: number): number {
  let state = (0x811c9dc5 ^ salt) >>> 0;
  for (let index = 0; index < text.length; index += 1)
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193) >>> 0;
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b) >>> 0;
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35) >>> 0;
  return (state ^ (state >>> 16)) >>> 0;
}

function includes(sorted: Uint32Array, wanted: number): boolean {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = sorted[middle] ?? 0;
    if (found === wanted) return true;
    if (found < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}
