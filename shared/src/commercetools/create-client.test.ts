import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { withCorrelation } from '../runtime/correlation';
import { CommercetoolsError } from './commercetools-error';
import { Conflict } from './documents';
import {
  type Script,
  createScripted,
  json,
  refusal,
  silence,
  socketFailure,
} from './fixtures/scripted-commercetools';

const scripted = (script: Script) => createScripted(createVirtualClock(Date.UTC(2026, 0, 5, 9)), script);

const ok = (): Response => json(200, { id: 'o1', version: 1 });

/** Answers in turn; the last one for ever. */
function inTurn(...answers: (() => ReturnType<Script['answer']>)[]): Script['answer'] {
  return (_, turn) => (answers[turn] ?? answers.at(-1) ?? ok)();
}

function readOrder(client: ReturnType<typeof scripted>) {
  return client.clock.runUntil(client.api.orders().withId({ ID: 'o1' }).get().execute());
}

function updateOrder(client: ReturnType<typeof scripted>) {
  const body = { version: 3, actions: [] };
  return client.clock.runUntil(client.api.orders().withId({ ID: 'o1' }).post({ body }).execute());
}

function createChannel(client: ReturnType<typeof scripted>) {
  return client.clock.runUntil(
    client.api
      .channels()
      .post({ body: { key: 'c' } })
      .execute(),
  );
}

async function errorOf(call: Promise<unknown>): Promise<CommercetoolsError> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof CommercetoolsError) return error;
  throw new Error(`expected a CommercetoolsError, got ${String(error)}`);
}

describe('authorisation', () => {
  it('fetches one token for 50 cold calls', async () => {
    const client = scripted({ answer: ok });
    const calls = Array.from({ length: 50 }, () => client.api.orders().withId({ ID: 'o1' }).get().execute());
    await client.clock.runUntil(Promise.all(calls));
    expect(client.tokenRequests).toHaveLength(1);
    expect(client.sent).toHaveLength(50);
    expect(client.sent.every((sent) => sent.headers.get('authorization') === 'Bearer token-1')).toBe(true);
  });

  it('asks for the scopes of the settings with the credentials of the settings', async () => {
    const client = scripted({ answer: ok });
    await readOrder(client);
    const [request] = client.tokenRequests;
    expect(request?.headers.get('authorization')).toBe(`Basic ${btoa('the-client:the-secret')}`);
    expect(request?.body).toBe('grant_type=client_credentials&scope=manage_orders%3Atest-project');
  });

  it('renews a refused token once for all calls that it was refused to, and sends them again', async () => {
    const client = scripted({
      answer: (sent) =>
        sent.headers.get('authorization') === 'Bearer token-1' ? refusal(401, 'invalid_token') : ok(),
    });
    const calls = Array.from({ length: 10 }, () =>
      client.api
        .channels()
        .post({ body: { key: 'c' } })
        .execute(),
    );
    await client.clock.runUntil(Promise.all(calls));
    expect(client.tokenRequests).toHaveLength(2);
    expect(client.sent).toHaveLength(20);
  });

  it('gives up when the new token is refused as well', async () => {
    const client = scripted({ answer: () => refusal(401, 'invalid_token') });
    expect(await errorOf(readOrder(client))).toMatchObject({ statusCode: 401, code: 'invalid_token' });
    expect(client.sent).toHaveLength(2);
  });

  it('renews before expiry, and goes on with the old token while that fails', async () => {
    const token = (_: unknown, turn: number) =>
      turn === 0 ? json(200, { access_token: 'old', expires_in: 3_600 }) : json(503, {});
    const client = scripted({ answer: ok, token });
    await readOrder(client);
    await client.clock.advance(3_300_000);
    await readOrder(client);
    await client.clock.advance(10_000);
    expect(client.sent.at(-1)?.headers.get('authorization')).toBe('Bearer old');
    expect(client.tokenRequests.length).toBeGreaterThan(1);
    await client.clock.advance(300_000);
    expect(await errorOf(readOrder(client))).toMatchObject({
      operation: 'POST oauth/token',
      statusCode: 503,
    });
  });

  it('repeats the request for a token, once for all that wait for it', async () => {
    const token = (_: unknown, turn: number) =>
      turn < 2 ? socketFailure('ECONNRESET') : json(200, { access_token: 't', expires_in: 3_600 });
    const client = scripted({ answer: ok, token });
    const calls = Array.from({ length: 5 }, () =>
      client.api
        .channels()
        .post({ body: { key: 'c' } })
        .execute(),
    );
    await client.clock.runUntil(Promise.all(calls));
    expect(client.tokenRequests).toHaveLength(3);
    expect(client.sent).toHaveLength(5);
  });

  it('says which settings to check when the credentials are refused, at the first attempt', async () => {
    const client = scripted({ answer: ok, token: () => refusal(401, 'invalid_client') });
    const error = await errorOf(readOrder(client));
    expect(error).toMatchObject({ code: 'CredentialsRejected', outcome: 'not-done', transient: false });
    expect(error.message).toContain('CTP_CLIENT_SECRET');
    expect(client.tokenRequests).toHaveLength(1);
    expect(client.sent).toHaveLength(0);
  });

  it.each([
    ['HTML', () => new Response('<html>', { status: 200 })],
    ['no token', () => json(200, { surprise: true })],
  ])('rejects with a real error when the token reply is %s', async (_, token) => {
    const client = scripted({ answer: ok, token });
    expect(await errorOf(readOrder(client))).toMatchObject({
      operation: 'POST oauth/token',
      code: 'UnreadableReply',
    });
  });

  it('does not outwait its time for a token that never comes', async () => {
    const client = scripted({ answer: ok, token: silence });
    const before = client.clock.now();
    const error = await errorOf(readOrder(client));
    expect(error).toMatchObject({ operation: 'POST oauth/token', code: 'Timeout', outcome: 'not-done' });
    expect(client.clock.now() - before).toBeLessThanOrEqual(7_500);
  });
});

