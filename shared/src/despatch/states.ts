import type { ByProjectKeyRequestBuilder } from '@commercetools/platform-sdk';
import { isIn } from '../commercetools/predicate';
import type { Rules } from '../configuration/rules';
import type { ExceptionStore, Finding, Subject } from '../exceptions/exception';
import type { Clock } from '../runtime/clock';
import { INITIAL_STATE, namedStates, type StateIds } from './line-states';

const KEEP_MS = 10 * 60_000;
/** States that do not exist, and States that exist but cannot be set. */
const MISSING_SUBJECT: Subject = { type: 'configuration', key: 'despatch.lineItemStates' };
const REFUSED_SUBJECT: Subject = { type: 'configuration', key: 'despatch states' };

/** The States that the rules ask for beyond the shipment; people are told of those that cannot be had. */
interface States {
  /** Ids of the States of line items that the rules name, remembered for ten minutes. Those that do not exist are left out. */
  ids(rules: Rules): Promise<StateIds>;
  refused(error: Error): Promise<void>;
  couldBeSet(): Promise<void>;
}

export function createStates(
  api: ByProjectKeyRequestBuilder,
  exceptions: Pick<ExceptionStore, 'raise' | 'resolve'>,
  clock: Clock,
): States {
  let kept: { readonly named: string; readonly until: number; readonly ids: Promise<StateIds> } | undefined;

  const resolve = (subject: Subject, evidence: string) =>
    exceptions.resolve('configuration-invalid', subject, evidence);

  async function look(rules: Rules): Promise<StateIds> {
    const names = [...new Set(namedStates(rules))];
    const ids = await idsOf(api, names);
    const missing = names.filter((name) => !ids.has(name));
    if (missing.length > 0) await exceptions.raise(statesMissing(missing));
    else await resolve(MISSING_SUBJECT, 'The States that the configuration names exist.');
    if (namesNone(rules)) await resolve(REFUSED_SUBJECT, 'The configuration names no States any more.');
    return ids;
  }

  return {
    ids: (rules) => {
      const { lineItemStates, orderStates } = rules.despatch;
      const named = JSON.stringify([lineItemStates, orderStates]);
      if (kept?.named === named && clock.now() < kept.until) return kept.ids;
      const ids = look(rules);
      kept = { named, until: clock.now() + KEEP_MS, ids };
      ids.catch(() => {
        if (kept?.ids === ids) kept = undefined;
      });
      return ids;
    },
    refused: ({ message }) => exceptions.raise(statesRefused(message)),
    couldBeSet: () => resolve(REFUSED_SUBJECT, 'The States could be set.'),
  };
}

async function idsOf(api: ByProjectKeyRequestBuilder, names: readonly string[]): Promise<StateIds> {
  if (names.length === 0) return new Map();
  const queryArgs = { where: isIn('key', [INITIAL_STATE, ...names]), limit: 500, withTotal: false };
  const { results } = (await api.states().get({ queryArgs }).execute()).body;
  return new Map(results.map(({ key, id }) => [key, id]));
}

function namesNone({ despatch: { lineItemStates, orderStates } }: Rules): boolean {
  return [...Object.values(lineItemStates), ...Object.values(orderStates)].every((name) => name === null);
}

function statesMissing(names: readonly string[]): Finding {
  return {
    code: 'configuration-invalid',
    subject: MISSING_SUBJECT,
    message: `despatch.lineItemStates names States that commercetools does not have: ${names.join(', ')}. Units of line items are not moved to them.`,
    fix: 'Create these States, of type LineItemState, and let each lead to the next; or correct their keys in the configuration. They are looked for every ten minutes.',
  };
}

function statesRefused(words: string): Finding {
  return {
    code: 'configuration-invalid',
    subject: REFUSED_SUBJECT,
    message: `commercetools refused the States of despatch.lineItemStates or despatch.orderStates: ${words}. Shipments are booked without them.`,
    fix: 'Create the States that the configuration names, of type LineItemState, and let each lead to the next; or take them out of the configuration.',
  };
}
