import { createJobHttp, type Log, type World } from 'peoplevox-connector-shared/runtime';
import { version } from '../package.json';
import type { Reconciliation } from './reconciliation';

/** The endpoint of connect.yaml. */
export const ENDPOINT = '/reconciliation';

export function createHttp(reconciliation: Reconciliation, world: World, log: Log) {
  return createJobHttp(reconciliation, { endpoint: ENDPOINT, version, log, world });
}
