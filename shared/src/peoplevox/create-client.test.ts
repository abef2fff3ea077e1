import type { Row, SaveRequest } from './client';
import { UnsendableText } from './envelope';
import { PeoplevoxError } from './errors';
import {
  desk,
  faultXml,
  inTurn,
  networkError,
  ok,
  SECRET_WORD,
  refused,
  resultXml,
  SESSION,
} from './scripted-peoplevox';

const page = { templateName: 'Sales orders', pageNo: 1, itemsPerPage: 100 };
const order: SaveRequest = {
  templateName: 'Sales orders',
  columns: ['SalesOrderNumber', 'ContactName'],
  rows: [
    { SalesOrderNumber: 'SO-1', ContactName: 'Jane Doe' },
    { SalesOrderNumber: 'SO-2', ContactName: 'John Roe' },
  ],
  action: 1,
};
const lostSession = () => refused('GetData', 'System : Security - Invalid Session');
const csv = () => ok('GetData', '"A","B"\n"1","2"\n', 12);
const statuses = (first: string, second: string) =>
  `<Statuses><IntegrationStatusResponse><Reference>SO-1</Reference><Status>${first}</Status></IntegrationStatusResponse>` +
  `<IntegrationStatusResponse><Reference>SO-2</Reference><Status>${second}</Status></IntegrationStatusResponse></Statuses>`;

describe('a call', () => {
  it('is posted to the tenant’s address as SOAP 1.1 within a session', async () => {
    const { client, calls } = desk(csv);
    await client.getData({ ...page, searchClause: 'SalesOrderNumber.Equals("SO-1")' });
    expect(calls.map((call) => call.url)).toEqual(
      Array(2).fill('https://wms.example/acme/resources/integrationservicev4.asmx'),
    );
    expect(calls[1]?.init).toMatchObject({
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'text/xml; charset=utf-8',
        soapaction: '"http://www.peoplevox.net/GetData"',
      },
    });
    expect(calls[1]?.body).toContain(`<ClientId>acme</ClientId><SessionId>${SESSION}1</SessionId>`);
  });

  it('returns the rows of a page', async () => {
    const { client } = desk(csv);
    expect(await client.getData(page)).toEqual({
      totalCount: 12,
      columns: ['A', 'B'],
      rows: [{ A: '1', B: '2' }],
    });
  });

  it('rejects with Peoplevox’s words when it is refused, without our secrets', async () => {
    const { client } = desk(() => refused('GetData', `Unknown field ${SESSION}1 ${SECRET_WORD}`));
    await expect(client.getData(page)).rejects.toMatchObject({
      kind: 'refused',
      operation: 'GetData',
      message: 'Peoplevox refused GetData: Unknown field *** ***',
    });
  });

  it('takes one place in the budget for itself and one for the log-in, and ends and settles each', async () => {
    const { client, budget } = desk(csv);
    await client.getData(page);
    await client.getData(page);
    expect(budget.seen).toEqual({ reserved: 3, begun: 3, ended: 3, settled: 3, throttled: [] });
  });

  it('takes its places from the reservation that it is given, and more only when that is used up', async () => {
    const { client, budget } = desk(csv);
    const reservation = await budget.budget.reserve(2);
    await client.getData(page, { reservation });
    expect(reservation.left).toBe(0);
    expect(budget.seen).toMatchObject({ reserved: 2, begun: 2, ended: 2, settled: 0 });
    await client.getData(page, { reservation });
    expect(budget.seen).toMatchObject({ reserved: 3, begun: 3, ended: 3, settled: 1 });
  });

  it('does not wait without end for a place that its own reservation holds', async () => {
    const { client, budget, time, operations } = desk(csv);
    const reservation = await budget.budget.reserve(1);
    budget.budget.reserve = () => new Promise(() => undefined);
    const saving = time.finish(client.saveData(order, { reservation, timeoutMs: 4000 }));
    await expect(saving).rejects.toThrow('within 4000 ms; it was not sent');
    await expect(saving).rejects.toMatchObject({ kind: 'unavailable' });
    expect(operations()).toEqual(['Authenticate']);
  });

  it('does not lose its result when the budget cannot be settled', async () => {
    const { client, budget, lines } = desk(csv);
    const { reserve } = budget.budget;
    budget.budget.reserve = async (calls) => {
      const { begin, end } = await reserve(calls);
      return { left: 1, begin, end, settle: () => Promise.reject(new Error('store down')) };
    };
    expect((await client.getData(page)).totalCount).toBe(12);
    expect(lines.join()).toContain('budget could not be updated');
  });

  it('sends nothing when a text cannot travel', async () => {
    const { client, operations } = desk(csv);
    await expect(client.getData({ ...page, templateName: '\u0000' })).rejects.toThrow(UnsendableText);
    expect(operations()).toEqual(['Authenticate']);
  });
});

