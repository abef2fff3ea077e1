import { createConnections } from 'peoplevox-connector-shared/connections';
import { createLifeSign } from 'peoplevox-connector-shared/commercetools';
import { createOutageWatch } from 'peoplevox-connector-shared/exceptions';
import {
  createBatches,
  createExportChannel,
  createKnownCodes,
  createOrderAccess,
  createOrderExport,
  rememberTemplates,
} from 'peoplevox-connector-shared/orders';
import { type Log, type World } from 'peoplevox-connector-shared/runtime';
import { createDoor, type Answer } from './door';
import type { OrderExportSettings } from './environment';

export const APPLICATION = 'order-export';

/** What the application and its deployment scripts are made of. */
export function createParts(settings: OrderExportSettings, world: World, log: Log) {
  const connections = createConnections({ settings, world, log, budget: { key: `budget-${APPLICATION}` } });
  const { client, documents } = connections;
  return { settings, world, log, ...connections, client: rememberTemplates(client, documents, world.clock) };
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
    orders: createOrderAccess(api),
    channel: createExportChannel(api, world.clock),
    documents,
    exceptions,
    rules,
    knownCodes: createKnownCodes(client, rules, world.clock),
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