describe('repeats', () => {
  it('waits as long as Retry-After says', async () => {
    const client = scripted({
      answer: inTurn(() => refusal(429, 'OverCapacity', {}, { 'retry-after': '2' }), ok),
    });
    await readOrder(client);
    const [first, second] = client.sent.map((sent) => sent.at);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(2_000);
    expect((second ?? 0) - (first ?? 0)).toBeLessThan(2_500);
  });

  it('gives up at once when Retry-After lies beyond its time', async () => {
    const client = scripted({
      answer: () => refusal(503, 'OverCapacity', {}, { 'retry-after': '60' }),
    });
    expect(await errorOf(readOrder(client))).toMatchObject({ statusCode: 503, retryAfterMs: 60_000 });
    expect(client.sent).toHaveLength(1);
  });

  it.each([429, 500, 502, 503, 504])('repeats a read after %d, with growing pauses', async (status) => {
    const fail = () => json(status, {});
    const client = scripted({ answer: inTurn(fail, fail, fail, ok) });
    await readOrder(client);
    const times = client.sent.map((sent) => sent.at);
    expect(times).toEqual([0, 150, 450, 1_050]);
  });

  it.each([400, 403, 404])('does not repeat a read after %d', async (status) => {
    const client = scripted({ answer: () => refusal(status, 'InvalidInput') });
    expect(await errorOf(readOrder(client))).toMatchObject({ statusCode: status, transient: false });
    expect(client.sent).toHaveLength(1);
  });

  it.each([
    ['ECONNRESET', 'unknown'],
    ['UND_ERR_SOCKET', 'unknown'],
    ['ECONNREFUSED', 'not-done'],
  ])('repeats a read after %s', async (code) => {
    const client = scripted({ answer: inTurn(() => socketFailure(code), ok) });
    await readOrder(client);
    expect(client.sent).toHaveLength(2);
  });

  it('repeats an update, which its version guards, after a lost connection', async () => {
    const client = scripted({ answer: inTurn(() => socketFailure('ECONNRESET'), ok) });
    await updateOrder(client);
    expect(client.sent.map((sent) => sent.body)).toEqual(Array(2).fill({ version: 3, actions: [] }));
  });

  it('repeats a deletion with version, and a search by POST', async () => {
    const flaky = inTurn(
      () => socketFailure('ECONNRESET'),
      ok,
      () => socketFailure('ECONNRESET'),
      ok,
    );
    const client = scripted({ answer: flaky });
    const { api, clock } = client;
    await clock.runUntil(
      api
        .orders()
        .withId({ ID: 'o1' })
        .delete({ queryArgs: { version: 1 } })
        .execute(),
    );
    await clock.runUntil(
      api
        .orders()
        .search()
        .post({ body: { query: { exact: { field: 'orderNumber', value: 'n' } } } })
        .execute(),
    );
    expect(client.sent).toHaveLength(4);
  });

  it.each([
    ['a lost connection', () => socketFailure('ECONNRESET')],
    ['502', () => json(502, {})],
    ['504', () => json(504, {})],
    ['a reply that is not JSON', () => new Response('<html>', { status: 200 })],
    ['silence', silence],
  ])('does not repeat an un-versioned creation after %s: the outcome is unknown', async (_, fail) => {
    const client = scripted({ answer: inTurn(fail, ok) });
    expect(await errorOf(createChannel(client))).toMatchObject({
      operation: 'POST channels',
      outcome: 'unknown',
    });
    expect(client.sent).toHaveLength(1);
  });

  it.each([
    ['429', () => json(429, {})],
    ['503', () => json(503, {})],
    ['a refused connection', () => socketFailure('ECONNREFUSED')],
  ])('repeats an un-versioned creation after %s: nothing was done', async (_, fail) => {
    const client = scripted({ answer: inTurn(fail, ok) });
    await createChannel(client);
    expect(client.sent).toHaveLength(2);
  });

  it('is logged with operation and status, without the id', async () => {
    const client = scripted({ answer: inTurn(() => json(502, {}), ok) });
    await readOrder(client);
    expect(client.logged.map(({ facts }) => facts)).toEqual([
      { operation: 'GET orders/{id}', statusCode: 502, code: 'UnreadableReply', waitMs: 150 },
    ]);
  });
});

