import { uuid } from '../../shared/src/runtime';
import type { PendingMessage } from './core/context';
import type { Documents, TypeId } from './core/documents';
import type { JsonRecord } from './core/json';
import type { Kind } from './core/kind';
import { isoTime, type Project } from './core/project';
import { deliverChange, deliverMessage } from './subscriptions';

const IDENTIFIERS = ['key', 'externalId', 'orderNumber', 'customerNumber', 'sku', 'slug'] as const;

/** `resourceUserProvidedIdentifiers`: the names by which users know a resource; absent if it has none. */
function userProvidedIdentifiers(typeId: TypeId, resource: object): JsonRecord | undefined {
  const fields: JsonRecord = { ...resource };
  if (typeId === 'key-value-document')
    return { containerAndKey: { container: fields['container'], key: fields['key'] } };
  const known = IDENTIFIERS.filter((name) => fields[name] !== undefined).map((name): [string, unknown] => [
    name,
    fields[name],
  ]);
  return known.length === 0 ? undefined : Object.fromEntries<unknown>(known);
}

/** Numbers the Messages of one commit and hands them to the Subscriptions. */
export function announceMessages<K extends TypeId>(
  project: Project,
  kind: Kind<K>,
  committed: Documents[K],
  pending: readonly PendingMessage<Documents[K]>[],
): void {
  for (const { type, fields } of pending) {
    const sequenceNumber = (project.sequences.get(committed.id) ?? 0) + 1;
    project.sequences.set(committed.id, sequenceNumber);
    const time = isoTime(project.clock);
    deliverMessage(project, {
      head: {
        notificationType: 'Message',
        projectKey: project.key,
        id: uuid(project.random),
        version: 1,
        sequenceNumber,
        resource: { typeId: kind.typeId, id: committed.id },
        resourceVersion: committed.version,
        resourceUserProvidedIdentifiers: userProvidedIdentifiers(kind.typeId, committed),
        createdAt: time,
        lastModifiedAt: time,
      },
      type,
      fields: typeof fields === 'function' ? fields(committed) : fields,
      collectionPath: kind.path,
    });
  }
}

type ChangeType = 'ResourceCreated' | 'ResourceUpdated' | 'ResourceDeleted';

/** Tells the change Subscriptions that a resource is new, changed or gone; the payload has no resource in it. */
export function announceChange<K extends TypeId>(
  project: Project,
  kind: Kind<K>,
  notificationType: ChangeType,
  resource: Documents[K],
  oldVersion?: number,
): void {
  deliverChange(project, kind.path, {
    notificationType,
    projectKey: project.key,
    resource: { typeId: kind.typeId, id: resource.id },
    resourceUserProvidedIdentifiers: userProvidedIdentifiers(kind.typeId, resource),
    version: resource.version,
    ...(oldVersion === undefined ? {} : { oldVersion }),
    modifiedAt: isoTime(project.clock),
  });
}
