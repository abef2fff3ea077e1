import { Conflict, type Documents } from '../commercetools/documents';
import { quoted } from '../commercetools/predicate';
import type { Clock } from '../runtime/clock';
import type { Log } from '../runtime/log';

export const AUDIT_CONTAINER = 'peoplevox-audit';
const KEY_PREFIX = 'stock.';
const RECORDS_PER_CHUNK = 500;
const KEEP_MS = 30 * 86_400_000;

/** One change of an InventoryEntry. */
export interface StockMovement {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly site: string;
  /** Key of the supply Channel; empty for the entry without channel. */
  readonly channel: string;
  readonly sku: string;
  /** -1: there was no entry. */
  readonly from: number;
  readonly to: number;
  /** Units of the ItemCode. */
  readonly available: number;
  /** Units of the ItemCode. */
  readonly unallocated: number;
  readonly buffer: number;
  /** What made the run look at it; the report's own words where it says what happened. */
  readonly cause: string;
  /** Would have been changed. */
  readonly shadow: boolean;
}

export interface Audit {
  record(movement: Omit<StockMovement, 'at'>): void;
  /** Writes what has been recorded; called at the end, and wherever many records may have gathered. */
  flush(): Promise<void>;
}

/** Each movement a line of the log, and in chunks of up to 500 in `peoplevox-audit`, key = run and index. */
export function createAudit(
  { documents, log, clock }: { readonly documents: Documents; readonly log: Log; readonly clock: Clock },
  run: string,
): Audit {
  let waiting: StockMovement[] = [];
  let index = 0;

  async function writeChunk(records: readonly StockMovement[]): Promise<void> {
    for (;;) {
      const key = `${KEY_PREFIX}${run}.${index}`;
      index += 1;
      try {
        await documents.write(AUDIT_CONTAINER, key, { schemaVersion: 1, kind: 'stock', run, records }, 0);
        return;
      } catch (error) {
        // A run that goes on in another process finds the first indexes taken.
        if (!(error instanceof Conflict)) throw error;
      }
    }
  }

  return {
    record: (movement) => {
      const at = new Date(clock.now()).toISOString();
      waiting.push({ at, ...movement });
      log.info(movement.shadow ? 'Stock would be changed.' : 'Stock was changed.', { run, ...movement });
    },
    flush: async () => {
      while (waiting.length > 0) {
        const records = waiting.slice(0, RECORDS_PER_CHUNK);
        await writeChunk(records);
        waiting = waiting.slice(records.length);
      }
    },
  };
}

/** Removes chunks of stock movements that are older than 30 days; returns how many. */
export async function removeOldAudit(documents: Documents, now: number): Promise<number> {
  const before = new Date(now - KEEP_MS).toISOString();
  let removed = 0;
  for await (const { key, version } of documents.list(AUDIT_CONTAINER, `createdAt < ${quoted(before)}`)) {
    if (!key.startsWith(KEY_PREFIX)) continue;
    if (await documents.remove(AUDIT_CONTAINER, key, version)) removed += 1;
  }
  return removed;
}
