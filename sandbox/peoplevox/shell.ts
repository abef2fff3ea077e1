import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PeoplevoxSimulator } from './core';
import { travel, type Transport } from './fetch';
import type { HttpReply, HttpRequest } from './http';
import type { Callback } from './subscriptions';

export interface Shell {
  /** Scheme, host and port, as PEOPLEVOX_URL wants it. */
  readonly url: string;
  /** Of the integration service. */
  readonly serviceUrl: string;
  close(): Promise<void>;
}

interface ShellOptions extends Transport {
  /** 0 (default): any free one. */
  readonly port?: number;
}

/** Serves the simulator on 127.0.0.1. Rejects when the port is taken. */
export async function serve(simulator: PeoplevoxSimulator, options: ShellOptions): Promise<Shell> {
  const server = createServer((incoming, outgoing) => {
    answer(simulator, options, incoming, outgoing).catch((error: unknown) => {
      // A bug of the simulator must be seen by whoever tests against it.
      outgoing.writeHead(500, { 'content-type': 'text/plain' }).end(`The simulator failed: ${String(error)}`);
    });
  });
  await listen(server, options.port ?? 0);
  const url = `http://127.0.0.1:${portOf(server)}`;
  return {
    url,
    serviceUrl: url + simulator.path,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  simulator: PeoplevoxSimulator,
  transport: Transport,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const reply = await travel(simulator, transport, await readRequest(incoming));
  if (!reply) incoming.socket.resetAndDestroy();
  else if (reply.spoiled === 'truncated') sendHalf(reply, incoming, outgoing);
  else outgoing.writeHead(reply.status, { ...reply.headers }).end(reply.body);
}

function sendHalf(reply: HttpReply, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const bytes = Buffer.from(reply.body);
  outgoing.writeHead(reply.status, { ...reply.headers, 'content-length': bytes.length });
  outgoing.write(bytes.subarray(0, bytes.length / 2), () => incoming.socket.destroy());
}

async function readRequest(incoming: IncomingMessage): Promise<HttpRequest> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) if (chunk instanceof Uint8Array) chunks.push(chunk);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return {
    method: incoming.method ?? 'GET',
    path: decodeURI(incoming.url ?? '/'),
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

const CALLBACK_TIMEOUT_MS = 10_000;

/** Calls a subscriber over the network; rejects when it cannot be reached or does not answer 2xx. */
export async function callOverHttp({ method, url, body }: Callback): Promise<void> {
  const response = await fetch(url, {
    method,
    signal: AbortSignal.timeout(CALLBACK_TIMEOUT_MS),
    ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
  });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`The subscriber answered ${response.status}.`);
}
