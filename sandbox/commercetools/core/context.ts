import { uuid } from '../../../shared/src/runtime';
import type { TypeId } from './documents';
import type { Identifier } from './draft';
import { invalidInput, referencedResourceNotFound } from './errors';
import type { JsonRecord } from './json';
import type { StoreKeyReference } from './platform';
import { isoTime, type Project } from './project';

/** The type's own fields of a Message; a function where they show the resource as committed. */
export type MessageFields<T> = JsonRecord | ((committed: T) => JsonRecord);

export interface PendingMessage<T> {
  readonly type: string;
  readonly fields: MessageFields<T>;
}

/** What the code of one write may use: the state to read, one point in time, new ids, and Messages to be sent. */
export interface Context<T> {
  readonly project: Project;
  /** ISO 8601, UTC. */
  readonly now: string;
  newId(): string;
  /** @throws PlatformError ReferencedResourceNotFound */
  reference<K extends TypeId>(typeId: K, identifier: Identifier): { typeId: K; id: string };
  storeReference(identifier: Identifier): StoreKeyReference;
  emit(type: string, fields?: MessageFields<T>): void;
}

export interface OpenContext<T> extends Context<T> {
  /** Of the API client that writes; undefined: the platform itself. */
  readonly clientId: string | undefined;
  readonly pending: PendingMessage<T>[];
}

export function openContext<T>(project: Project, clientId?: string): OpenContext<T> {
  const pending: PendingMessage<T>[] = [];
  return {
    project,
    clientId,
    pending,
    now: isoTime(project.clock),
    newId: () => uuid(project.random),
    reference: (typeId, identifier) => ({ typeId, id: resolve(project, typeId, identifier) }),
    storeReference: (identifier) => {
      const store = project.collections.store.get(resolve(project, 'store', identifier));
      if (store === undefined) throw referencedResourceNotFound('store', identifier);
      return { typeId: 'store', key: store.key };
    },
    emit: (type, fields = {}) => void pending.push({ type, fields }),
  };
}

/** The same context with its own list of Messages, for an action whose Messages may have to be dropped. */
export function nestedContext<T>(context: OpenContext<T>): OpenContext<T> {
  const pending: PendingMessage<T>[] = [];
  return { ...context, pending, emit: (type, fields = {}) => void pending.push({ type, fields }) };
}

function resolve(project: Project, typeId: TypeId, { id, key }: Identifier): string {
  const collection = project.collections[typeId];
  if (id === undefined && key === undefined)
    throw invalidInput(`A reference to a ${typeId} needs an id or a key.`);
  const found = id === undefined ? collection.find('key', key ?? '') : collection.get(id);
  if (found === undefined) throw referencedResourceNotFound(typeId, id === undefined ? { key } : { id });
  return found.id;
}
