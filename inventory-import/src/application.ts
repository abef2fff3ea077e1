import { createConnections } from 'peoplevox-connector-shared/connections';
import { CommercetoolsError } from 'peoplevox-connector-shared/commercetools';
import { createOutageWatch, createReconciliationWatch } from 'peoplevox-connector-shared/exceptions';
import { createExportChannel, createUnitsUnderWay } from 'peoplevox-connector-shared/orders';
import { uuid, type BudgetStore, type Log, type World } from 'peoplevox-connector-shared/runtime';
import { createOrdersWait, createStockImport, type StockImport } from 'peoplevox-connector-shared/stock';
import type { InventoryImportSettings } from './environment';

export const APPLICATION = 'inventory-import';

/** The three jobs share their calls to Peoplevox. */
const BUDGET = 'budget-jobs';
/** Nobody waits for the answer of a job. */
const PATIENCE = { attemptMs: 10_000, totalMs: 60_000, attempts: 6 };

interface ApplicationOptions {
  /** Where the calls to Peoplevox are counted; in commercetools, for all who share them, if not given. */
  readonly budgetStore?: BudgetStore;
}

/** What the application and its deployment script are made of. */
export function createParts(
  settings: InventoryImportSettings,
  world: World,
  log: Log,
  { budgetStore }: ApplicationOptions = {},
) {
  const budget = { key: BUDGET, ...(budgetStore && { store: budgetStore }) };
  return {
    settings,
    world,
    log,
    ...createConnections({ settings, world, log, budget, patience: PATIENCE }),
  };
}

/** The whole application without its HTTP frame: production, tests and the simulation start it the same way. */
export function createApplication(
  settings: InventoryImportSettings,
  world: World,
  log: Log,
  options: ApplicationOptions = {},
): StockImport {
  const { api, documents, exceptions, client, serverClock, rules } = createParts(
    settings,
    world,
    log,
    options,
  );
  const channel = createExportChannel(api, world.clock);
  const stockImport = createStockImport({
    api,
    documents,
    exceptions,
    outage: createOutageWatch(exceptions, APPLICATION, world.clock),
    rules,
    client,
    unitsUnderWay: createUnitsUnderWay({
      api,
      documents,
      client,
      channel,
      serverClock,
      projectKey: settings.commercetools.projectKey,
    }),
    serverClock,
    ordersWait: createOrdersWait(documents, serverClock),
    world,
    log,
    timeZone: settings.peoplevox.timeZone,
    holder: `${APPLICATION} ${uuid(world.random)}`,
  });
  const watchReconciliation = createReconciliationWatch({
    documents,
    exceptions,
    serverClock,
    clock: world.clock,
    log,
  });

  /** The stock is not to suffer from it: a look that fails is made again at the next tick. */
  async function watch(): Promise<void> {
    try {
      await watchReconciliation((await rules()).silence);
    } catch (error) {
      const cause = error instanceof Error ? error.name : 'unknown';
      log.warn('Whether reconciliation lives could not be seen; looked at again at the next run.', { cause });
    }
  }

  return {
    tick: async () => {
      // The Channel comes after the first rules document, in which nothing is written yet.
      if (!(await isInstalled(channel)))
        return { outcome: 'off', runs: [], reason: 'The connector is not installed yet.' };
      const result = await stockImport.tick();
      await watch();
      return result;
    },
  };
}

async function isInstalled(channel: () => Promise<unknown>): Promise<boolean> {
  try {
    await channel();
    return true;
  } catch (error) {
    // Whatever else is wrong shows in the tick, which knows how to tell it.
    return !(error instanceof CommercetoolsError && error.statusCode === 404);
  }
}
