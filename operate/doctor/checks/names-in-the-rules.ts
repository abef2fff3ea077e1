import type { Rules } from '../../../shared/src/configuration';
import { readProject, type Project } from '../../project';
import type { Check } from '../check';
import { mend, note, type Finding } from '../finding';

export const namesInTheRules: Check = {
  name: 'Stores, Channels and States that the rules name',
  asks: ['commercetools'],
  look: async ({ api, rules }) => wrongNames(rules, await readProject(api)),
};

interface Named {
  readonly what: string;
  readonly scope: string;
  readonly rule: string;
  readonly keys: readonly string[];
  readonly known: readonly string[] | undefined;
}

/** Keys of the rules that the project does not have: such a rule never applies. */
function wrongNames(rules: Rules, project: Project): Finding[] {
  return namesOf(rules, project).flatMap(({ what, scope, rule, keys, known }) => {
    if (keys.length === 0) return [];
    if (known === undefined)
      return note(
        'integration',
        `${what}s are not checked: the API client may not see them (${scope}). Rule ${rule} names ${keys.join(', ')}.`,
      );
    const unknown = keys.filter((key) => !known.includes(key));
    return mend(
      'ecommerce',
      ...unknown.map(
        (key) => `${what} "${key}" does not exist (rule ${rule}). Correct the rule, or create it.`,
      ),
    );
  });
}

function namesOf(
  rules: Rules,
  { channels, shippingMethods, stores, productTypes, states }: Project,
): Named[] {
  const { orderExport, routing, notShippedByPeoplevox, despatch } = rules;
  const routed = routing.flatMap(({ when }) => when.stores);
  const lineStates = Object.values(despatch.lineItemStates).filter((key) => key !== null);
  const methods = [...Object.keys(rules.shippingMethods), ...notShippedByPeoplevox.shippingMethods];
  return [
    named('Store', 'view_stores', 'orderExport.stores', orderExport.stores ?? [], stores),
    named('Store', 'view_stores', 'routing', routed, stores),
    named('State', 'view_states', 'orderExport.stateKeys', orderExport.stateKeys ?? [], states),
    named('State', 'view_states', 'despatch.lineItemStates', lineStates, states),
    named(
      'Channel',
      'view_channels',
      'notShippedByPeoplevox.supplyChannels',
      notShippedByPeoplevox.supplyChannels,
      channels.map(({ key }) => key),
    ),
    named(
      'Shipping method',
      'view_shipping_methods',
      'shippingMethods and notShippedByPeoplevox.shippingMethods',
      methods,
      shippingMethods.flatMap(({ key, name }) => [...(key === undefined ? [] : [key]), name]),
    ),
    named(
      'Product type',
      'view_product_types',
      'notShippedByPeoplevox.productTypes',
      notShippedByPeoplevox.productTypes,
      productTypes,
    ),
  ];
}

function named(
  what: string,
  scope: string,
  rule: string,
  keys: readonly string[],
  known: readonly string[] | undefined,
): Named {
  return { what, scope, rule, keys: [...new Set(keys)], known };
}
