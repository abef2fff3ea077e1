import { createHttpApp, type Log, type World } from 'peoplevox-connector-shared/runtime';
import type { StockImport } from 'peoplevox-connector-shared/stock';
import { version } from '../package.json';

/** The endpoint of connect.yaml. */
export const ENDPOINT = '/inventory-import';

/** Whatever is posted, one tick is made of it: strangers can do no more than the schedule (contract §1). */
export function createHttp(stockImport: StockImport, world: World, log: Log) {
  return createHttpApp({
    endpoint: ENDPOINT,
    version,
    log,
    world,
    bodies: 'text',
    handlers: (router) => {
      router.post('/', async (_request, response) => {
        const result = await stockImport.tick();
        response.status(result.outcome === 'failed' ? 503 : 200).json(result);
      });
    },
  });
}
