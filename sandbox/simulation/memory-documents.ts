import { Conflict, type Documents, type Stored } from '../../shared/src/commercetools/documents';
import type { Clock } from '../../shared/src/runtime/clock';

interface Row {
  readonly container: string;
  readonly key: string;
  /** JSON, as on the wire: what a caller changes afterwards in its object does not reach the store. */
  readonly json: string;
  readonly version: number;
  readonly lastModifiedAt: number;
}

/** Whether a document satisfies a platform predicate. */
type Matches = (where: string, document: Stored<unknown>) => boolean;

const refuseWhere: Matches = (where) => {
  throw new Error(
    `These documents are kept in memory and cannot read the predicate ${where}; pass "matches".`,
  );
};

/**
 * Custom Objects in memory, with the compare-and-set of the platform: a write onto another version than the stored one
 * rejects with Conflict. Every call answers on a later microtask, so that concurrent callers really interleave.
 */
export function createMemoryDocuments(clock: Clock, matches: Matches = refuseWhere): Documents {
  const rows = new Map<string, Row>();

  const checkVersion = (container: string, key: string, expected: number) => {
    const actual = rows.get(place(container, key))?.version ?? 0;
    if (actual !== expected)
      throw new Conflict(`${container}/${key} is at version ${actual}, not ${expected}.`);
  };

  return {
    read: <T>(container: string, key: string) =>
      answer(() => {
        const row = rows.get(place(container, key));
        return row && stored<T>(row);
      }),
    write: <T>(container: string, key: string, value: T, version: number) =>
      answer(() => {
        checkVersion(container, key, version);
        const row = {
          container,
          key,
          json: kept(value),
          version: version + 1,
          lastModifiedAt: clock.now(),
        };
        rows.set(place(container, key), row);
        return stored<T>(row);
      }),
    remove: (container, key, version) =>
      answer(() => {
        if (!rows.has(place(container, key))) return false;
        checkVersion(container, key, version);
        return rows.delete(place(container, key));
      }),
    async *list<T>(container: string, where?: string) {
      const snapshot = await answer(() => [...rows.values()].filter((row) => row.container === container));
      for (const row of snapshot)
        if (where === undefined || matches(where, stored(row))) yield stored<T>(row);
    },
  };
}

/** The platform does not keep the fields of objects that are null. */
function kept(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (part === null ? undefined : part));
}

function place(container: string, key: string): string {
  return `${container}/${key}`;
}

function stored<T>(row: Row): Stored<T> {
  const { json, ...rest } = row;
  return { ...rest, value: JSON.parse(json) as T };
}

async function answer<T>(work: () => T): Promise<T> {
  await Promise.resolve();
  return work();
}
