import { createConnections } from 'peoplevox-connector-shared/connections';
import { createSkuAudit, type SkuAudit } from 'peoplevox-connector-shared/catalogue';
import { createOutageWatch } from 'peoplevox-connector-shared/exceptions';
import { uuid, type Log, type World } from 'peoplevox-connector-shared/runtime';
import { createOrdersWait, holdAtZero } from 'peoplevox-connector-shared/stock';
import type { SkuAuditSettings } from './environment';

export const APPLICATION = 'sku-audit';

/** The three jobs share their calls to Peoplevox. */
const BUDGET = 'budget-jobs';
/** Nobody waits for the answer of a job. */
const PATIENCE = { attemptMs: 20_000, totalMs: 60_000, attempts: 6 };
const WINDOW_MS = 15_000;
const REQUESTS_AT_A_TIME = 4;

/** What the application and its scripts are made of. */
export function createParts(settings: SkuAuditSettings, world: World, log: Log) {
  const budget = { key: BUDGET };
  return {
    settings,
    world,
    log,
    ...createConnections({ settings, world, log, budget, patience: PATIENCE }),
  };
}

/** The whole application without its HTTP frame: production, tests and the simulation start it the same way. */
export function createApplication(settings: SkuAuditSettings, world: World, log: Log): SkuAudit {
  const { api, documents, exceptions, client, serverClock, rules } = createParts(settings, world, log);
  const cap = REQUESTS_AT_A_TIME;
  const share = settings.peoplevox.requestsPer15Seconds;
  return createSkuAudit({
    api,
    documents,
    exceptions,
    outage: createOutageWatch(exceptions, APPLICATION, world.clock),
    rules,
    client,
    serverClock,
    ordersWait: createOrdersWait(documents, serverClock),
    holdStock: (hold) => holdAtZero({ api, documents, log, world, cap }, hold),
    world,
    log,
    holder: `${APPLICATION} ${uuid(world.random)}`,
    // One call of the jobs' share is left to the others.
    callEveryMs: WINDOW_MS / Math.max(1, share - 1),
    cap,
  });
}
