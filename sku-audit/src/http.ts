import type { SkuAudit } from 'peoplevox-connector-shared/catalogue';
import { createJobHttp, type Log, type World } from 'peoplevox-connector-shared/runtime';
import { version } from '../package.json';

/** The endpoint of connect.yaml. */
export const ENDPOINT = '/sku-audit';

export function createHttp(skuAudit: SkuAudit, world: World, log: Log) {
  return createJobHttp(skuAudit, { endpoint: ENDPOINT, version, log, world });
}
