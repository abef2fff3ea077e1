import { answered, START, testProject } from '../testing';
import { createCommercetoolsEmulator } from './emulator';

describe('the emulator', () => {
  const project = testProject();

  it('shows its project', () => {
    expect(project.ask('GET', '')).toMatchObject({ status: 200, body: { key: 'test' } });
  });

  it.each([
    ['GET', '/nowhere'],
    ['DELETE', '/orders'],
    ['GET', '/orders/a/b'],
    ['GET', '/orders/unknown'],
    ['GET', '/channels/key=unknown'],
  ])('answers 404 to %s %s', (method, path) => {
    expect(project.ask(method, path)).toMatchObject({
      status: 404,
      code: 'ResourceNotFound',
      body: { statusCode: 404 },
    });
  });

  it('answers 400 to what is not JSON and to JSON that is not a draft', () => {
    expect(project.ask('POST', '/custom-objects', '{"container":')).toMatchObject({
      status: 400,
      code: 'InvalidJsonInput',
    });
    expect(testProject({ withoutInspector: true }).ask('POST', '/channels', {})).toMatchObject({
      status: 400,
      code: 'InvalidJsonInput',
    });
    expect(project.ask('POST', '/channels', { key: 'no spaces please' })).toMatchObject({
      code: 'InvalidField',
      body: { errors: [{ field: 'key', invalidValue: 'no spaces please' }] },
    });
  });

  it('writes a journal of what was asked and answered', () => {
    const { emulator, ask } = testProject();
    ask('GET', '/orders?limit=1');
    ask('GET', '/orders/unknown');
    const clientId = 'tester';
    expect(emulator.journal).toEqual([
      { at: START, method: 'GET', path: '/test/orders', query: 'limit=1', clientId, status: 200 },
      { at: START, method: 'GET', path: '/test/orders/unknown', query: '', clientId, status: 404 },
    ]);
  });

  it('echoes the correlation id and tells its own time', () => {
    const response = project.emulator.handle({
      method: 'GET',
      path: '/test',
      query: new URLSearchParams(),
      headers: { authorization: 'Bearer token', 'x-correlation-id': 'abc' },
    });
    expect(response).toMatchObject({
      headers: { 'x-correlation-id': 'abc', date: new Date(START).toUTCString() },
    });
  });

  it('is the same twice with the same clock and randomness', () => {
    const ids = [testProject(), testProject()].map(
      ({ emulator }) => emulator.seedOrder({ lineItems: [{ sku: 'A' }] }).id,
    );
    expect(ids[0]).toBe(ids[1]);
  });

  it('answers 500 when its own answer is not as described, 400 when the request is not', () => {
    const { clock } = project;
    const options = { clock, random: () => 0.5, projectKey: 'test' };
    const ask = (inspector: { request?: string; response?: string }) => {
      const strict = createCommercetoolsEmulator({
        ...options,
        inspector: { request: () => inspector.request, response: () => inspector.response },
      });
      strict.project.tokens.set('token', {
        clientId: 'tester',
        scopes: ['manage_project:test'],
        expiresAt: Number.POSITIVE_INFINITY,
      });
      const response = strict.handle({
        method: 'GET',
        path: '/test',
        query: new URLSearchParams(),
        headers: { authorization: 'Bearer token' },
      });
      return response instanceof Promise ? undefined : answered(response);
    };
    expect(ask({ request: 'no such parameter' })).toMatchObject({ status: 400, code: 'InvalidInput' });
    expect(ask({ response: 'a field is missing' })).toMatchObject({ status: 500, code: 'General' });
  });

  it('writes 10,000 custom objects and 1,000 orders in seconds', () => {
    const { ask, emulator } = testProject({ withoutInspector: true });
    // Processor time: what else the machine does is not the emulator's.
    const started = process.cpuUsage();
    for (let index = 0; index < 10_000; index += 1)
      ask('POST', '/custom-objects', { container: 'c', key: `k${index % 100}`, value: { index } });
    for (let index = 0; index < 1000; index += 1)
      emulator.seedOrder({ lineItems: [{ sku: 'A' }], orderNumber: `O-${index}` });
    expect(emulator.project.collections.order.size).toBe(1000);
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1000).toBeLessThan(10_000);
  });
});
