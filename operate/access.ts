import { createConnections } from '../shared/src/connections';
import {
  commercetoolsSettings,
  createLog,
  memoryBudgetStore,
  peoplevoxSettings,
  readEnvironment,
  type BudgetStore,
  type CommercetoolsSettings,
  type PeoplevoxSettings,
  type World,
} from '../shared/src/runtime';
import type { ByProjectKeyRequestBuilder, Documents } from '../shared/src/commercetools';
import type { PeoplevoxClient } from '../shared/src/peoplevox';
import * as z from 'zod';

/** What the applications leave of the tenant's 15 requests in 15 s. */
const SHARE = 2;

export interface Settings {
  readonly commercetools: CommercetoolsSettings;
  readonly peoplevox: PeoplevoxSettings;
}

/** Both systems as a person's own machine sees them. */
export interface Access {
  readonly settings: Settings;
  readonly world: World;
  readonly api: ByProjectKeyRequestBuilder;
  readonly documents: Documents;
  readonly client: PeoplevoxClient;
}

const environment = z.object({ commercetools: commercetoolsSettings, peoplevox: peoplevoxSettings(SHARE) });

/** The keys that the applications take. @throws EnvironmentInvalid with every key that is wrong */
export function readSettings(): Settings {
  return readEnvironment(environment, process.env);
}

/**
 * Clients that write nothing by themselves: the calls to Peoplevox are counted here, not in commercetools, and neither
 * rules nor template columns are remembered there.
 * @param store where the calls are counted; given where several clients share one tenant
 */
export function openAccess(
  settings: Settings,
  world: World,
  store: BudgetStore = memoryBudgetStore(world.clock),
): Access {
  const budget = { key: 'operate', store };
  const { api, documents, client } = createConnections({ settings, world, log: errorsOnly, budget });
  return { settings, world, api, documents, client };
}

export const errorsOnly = createLog({
  level: 'error',
  write: (line) => void process.stderr.write(`${line}\n`),
});
