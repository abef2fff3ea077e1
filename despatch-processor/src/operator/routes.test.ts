import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PeoplevoxError } from 'peoplevox-connector-shared/peoplevox';
import { createHttpApp, createLog, systemWorld } from 'peoplevox-connector-shared/runtime';
import * as z from 'zod';
import type { Authority, Permission } from './authentication';
import { csvOperation, NotFound, operation, type Operation } from './operation';
import { addOperator } from './routes';

let server: Server | undefined;

const looking = operation({
  method: 'get',
  path: '/things/{thing}',
  summary: 'A thing.',
  params: z.object({
    thing: z.string().regex(/^[a-z]+$/, 'must be small letters'),
    size: z.enum(['small', 'large']).default('small').describe('How large.'),
  }),
  answers: z.object({ thing: z.string(), size: z.string() }),
  run: async ({ thing, size }) => {
    if (thing === 'none') throw new NotFound('There is no such thing.');
    if (thing === 'away') throw new PeoplevoxError('unavailable', 'GetData', 'Peoplevox does not answer.');
    if (thing === 'bug') throw new TypeError('Winifred');
    return { thing, size };
  },
});
const acting = operation({
  method: 'post',
  path: '/things/make-one',
  summary: 'Makes one.',
  answers: z.object({ made: z.boolean() }),
  run: async () => ({ made: true }),
});

const listing = csvOperation({
  path: '/things',
  summary: 'All things.',
  params: z.object({ month: z.string().regex(/^\d{4}-\d{2}$/, 'must be a month') }),
  run: async ({ month }) => {
    if (month === '2026-02') throw new NotFound('There is no such month.');
    async function* parts() {
      yield `"thing"\r\n`;
      for (let part = 0; part < 1_000; part += 1) yield `"${month} ${part}"\r\n`.repeat(100);
      if (month === '2026-03') throw new Error('A part is missing.');
      yield '"end"\r\n';
    }
    return { fileName: `things-${month}.csv`, parts: parts() };
  },
});

async function open(
  permission: Permission['kind'] | Error = 'granted',
  operations: readonly Operation[] = [looking, acting],
) {
  const asked: Authority[] = [];
  const lines: string[] = [];
  const log = createLog({ level: 'debug', write: (line) => void lines.push(line) });
  const authentication = async (_header: string | undefined, authority: Authority): Promise<Permission> => {
    asked.push(authority);
    if (permission instanceof Error) throw permission;
    return { kind: permission };
  };
  const app = createHttpApp({
    endpoint: '/app',
    version: '1',
    log,
    world: systemWorld,
    bodies: 'unread',
    handlers: (router) => addOperator(router, { authentication, operations, version: '1', log }),
  });
  const started = createServer(app);
  server = started;
  await new Promise<void>((resolve) => void started.listen(0, '127.0.0.1', resolve));
  const { port } = started.address() as AddressInfo;
  const ask = async (method: string, path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}/app/operator${path}`, { method });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const fetched = (path: string) => fetch(`http://127.0.0.1:${port}/app/operator${path}`);
  return { ask, fetched, asked, lines };
}

afterEach(async () => {
  await new Promise<void>((resolve) => {
    if (server === undefined) resolve();
    else server.close(() => resolve());
  });
  server = undefined;
});

describe('the operator API', () => {
  it('looks with view_orders and acts with manage_orders', async () => {
    const { ask, asked } = await open();
    await expect(ask('GET', '/things/mug?size=large')).resolves.toEqual({
      status: 200,
      body: { thing: 'mug', size: 'large' },
    });
    await expect(ask('POST', '/things/make-one')).resolves.toEqual({ status: 202, body: { made: true } });
    expect(asked).toEqual(['view_orders', 'manage_orders']);
  });

  it.each([
    ['unknown', 401],
    ['forbidden', 403],
  ] as const)('refuses whoever is %s, before looking at anything', async (permission, status) => {
    const { ask } = await open(permission);
    await expect(ask('GET', '/things/NOT-VALID')).resolves.toMatchObject({ status });
  });

  it.each([
    ['/things/MUG', 400, 'must be small letters'],
    ['/things/mug?size=huge', 400, 'size'],
    ['/things/none', 404, 'There is no such thing.'],
    ['/things/away', 503, 'Peoplevox does not answer.'],
  ])('says of %s what is wrong', async (path, status, words) => {
    const { ask } = await open();
    const answer = await ask('GET', path);
    expect(answer.status).toBe(status);
    expect(answer.body['message']).toContain(words);
  });

  it('answers a bug with no more than the correlation id', async () => {
    const { ask, lines } = await open();
    const { status, body } = await ask('GET', '/things/bug');
    expect([status, JSON.stringify(body)]).toEqual([500, expect.not.stringContaining('Winifred')]);
    expect(lines.join()).not.toContain('Winifred');
  });

  it('answers 500, not a refusal, when commercetools cannot be asked who calls', async () => {
    const { ask } = await open(new TypeError('fetch failed'));
    await expect(ask('GET', '/things/mug')).resolves.toMatchObject({ status: 500 });
  });

  it('sends a file as it comes, and one that breaks off has no end', async () => {
    const { ask, fetched, asked, lines } = await open('granted', [listing]);
    const file = await fetched('/things?month=2026-01');
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(file.headers.get('content-disposition')).toBe('attachment; filename=things-2026-01.csv');
    const text = await file.text();
    expect([text.split('\r\n').length, text.endsWith('"end"\r\n')]).toEqual([100_003, true]);
    await expect(fetched('/things?month=2026-03').then((broken) => broken.text())).rejects.toThrow();
    expect(lines.join()).toContain('A part is missing.');
    await expect(ask('GET', '/things')).resolves.toMatchObject({ status: 400 });
    await expect(ask('GET', '/things?month=2026-02')).resolves.toMatchObject({ status: 404 });
    expect(asked).toEqual(['view_orders', 'view_orders', 'view_orders', 'view_orders']);
  });

  it('describes a file as what it is, and says which parameters it needs', async () => {
    const { ask } = await open('granted', [listing]);
    const { body } = await ask('GET', '/openapi.json');
    expect(body['paths']).toMatchObject({
      '/things': {
        get: {
          parameters: [{ name: 'month', in: 'query', required: true }],
          responses: { 200: { content: { 'text/csv': { schema: { type: 'string' } } } } },
        },
      },
    });
  });

  it('is described, to anybody', async () => {
    const { ask, asked } = await open('unknown');
    const { status, body } = await ask('GET', '/openapi.json');
    expect([status, body['openapi'], asked]).toEqual([200, '3.1.0', []]);
    expect(body['paths']).toMatchObject({
      '/things/{thing}': {
        get: {
          operationId: 'getThingsByThing',
          parameters: [
            { name: 'thing', in: 'path', required: true, schema: { type: 'string', pattern: '^[a-z]+$' } },
            {
              name: 'size',
              in: 'query',
              required: false,
              description: 'How large.',
              schema: { default: 'small' },
            },
          ],
        },
      },
      '/things/make-one': {
        post: { operationId: 'postThingsMakeOne', security: [{ commercetools: ['manage_orders'] }] },
      },
    });
  });
});
