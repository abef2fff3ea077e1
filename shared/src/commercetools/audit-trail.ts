import { inChunks } from '../runtime/in-flight';
import { Conflict, type Documents, type Stored } from './documents';

export const AUDIT_CONTAINER = 'peoplevox-audit';
const RECORDS_PER_CHUNK = 500;

/** Records that were written before what they tell was done. */
export interface Announcement<Record> {
  /** Writes them as they turned out, in the same order. */
  settle(records: readonly Record[]): Promise<void>;
}

export interface AuditTrail<Record> {
  /** Writes records of what is about to be done: a process that ends in the middle leaves no write untold. */
  announce(records: readonly Record[]): Promise<Announcement<Record>>;
  add(record: Record): void;
  /** Writes what has been added; called at the end, and wherever many records may have gathered. */
  flush(): Promise<void>;
}

/**
 * Records of what a run wrote, in chunks of up to 500 in `peoplevox-audit`, key = kind, run, part and index.
 * @param part Of a run of several processes, so that none must find its way past what the others wrote.
 */
export function createAuditTrail<Record>(
  documents: Documents,
  { kind, run, part }: { readonly kind: string; readonly run: string; readonly part?: string },
): AuditTrail<Record> {
  let waiting: Record[] = [];
  let index = 0;

  const chunk = (records: readonly Record[]) => ({ schemaVersion: 1, kind, run, records });

  async function writeChunk(records: readonly Record[]): Promise<Stored<unknown>> {
    for (;;) {
      const key = [kind, run, ...(part === undefined ? [] : [part]), index].join('.');
      index += 1;
      try {
        return await documents.write<unknown>(AUDIT_CONTAINER, key, chunk(records), 0);
      } catch (error) {
        // Written before: by another process of the run, or by us without our hearing of it.
        if (!(error instanceof Conflict)) throw error;
      }
    }
  }

  /** Nobody else writes a chunk: a conflict is an earlier write of ours whose reply was lost. */
  async function rewrite({ key, version }: Stored<unknown>, records: readonly Record[]): Promise<void> {
    try {
      await documents.write(AUDIT_CONTAINER, key, chunk(records), version);
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
  }

  return {
    announce: async (records) => {
      const chunks: Stored<unknown>[] = [];
      for (const some of inChunks(records, RECORDS_PER_CHUNK)) chunks.push(await writeChunk(some));
      return {
        settle: async (settled) => {
          const parts = inChunks(settled, RECORDS_PER_CHUNK);
          for (const [at, stored] of chunks.entries()) await rewrite(stored, parts[at] ?? []);
        },
      };
    },
    add: (record) => void waiting.push(record),
    flush: async () => {
      while (waiting.length > 0) {
        await writeChunk(waiting.slice(0, RECORDS_PER_CHUNK));
        waiting = waiting.slice(RECORDS_PER_CHUNK);
      }
    },
  };
}