describe('deadlines', () => {
  it('gives each attempt 2.5 s and the whole call 7.5 s', async () => {
    const client = scripted({ answer: silence });
    const before = client.clock.now();
    expect(await errorOf(readOrder(client))).toMatchObject({ code: 'Timeout', outcome: 'unknown' });
    expect(client.sent.map((sent) => sent.at)).toEqual([0, 2_650, 5_450]);
    expect(client.clock.now() - before).toBe(7_500);
  });

  it('aborts the request that it no longer waits for', async () => {
    const client = scripted({ answer: inTurn(silence, ok) });
    await readOrder(client);
    expect(client.sent.map((sent) => sent.signal.aborted)).toEqual([true, false]);
  });

  it('holds for a body that stops half-way', async () => {
    const stalled = () =>
      new Response(new ReadableStream({ pull: () => silence().then(() => undefined) }), { status: 200 });
    const client = scripted({ answer: inTurn(stalled, ok) });
    await readOrder(client);
    expect(client.sent.map((sent) => sent.at)).toEqual([0, 2_650]);
  });

  it('can be set', async () => {
    const client = scripted({
      answer: silence,
      options: { patience: { attemptMs: 100, totalMs: 1_000, attempts: 2 } },
    });
    await errorOf(readOrder(client));
    expect(client.sent.map((sent) => sent.at)).toEqual([0, 250]);
  });
});