describe('a session', () => {
  it('serves many concurrent calls with one log-in', async () => {
    const { client, operations } = desk(csv);
    await Promise.all(Array.from({ length: 20 }, () => client.getData(page)));
    expect(operations().filter((name) => name === 'Authenticate')).toHaveLength(1);
  });

  it('is replaced once and the call sent again, whatever the case of the words', async () => {
    for (const words of ['System : Security - Invalid Session', 'SESSION EXPIRED']) {
      const { client, operations, calls } = desk(inTurn(() => refused('GetData', words), csv));
      expect((await client.getData(page)).rows).toHaveLength(1);
      expect(operations()).toEqual(['Authenticate', 'GetData', 'Authenticate', 'GetData']);
      expect(calls[3]?.body).toContain(`${SESSION}2`);
    }
  });

  it('is replaced when a fault says that it is lost', async () => {
    const fault = () => new Response(faultXml('soap:Server', 'Session Expired'), { status: 500 });
    const { client } = desk(inTurn(fault, csv));
    expect((await client.getData(page)).rows).toHaveLength(1);
  });

  it('is not lost because the words stand in data', async () => {
    const { client, operations } = desk(() => ok('GetData', '"A"\n"Invalid Session"\n'));
    expect((await client.getData(page)).rows).toEqual([{ A: 'Invalid Session' }]);
    expect(operations()).toEqual(['Authenticate', 'GetData']);
  });

  it('that is lost again at once fails the call, and after three losses stops all', async () => {
    const { client, operations } = desk(lostSession);
    await expect(client.getData(page)).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(client.getData(page)).rejects.toThrow('each app needs its own API user');
    expect(operations()).toEqual(Array.from({ length: 3 }, () => ['Authenticate', 'GetData']).flat());
    await expect(client.saveData(order)).rejects.toMatchObject({ kind: 'credentials' });
    expect(operations()).toHaveLength(6);
  });

  it('logs in with the password in base64 of UTF-8, or plain', async () => {
    for (const [encoding, sent] of [
      ['base64', Buffer.from(SECRET_WORD).toString('base64')],
      ['plain', SECRET_WORD],
    ] as const) {
      const { client, calls } = desk(csv, undefined, { passwordEncoding: encoding });
      await client.authenticate();
      expect(calls[0]?.body).toContain(`<password>${sent}</password>`);
    }
  });

  it('is not opened again while it lives', async () => {
    const { client, operations } = desk(csv);
    await client.authenticate();
    await client.authenticate();
    expect(operations()).toEqual(['Authenticate']);
  });

  it('that Peoplevox refuses names the settings to check and keeps the password to itself', async () => {
    const secret = Buffer.from(SECRET_WORD).toString('base64');
    const { client, lines } = desk(csv, () => refused('Authenticate', `Bad password ${secret}`));
    const failure: unknown = await client.authenticate().catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'credentials' });
    expect(String(failure)).toContain('Bad password *** Check PEOPLEVOX_CLIENT_ID');
    expect(lines.join()).not.toContain(secret);
  });

  it('without an id is no session', async () => {
    const { client } = desk(csv, () => ok('Authenticate', 'acme'));
    await expect(client.authenticate()).rejects.toMatchObject({ kind: 'unreadable' });
  });
});

