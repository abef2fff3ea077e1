import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CommercetoolsEmulator } from './core/emulator';
import type { EmulatorRequest } from './core/http';
import { carried, type FaultDial } from './faults';

interface ListenOptions {
  /** 0: any free one. */
  readonly port: number;
  readonly latencyMs?: number;
  readonly faults?: FaultDial;
}

export interface Listening {
  readonly port: number;
  /** `http://127.0.0.1:<port>`: API host and auth host alike. */
  readonly url: string;
  close(): Promise<void>;
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  incoming.setEncoding('utf8');
  let body = '';
  for await (const chunk of incoming) body += String(chunk);
  return body;
}

function headersOf(incoming: IncomingMessage): Record<string, string> {
  const entries = Object.entries(incoming.headers).map(([name, value]): [string, string] => [
    name,
    [value].flat().join(', '),
  ]);
  return Object.fromEntries(entries);
}

async function requestOf(incoming: IncomingMessage): Promise<EmulatorRequest> {
  const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
  const body = await bodyOf(incoming);
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: headersOf(incoming),
    ...(body === '' ? {} : { body }),
  };
}

/** Serves the emulator over HTTP on the loopback interface only. */
export async function listen(
  emulator: CommercetoolsEmulator,
  { port, latencyMs, faults }: ListenOptions,
): Promise<Listening> {
  const way = { clock: emulator.project.clock, latencyMs, faults };

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const reply = await carried((request) => emulator.handle(request), await requestOf(incoming), way);
    if (reply === undefined) incoming.socket.resetAndDestroy();
    else outgoing.writeHead(reply.status, reply.headers).end(reply.body);
  }

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address: AddressInfo | string | null = server.address();
  const bound = address !== null && typeof address === 'object' ? address.port : port;
  return {
    port: bound,
    url: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}
