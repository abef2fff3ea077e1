import {
  createBudgetStore,
  createCommercetools,
  createDocuments,
  createLifeSign,
  createServerClock,
  getCustomer,
  getOrder,
  updateOrder,
} from 'peoplevox-connector-shared/commercetools';
import { createRulesSource } from 'peoplevox-connector-shared/configuration';
import { createExceptionStore, createOutageWatch } from 'peoplevox-connector-shared/exceptions';
import {
  createBatches,
  createExportChannel,
  createKnownCodes,
  createOrderExport,
  rememberTemplates,
} from 'peoplevox-connector-shared/orders';
import { createPeoplevoxClient } from 'peoplevox-connector-shared/peoplevox';
import { createBreaker, createCallBudget, type Log, type World } from 'peoplevox-connector-shared/runtime';
import { createDoor, type Answer } from './door';
import type { OrderExportSettings } from './environment';

export const APPLICATION = 'order-export';

/** What the application and its deployment scripts are made of. */
export function createParts(settings: OrderExportSettings, world: World, log: Log) {
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
  const peoplevox = createPeoplevoxClient({
    settings: settings.peoplevox,
    world,
    budget,
    breaker: createBreaker({ clock: world.clock }),
    log,
  });
  const client = rememberTemplates(peoplevox, documents, world.clock);
  return {
    api,
    documents,
    exceptions,
    budget,
    client,
    serverClock: createServerClock(documents, world.clock),
    rules: async () => (await rulesSource.current()).rules,
  };
}

/** The whole application without its HTTP frame: production, tests and the simulation start it the same way. */
export function createApplication(
  settings: OrderExportSettings,
  world: World,
  log: Log,
): { readonly receive: (body: unknown) => Promise<Answer> } {
  const { api, documents, exceptions, budget, client, serverClock, rules } = createParts(
    settings,
    world,
    log,
  );
  const orderExport = createOrderExport({
    orders: {
      get: (id) => getOrder(api, id),
      update: (id, version, actions) => updateOrder(api, id, version, actions),
      customer: (id) => getCustomer(api, id),
    },
    channel: createExportChannel(api, world.clock),
    documents,
    exceptions,
    rules,
    knownCodes: createKnownCodes(client, world.clock),
    batches: createBatches({ client, budget, documents, serverClock, world, log }),
    serverClock,
    world,
    projectKey: settings.commercetools.projectKey,
    timeZone: settings.peoplevox.timeZone,
  });
  const outage = createOutageWatch(exceptions, APPLICATION, world.clock);
  const door = createDoor({ orderExport, exceptions, outage, world, log });
  const showLife = createLifeSign({ application: APPLICATION, documents, clock: world.clock, log });
  return {
    receive: async (body) => {
      const [answer] = await Promise.all([door(body), showLife()]);
      return answer;
    },
  };
}
