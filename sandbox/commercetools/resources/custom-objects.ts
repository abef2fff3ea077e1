import * as z from 'zod';
import { commitCreation, commitDeletion } from '../core/commit';
import { openContext } from '../core/context';
import { documentName } from '../core/documents';
import { parsed } from '../core/draft';
import { answer, jsonBody, shownTo, versionParameter, type Call, type Endpoint } from '../core/endpoint';
import { concurrentModification, notFound } from '../core/errors';
import type { EmulatorResponse } from '../core/http';
import { withoutNullFields } from '../core/json';
import { fresh, type Kind } from '../core/kind';
import type { CustomObject } from '../core/platform';
import { queried } from '../core/query';
import { announceChange } from '../messages';
import { base, named } from '../predicate/fields';

const name = z
  .string()
  .regex(/^[-_~.a-zA-Z0-9]+$/, 'letters, digits and - _ ~ . only')
  .max(256);
const draft = z.object({
  container: name,
  key: name,
  value: z.unknown(),
  version: z.int().min(0).optional(),
});

const customObjects: Kind<'key-value-document'> = {
  typeId: 'key-value-document',
  path: 'custom-objects',
  entity: 'CustomObject',
  view: ['view_key_value_documents', 'view_products', 'view_orders', 'view_customers'],
  manage: ['manage_key_value_documents', 'manage_products', 'manage_orders', 'manage_customers'],
  fields: { ...base, ...named('string', 'container key'), value: 'any' },
  alternateKeys: {},
  actions: {},
};

function replaced(call: Call, before: CustomObject, value: unknown): CustomObject {
  const { project } = call;
  const { now } = openContext(project);
  const after = { ...before, value, version: before.version + 1, lastModifiedAt: now };
  project.collections['key-value-document'].put(after);
  announceChange(project, customObjects, 'ResourceUpdated', after, before.version);
  return after;
}

/** Creates or replaces. With a version it is compare-and-set, and with 0 nothing may exist (facts/commercetools §8). */
function upsert(call: Call): EmulatorResponse {
  const { container, key, value, version } = parsed(draft, jsonBody(call));
  const stored = call.project.collections['key-value-document'].find('name', documentName(container, key));
  const current = stored?.version ?? 0;
  if (version !== undefined && version !== current)
    throw concurrentModification(stored?.id ?? documentName(container, key), version, current);
  const clean = withoutNullFields(value);
  if (stored !== undefined) return answer(200, shownTo(call, replaced(call, stored, clean)));
  const context = openContext<CustomObject>(call.project);
  const created = commitCreation(customObjects, { ...fresh(context), container, key, value: clean }, context);
  return answer(201, shownTo(call, created));
}

function listed(call: Call, container?: string): EmulatorResponse {
  const documents = call.project.collections['key-value-document'];
  const source = { lookups: documents.lookups, values: () => documents.values(container) };
  return answer(
    200,
    queried(source, call.request.query, customObjects.fields, (found) => shownTo(call, found)),
  );
}

function removed(call: Call, stored: CustomObject): EmulatorResponse {
  const version = versionParameter(call);
  if (version !== undefined && version !== stored.version)
    throw concurrentModification(stored.id, version, stored.version);
  commitDeletion(customObjects, stored, openContext(call.project));
  return answer(200, shownTo(call, stored));
}

function single(call: Call, container: string, key: string): EmulatorResponse | undefined {
  const { method } = call.request;
  const stored = call.project.collections['key-value-document'].find('name', documentName(container, key));
  if (stored === undefined) throw notFound(`The CustomObject with container '${container}' and key '${key}'`);
  if (method === 'GET') return answer(200, shownTo(call, stored));
  if (method === 'HEAD') return answer(200);
  return method === 'DELETE' ? removed(call, stored) : undefined;
}

export const customObjectEndpoint: Endpoint = {
  path: customObjects.path,
  handle: (call) => {
    const { method } = call.request;
    const reading = method === 'GET' || method === 'HEAD';
    call.allow(reading ? [...customObjects.view, ...customObjects.manage] : customObjects.manage);
    const [container, key, ...more] = call.rest;
    if (more.length > 0) return undefined;
    if (container !== undefined && key !== undefined) return single(call, container, key);
    if (method === 'POST' && container === undefined) return upsert(call);
    return method === 'GET' ? listed(call, container) : undefined;
  },
};
