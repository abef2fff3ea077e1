import type { SkuAudit } from 'peoplevox-connector-shared/catalogue';
import { createHttpApp, type Log, type World } from 'peoplevox-connector-shared/runtime';
import { version } from '../package.json';

/** The endpoint of connect.yaml. */
export const ENDPOINT = '/sku-audit';

/** Whatever is posted, one tick is made of it: strangers can do no more than the schedule (contract §1). */
export function createHttp(skuAudit: SkuAudit, world: World, log: Log) {
  return createHttpApp({
    endpoint: ENDPOINT,
    version,
    log,
    world,
    bodies: 'text',
    handlers: (router) => {
      router.post('/', async (_request, response) => {
        const result = await skuAudit.tick();
        response.status(result.outcome === 'failed' ? 503 : 200).json(result);
      });
    },
  });
}
