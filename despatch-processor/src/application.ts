import { createConnections } from 'peoplevox-connector-shared/connections';
import { createLifeSign } from 'peoplevox-connector-shared/commercetools';
import {
  createBookings,
  createHints,
  workDueHints,
  type ChargeWriter,
} from 'peoplevox-connector-shared/despatch';
import { createOutageWatch } from 'peoplevox-connector-shared/exceptions';
import {
  beganPicking,
  createExportChannel,
  faultsBeforeExport,
  ordersForBookings,
  readLedger,
} from 'peoplevox-connector-shared/orders';
import { createReportReader } from 'peoplevox-connector-shared/peoplevox';
import { uuid, type Log, type World } from 'peoplevox-connector-shared/runtime';
import { createChargeWriter } from './charge-writer';
import { createCallbackTally } from './callbacks/callback-tally';
import { createCallbacks } from './callbacks/callbacks';
import { createHintWorker } from './callbacks/hint-worker';
import type { DespatchProcessorSettings } from './environment';
import { createExtension } from './extension/extension';
import { knownSkus } from './extension/known-skus';
import { createExtensionKeeper } from './extension/keep-extension';
import type { Doors } from './http';
import { createAuthentication } from './operator/authentication';
import { exceptionOperations } from './operator/exceptions';
import { keptOperations } from './operator/kept';
import { monthEndOperations } from './operator/month-end';
import { orderOperations } from './operator/order/order-operations';
import { createPeoplevoxNow } from './operator/order/peoplevox-now';
import { requestOperations } from './operator/requests';
import { shadowOperations } from './operator/shadow';
import { stockOperations } from './operator/stock';
import { secretCheck } from './secrets';
import { watched } from './watched';

export const APPLICATION = 'despatch-processor';

export type Parts = ReturnType<typeof createParts>;

/** What the application and its deployment scripts are made of. */
export function createParts(settings: DespatchProcessorSettings, world: World, log: Log) {
  const budget = { key: `budget-${APPLICATION}` };
  return { settings, world, log, ...createConnections({ settings, world, log, budget }) };
}

/**
 * The whole application without its HTTP frame: production, tests and the simulation start it the same way.
 * @param charges what adds Charges; the payments SDK has a network of its own, which `world` does not know
 */
export function createApplication(
  settings: DespatchProcessorSettings,
  world: World,
  log: Log,
  charges: ChargeWriter = createChargeWriter({ settings: settings.commercetools, world, log }),
): Application {
  const parts = createParts(settings, world, log);
  const { documents, exceptions, rules } = parts;
  const { clock } = world;
  const hints = createHints(documents, world);
  const { despatches, returns } = createBookings({ ...parts, ...ordersForBookings(parts), charges });
  const outage = createOutageWatch(exceptions, APPLICATION, world.clock);
  const tally = createCallbackTally({ documents, world, log });
  const showLife = createLifeSign({ application: APPLICATION, documents, clock, log });
  const holder = `${APPLICATION} ${uuid(world.random)}`;
  const worker = createHintWorker({
    work: async () => {
      if ((await rules()).mode.despatch === 'off') return 'idle';
      return watched(outage, () =>
        workDueHints({
          book: (requests) => despatches.book(requests),
          bookReturns: (numbers) => returns.bookOrders(numbers),
          hints,
          documents,
          world,
          holder,
        }),
      );
    },
    onForeign: (count) => tally.count('foreign', count),
    world,
    log,
  });
  const callback = createCallbacks({ hints, rules, exceptions, tally, onHint: worker.wake, clock, log });
  const judge = createExtension({
    rules,
    begun: async (orderId, inForce) => {
      const entry = (await readLedger(documents, orderId))?.value;
      return entry === undefined ? [] : beganPicking(entry, inForce);
    },
    faults: async (order, inForce) =>
      faultsBeforeExport(order, {
        rules: inForce,
        projectKey: settings.commercetools.projectKey,
        timeZone: settings.peoplevox.timeZone,
        itemCodeKnown: await knownSkus(documents, order),
      }),
    world,
    log,
  });
  return {
    isCallbackSecret: secretCheck(settings.PEOPLEVOX_CALLBACK_SECRET),
    callback: (name, text) => {
      void showLife();
      return callback(name, text);
    },
    isExtensionSecret: secretCheck(settings.EXTENSION_SECRET ?? []),
    judge: (body) => {
      void showLife();
      return judge(body);
    },
    authentication: createAuthentication({ settings: settings.commercetools, world, log }),
    operations: [
      ...orderOperations({
        ...parts,
        channel: createExportChannel(parts.api, clock),
        hints,
        peoplevox: createPeoplevoxNow(parts.client, settings.peoplevox.timeZone),
        onHint: worker.wake,
      }),
      ...exceptionOperations(parts),
      ...requestOperations(parts),
      ...keptOperations(parts),
      ...monthEndOperations(parts),
      ...shadowOperations(parts),
      ...stockOperations({ ...parts, reader: createReportReader(parts.client) }),
    ],
    keepExtension: createExtensionKeeper({ ...parts, secrets: settings.EXTENSION_SECRET }),
    wake: worker.wake,
  };
}

interface Application extends Doors {
  /** Works what an ended process left behind. */
  readonly wake: () => void;
}
