import { containing, drive, elements, envelope, readResult } from './testing';

const getCarriers = `<getRequest>${elements({ TemplateName: 'Carriers', PageNo: 1, ItemsPerPage: 0 })}</getRequest>`;

describe('sessions', () => {
  it('begin with the tenant and a GUID', () => {
    const { responseId, detail } = drive().logIn();
    expect(responseId).toBe(0);
    expect(detail).toMatch(/^acmeQa1,[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it('are refused for a wrong password, and for one that is not in base64', () => {
    const driver = drive();
    expect(driver.logIn('cGFzcw==').responseId).toBe(-1);
    expect(driver.logIn('pa55 wörd').responseId).toBe(-1);
  });

  it('are useless after a password in the wrong encoding where it travels in plain', () => {
    const driver = drive({
      tenant: { clientId: 'us1', username: 'api', password: 'secret', passwordEncoding: 'plain' },
    });
    expect(driver.call('GetData', getCarriers).detail).toBe('System : Security - Invalid Session');
    driver.logIn('secret');
    expect(driver.call('GetData', getCarriers).responseId).toBe(0);
  });

  it('end after 30 idle minutes, with HTTP 200, and live on while they are used', async () => {
    const driver = drive();
    await driver.clock.advance(29 * 60_000);
    expect(driver.call('GetData', getCarriers).responseId).toBe(0);
    await driver.clock.advance(30 * 60_000);
    expect(driver.raw('GetData', getCarriers)).toMatchObject({ status: 200 });
    expect(driver.call('GetData', getCarriers)).toMatchObject({
      responseId: -1,
      detail: 'System : Security - Invalid Session',
    });
    expect(driver.simulator.journal.map(({ words }) => words)).toContain(
      'System : Security - Session Expired',
    );
  });

  it.each([
    [false, 0],
    [true, -1],
  ])('of the same user end at a new log-in: %s', (singleSession, responseId) => {
    const driver = drive({ settings: { singleSession } });
    const older = driver.sessionId;
    driver.logIn();
    driver.sessionId = older;
    expect(driver.call('GetData', getCarriers).responseId).toBe(responseId);
  });
});

describe('the request limit', () => {
  function afterSixteen(answer: '429' | '429-retry-after' | '503' | 'refusal') {
    const driver = drive({ settings: { limit: { answer } } });
    for (let call = 0; call < 14; call += 1) driver.call('GetData', getCarriers);
    return { driver, reply: driver.raw('GetData', getCarriers) };
  }

  it('refuses the sixteenth request in 15 seconds and lets it in later', async () => {
    const { driver, reply } = afterSixteen('429');
    expect(reply.status).toBe(429);
    expect(reply.headers['retry-after']).toBeUndefined();
    expect(driver.simulator.peak()).toBe(16);
    await driver.clock.advance(15_000);
    expect(driver.call('GetData', getCarriers).responseId).toBe(0);
  });

  it('answers as it is set to', () => {
    expect(afterSixteen('429-retry-after').reply.headers['retry-after']).toBe('15');
    expect(afterSixteen('503').reply.status).toBe(503);
    expect(readResult(afterSixteen('refusal').reply.body)).toMatchObject({
      responseId: -1,
      detail: containing('limit'),
    });
  });

  it('counts calls by operation and template', () => {
    const driver = drive();
    driver.get('Carriers');
    driver.get('Carriers');
    expect(driver.simulator.calls()).toEqual({ Authenticate: 1, 'GetData Carriers': 2 });
  });
});

describe('faults', () => {
  const save = `<saveRequest>${elements({ TemplateName: 'Carriers', CsvData: 'Name\nUPS', Action: 0 })}</saveRequest>`;
  const hasCarrier = (driver: ReturnType<typeof drive>): boolean =>
    driver.get('Carriers', 'Name == "UPS"').length === 1;

  it('hit the next calls that match, and no others', () => {
    const driver = drive();
    driver.simulator.faults.set({
      operation: 'SaveData',
      template: 'carriers',
      skip: 1,
      times: 2,
      fault: { kind: 'http', status: 503 },
    });
    const statuses = ['GetData', 'SaveData', 'SaveData', 'SaveData', 'SaveData'].map(
      (operation) => driver.raw(operation, operation === 'GetData' ? getCarriers : save).status,
    );
    expect(statuses).toEqual([200, 200, 503, 503, 200]);
  });

  it.each([
    [
      { kind: 'http', status: 500, headers: { 'retry-after': '3' } },
      { status: 500, headers: { 'retry-after': '3' } },
      false,
    ],
    [{ kind: 'reset' }, { spoiled: 'reset' }, false],
    [{ kind: 'reply-lost' }, { spoiled: 'reset' }, true],
    [{ kind: 'truncated' }, { spoiled: 'truncated' }, true],
    [{ kind: 'row-refused' }, { status: 200, body: containing('Error') }, false],
    [{ kind: 'html' }, { status: 200, body: containing('<html>') }, false],
    [{ kind: 'delay', ms: 9000 }, { status: 200, delayMs: 9000 }, true],
    [{ kind: 'refuse', words: 'No.' }, { status: 200, body: containing('No.') }, false],
    [{ kind: 'session-lost' }, { status: 200, body: containing('Invalid Session') }, false],
  ] as const)('%j does what it says', (fault, reply, isCommitted) => {
    let isOn = true;
    const driver = drive({
      faults: ({ operation }) => (operation === 'SaveData' && isOn ? fault : undefined),
    });
    expect(driver.raw('SaveData', save)).toMatchObject(reply);
    isOn = false;
    driver.logIn();
    expect(hasCarrier(driver)).toBe(isCommitted);
  });

  it('can end the CSV of a reply within a cell', () => {
    const driver = drive();
    driver.simulator.faults.set({ fault: { kind: 'garbled' } });
    const { responseId, detail } = readResult(driver.raw('GetData', getCarriers).body);
    expect([responseId, /[^"]"$/.test(detail)]).toEqual([0, true]);
  });

  it('can hold a request back before anything is done', () => {
    const driver = drive();
    driver.simulator.faults.set({ fault: { kind: 'delay', ms: 5000, before: true } });
    const arrival = driver.simulator.arrive(envelope(driver, 'SaveData', save));
    expect(arrival.waitMs).toBe(5000);
    expect(hasCarrier(driver)).toBe(false);
    arrival.answer();
    expect(hasCarrier(driver)).toBe(true);
  });
});

describe('the service', () => {
  it('is found whatever the case of its path, and nowhere else', () => {
    const driver = drive();
    const request = envelope(driver, 'GetData', getCarriers);
    const statusAt = (path: string): number => driver.simulator.handle({ ...request, path }).status;
    expect(statusAt('/ACMEQA1/Resources/IntegrationServicev4.asmx')).toBe(200);
    expect(statusAt('/other/resources/integrationservicev4.asmx')).toBe(404);
  });

  it('journals each call', () => {
    const driver = drive();
    driver.save('Carriers', [{ Name: 'UPS' }], 1);
    driver.save('Nonsense', [{ Name: 'UPS' }]);
    expect(driver.simulator.journal.slice(1)).toMatchObject([
      { operation: 'SaveData', template: 'Carriers', action: 1, rows: 1, outcome: 'ok' },
      {
        operation: 'SaveData',
        template: 'Nonsense',
        outcome: 'refused',
        words: "Template 'Nonsense' is not configured.",
      },
    ]);
  });
});
