import { createBudgetStore } from '../commercetools/budget-store';
import { createCommercetools } from '../commercetools/create-client';
import { createDocuments } from '../commercetools/documents';
import type { Patience } from '../commercetools/perseverance';
import { createServerClock } from '../commercetools/server-clock';
import { createRulesSource } from '../configuration/rules-source';
import { createExceptionStore } from '../exceptions/store';
import { createPeoplevoxClient } from '../peoplevox';
import { createBreaker, createCallBudget, type BudgetStore, type Log, type World } from '../runtime';
import type { CommercetoolsSettings, PeoplevoxSettings } from '../runtime/settings';

interface ConnectionsOptions {
  readonly settings: { readonly commercetools: CommercetoolsSettings; readonly peoplevox: PeoplevoxSettings };
  readonly world: World;
  readonly log: Log;
  /** Calls to Peoplevox that are counted together, over all instances and applications that name the same. */
  readonly budget: {
    readonly key: string;
    /** Calls that are left free for others who share it. */
    readonly room?: number;
    /** In commercetools, for all who share it, if not given. */
    readonly store?: BudgetStore;
  };
  readonly patience?: Partial<Patience>;
}

/** What every application is made of: both systems, its documents, the exceptions, the rules. Nothing is asked yet. */
export function createConnections({ settings, world, log, budget: shared, patience }: ConnectionsOptions) {
  const { clock, random } = world;
  const { room } = shared;
  const api = createCommercetools({
    settings: settings.commercetools,
    world,
    log,
    ...(patience !== undefined && { patience }),
  });
  const documents = createDocuments(api);
  const exceptions = createExceptionStore({ documents, clock, log, world });
  const rulesSource = createRulesSource({ documents, exceptions, clock, log });
  const budget = createCallBudget({
    clock,
    random,
    store: shared.store ?? createBudgetStore(documents, shared.key),
    share: settings.peoplevox.requestsPer15Seconds,
    ...(room !== undefined && { room }),
  });
  const client = createPeoplevoxClient({
    settings: settings.peoplevox,
    world,
    budget,
    breaker: createBreaker({ clock }),
    log,
  });
  return {
    api,
    documents,
    exceptions,
    budget,
    client,
    serverClock: createServerClock(documents, clock),
    rules: async () => (await rulesSource.current()).rules,
  };
}
