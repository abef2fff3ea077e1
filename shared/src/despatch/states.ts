import type { ByProjectKeyRequestBuilder } from '@commercetools/platform-sdk';
import { isIn } from '../commercetools/predicate';
import type { Rules } from '../configuration/rules';
import type { Clock } from '../runtime/clock';
import { namedStates, type StateIds } from './line-states';

const KEEP_MS = 10 * 60_000;

/** Ids of the States that the rules name, remembered for ten minutes. States that do not exist are left out. */
export function createStates(
  api: ByProjectKeyRequestBuilder,
  clock: Clock,
): (rules: Rules) => Promise<StateIds> {
  let kept: { readonly names: string; readonly until: number; readonly ids: StateIds } | undefined;

  return async (rules) => {
    const [first, ...others] = namedStates(rules);
    if (first === undefined) return new Map();
    const names = [first, ...others].join();
    if (kept?.names === names && clock.now() < kept.until) return kept.ids;
    const queryArgs = { where: isIn('key', [first, ...others]), limit: 500, withTotal: false };
    const { results } = (await api.states().get({ queryArgs }).execute()).body;
    const ids = new Map(results.map(({ key, id }) => [key, id]));
    kept = { names, until: clock.now() + KEEP_MS, ids };
    return ids;
  };
}
