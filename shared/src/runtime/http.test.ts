import request from 'supertest';
import type { Router } from 'express';
import * as z from 'zod';
import { correlationId } from './correlation';
import { createHttpApp } from './http';
import { createLog } from './logger';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function setUp(handlers: (router: Router) => void = () => undefined) {
  const lines: string[] = [];
  const log = createLog({ level: 'debug', write: (line) => void lines.push(line) });
  const app = createHttpApp({
    endpoint: '/order-export',
    version: '1.2.3',
    log,
    world: { random: Math.random },
    handlers,
    bodyLimit: 100,
  });
  return { app, lines };
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly text: string;
  readonly id: string | undefined;
}

async function answerTo(asking: request.Test): Promise<Answer> {
  const { status, text, headers } = await asking;
  const id = z.looseObject({ 'x-correlation-id': z.string() }).parse(headers)['x-correlation-id'];
  return { status, text, body: JSON.parse(text), id };
}

const echo = (router: Router): void => {
  router.post('/', (incoming, response) => {
    response.json({ body: incoming.body as unknown, correlationId: correlationId() });
  });
};

describe('the frame of an app', () => {
  it.each(['/status', '/order-export/status'])('answers GET %s', async (path) => {
    const { status, body } = await answerTo(request(setUp().app).get(path));
    expect([status, body]).toEqual([200, { status: 'OK', application: 'order-export', version: '1.2.3' }]);
  });

  it.each(['application/json', 'text/plain; charset=UTF-8', 'application/cloudevents+json'])(
    'reads JSON sent as %s',
    async (type) => {
      const call = request(setUp(echo).app).post('/order-export').set('Content-Type', type);
      const { body } = await answerTo(call.send('{"a":1}'));
      expect(body).toMatchObject({ body: { a: 1 } });
    },
  );

  it('keeps a given correlation id through to the handler and back', async () => {
    const call = request(setUp(echo).app).post('/order-export').set('X-Correlation-ID', 'shop/4711-abc');
    const { body, id } = await answerTo(call.send({ a: 1 }));
    expect([body, id]).toMatchObject([{ correlationId: 'shop/4711-abc' }, 'shop/4711-abc']);
  });

  it.each([['absent'], ['short'], ['with spaces in it'], ['x'.repeat(257)], ['jane@shop.example']])(
    'makes an id of its own where the given one is not usable (%s)',
    async (given) => {
      const call = request(setUp(echo).app).post('/order-export');
      if (given !== 'absent') call.set('X-Correlation-ID', given);
      const { body, id } = await answerTo(call.send({}));
      expect(id).toMatch(UUID);
      expect(body).toMatchObject({ correlationId: id });
    },
  );

  it('answers bad JSON with 400, without quoting it or showing a stack', async () => {
    const { app, lines } = setUp(echo);
    const call = request(app).post('/order-export').set('Content-Type', 'application/json');
    const { status, text, body, id } = await answerTo(call.send('{"name": Jane'));
    expect(status).toBe(400);
    expect(body).toEqual({
      message: 'The request cannot be read: its body is not valid JSON, or its path is malformed.',
      correlationId: id,
    });
    expect(text + lines.join()).not.toContain('Jane');
  });

  it('answers a body over the limit with 413', async () => {
    const call = request(setUp(echo).app).post('/order-export');
    const { status, body } = await answerTo(call.send({ a: 'x'.repeat(100) }));
    expect([status, body]).toMatchObject([413, { message: 'The body is larger than this endpoint takes.' }]);
  });

  it.each(['/', '/elsewhere', '/order-export/elsewhere'])('answers GET %s with 404 in JSON', async (path) => {
    const { status, body, id } = await answerTo(request(setUp(echo).app).get(path));
    expect([status, body]).toEqual([404, { message: 'There is nothing here.', correlationId: id }]);
  });

  it('answers an unexpected error with 500 and the correlation id alone, and logs where it happened', async () => {
    const { app, lines } = setUp((router) => {
      router.post('/', async () => {
        await Promise.resolve();
        throw new TypeError('Jane Doe, 1 High Street');
      });
    });
    const { status, text, body, id } = await answerTo(request(app).post('/order-export').send({}));
    expect(status).toBe(500);
    expect(body).toEqual({
      message: 'Something unexpected happened. The correlation id leads to it in the log.',
      correlationId: id,
    });
    const [line] = lines;
    expect(JSON.parse(line ?? '')).toMatchObject({
      severity: 'ERROR',
      errorClass: 'TypeError',
      correlationId: id,
    });
    expect(line).toMatch(/"at":\["at .*http\.test\.ts:/);
    expect(text).not.toContain('http.test.ts');
    expect(lines.join()).not.toContain('Jane');
  });

  it("does not take another system's 4xx for the caller's fault", async () => {
    const { app } = setUp((router) => {
      router.post('/', () => {
        throw Object.assign(new Error('refused'), { status: 404, statusCode: 404 });
      });
    });
    expect((await request(app).post('/order-export').send({})).status).toBe(500);
  });

  it('answers a malformed path with 400', async () => {
    const { app } = setUp((router) =>
      router.get('/orders/:id', (_request, response) => void response.json({})),
    );
    expect((await request(app).get('/order-export/orders/%E0%A4%A')).status).toBe(400);
  });

  it('tells nothing of what it is made of', async () => {
    const { headers } = await request(setUp().app).get('/status');
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('etag');
  });
});
