import { createHttpApp, type Log, type World } from 'peoplevox-connector-shared/runtime';
import { version } from '../package.json';
import type { Reconciliation } from './reconciliation';

/** The endpoint of connect.yaml. */
export const ENDPOINT = '/reconciliation';

/** Whatever is posted, one run is made of it: strangers can do no more than the schedule (contract §1). */
export function createHttp(reconciliation: Reconciliation, world: World, log: Log) {
  return createHttpApp({
    endpoint: ENDPOINT,
    version,
    log,
    world,
    bodies: 'text',
    handlers: (router) => {
      router.post('/', async (_request, response) => {
        const result = await reconciliation.tick();
        response.status(result.outcome === 'failed' ? 503 : 200).json(result);
      });
    },
  });
}
