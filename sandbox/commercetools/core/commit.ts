import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { announceChange, announceMessages } from '../messages';
import { nestedContext, type OpenContext } from './context';
import type { Documents, TypeId } from './documents';
import { parsed } from './draft';
import { concurrentModification, invalidInput, invalidJson, limitExceeded } from './errors';
import { compact } from './json';
import { assertUnreferenced } from './references';
import type { Actions, Kind } from './kind';
import type { Project } from './project';

const MAX_ACTIONS = 500;
const actionName = z.looseObject({ action: z.string() });
const updateBody = z.object({ version: z.int(), actions: z.array(actionName) });
type UpdateBody = z.infer<typeof updateBody>;

export interface Updated<T> {
  readonly resource: T;
  /** Actions that changed something. The version rises by each of them. */
  readonly steps: number;
}

function collectionOf<K extends TypeId>(project: Project, kind: Kind<K>) {
  return project.collections[kind.typeId];
}

export function parsedUpdate(body: unknown): UpdateBody {
  const update = parsed(updateBody, body);
  if (update.actions.length > MAX_ACTIONS)
    throw invalidInput(`A request has at most ${MAX_ACTIONS} update actions, not ${update.actions.length}.`);
  return update;
}

/** Applies the actions in order; an action without effect leaves neither Message nor trace. */
export function applyActions<T>(
  actions: Actions<T>,
  resource: T,
  bodies: readonly { readonly action: string }[],
  context: OpenContext<T>,
): Updated<T> {
  let [current, steps] = [resource, 0];
  for (const body of bodies) {
    const apply = Object.hasOwn(actions, body.action) ? actions[body.action] : undefined;
    if (apply === undefined)
      throw invalidJson(`actions: '${body.action}' is not an update action of this resource.`);
    const nested = nestedContext(context);
    const next = compact(apply(current, body, nested));
    if (isDeepStrictEqual(next, current)) continue;
    [current, steps] = [next, steps + 1];
    context.pending.push(...nested.pending);
  }
  return { resource: current, steps };
}

export function commitCreation<K extends TypeId>(
  kind: Kind<K>,
  resource: Documents[K],
  context: OpenContext<Documents[K]>,
): Documents[K] {
  const { project } = context;
  const collection = collectionOf(project, kind);
  if (kind.maximum !== undefined && collection.size >= kind.maximum)
    throw limitExceeded(kind.typeId, kind.maximum);
  const committed = compact({ ...resource, ...signature(kind, context) });
  collection.put(committed);
  kind.created?.(committed, context);
  announceMessages(project, kind, committed, context.pending);
  announceChange(project, kind, 'ResourceCreated', committed);
  return committed;
}

/** @throws PlatformError ConcurrentModification when the resource is no longer the one that was read. */
export function commitUpdate<K extends TypeId>(
  kind: Kind<K>,
  before: Documents[K],
  { resource, steps }: Updated<Documents[K]>,
  context: OpenContext<Documents[K]>,
): Documents[K] {
  const { project } = context;
  const collection = collectionOf(project, kind);
  assertVersion(kind, collection.get(before.id), before.version);
  if (steps === 0) return before;
  const committed = {
    ...resource,
    version: before.version + steps,
    lastModifiedAt: context.now,
    ...signature(kind, context),
  };
  collection.put(committed);
  kind.updated?.(before, committed, context);
  announceMessages(project, kind, committed, context.pending);
  announceChange(project, kind, 'ResourceUpdated', committed, before.version);
  return committed;
}

/** Who wrote it, where the kind shows that. */
function signature<K extends TypeId>(
  { showsWriter }: Kind<K>,
  { clientId }: OpenContext<Documents[K]>,
): { readonly lastModifiedBy?: { readonly clientId: string } } {
  if (showsWriter !== true || clientId === undefined) return {};
  return { lastModifiedBy: { clientId } };
}

export function commitDeletion<K extends TypeId>(
  kind: Kind<K>,
  resource: Documents[K],
  context: OpenContext<Documents[K]>,
): void {
  const { project } = context;
  if (kind.keptWhileReferenced === true) assertUnreferenced(project, kind.typeId, resource.id);
  kind.deleted?.(resource, context);
  collectionOf(project, kind).delete(resource.id);
  announceMessages(project, kind, resource, context.pending);
  announceChange(project, kind, 'ResourceDeleted', resource);
}

export function assertVersion<K extends TypeId>(
  kind: Kind<K>,
  resource: Documents[K] | undefined,
  version: number,
): void {
  if (resource === undefined) throw invalidInput(`The ${kind.entity} was deleted meanwhile.`);
  if (resource.version !== version) throw concurrentModification(resource.id, version, resource.version);
}
