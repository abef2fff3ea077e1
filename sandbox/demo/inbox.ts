import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';
import { owners } from '../../shared/src/exceptions';

interface Told {
  readonly owner: string;
  readonly text: string;
}

const message = z.object({ text: z.string() });

/** A chat program of the teams: takes what their webhooks are posted. */
export async function openInbox() {
  const told: Told[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      told.push({ owner: (request.url ?? '/').slice(1), text: message.parse(JSON.parse(body)).text });
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    told,
    /** Keys of the deployment. */
    configuration: Object.fromEntries(
      owners.map((owner) => [
        `NOTIFY_WEBHOOK_URL_${owner.toUpperCase()}`,
        `http://127.0.0.1:${port}/${owner}`,
      ]),
    ),
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
