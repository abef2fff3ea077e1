import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock, systemWorld } from '../../shared/src/runtime';
import { createCommercetoolsEmulator, httpExtensionCaller, listen } from '.';

function emulator() {
  const created = createCommercetoolsEmulator({
    clock: systemClock,
    random: Math.random,
    projectKey: 'test',
    ports: { callExtension: httpExtensionCaller(systemWorld) },
  });
  created.project.tokens.set('token', {
    clientId: 'tester',
    scopes: ['manage_project:test'],
    expiresAt: Number.POSITIVE_INFINITY,
  });
  return created;
}
const headers = { authorization: 'Bearer token', 'content-type': 'application/json' };

describe('the HTTP shell', () => {
  it('serves on the loopback interface, bodies in UTF-8', async () => {
    const shell = await listen(emulator(), { port: 0 });
    const body = JSON.stringify({ container: 'c', key: 'k', value: 'ü'.repeat(40_000) });
    const response = await fetch(`${shell.url}/test/custom-objects`, { method: 'POST', headers, body });
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ value: 'ü'.repeat(40_000) });
    await shell.close();
    await expect(fetch(shell.url)).rejects.toThrow('fetch failed');
  });

  it('breaks the connection on a reset', async () => {
    const shell = await listen(emulator(), { port: 0, faults: () => 'reset' });
    await expect(fetch(`${shell.url}/test`, { headers })).rejects.toMatchObject({
      cause: { code: 'ECONNRESET' },
    });
    await shell.close();
  });

  it('refuses a port that is taken', async () => {
    const shell = await listen(emulator(), { port: 0 });
    await expect(listen(emulator(), { port: shell.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await shell.close();
  });

  it('really calls API extensions and gives them no longer than they have', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address: AddressInfo | string | null = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const core = emulator();
    const shell = await listen(core, { port: 0 });
    const post = (path: string, body: unknown) =>
      fetch(`${shell.url}/test${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    await post('/extensions', {
      destination: { type: 'HTTP', url: `http://127.0.0.1:${port}/` },
      triggers: [{ resourceTypeId: 'order', actions: ['Update'] }],
      timeoutInMs: 50,
    });
    const { id } = core.seedOrder({ lineItems: [{ sku: 'A' }] });
    const update = { version: 1, actions: [{ action: 'changeOrderState', orderState: 'Confirmed' }] };
    expect((await post(`/orders/${id}`, update)).status).toBe(504);
    silent.closeAllConnections();
    silent.close();
    await shell.close();
  });
});