describe('failures', () => {
  it('are Conflicts on 409, with the cause', async () => {
    const client = scripted({ answer: () => refusal(409, 'ConcurrentModification', { currentVersion: 4 }) });
    const thrown: unknown = await updateOrder(client).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(Conflict);
    expect(thrown).toMatchObject({ cause: { statusCode: 409, code: 'ConcurrentModification' } });
    expect(client.sent).toHaveLength(1);
  });

  it('are Conflicts when a repeated update meets the result of its own first attempt', async () => {
    const client = scripted({
      answer: inTurn(
        () => json(504, {}),
        () => refusal(409, 'ConcurrentModification'),
      ),
    });
    await expect(updateOrder(client)).rejects.toBeInstanceOf(Conflict);
  });

  it('stay in doubt when a later attempt was refused after one whose outcome is unknown', async () => {
    const client = scripted({
      answer: inTurn(
        () => socketFailure('ECONNRESET'),
        () => json(503, {}),
      ),
    });
    expect(await errorOf(updateOrder(client))).toMatchObject({ statusCode: 503, outcome: 'unknown' });
  });

  it('are not in doubt when every attempt was refused', async () => {
    const client = scripted({ answer: () => json(503, {}) });
    expect(await errorOf(updateOrder(client))).toMatchObject({ outcome: 'not-done' });
  });

  it('name operation, status, all codes and fields, and the correlation id, but no value', async () => {
    const errors = [
      {
        code: 'InvalidField',
        field: 'shippingAddress.country',
        message: 'Jane Doe lives nowhere',
        invalidValue: 'Jane',
      },
      { code: 'RequiredField', field: 'Jane Doe, 1 High St', message: 'secret' },
    ];
    const client = scripted({ answer: () => json(400, { statusCode: 400, message: 'Jane Doe', errors }) });
    const error = await errorOf(withCorrelation('corr-0001', () => updateOrder(client)));
    expect(error).toMatchObject({ operation: 'POST orders/{id}', statusCode: 400, code: 'InvalidField' });
    expect(error.message).toBe(
      'POST orders/{id}: commercetools answered 400 InvalidField (field shippingAddress.country), RequiredField (correlation id corr-0001)',
    );
    expect(JSON.stringify([error, client.logged])).not.toMatch(/Jane|secret/);
  });

  it('quote messages of codes that speak of scopes and limits only', async () => {
    const client = scripted({ answer: () => refusal(403, 'insufficient_scope') });
    expect((await errorOf(readOrder(client))).message).toContain(
      'insufficient_scope (message of insufficient_scope)',
    );
  });

  it('are real errors when a proxy answers in HTML', async () => {
    const client = scripted({ answer: () => new Response('<h1>Bad gateway</h1>', { status: 502 }) });
    const error = await errorOf(createChannel(client));
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ statusCode: 502, code: 'UnreadableReply' });
    expect(error.message).not.toContain('<h1>');
  });

  it('never carry the token or the secret', async () => {
    const client = scripted({ answer: () => socketFailure('ECONNRESET') });
    const error = await errorOf(createChannel(client));
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toMatch(/token-1|the-secret/);
  });
});

describe('headers', () => {
  it('carry the correlation id of the request being served, on all attempts and on the token', async () => {
    const client = scripted({ answer: inTurn(() => json(502, {}), ok) });
    await withCorrelation('corr-0001', () => readOrder(client));
    const ids = [...client.tokenRequests, ...client.sent].map((sent) => sent.headers.get('x-correlation-id'));
    expect(ids).toEqual(Array(3).fill('corr-0001'));
  });

  it('carry a correlation id outside of any request too', async () => {
    const client = scripted({ answer: ok });
    await readOrder(client);
    expect(client.sent[0]?.headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('name the connector and its version', async () => {
    const client = scripted({ answer: ok, options: { userAgent: 'peoplevox-connector/1.2.3' } });
    await readOrder(client);
    expect(client.sent[0]?.headers.get('user-agent')).toContain('peoplevox-connector/1.2.3');
    expect(client.tokenRequests[0]?.headers.get('user-agent')).toContain('peoplevox-connector/1.2.3');
  });
});
