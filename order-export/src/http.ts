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
    handlers: (router) => {
      router.post('/', async (request, response) => {
        const answer = await receive(request.body);
        response.status(answer.status).json(answer.body);
      });
    },
  });
}
