import type { Lookups } from '../predicate';
import { duplicateField } from './errors';

/** A value, or several, that at most one resource may have; `field` is what a refusal names. */
export interface UniqueRule<T> {
  readonly field: string;
  readonly of: (resource: T) => string | undefined | readonly string[];
}

/** All resources of one type in memory, found by id and by each unique value; `of` narrows to one group. */
export interface Collection<T extends { readonly id: string }> {
  get(id: string): T | undefined;
  find(rule: string, value: string): T | undefined;
  /** @throws PlatformError DuplicateField, before anything is changed. */
  put(resource: T): void;
  delete(id: string): void;
  values(group?: string): Iterable<T>;
  /** By the fields that are indexed. */
  readonly lookups: Lookups<T>;
  readonly size: number;
}

interface CollectionRules<T> {
  readonly unique?: Readonly<Record<string, UniqueRule<T>>>;
  readonly groupOf?: (resource: T) => string;
  /** Fields that several resources may share the value of, for queries that ask for few of very many. */
  readonly indexed?: Readonly<Record<string, (resource: T) => string>>;
}

/** Resources by a value that several may have. */
type Groups<T> = Map<string, Map<string, T>>;

function addTo<T extends { readonly id: string }>(groups: Groups<T>, name: string, resource: T): void {
  const group = groups.get(name) ?? new Map<string, T>();
  groups.set(name, group.set(resource.id, resource));
}

function removeFrom<T>(groups: Groups<T>, name: string, id: string): void {
  const group = groups.get(name);
  group?.delete(id);
  if (group?.size === 0) groups.delete(name);
}

export function createCollection<T extends { readonly id: string }>({
  unique = {},
  groupOf,
  indexed = {},
}: CollectionRules<T>): Collection<T> {
  const byId = new Map<string, T>();
  const indexes = Object.entries(unique).map(([name, rule]) => ({
    name,
    rule,
    ids: new Map<string, string>(),
  }));
  const groups: Groups<T> = new Map();
  const fields = Object.entries(indexed).map(([field, of]) => ({
    field,
    of,
    groups: new Map<string, Map<string, T>>(),
  }));

  function valuesOf(rule: UniqueRule<T>, resource: T): readonly string[] {
    const value = rule.of(resource);
    if (typeof value === 'string') return [value];
    return value ?? [];
  }

  function assertUnique(resource: T): void {
    for (const { rule, ids } of indexes) {
      const taken = valuesOf(rule, resource).find((value) => (ids.get(value) ?? resource.id) !== resource.id);
      if (taken !== undefined) throw duplicateField(rule.field, taken);
    }
  }

  function forget(resource: T): void {
    for (const { rule, ids } of indexes) {
      for (const value of valuesOf(rule, resource)) ids.delete(value);
    }
    if (groupOf !== undefined) removeFrom(groups, groupOf(resource), resource.id);
    for (const { of, groups: found } of fields) removeFrom(found, of(resource), resource.id);
  }

  function note(resource: T): void {
    byId.set(resource.id, resource);
    for (const { rule, ids } of indexes) {
      for (const value of valuesOf(rule, resource)) ids.set(value, resource.id);
    }
    if (groupOf !== undefined) addTo(groups, groupOf(resource), resource);
    for (const { of, groups: found } of fields) addTo(found, of(resource), resource);
  }

  return {
    get: (id) => byId.get(id),
    find: (rule, value) => {
      const id = indexes.find(({ name }) => name === rule)?.ids.get(value);
      return id === undefined ? undefined : byId.get(id);
    },
    put: (resource) => {
      assertUnique(resource);
      const before = byId.get(resource.id);
      if (before !== undefined) forget(before);
      note(resource);
    },
    delete: (id) => {
      const before = byId.get(id);
      if (before !== undefined) forget(before);
      byId.delete(id);
    },
    values: (group) => (group === undefined ? byId.values() : (groups.get(group)?.values() ?? [])),
    lookups: new Map(
      fields.map(({ field, groups: found }) => [field, (value: string) => found.get(value)?.values() ?? []]),
    ),
    get size() {
      return byId.size;
    },
  };
}
