import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLog, systemWorld } from 'peoplevox-connector-shared/runtime';
import type { Refusal } from './extension/extension';
import { createHttp, ENDPOINT } from './http';
import { secretCheck } from './secrets';

const SECRET = 's3cr3t/with slash';
let server: Server | undefined;

async function open(refusal?: Refusal) {
  const judged: unknown[] = [];
  const taken: [string, string][] = [];
  const lines: string[] = [];
  const log = createLog({ level: 'debug', write: (line) => void lines.push(line) });
  const doors = {
    isCallbackSecret: secretCheck([SECRET, 'old']),
    callback: async (name: string, text: string) => {
      taken.push([name, text]);
      return { status: 200, outcome: 'noted' } as const;
    },
    isExtensionSecret: secretCheck(['ext-new', 'ext-old']),
    judge: async (body: unknown) => {
      judged.push(body);
      return refusal;
    },
    keepExtension: async () => 'as it should be',
    authentication: async () => ({ kind: 'unknown' }) as const,
    operations: [],
  };
  const started = createServer(createHttp(doors, systemWorld, log));
  server = started;
  await new Promise<void>((resolve) => void started.listen(0, '127.0.0.1', resolve));
  const { port } = started.address() as AddressInfo;
  const call = async (path: string, init?: RequestInit) => {
    const response = await fetch(`http://127.0.0.1:${port}${ENDPOINT}${path}`, init);
    const { correlationId: _id, ...body } = (await response.json()) as Record<string, unknown>;
    return { status: response.status, body };
  };
  const judge = async (authorization: string | undefined, body: string | Buffer) => {
    const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) };
    const response = await fetch(`http://127.0.0.1:${port}${ENDPOINT}/extension`, {
      method: 'POST',
      body,
      headers,
    });
    return [response.status, await response.text()] as const;
  };
  return { port, call, judge, judged, taken, lines };
}

const at = (secret: string, event: string) => `/callbacks/${encodeURIComponent(secret)}/${event}`;
const form = (body: string) => ({
  method: 'POST',
  body,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
});

afterEach(async () => {
  await new Promise<void>((resolve) => {
    if (server === undefined) resolve();
    else server.close(() => resolve());
  });
  server = undefined;
});

describe('the callback door', () => {
  it('takes a form and a query, as they come, with either secret', async () => {
    const { call, taken } = await open();
    await expect(call(at(SECRET, 'status'), form('salesOrderNumber=M&S #7 100%'))).resolves.toEqual({
      status: 200,
      body: { outcome: 'noted' },
    });
    await call(`${at('old', 'returns')}?salesOrderNumber=GB-1%26x`);
    await call(`${at('old', 'tracking')}?a=1`, form('salesOrderNumber=GB-2'));
    expect(taken).toEqual([
      ['status', 'salesOrderNumber=M&S #7 100%'],
      ['returns', 'salesOrderNumber=GB-1%26x'],
      ['tracking', 'a=1&salesOrderNumber=GB-2'],
    ]);
  });

  it('takes a query with characters that no address may hold', async () => {
    const { port, taken } = await open();
    await new Promise<void>((resolve, reject) => {
      const path = `${ENDPOINT}${at('old', 'status')}?salesOrderNumber=10%off&M{S}|"x"`;
      request({ port, path, host: '127.0.0.1' }, (response) => response.resume().on('end', resolve))
        .on('error', reject)
        .end();
    });
    expect(taken).toEqual([['status', 'salesOrderNumber=10%off&M{S}|"x"']]);
  });

  it.each([
    'text/plain',
    'application/json',
    'nonsense',
    'application/x-www-form-urlencoded; charset=windows-1252',
  ])('takes a form that says that it is %s', async (type) => {
    const { call, taken } = await open();
    const body = Buffer.from('salesOrderNumber=GB-1');
    await call(at('old', 'status'), { method: 'POST', body, headers: { 'content-type': type } });
    expect(taken).toEqual([['status', 'salesOrderNumber=GB-1']]);
  });

  it.each([
    ['a wrong secret', at('wrong', 'status')],
    ['both secrets as one', at(`${SECRET};old`, 'status')],
    ['no secret', '/callbacks/status'],
    ['an empty secret', '/callbacks//status'],
    ['an event that does not exist', at('old', 'constructor')],
  ])('answers %s as any path that does not exist, and never says or logs it', async (_, path) => {
    const { call, taken, lines } = await open();
    const answers = await Promise.all([
      call(path, form('salesOrderNumber=GB-1')),
      call(path),
      call('/nowhere'),
    ]);
    expect(answers).toEqual(Array(3).fill({ status: 404, body: { message: 'There is nothing here.' } }));
    expect(taken).toEqual([]);
    expect(lines).toEqual([]);
  });

  it('refuses a body that is too large, whatever it holds, and logs neither it nor the address', async () => {
    const { call, taken, lines } = await open();
    const large = form(`salesOrderNumber=GB-1${'x'.repeat(33 * 1024)}`);
    await expect(call(at('old', 'status'), large)).resolves.toMatchObject({ status: 413 });
    await expect(call(at('wrong', 'status'), large)).resolves.toMatchObject({ status: 404 });
    expect(taken).toEqual([]);
    expect(lines.join('\n')).not.toMatch(/old|GB-1|callbacks/);
  });

  it.each(['PUT', 'DELETE', 'PATCH'])('knows no %s', async (method) => {
    const { call } = await open();
    await expect(call(at('old', 'status'), { method })).resolves.toMatchObject({ status: 404 });
  });

  it.each(['/status', ENDPOINT + '/status'])('tells its health at %s', async (path) => {
    const { port, taken } = await open();
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    expect([response.status, taken]).toEqual([200, []]);
  });
});

describe('the door of the API extension', () => {
  it.each(['Bearer ext-new', 'Bearer ext-old', 'ext-new'])(
    'lets pass with 200 and nothing: %s',
    async (header) => {
      const { judge, judged } = await open();
      await expect(judge(header, '{"action":"Update"}')).resolves.toEqual([200, '']);
      expect(judged).toEqual([{ action: 'Update' }]);
    },
  );

  it('refuses with 400 and the errors', async () => {
    const refusal: Refusal = {
      errors: [{ code: 'InvalidInput', message: 'No city.', extensionExtraInfo: {} }],
    };
    const { judge } = await open(refusal);
    await expect(judge('Bearer ext-new', '{}')).resolves.toEqual([400, JSON.stringify(refusal)]);
  });

  it.each([undefined, 'Bearer wrong', 'Basic ext-new', 'Bearer ext-new;ext-old', 'Bearer '])(
    'is closed to whoever sends %s',
    async (header) => {
      const { judge, judged, lines } = await open();
      await expect(judge(header, '{}')).resolves.toEqual([401, '']);
      expect([judged, lines]).toEqual([[], []]);
    },
  );

  it.each(['{"broken', Buffer.alloc(33 * 1024 * 1024, 32)])('lets pass what cannot be read', async (body) => {
    const { judge, judged } = await open();
    await expect(judge('Bearer ext-new', body)).resolves.toEqual([200, '']);
    expect(judged).toEqual([undefined]);
  });

  it('is kept in step for whoever asks', async () => {
    const { call } = await open();
    await expect(call('/extension/keep', { method: 'POST' })).resolves.toEqual({
      status: 200,
      body: { outcome: 'as it should be' },
    });
  });
});
