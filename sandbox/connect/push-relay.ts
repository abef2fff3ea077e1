import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { World } from '../../shared/src/runtime';
import { acknowledging, inTurn, type PushSubscription } from './broker';

interface PushRelay {
  readonly url: string;
  readonly counts: { pushes: number; refused: number; timedOut: number };
  /** Ids of the messages that an instance acknowledged. */
  readonly acknowledged: ReadonlySet<string>;
  close(): Promise<void>;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function messageId(body: string): string {
  return /"message_?[iI]d"\s*:\s*"([^"]+)"/.exec(body)?.[1] ?? '';
}

/**
 * A push subscription knows one URL and tells nobody what was answered: this relay stands at that URL, hands each
 * push to the next instance and counts the answers.
 */
export async function startPushRelay(
  subscription: PushSubscription,
  world: World,
  settled: () => void,
): Promise<PushRelay> {
  const nextEndpoint = inTurn(() => subscription.endpoints());
  const counts = { pushes: 0, refused: 0, timedOut: 0 };
  const acknowledged = new Set<string>();

  async function forward(body: string): Promise<number> {
    const endpoint = nextEndpoint();
    if (endpoint === undefined) return 503;
    try {
      const headers = { 'content-type': 'application/json' };
      const response = await world.fetch(endpoint, { method: 'POST', headers, body });
      await response.body?.cancel();
      return response.status;
    } catch {
      // An instance that is not there: Connect's own front would answer for it.
      return 503;
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    counts.pushes += 1;
    const status = await forward(body);
    if (response.destroyed) counts.timedOut += 1;
    else if (acknowledging.has(status)) acknowledged.add(messageId(body));
    else counts.refused += 1;
    response.writeHead(status).end();
    settled();
  }

  const server = createServer((request, response) => void handle(request, response));
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}/`,
    counts,
    acknowledged,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}