describe('a throttled call', () => {
  it.each([
    ['HTTP 429', () => new Response('', { status: 429, headers: { 'retry-after': '7' } }), 7000],
    [
      'HTTP 503 with a date',
      () => new Response('', { status: 503, headers: { 'retry-after': 'Thu, 15 Jan 2026 12:00:09 GMT' } }),
      9000,
    ],
    ['HTTP 503 without Retry-After', () => new Response('', { status: 503 }), undefined],
    ['words in Detail', () => refused('GetData', 'Too many requests, slow down'), undefined],
    [
      'words in a fault',
      () => new Response(faultXml('soap:Server', 'Rate limit exceeded'), { status: 500 }),
      undefined,
    ],
  ])('(%s) tells the budget and is not repeated', async (_, answer, retryAfterMs) => {
    const { client, budget, operations } = desk(answer);
    await expect(client.getData(page)).rejects.toMatchObject({ kind: 'throttled', retryAfterMs });
    expect(budget.seen.throttled).toEqual([retryAfterMs]);
    expect(operations()).toEqual(['Authenticate', 'GetData']);
  });

  it('does not count as a failure of Peoplevox, except 503 without Retry-After', async () => {
    const throttle = desk(() => new Response('', { status: 429 }));
    await expect(throttle.client.getData(page)).rejects.toThrow(PeoplevoxError);
    expect(throttle.breaker.noted).toEqual([false, false]);
    const down = desk(() => new Response('', { status: 503 }));
    await expect(down.client.getData(page)).rejects.toThrow(PeoplevoxError);
    expect(down.breaker.noted).toEqual([false, true]);
  });

  it('is not seen in the word of an item code', async () => {
    const { client, budget } = desk(() => refused('GetData', 'Item THROTTLE-CABLE is unknown'));
    await expect(client.getData(page)).rejects.toMatchObject({ kind: 'refused' });
    expect(budget.seen.throttled).toEqual([]);
  });
});

describe('a read', () => {
  it.each([
    ['a reset', () => networkError('ECONNRESET')],
    ['a refused connection', () => networkError('ECONNREFUSED')],
    ['an HTML error page', () => new Response('<html>Bad gateway</html>', { status: 502 })],
    ['a truncated reply', () => new Response(resultXml('GetData', 0, 1, 'A\n').slice(0, -30))],
  ])('is repeated twice after %s, with pauses', async (_, answer) => {
    const { client, operations, time, budget } = desk(inTurn(answer, answer, csv));
    const started = time.clock.now();
    expect((await time.finish(client.getData(page))).rows).toHaveLength(1);
    expect(operations()).toEqual(['Authenticate', 'GetData', 'GetData', 'GetData']);
    expect(time.clock.now() - started).toBe(500 + 1000);
    expect(budget.seen).toMatchObject({ reserved: 4, begun: 4, ended: 4, settled: 4 });
  });

  it.each([
    ['unavailable', () => networkError('ECONNRESET')],
    ['unavailable', () => new Response('<html>', { status: 500 })],
    ['unreadable', () => new Response('<!DOCTYPE html><html></html>')],
    ['unreadable', () => new Response('<html>', { status: 404 })],
    ['unreadable', () => new Response(null, { status: 302 })],
  ])('that fails three times rejects as %s', async (kind, answer) => {
    const { client, time, breaker } = desk(answer);
    await expect(time.finish(client.getData(page))).rejects.toMatchObject({ kind, name: 'PeoplevoxError' });
    expect(breaker.noted).toEqual([false, true, true, true]);
  });

  it('gives up at its deadline, aborts the request and is not repeated', async () => {
    const hung = desk(() => new Promise<Response>(() => undefined));
    const started = hung.time.clock.now();
    await expect(hung.time.finish(hung.client.getData(page, { timeoutMs: 1234 }))).rejects.toThrow(
      'within 1234 ms',
    );
    expect(hung.time.clock.now() - started).toBe(1234);
    expect(hung.calls[1]?.init.signal?.aborted).toBe(true);
    expect(hung.operations()).toEqual(['Authenticate', 'GetData']);
    expect(hung.budget.seen).toMatchObject({ begun: 2, ended: 2, settled: 2 });
  });

  it('is not repeated when the aborted request fails in its own way', async () => {
    const aborting = desk(
      ({ init }) =>
        new Promise((resolve) =>
          init.signal?.addEventListener('abort', () => resolve(new Error('AbortError'))),
        ),
    );
    await expect(aborting.time.finish(aborting.client.getData(page))).rejects.toThrow('within 20000 ms');
    expect(aborting.operations()).toEqual(['Authenticate', 'GetData']);
  });

  it('waits 20 s when nothing else was said, also for a body that stops coming', async () => {
    const stalled = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode('<soap:Envelope')),
    });
    const { client, time } = desk(() => new Response(stalled));
    await expect(time.finish(client.getData(page))).rejects.toThrow('within 20000 ms');
  });

  it('waits for a report as long as the settings say', async () => {
    const report = { ...page, templateName: 'Despatch summary', columns: '[A]' };
    const slow = desk(() => new Promise<Response>(() => undefined), undefined, { reportSeconds: 120 });
    await expect(slow.time.finish(slow.client.getReportData(report))).rejects.toThrow('within 120000 ms');
    await expect(slow.time.finish(slow.client.getData(page))).rejects.toThrow('within 20000 ms');
  });

  it('is not sent while the breaker is open', async () => {
    const { client, breaker, calls, budget } = desk(csv);
    breaker.trip();
    await expect(client.getData(page)).rejects.toMatchObject({ kind: 'unavailable', retryAfterMs: 9000 });
    expect(calls).toEqual([]);
    expect(budget.seen).toMatchObject({ begun: 0, settled: 1 });
  });

  it('does not trip the breaker by what is only wrong with the request', async () => {
    const { client, breaker } = desk(() => refused('GetData', 'Unknown field'));
    await expect(client.getData(page)).rejects.toThrow(PeoplevoxError);
    const fault = desk(() => new Response(faultXml('soap:Client', 'What?'), { status: 500 }));
    await expect(fault.client.getData(page)).rejects.toMatchObject({ kind: 'refused' });
    expect([...breaker.noted, ...fault.breaker.noted]).toEqual([false, false, false, false]);
  });

  it('names the columns of a report and of a template, the latter asked for once', async () => {
    const { client, operations } = desk(({ operation }) => ok(operation, 'SalesOrderNumber,"Gift, note"'));
    expect(await client.getReportColumns('R')).toEqual(['SalesOrderNumber', 'Gift, note']);
    await Promise.all([client.getSaveTemplate('T'), client.getSaveTemplate('T')]);
    await client.getSaveTemplate('U');
    expect(operations()).toEqual(['Authenticate', 'GetReportColumns', 'GetSaveTemplate', 'GetSaveTemplate']);
  });
});

