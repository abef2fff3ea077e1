import type { Collections, TypeId } from './documents';
import { referenceExists } from './errors';
import { isRecord } from './json';
import type { Project } from './project';

function refersTo(value: unknown, typeId: string, id: string): boolean {
  if (Array.isArray(value)) return value.some((entry) => refersTo(entry, typeId, id));
  if (!isRecord(value)) return false;
  if (value['typeId'] === typeId && value['id'] === id) return true;
  return Object.values(value).some((entry) => refersTo(entry, typeId, id));
}

/** Custom Objects may hold references, but their integrity is not guarded. */
const UNGUARDED: TypeId = 'key-value-document';

function referrer(collections: Collections, typeId: TypeId, id: string): string | undefined {
  return Object.entries(collections)
    .filter(([name]) => name !== UNGUARDED)
    .find(([, collection]) =>
      [...collection.values()].some((resource) => refersTo(resource, typeId, id)),
    )?.[0];
}

/** @throws PlatformError ReferenceExists. Looks through everything: deletions of such resources are rare. */
export function assertUnreferenced({ collections }: Project, typeId: TypeId, id: string): void {
  const referencedBy = referrer(collections, typeId, id);
  if (referencedBy !== undefined) throw referenceExists(typeId, referencedBy);
}
