import type { Fault } from './faults';
import { emulatorFetch } from './fetch';
import { testProject } from './testing';

const URL_OF_K = 'https://api.example/test/custom-objects';
const headers = { authorization: 'Bearer token', 'content-type': 'application/json' };
const post = (key: string) => ({
  method: 'POST',
  headers,
  body: JSON.stringify({ container: 'c', key, value: 1 }),
});

describe('the emulator as fetch', () => {
  it('answers as HTTP does', async () => {
    const { emulator } = testProject();
    const response = await emulatorFetch(emulator)(URL_OF_K, post('k'));
    expect(response.status).toBe(201);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toMatchObject({ key: 'k', version: 1 });
    expect((await emulatorFetch(emulator)(`${URL_OF_K}/c/k`, { method: 'HEAD', headers })).status).toBe(200);
  });

  it('takes its time by the clock', async () => {
    const { emulator, clock } = testProject();
    const started = clock.now();
    await clock.runUntil(emulatorFetch(emulator, { latencyMs: 250 })(URL_OF_K, { headers }));
    expect(clock.now() - started).toBe(250);
  });

  it('is given up when the signal says so', async () => {
    const { emulator } = testProject();
    const controller = new AbortController();
    const answer = emulatorFetch(emulator, { latencyMs: 1000 })(URL_OF_K, {
      headers,
      signal: controller.signal,
    });
    controller.abort(new Error('too slow'));
    await expect(answer).rejects.toThrow('too slow');
  });

  async function withFault(fault: Fault) {
    const { emulator, ask, clock } = testProject();
    const faulty = emulatorFetch(emulator, {
      faults: ({ method }) => (method === 'POST' ? fault : undefined),
    });
    const outcome = await clock.runUntil(
      faulty(URL_OF_K, post('k')).then(
        ({ status }) => status,
        (error: unknown) => error,
      ),
    );
    return { outcome, stored: ask('GET', '/custom-objects/c/k').status === 200, clock };
  }

  it('can answer for the emulator, break before it and break after it', async () => {
    expect(await withFault({ status: 503 })).toMatchObject({ outcome: 503, stored: false });
    const reset = await withFault('reset');
    expect(reset.outcome).toBeInstanceOf(TypeError);
    expect(reset.outcome).toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(reset.stored).toBe(false);
    const lost = await withFault('reply-lost');
    expect(lost.outcome).toBeInstanceOf(TypeError);
    expect(lost.stored).toBe(true);
    expect(await withFault({ delayMs: 500 })).toMatchObject({ outcome: 201, stored: true });
  });
});
