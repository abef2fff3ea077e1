import { afterExtensions } from '../extensions';
import {
  applyActions,
  assertVersion,
  commitCreation,
  commitDeletion,
  commitUpdate,
  parsedUpdate,
} from './commit';
import { openContext } from './context';
import type { Documents, TypeId } from './documents';
import { answer, jsonBody, requiredVersion, shownTo, type Call, type Endpoint } from './endpoint';
import { notFound } from './errors';
import { andThen, type EmulatorResponse, type MaybePromise } from './http';
import type { Kind } from './kind';
import { queried, whereMatcher } from './query';

type Answer = MaybePromise<EmulatorResponse | undefined>;

function shown<K extends TypeId>(kind: Kind<K>, call: Call, resource: Documents[K]): unknown {
  return shownTo(call, kind.shown === undefined ? resource : kind.shown(resource, call.project));
}

function addressed<K extends TypeId>(kind: Kind<K>, call: Call, segment: string): Documents[K] {
  const collection = call.project.collections[kind.typeId];
  const equals = segment.indexOf('=');
  const rule = equals < 0 ? undefined : kind.alternateKeys[segment.slice(0, equals)];
  const resource =
    rule === undefined ? collection.get(segment) : collection.find(rule, segment.slice(equals + 1));
  if (resource === undefined) throw notFound(`The Resource with ID '${segment}'`);
  return resource;
}

export function createResource<K extends TypeId>(
  kind: Kind<K>,
  call: Call,
  create: NonNullable<Kind<K>['create']>,
): MaybePromise<EmulatorResponse> {
  const context = openContext<Documents[K]>(call.project, call.clientId);
  const resource = create(jsonBody(call), context);
  const intent = { action: 'Create', correlationId: call.request.headers['x-correlation-id'] } as const;
  return andThen(afterExtensions(kind, { resource, steps: 0 }, intent, context), (draft) => {
    const body = shown(kind, call, commitCreation(kind, draft.resource, context));
    return answer(201, kind.createdBody === undefined ? body : kind.createdBody(body));
  });
}

function update<K extends TypeId>(
  kind: Kind<K>,
  call: Call,
  before: Documents[K],
): MaybePromise<EmulatorResponse> {
  const { version, actions } = parsedUpdate(jsonBody(call));
  assertVersion(kind, before, version);
  const context = openContext<Documents[K]>(call.project, call.clientId);
  const draft = applyActions(kind.actions, before, actions, context);
  const intent = {
    action: 'Update',
    before,
    correlationId: call.request.headers['x-correlation-id'],
  } as const;
  return andThen(afterExtensions(kind, draft, intent, context), (final) =>
    answer(200, shown(kind, call, commitUpdate(kind, before, final, context))),
  );
}

function remove<K extends TypeId>(kind: Kind<K>, call: Call, resource: Documents[K]): EmulatorResponse {
  assertVersion(kind, resource, requiredVersion(call));
  const body = shown(kind, call, resource);
  commitDeletion(kind, resource, openContext(call.project));
  return answer(200, body);
}

function one<K extends TypeId>(kind: Kind<K>, call: Call, segment: string): Answer {
  const { method } = call.request;
  const reading = method === 'GET' || method === 'HEAD';
  call.allow(reading ? [...kind.view, ...kind.manage] : kind.manage);
  const resource = addressed(kind, call, segment);
  if (method === 'GET') return answer(200, shown(kind, call, resource));
  if (method === 'HEAD') return answer(200);
  if (method === 'POST') return update(kind, call, resource);
  return method === 'DELETE' ? remove(kind, call, resource) : undefined;
}

function all<K extends TypeId>(kind: Kind<K>, call: Call): Answer {
  const { project, request } = call;
  const collection = project.collections[kind.typeId];
  if (request.method === 'POST' && kind.create !== undefined) {
    call.allow(kind.manage);
    return createResource(kind, call, kind.create);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
  call.allow([...kind.view, ...kind.manage]);
  if (request.method === 'HEAD') {
    const matches = whereMatcher(request.query, kind.fields);
    if ([...collection.values()].some(matches)) return answer(200);
    throw notFound('A matching resource');
  }
  return answer(
    200,
    queried(collection, request.query, kind.fields, (found) => shown(kind, call, found)),
  );
}

/** The endpoint that every type of resource has: query, create, and get, update, delete by id or another key. */
export function resourceEndpoint<K extends TypeId>(kind: Kind<K>): Endpoint {
  return {
    path: kind.path,
    handle: (call) => {
      const [segment, ...more] = call.rest;
      if (more.length > 0) return undefined;
      return segment === undefined ? all(kind, call) : one(kind, call, segment);
    },
  };
}
