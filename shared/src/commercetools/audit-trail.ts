import { Conflict, type Documents } from './documents';
import { quoted } from './predicate';

export const AUDIT_CONTAINER = 'peoplevox-audit';
const RECORDS_PER_CHUNK = 500;
const KEEP_MS = 30 * 86_400_000;

export interface AuditTrail<Record> {
  add(record: Record): void;
  /** Writes what has been added; called at the end, and wherever many records may have gathered. */
  flush(): Promise<void>;
}

/** Records of what a run wrote, in chunks of up to 500 in `peoplevox-audit`, key = kind, run and index. */
export function createAuditTrail<Record>(
  documents: Documents,
  { kind, run }: { readonly kind: string; readonly run: string },
): AuditTrail<Record> {
  let waiting: Record[] = [];
  let index = 0;

  async function writeChunk(records: readonly Record[]): Promise<void> {
    for (;;) {
      const key = `${kind}.${run}.${index}`;
      index += 1;
      try {
        await documents.write(AUDIT_CONTAINER, key, { schemaVersion: 1, kind, run, records }, 0);
        return;
      } catch (error) {
        // A run that goes on in another process finds the first indexes taken.
        if (!(error instanceof Conflict)) throw error;
      }
    }
  }

  return {
    add: (record) => void waiting.push(record),
    flush: async () => {
      while (waiting.length > 0) {
        await writeChunk(waiting.slice(0, RECORDS_PER_CHUNK));
        waiting = waiting.slice(RECORDS_PER_CHUNK);
      }
    },
  };
}

/** Removes chunks of this kind that are older than 30 days; returns how many. */
export async function removeOldAudit(documents: Documents, kind: string, now: number): Promise<number> {
  const before = new Date(now - KEEP_MS).toISOString();
  let removed = 0;
  for await (const { key, version } of documents.list(AUDIT_CONTAINER, `createdAt < ${quoted(before)}`)) {
    if (!key.startsWith(`${kind}.`)) continue;
    if (await documents.remove(AUDIT_CONTAINER, key, version)) removed += 1;
  }
  return removed;
}
