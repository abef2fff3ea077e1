import { CommercetoolsError } from '../commercetools/commercetools-error';
import { grantedScopes } from '../commercetools/create-client';
import type { Documents } from '../commercetools/documents';
import { missingScopes, type NeededScope } from '../configuration/needed-scopes';
import type { Rules } from '../configuration/rules';
import type { ExceptionStore } from '../exceptions/exception';
import { createPeoplevoxClient, type PeoplevoxClient } from '../peoplevox';
import {
  createBreaker,
  createCallBudget,
  memoryBudgetStore,
  NotDeployable,
  type Log,
  type World,
} from '../runtime';
import type { CommercetoolsSettings, PeoplevoxSettings } from '../runtime/settings';
import { newerDocuments } from './newer-documents';

/** Faults, a sentence each. What it throws is one more fault. */
type Check = (rules: Rules) => Promise<readonly string[]>;

export interface PreflightParts {
  readonly settings: { readonly commercetools: CommercetoolsSettings; readonly peoplevox: PeoplevoxSettings };
  readonly world: World;
  readonly log: Log;
  readonly documents: Documents;
  readonly client: Pick<PeoplevoxClient, 'authenticate'>;
  readonly exceptions: Pick<ExceptionStore, 'resolve'>;
  readonly rules: () => Promise<Rules>;
}

interface Preflight {
  readonly application: string;
  readonly scopes: readonly NeededScope[];
  /** Asked only where commercetools lets us in and the rules can be read. */
  readonly ofCommercetools?: readonly Check[];
  /** Asked only where Peoplevox lets us in as well. */
  readonly ofPeoplevox?: readonly Check[];
}

/**
 * What a deployment looks at before it changes anything: the credentials of both sides, the scopes, documents of newer
 * versions, the rules, and what the application itself needs.
 * @returns the rules in force
 * @throws NotDeployable, with every fault that can be known, each once
 */
export async function preflight(parts: PreflightParts, wanted: Preflight): Promise<Rules> {
  const faults = new Set<string>();
  const note = (found: readonly string[]) => found.forEach((fault) => faults.add(fault));
  /** Undefined: it failed, which is a fault. */
  const tried = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      note([error instanceof Error ? error.message : String(error)]);
      return undefined;
    }
  };

  const granted = await tried(async () => ({
    scopes: await grantedScopes({ ...parts, settings: parts.settings.commercetools }),
  }));
  const isIn = await tried(async () => {
    await logIn(parts);
    return true;
  });
  const rules = granted && (await tried(parts.rules));
  if (granted?.scopes !== undefined) {
    const { projectKey } = parts.settings.commercetools;
    note(missingScopes(wanted.scopes, granted.scopes, { projectKey, rules }));
  }
  if (granted !== undefined) note((await tried(() => newerDocuments(parts.documents))) ?? []);
  if (rules !== undefined) {
    const checks = [
      ...(wanted.ofCommercetools ?? []),
      ...(isIn === undefined ? [] : (wanted.ofPeoplevox ?? [])),
    ];
    for (const check of checks) note((await tried(() => check(rules))) ?? []);
  }
  if (faults.size > 0 || rules === undefined) throw new NotDeployable(wanted.application, [...faults]);
  // An application that only answers events may not ask Peoplevox for hours.
  const subject = { type: 'app', key: wanted.application } as const;
  await parts.exceptions.resolve('credentials-rejected', subject, 'A deployment logged in.');
  return rules;
}

/** Calls to Peoplevox are counted in commercetools; where that fails us, the one call of a log-in goes uncounted. */
async function logIn({ settings, world, log, client }: PreflightParts): Promise<void> {
  try {
    await client.authenticate();
    return;
  } catch (error) {
    if (!(error instanceof CommercetoolsError)) throw error;
  }
  const { clock, random } = world;
  const budget = createCallBudget({ clock, random, store: memoryBudgetStore(clock), share: 1 });
  const breaker = createBreaker({ clock });
  await createPeoplevoxClient({ settings: settings.peoplevox, world, budget, breaker, log }).authenticate();
}
