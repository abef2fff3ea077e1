import {
  createBudgetStore,
  createCommercetools,
  createDocuments,
  createServerClock,
} from 'peoplevox-connector-shared/commercetools';
import { createRulesSource } from 'peoplevox-connector-shared/configuration';
import { createExceptionStore } from 'peoplevox-connector-shared/exceptions';
import { createPeoplevoxClient } from 'peoplevox-connector-shared/peoplevox';
import {
  createBreaker,
  createCallBudget,
  createLog,
  readEnvironment,
  runMain,
  systemWorld,
} from 'peoplevox-connector-shared/runtime';
import { APPLICATION } from '../application';
import { environmentSchema } from '../environment';
import { subscriptionDestination } from './deployment';
import { prepare } from './prepare';

async function postDeploy(): Promise<void> {
  const world = systemWorld;
  const settings = readEnvironment(
    environmentSchema.extend({ destination: subscriptionDestination(process.env) }),
    process.env,
  );
  const log = createLog({ level: settings.LOG_LEVEL });
  const api = createCommercetools({ settings: settings.commercetools, world, log });
  const documents = createDocuments(api);
  const exceptions = createExceptionStore({ documents, clock: world.clock, log, world });
  const rulesSource = createRulesSource({ documents, exceptions, clock: world.clock, log });
  const budget = createCallBudget({
    clock: world.clock,
    random: world.random,
    store: createBudgetStore(documents, `budget-${APPLICATION}`),
    share: settings.peoplevox.requestsPer15Seconds,
  });
  const client = createPeoplevoxClient({
    settings: settings.peoplevox,
    world,
    budget,
    breaker: createBreaker({ clock: world.clock }),
    log,
  });
  const done = await prepare({
    api,
    documents,
    serverClock: createServerClock(documents, world.clock),
    client,
    rules: async () => (await rulesSource.current()).rules,
    destination: settings.destination,
  });
  for (const line of done) log.info(line);
}

runMain(postDeploy);
