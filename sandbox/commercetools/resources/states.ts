import * as z from 'zod';
import { identifier, localized, parsed, resourceKey } from '../core/draft';
import { invalidOperation } from '../core/errors';
import { action, assign, byKey, fresh, type Kind } from '../core/kind';
import type { Project } from '../core/project';
import { base, named, reference } from '../predicate/fields';

const stateType = z.enum([
  'OrderState',
  'RecurringOrderState',
  'LineItemState',
  'ProductState',
  'ReviewState',
  'PaymentState',
  'QuoteRequestState',
  'StagedQuoteState',
  'QuoteState',
]);
const role = z.enum(['ReviewIncludedInStatistics', 'Return']);
const transitions = { transitions: z.array(identifier).optional() };

const draft = z.object({
  key: resourceKey,
  type: stateType,
  name: localized.optional(),
  description: localized.optional(),
  initial: z.boolean().default(true),
  roles: z.array(role).optional(),
  ...transitions,
});

/** Every project has it: where line items start. */
export const INITIAL_LINE_ITEM_STATE = 'Initial';

export const states: Kind<'state'> = {
  typeId: 'state',
  path: 'states',
  entity: 'State',
  view: ['view_states'],
  manage: ['manage_states'],
  fields: {
    ...base,
    ...named('string', 'key type'),
    ...named('any', 'name description'),
    ...named('boolean', 'initial builtIn'),
    roles: 'strings',
    transitions: reference,
  },
  alternateKeys: byKey,
  keptWhileReferenced: true,
  create: (body, context) => {
    const { transitions: targets, ...rest } = parsed(draft, body);
    return {
      ...fresh(context),
      ...rest,
      builtIn: false,
      transitions: targets?.map((target) => context.reference('state', target)),
    };
  },
  actions: {
    changeKey: action({ key: resourceKey }, (state, { key }) => {
      if (state.builtIn) throw invalidOperation('The key of a built-in State cannot be changed.');
      return { ...state, key };
    }),
    setName: assign({ name: localized.optional() }),
    setDescription: assign({ description: localized.optional() }),
    changeInitial: assign({ initial: z.boolean() }),
    setRoles: assign({ roles: z.array(role) }),
    setTransitions: action(transitions, (state, body, context) => ({
      ...state,
      transitions: body.transitions?.map((target) => context.reference('state', target)),
    })),
  },
};

/** Puts the built-in State into a new project. */
export function addBuiltInStates(project: Project, newId: () => string): void {
  project.collections.state.put({
    id: newId(),
    version: 1,
    createdAt: project.createdAt,
    lastModifiedAt: project.createdAt,
    key: INITIAL_LINE_ITEM_STATE,
    type: 'LineItemState',
    builtIn: true,
    initial: true,
    name: { en: 'Initial' },
  });
}