describe('streamReportData', () => {
  const report = { ...page, templateName: 'Despatch summary', columns: '[A]' };

  it('hands over each row and returns the count', async () => {
    const { client } = desk(() => ok('GetReportData', '"A"\n"1"\n"2"\n', 2));
    const rows: Row[] = [];
    expect(await client.streamReportData(report, (row) => rows.push(row))).toEqual({ totalCount: 2 });
    expect(rows).toEqual([{ A: '1' }, { A: '2' }]);
  });

  it('is not repeated once a row was handed over', async () => {
    const broken = () =>
      new Response(resultXml('GetReportData', 0, 2, `"A"\n"1"\n"${'x'.repeat(999)}"\n`).slice(0, -50));
    const { client, time, operations } = desk(broken);
    const rows: Row[] = [];
    await expect(time.finish(client.streamReportData(report, (row) => rows.push(row)))).rejects.toMatchObject(
      { kind: 'unreadable' },
    );
    expect(rows[0]).toEqual({ A: '1' });
    expect(operations()).toEqual(['Authenticate', 'GetReportData']);
  });

  it('rejects with what the consumer threw, which is no failure of Peoplevox', async () => {
    const { client, breaker } = desk(() => ok('GetReportData', '"A"\n"1"\n', 1));
    const fault = new RangeError('no room');
    const consume = () => {
      throw fault;
    };
    await expect(client.streamReportData(report, consume)).rejects.toBe(fault);
    expect(breaker.noted).toEqual([false, false]);
  });

  it('hands over nothing after its deadline', async () => {
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start: (own) => {
        controller = own;
      },
    });
    const xml = new TextEncoder().encode(resultXml('GetReportData', 0, 3, '"A"\n"1"\n"2"\n"3"\n'));
    const { client, time } = desk(() => new Response(body));
    const rows: Row[] = [];
    await expect(time.finish(client.streamReportData(report, (row) => rows.push(row)))).rejects.toThrow(
      'within',
    );
    controller?.enqueue(xml);
    await time.breathe();
    expect(rows).toEqual([]);
  });

  it('names the fault of malformed rows but no value', async () => {
    const { client, time } = desk(() => ok('GetReportData', '"A","B"\n"Jane Doe"\n'));
    const failure: unknown = await time.finish(client.getReportData(report).catch((error: unknown) => error));
    expect(failure).toMatchObject({ kind: 'unreadable' });
    expect(String(failure)).toContain('line 2');
    expect(String(failure)).not.toContain('Jane');
  });
});

