import { createJobHttp, type Log, type World } from 'peoplevox-connector-shared/runtime';
import type { StockImport } from 'peoplevox-connector-shared/stock';
import { version } from '../package.json';

/** The endpoint of connect.yaml. */
export const ENDPOINT = '/inventory-import';

export function createHttp(stockImport: StockImport, world: World, log: Log) {
  return createJobHttp(stockImport, { endpoint: ENDPOINT, version, log, world });
}
