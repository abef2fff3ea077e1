import { createHttpApp, type Log, type World } from 'peoplevox-connector-shared/runtime';
import { version } from '../package.json';
import type { createApplication } from './application';

/** The endpoint of connect.yaml. */
export const ENDPOINT = '/order-export';

export function createHttp({ receive }: ReturnType<typeof createApplication>, world: World, log: Log) {
  return createHttpApp({
    endpoint: ENDPOINT,
    version,
    log,
    world,
    // An answer of 400 would bring a broken message back for seven days; the door keeps it as an exception instead.
    bodies: 'text',
    // OrderCreated carries the whole order, in base64; the queue takes up to 10 MB.
    bodyLimit: '15mb',
    handlers: (router) => {
      router.post('/', async (request, response) => {
        const answer = await receive(parsed(request.body));
        response.status(answer.status).json(answer.body);
      });
    },
  });
}

function parsed(body: unknown): unknown {
  if (typeof body !== 'string') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
