import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log, World } from 'peoplevox-connector-shared/runtime';
import { createHttp, ENDPOINT } from './http';
import type { TickResult } from './reconciliation';

const log: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
const world: World = {
  clock: { now: () => 0, after: () => () => undefined },
  random: () => 0.5,
  fetch: () => Promise.reject(new Error('Nothing is fetched here.')),
};

let server: Server | undefined;
let ticks = 0;

async function ask(method: string, path: string, result: TickResult): Promise<Response> {
  ticks = 0;
  const tick = async () => {
    ticks += 1;
    return result;
  };
  const started = createServer(createHttp({ tick }, world, log));
  server = started;
  await new Promise<void>((resolve) => void started.listen(0, '127.0.0.1', resolve));
  const { port } = started.address() as AddressInfo;
  return fetch(`http://127.0.0.1:${port}${path}`, { method, ...(method === 'POST' && { body: 'anything' }) });
}

afterEach(() => new Promise((resolve) => void server?.close(resolve)));

describe('the endpoint of the job', () => {
  it.each([{ outcome: 'busy' }, { outcome: 'off', reason: 'not installed' }] as const)(
    'makes one run of a call and answers 200 when it is $outcome',
    async (result) => {
      const response = await ask('POST', ENDPOINT, result);
      expect([response.status, await response.json(), ticks]).toEqual([200, result, 1]);
    },
  );

  it('answers 503 when the run as a whole failed', async () => {
    const response = await ask('POST', ENDPOINT, { outcome: 'failed', reason: 'commercetools is away.' });
    expect([response.status, ticks]).toEqual([503, 1]);
  });

  it.each(['/status', `${ENDPOINT}/status`])('tells its health at %s without a run', async (path) => {
    const response = await ask('GET', path, { outcome: 'busy' });
    expect([response.status, ticks]).toEqual([200, 0]);
  });
});
