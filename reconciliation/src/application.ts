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
import { createHints } from 'peoplevox-connector-shared/despatch';
import { createExceptionStore, createOutageWatch } from 'peoplevox-connector-shared/exceptions';
import {
  createBatches,
  createExportChannel,
  createKnownCodes,
  createOrderExport,
  createUnitsUnderWay,
  rememberTemplates,
} from 'peoplevox-connector-shared/orders';
import { createPeoplevoxClient } from 'peoplevox-connector-shared/peoplevox';
import {
  createBreaker,
  createCallBudget,
  uuid,
  type Log,
  type World,
} from 'peoplevox-connector-shared/runtime';
import { createDriftCheck } from 'peoplevox-connector-shared/stock';
import type { ReconciliationSettings } from './environment';
import { createMessengers } from './messengers';
import { createMetrics } from './metrics';
import { createTellPeople } from './people';
import { createReconciliation, type Reconciliation } from './reconciliation';
import type { Missed } from './silence';
import { createDriftSweep } from './sweeps/drift';
import { createExtensionSweep } from './sweeps/extension';
import { createOrderSweep } from './sweeps/orders';
import { createRetentionSweep } from './sweeps/retention';
import { createUnderWaySweep } from './sweeps/under-way';
import { createTopicPublisher } from './topic';

export const APPLICATION = 'reconciliation';

/** The three jobs share their calls to Peoplevox (contract §2). */
const BUDGET = 'budget-jobs';
/** Stock that changed goes before the sweeps: one call of the share stays free for it. */
const ROOM = 1;
/** Nobody waits for the answer of a job. */
const PATIENCE = { attemptMs: 10_000, totalMs: 60_000, attempts: 6 };

/** Requests to commercetools at a time. */
const CONCURRENCY = 10;

/** What the application is made of. */
export function createParts(settings: ReconciliationSettings, world: World, log: Log) {
  const api = createCommercetools({ settings: settings.commercetools, world, log, patience: PATIENCE });
  const documents = createDocuments(api);
  const exceptions = createExceptionStore({ documents, clock: world.clock, log, world });
  const rulesSource = createRulesSource({ documents, exceptions, clock: world.clock, log });
  const budget = createCallBudget({
    clock: world.clock,
    random: world.random,
    store: createBudgetStore(documents, BUDGET),
    share: settings.peoplevox.requestsPer15Seconds,
    room: ROOM,
  });
  const peoplevox = createPeoplevoxClient({
    settings: settings.peoplevox,
    world,
    budget,
    breaker: createBreaker({ clock: world.clock }),
    log,
  });
  return {
    api,
    documents,
    exceptions,
    budget,
    client: rememberTemplates(peoplevox, documents, world.clock),
    serverClock: createServerClock(documents, world.clock),
    channel: createExportChannel(api, world.clock),
    rules: async () => (await rulesSource.current()).rules,
  };
}

/** The whole application without its HTTP frame: production, tests and the simulation start it the same way. */
export function createApplication(settings: ReconciliationSettings, world: World, log: Log): Reconciliation {
  const parts = createParts(settings, world, log);
  const { api, documents, exceptions, budget, client, serverClock, channel, rules } = parts;
  const { projectKey } = settings.commercetools;
  const holder = `${APPLICATION} ${uuid(world.random)}`;
  const hints = createHints(documents, world);
  const metrics = createMetrics();
  const onCall = () => undefined;
  const orderExport = createOrderExport({
    orders: {
      get: (id) => getOrder(api, id),
      update: (id, version, actions) => updateOrder(api, id, version, actions),
      customer: (id) => getCustomer(api, id),
    },
    channel,
    documents,
    exceptions,
    rules,
    knownCodes: createKnownCodes(client, world.clock),
    batches: createBatches({ client, budget, documents, serverClock, world, log }),
    serverClock,
    world,
    projectKey,
    timeZone: settings.peoplevox.timeZone,
  });
  const missed: Missed = { order: undefined, despatch: undefined };
  const onMissed = (changedAt: number) => {
    missed.order = Math.max(missed.order ?? 0, changedAt);
  };
  return createReconciliation({
    documents,
    rules,
    channel,
    serverClock,
    outage: createOutageWatch(exceptions, APPLICATION),
    sweeps: [
      createOrderSweep({ api, documents, orderExport, log, onMissed }),
      createUnderWaySweep({
        api,
        documents,
        exceptions,
        reader: { client, projectKey, onCall },
        hints,
      }),
      createDriftSweep(
        createDriftCheck({
          api,
          documents,
          exceptions,
          client,
          unitsUnderWay: createUnitsUnderWay({ api, documents, client, channel, serverClock, projectKey }),
          serverClock,
          ordersWait: async () => false,
          world,
          log,
          timeZone: settings.peoplevox.timeZone,
          cap: CONCURRENCY,
          ownClientId: settings.commercetools.clientId,
        }),
      ),
      createExtensionSweep(documents, world, log),
      createRetentionSweep(documents),
    ],
    tellPeople: createTellPeople({
      api,
      documents,
      exceptions,
      hints,
      installedAt: async () => (await channel()).createdAt,
      missed,
      messengerOf: createMessengers(settings.webhooks, projectKey, world),
      publish:
        settings.NOTIFY_PUBSUB_TOPIC &&
        createTopicPublisher({
          topic: settings.NOTIFY_PUBSUB_TOPIC,
          credentials: settings.NOTIFY_GCP_CREDENTIALS,
        }),
      metrics,
      world,
      log,
    }),
    onReport: (report) => metrics.recordRun(report),
    showLife: createLifeSign({ application: APPLICATION, documents, clock: world.clock, log }),
    world,
    log,
    holder,
  });
}
