import { createConnections } from 'peoplevox-connector-shared/connections';
import { createLifeSign } from 'peoplevox-connector-shared/commercetools';
import {
  createBookings,
  createHints,
  despatchedRows,
  workDueHints,
  type DespatchBooking,
  type DespatchedRow,
} from 'peoplevox-connector-shared/despatch';
import { createOutageWatch } from 'peoplevox-connector-shared/exceptions';
import {
  createBatches,
  createExportChannel,
  createKnownCodes,
  createOrderAccess,
  createOrderExport,
  createUnitsUnderWay,
  notShipped,
  ordersForBookings,
  rememberTemplates,
} from 'peoplevox-connector-shared/orders';
import { uuid, type Log, type World } from 'peoplevox-connector-shared/runtime';
import { createDriftCheck } from 'peoplevox-connector-shared/stock';
import { createChargeWriter } from './charge-writer';
import type { ReconciliationSettings } from './environment';
import { createMessengers } from './messengers';
import { createMetrics } from './metrics';
import { oldestHint } from './oldest-hint';
import { createTellPeople } from './people';
import { createReconciliation, type Reconciliation } from './reconciliation';
import type { Missed } from './silence';
import { createDespatchSweep } from './sweeps/despatches';
import { createDriftSweep } from './sweeps/drift';
import { createExtensionSweep } from './sweeps/extension';
import { createHintSweep } from './sweeps/hints';
import { createMonthEndSweep } from './sweeps/month-end';
import { createOrderSweep } from './sweeps/orders';
import { createReplaySweep } from './sweeps/replays';
import { createRetentionSweep } from './sweeps/retention';
import { createReturnSweep } from './sweeps/returns';
import { createUnderWaySweep } from './sweeps/under-way';
import { createTopicPublisher } from './topic';

export const APPLICATION = 'reconciliation';
const OTHERS = ['order-export', 'despatch-processor', 'inventory-import', 'sku-audit'];

/** The three jobs share their calls to Peoplevox. */
const BUDGET = 'budget-jobs';
/** Stock that changed goes before the sweeps: one call of the share stays free for it. */
const ROOM = 1;
/** Nobody waits for the answer of a job. */
const PATIENCE = { attemptMs: 10_000, totalMs: 60_000, attempts: 6 };

/** A despatch that is younger may still be announced. */
const CALLBACK_GRACE_MS = 5 * 60_000;
/** Requests to commercetools at a time. */
const CONCURRENCY = 10;

/** What the application is made of. */
export function createParts(settings: ReconciliationSettings, world: World, log: Log) {
  const budget = { key: BUDGET, room: ROOM };
  const connections = createConnections({ settings, world, log, budget, patience: PATIENCE });
  const { api, client, documents } = connections;
  return {
    settings,
    world,
    log,
    ...connections,
    client: rememberTemplates(client, documents, world.clock),
    channel: createExportChannel(api, world.clock),
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
    orders: createOrderAccess(api),
    channel,
    documents,
    exceptions,
    rules,
    knownCodes: createKnownCodes(client, rules, world.clock),
    batches: createBatches({ client, budget, documents, serverClock, world, log }),
    serverClock,
    world,
    projectKey,
    timeZone: settings.peoplevox.timeZone,
  });
  const missed: Missed = { order: undefined, despatch: undefined, hint: undefined };
  const onMissed = (changedAt: number) => {
    missed.order = Math.max(missed.order ?? 0, changedAt);
  };
  /** What waits before the sweep works it is what despatch-processor left. */
  const noteOldest = async () => {
    missed.hint = (await oldestHint(hints))?.since;
  };
  const { timeZone } = settings.peoplevox;
  const { despatches, returns } = createBookings({
    ...parts,
    ...ordersForBookings(parts),
    charges: createChargeWriter(api, world),
  });
  /** Despatches that the last report showed first; those that are new to the booking were not announced. */
  let unannounced = new Map<string, DespatchedRow>();
  const book: DespatchBooking['book'] = async (requests) => {
    const outcomes = await despatches.book(requests);
    const late = (await serverClock()) - CALLBACK_GRACE_MS;
    for (const [number, { kind }] of outcomes) {
      const at = unannounced.get(number)?.at;
      if (kind === 'booked' && at !== undefined && at < late)
        missed.despatch = Math.min(missed.despatch ?? at, at);
      unannounced.delete(number);
    }
    return outcomes;
  };
  return createReconciliation({
    documents,
    rules,
    channel,
    serverClock,
    outage: createOutageWatch(exceptions, APPLICATION, world.clock, OTHERS),
    sweeps: [
      createReplaySweep({ documents, orderExport, world, log }),
      createOrderSweep({ api, documents, orderExport, log, onMissed }),
      createUnderWaySweep({
        api,
        documents,
        exceptions,
        reader: { client, projectKey, onCall },
        hints,
      }),
      createDespatchSweep({
        documents,
        hints,
        despatchedRows: (inForce, period) => despatchedRows({ client, timeZone }, inForce, period),
        onFound: (despatched) => {
          unannounced = new Map(despatched.map((row) => [row.number, row]));
        },
      }),
      createHintSweep(noteOldest, () =>
        workDueHints({
          hints,
          book,
          bookReturns: (numbers) => returns.bookOrders(numbers),
          documents,
          world,
          holder,
        }),
      ),
      createReturnSweep(documents, returns),
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
          timeZone,
          cap: CONCURRENCY,
          ownClientId: settings.commercetools.clientId,
        }),
      ),
      createExtensionSweep(documents, world, log),
      createMonthEndSweep({ api, documents, notShipped, timeZone, world }),
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
