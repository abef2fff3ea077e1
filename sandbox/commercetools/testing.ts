import * as z from 'zod';
import { seededRandom } from '../simulation/random';
import { createVirtualClock, type VirtualClock } from '../simulation/virtual-clock';
import { createCommercetoolsEmulator, type CommercetoolsEmulator } from './core/emulator';
import type { EmulatorResponse, MaybePromise } from './core/http';
import type { Subscription } from './core/platform';
import type { Ports, Settings } from './core/project';
import { openApiInspector, type OpenApiInspector } from './openapi';

/** What tests read of any body; all fields that an answer does not have are undefined. */
export const anyBody = z.record(z.string(), z.json());
export type Body = z.infer<typeof anyBody>;

export interface Answered {
  readonly status: number;
  readonly body: Body;
  /** `errors[0].code`. */
  readonly code: string | undefined;
}

/** A field that must be text. */
export function text(body: Body, field: string): string {
  const value = body[field];
  if (typeof value !== 'string') throw new Error(`${field} is not text: ${JSON.stringify(value)}`);
  return value;
}

export interface Delivered {
  readonly subscription: Subscription;
  readonly payload: Body;
}

export interface TestProject {
  readonly emulator: CommercetoolsEmulator;
  readonly clock: VirtualClock;
  readonly delivered: Delivered[];
  /** Types of the delivered Messages, in order. */
  messageTypes(): readonly string[];
  /** Asks at once; throws if an API extension makes the answer wait. */
  ask(method: string, path: string, body?: unknown): Answered;
  askAsync(method: string, path: string, body?: unknown): Promise<Answered>;
  /** Creates and gives the body; throws unless 201. */
  create(path: string, draft: unknown): Body;
  /** Update actions on the current version of a resource. */
  update(path: string, ...actions: readonly unknown[]): Answered;
}

export interface TestOptions {
  readonly settings?: Partial<Settings>;
  readonly ports?: Partial<Ports>;
  readonly withoutInspector?: boolean;
}

export const START = Date.parse('2026-11-02T08:00:00.000Z');
const inspector: OpenApiInspector | undefined = openApiInspector();
const errorBody = z.object({ errors: z.array(z.object({ code: z.string() })).min(1) });

export function answered({ status, body }: EmulatorResponse): Answered {
  const json = anyBody.parse(JSON.parse(JSON.stringify(body ?? {})));
  return { status, body: json, code: errorBody.safeParse(json).data?.errors[0]?.code };
}

/** What the description says against a delivered Message; undefined when all is well or there is no description. */
export function messageFault(payload: Body): string | undefined {
  const { notificationType: _kind, projectKey: _project, ...message } = payload;
  return inspector?.schemaFault(`${text(payload, 'type')}Message`, message);
}

/** A project in virtual time with a token that may do everything, each request and answer checked. */
export function testProject({ settings, ports, withoutInspector = false }: TestOptions = {}): TestProject {
  const clock = createVirtualClock(START);
  const delivered: Delivered[] = [];
  const emulator = createCommercetoolsEmulator({
    clock,
    random: seededRandom(1),
    projectKey: 'test',
    settings: { inventoryLagMs: 0, ...settings },
    ports: {
      deliver: (subscription, payload) =>
        void delivered.push({ subscription, payload: anyBody.parse(JSON.parse(JSON.stringify(payload))) }),
      ...ports,
    },
    ...(withoutInspector ? {} : { inspector }),
  });
  const scopes = ['manage_project:test'];
  emulator.project.tokens.set('token', { clientId: 'tester', scopes, expiresAt: Number.POSITIVE_INFINITY });

  function handled(method: string, path: string, body: unknown): MaybePromise<EmulatorResponse> {
    const url = new URL(`http://emulator/test${path}`);
    return emulator.handle({
      method,
      path: url.pathname,
      query: url.searchParams,
      headers: { authorization: 'Bearer token' },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }

  function ask(method: string, path: string, body?: unknown): Answered {
    const response = handled(method, path, body);
    if (response instanceof Promise) throw new Error('The answer waits for an extension: use askAsync.');
    return answered(response);
  }

  return {
    emulator,
    clock,
    delivered,
    messageTypes: () =>
      delivered.flatMap(({ payload }) => (typeof payload['type'] === 'string' ? payload['type'] : [])),
    ask,
    askAsync: async (method, path, body) => answered(await handled(method, path, body)),
    create: (path, draft) => {
      const { status, body } = ask('POST', path, draft);
      if (status !== 201 && status !== 200)
        throw new Error(`POST ${path}: ${status} ${JSON.stringify(body)}`);
      return body;
    },
    update: (path, ...actions) => {
      const { body } = ask('GET', path);
      return ask('POST', path, { version: body['version'], actions });
    },
  };
}

/** A Subscription to all Messages of these types of resource. */
export function subscribe(project: TestProject, ...resourceTypeIds: readonly string[]): void {
  project.create('/subscriptions', {
    key: 'all',
    destination: { type: 'GoogleCloudPubSub', projectId: 'project', topic: 'topic' },
    messages: resourceTypeIds.map((resourceTypeId) => ({ resourceTypeId })),
  });
}

export function query(where: string, more = ''): string {
  return `?where=${encodeURIComponent(where)}${more}`;
}