describe('saveData', () => {
  it('sends the rows as CSV with the action and tells what became of each', async () => {
    const { client, calls } = desk(() =>
      refused('SaveData', 'SO-2: unknown service', 1, statuses('Success', 'Error')),
    );
    expect(await client.saveData(order)).toEqual({
      kind: 'partly',
      words: 'SO-2: unknown service',
      rows: [{ kind: 'saved' }, { kind: 'refused', words: 'SO-2: unknown service' }],
    });
    expect(calls[1]?.body).toContain('SO-1&quot;,&quot;Jane Doe&quot;&#xD;\n');
    expect(calls[1]?.body).toContain('<Action>1</Action>');
  });

  it('is sent again after a lost session, because nothing was done in it', async () => {
    const { client } = desk(
      inTurn(
        () => refused('SaveData', 'Session Expired'),
        () => ok('SaveData', '', 2),
      ),
    );
    expect((await client.saveData(order)).kind).toBe('saved');
  });

  it('is not taken for lost with its session when rows have a status, whatever the words', async () => {
    const words = 'SO-2: customer "Invalid Session" is unknown';
    const { client, operations } = desk(() => refused('SaveData', words, 1, statuses('Success', 'Error')));
    expect((await client.saveData(order)).kind).toBe('partly');
    expect(operations()).toEqual(['Authenticate', 'SaveData']);
  });

  it.each([
    ['a reset', () => networkError('ECONNRESET')],
    ['HTTP 500 with a page', () => new Response('<html>', { status: 500 })],
    ['HTTP 503', () => new Response('', { status: 503 })],
    ['an unreadable reply', () => new Response(resultXml('SaveData', 0, 2, '').slice(0, -9))],
    ['no reply', () => new Promise<Response>(() => undefined)],
  ])('is unknown after %s and not sent twice', async (_, answer) => {
    const { client, time, operations } = desk(answer);
    expect(await time.finish(client.saveData(order))).toMatchObject({ kind: 'unknown' });
    expect(operations()).toEqual(['Authenticate', 'SaveData']);
  });

  it('has failed, and is not sent twice, when Peoplevox says that it broke off', async () => {
    const { client, operations } = desk(() => new Response(faultXml('soap:Server', 'boom'), { status: 500 }));
    await expect(client.saveData(order)).resolves.toEqual({
      kind: 'failed',
      words: 'Peoplevox failed to process SaveData: boom',
    });
    expect(operations()).toEqual(['Authenticate', 'SaveData']);
  });

  it('waits 30 s for a reply, and counts an unknown outcome as a failure of Peoplevox', async () => {
    const { client, time, breaker } = desk(() => new Promise<Response>(() => undefined));
    const started = time.clock.now();
    await time.finish(client.saveData(order));
    expect(time.clock.now() - started).toBe(30_000);
    expect(breaker.noted).toEqual([false, true]);
  });

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])(
    'rejects as unavailable after %s, because nothing left',
    async (code) => {
      const { client, operations } = desk(() => networkError(code));
      await expect(client.saveData(order)).rejects.toMatchObject({ kind: 'unavailable' });
      expect(operations()).toEqual(['Authenticate', 'SaveData']);
    },
  );

  it.each([
    ['429', () => new Response('', { status: 429, headers: { 'retry-after': '3' } })],
    ['words', () => refused('SaveData', 'Request throttled')],
  ])('rejects as throttled after %s, because it was not executed', async (_, answer) => {
    const { client, budget } = desk(answer);
    await expect(client.saveData(order)).rejects.toMatchObject({ kind: 'throttled' });
    expect(budget.seen.throttled).toHaveLength(1);
  });

  it('rejects when the log-in before it fails, whatever the reason', async () => {
    const { client, time, operations } = desk(csv, () => networkError('ECONNRESET'));
    await expect(time.finish(client.saveData(order))).rejects.toMatchObject({
      kind: 'unavailable',
      operation: 'Authenticate',
    });
    expect(operations()).toEqual(['Authenticate', 'Authenticate', 'Authenticate']);
  });

  it('is refused as a whole, in uncut words, when Peoplevox does not understand the request', async () => {
    const words = `Cannot read ${'x'.repeat(2000)} John Roe`;
    const { client } = desk(() => new Response(faultXml('soap:Client', words), { status: 500 }));
    const outcome = await client.saveData(order);
    expect(outcome).toMatchObject({ kind: 'refused', rows: [{ kind: 'unclear' }, { kind: 'unclear' }] });
    expect('words' in outcome && outcome.words).toMatch(/ John Roe$/);
  });

  it('has no secret of ours in the words of a fault', async () => {
    const words = `Cannot read ${SESSION}1 of ${SECRET_WORD}`;
    const { client } = desk(() => new Response(faultXml('soap:Client', words), { status: 500 }));
    const outcome = await client.saveData(order);
    expect('words' in outcome && outcome.words).toMatch(/Cannot read \*\*\* of \*\*\*$/);
  });

  it('is not sent any more when its time is over after a log-in', async () => {
    const { client, time, operations } = desk(csv, () => {
      time.advance(10_000);
      return ok('Authenticate', `acme,${SESSION}1`);
    });
    const saving = client.saveData(order, { notAfter: time.clock.now() + 10_000 });
    await expect(saving).rejects.toMatchObject({ kind: 'unavailable', operation: 'SaveData' });
    expect(operations()).toEqual(['Authenticate']);
  });

  it('is not sent again when its time is over after a lost session', async () => {
    const { client, time, operations } = desk(() => {
      time.advance(10_000);
      return refused('SaveData', 'System : Security - Session Expired');
    });
    const saving = client.saveData(order, { notAfter: time.clock.now() + 10_000 });
    await expect(saving).rejects.toThrow('not sent any more');
    expect(operations()).toEqual(['Authenticate', 'SaveData', 'Authenticate']);
  });

  it('is not sent any more when its time is over once it has its place in the budget', async () => {
    const { client, time, budget, breaker, operations } = desk(csv);
    await client.authenticate();
    const { reserve } = budget.budget;
    budget.budget.reserve = (calls) => {
      time.advance(10_000);
      return reserve(calls);
    };
    const noted = breaker.noted.length;
    const saving = client.saveData(order, { notAfter: time.clock.now() + 10_000 });
    await expect(saving).rejects.toThrow('not sent any more');
    expect(operations()).toEqual(['Authenticate']);
    // Nothing was learnt about Peoplevox, and the place is given back unused.
    expect(breaker.noted).toHaveLength(noted);
    expect(budget.seen).toMatchObject({ begun: 1, settled: 2 });
  });

  it('is not sent while the breaker is open', async () => {
    const { client, breaker, operations } = desk(csv);
    await client.authenticate();
    breaker.trip();
    await expect(client.saveData(order)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(operations()).toEqual(['Authenticate']);
  });

  it('leaves no session id, password or value in log lines and errors', async () => {
    const { client, time, lines } = desk(() => networkError('ECONNRESET'));
    const outcome = await time.finish(client.saveData(order));
    const told = lines.join() + JSON.stringify(outcome);
    for (const secret of [SESSION, SECRET_WORD, 'Jane', 'SO-1']) expect(told).not.toContain(secret);
    expect(lines).not.toHaveLength(0);
  });
});

