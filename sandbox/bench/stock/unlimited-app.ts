import { createApplication } from '../../../inventory-import/src/application';
import { environmentSchema } from '../../../inventory-import/src/environment';
import { createHttp } from '../../../inventory-import/src/http';
import {
  createLog,
  memoryBudgetStore,
  readEnvironment,
  runMain,
  serve,
  systemWorld,
} from '../../../shared/src/runtime';

/** More than any run makes: the limit is lifted, all else is as deployed. */
const UNLIMITED = 1_000_000;

/**
 * inventory-import as it is deployed, but with Peoplevox's limit lifted: a share of calls that its environment would
 * refuse, and nobody to share it with, so that no call is counted in commercetools.
 */
async function start(): Promise<void> {
  const settings = readEnvironment(environmentSchema, process.env);
  const log = createLog({ level: settings.LOG_LEVEL });
  const unlimited = {
    ...settings,
    peoplevox: { ...settings.peoplevox, requestsPer15Seconds: UNLIMITED },
  };
  const application = createApplication(unlimited, systemWorld, log, {
    budgetStore: memoryBudgetStore(systemWorld.clock),
  });
  await serve(createHttp(application, systemWorld, log), { port: process.env['PORT'], log });
}

runMain(start);
