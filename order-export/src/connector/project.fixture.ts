import { createCommercetools } from 'peoplevox-connector-shared/commercetools';
import type { Clock, CommercetoolsSettings, World } from 'peoplevox-connector-shared/runtime';
import * as z from 'zod';
import { createLogBook } from '../stand-ins.fixture';

interface Resource {
  readonly id: string;
  readonly version: number;
  readonly [field: string]: unknown;
}

/** As much of a commercetools project as the deployment scripts see: Channels and Subscriptions by key, and orders. */
interface Project {
  readonly channels: Map<string, Resource>;
  readonly subscriptions: Map<string, Resource>;
  /** Orders that are marked with the Channel. */
  markedOrders: number;
  /** What the API client may do; empty: its credentials are refused. */
  scopes: string;
  /** Whether something else refers to the Channel. */
  isReferred: boolean;
  /** Method and path of everything that was written. */
  readonly writes: string[];
}

const record = z.record(z.string(), z.unknown());

const answer = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
const refusal = (statusCode: number, code: string) =>
  answer(statusCode, { statusCode, message: code, errors: [{ code, message: code }] });
const orMissing = (found: Resource | undefined) =>
  found === undefined ? refusal(404, 'ResourceNotFound') : answer(200, found);

function list(results: readonly unknown[]) {
  return answer(200, { limit: 1, offset: 0, count: results.length, results });
}

export function createProject(clock: Clock) {
  const project: Project = {
    channels: new Map(),
    subscriptions: new Map(),
    markedOrders: 0,
    scopes: 'manage_project:mug-shop',
    isReferred: false,
    writes: [],
  };
  const world: World = {
    clock,
    random: () => 0.5,
    fetch: async (input, init) => respond(project, new Request(input, init)),
  };
  const settings: CommercetoolsSettings = {
    projectKey: 'mug-shop',
    clientId: 'client',
    clientSecret: 'secret',
    apiUrl: 'https://api.example',
    authUrl: 'https://auth.example',
  };
  const { log } = createLogBook();
  return { project, settings, world, log, api: createCommercetools({ settings, world, log }) };
}

async function respond(project: Project, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === '/oauth/token')
    return project.scopes === ''
      ? refusal(401, 'invalid_client')
      : answer(200, { access_token: 't', expires_in: 172_800, scope: project.scopes });
  const [resource = '', place] = pathname.replace('/mug-shop/', '').split('/');
  if (request.method !== 'GET') project.writes.push(`${request.method} ${resource}`);
  if (resource === 'orders') return list(Array.from({ length: project.markedOrders }, (_, id) => ({ id })));
  const shelf = resource === 'channels' ? project.channels : project.subscriptions;
  if (request.method === 'DELETE') return remove(shelf, place, project.isReferred);
  if (request.method === 'POST') return write(shelf, place, record.parse(JSON.parse(await request.text())));
  return place === undefined ? list([...shelf.values()]) : orMissing(shelf.get(place.replace('key=', '')));
}

function write(
  shelf: Map<string, Resource>,
  id: string | undefined,
  body: Record<string, unknown>,
): Response {
  const existing = [...shelf.values()].find((candidate) => candidate.id === id);
  const key = String(existing?.['key'] ?? body['key']);
  const createdAt = '2026-03-01T00:00:00.000Z';
  const next: Resource =
    existing === undefined
      ? { ...body, id: `${key}-id`, version: 1, createdAt }
      : { ...existing, ...changes(body['actions']), version: existing.version + 1 };
  shelf.set(key, next);
  return answer(existing === undefined ? 201 : 200, next);
}

/** An update action sets the fields that it carries. */
function changes(actions: unknown): Record<string, unknown> {
  const fields = z
    .array(record)
    .parse(actions)
    .flatMap((action) => Object.entries(action));
  return Object.fromEntries(fields.filter(([name]) => name !== 'action'));
}

function remove(shelf: Map<string, Resource>, id: string | undefined, isReferred: boolean): Response {
  const [key, found] = [...shelf].find(([, candidate]) => candidate.id === id) ?? [];
  if (key === undefined || found === undefined) return refusal(404, 'ResourceNotFound');
  if (isReferred) return refusal(400, 'ReferenceExists');
  shelf.delete(key);
  return answer(200, found);
}