describe('subscriptions', () => {
  it('are made and have an id', async () => {
    const { client, calls } = desk(({ operation }) => ok(operation, '1042'));
    expect(await client.subscribeEvent('AvailabilityChanges', 'https://x/?a={ItemCode}&b=1')).toBe(1042);
    expect(await client.subscribePostEvent('Returns', 'https://x', 'so={SalesOrderNumber}&s=1', 'f')).toBe(
      1042,
    );
    expect(calls[1]?.body).toContain(
      '<filter></filter><callbackUrl>https://x/?a={ItemCode}&amp;b=1</callbackUrl>',
    );
    expect(calls[2]?.body).toContain('<filter>f</filter><postUrl>https://x</postUrl>');
  });

  it('are not asked for twice, because each request makes another one', async () => {
    const { client, operations } = desk(() => networkError('ECONNRESET'));
    await expect(client.subscribeEvent('Returns', 'https://x')).rejects.toMatchObject({
      kind: 'unavailable',
    });
    expect(operations()).toEqual(['Authenticate', 'SubscribeEvent']);
  });

  it('are refused in Peoplevox’s words, and unreadable without an id', async () => {
    const no = desk(() => refused('SubscribeEvent', 'Unknown event'));
    await expect(no.client.subscribeEvent('Returns', 'https://x')).rejects.toThrow('Unknown event');
    const blank = desk(() => ok('SubscribeEvent', ''));
    await expect(blank.client.subscribeEvent('Returns', 'https://x')).rejects.toMatchObject({
      kind: 'unreadable',
    });
  });

  it('are removed, or were not there', async () => {
    const { client } = desk(
      inTurn(
        () => ok('UnsubscribeEvent', 'True'),
        () => refused('UnsubscribeEvent', 'Unknown id'),
      ),
    );
    expect(await client.unsubscribeEvent(7)).toBe(true);
    expect(await client.unsubscribeEvent(7)).toBe(false);
  });
});
