import * as z from 'zod';
import type { Context } from '../core/context';
import { identifier, parsed, resourceKey, type Identifier } from '../core/draft';
import { invalidInput } from '../core/errors';
import { action, assign, byKey, fresh, type Kind } from '../core/kind';
import type { Extension } from '../core/platform';
import { base, named } from '../predicate/fields';

const authentication = z.discriminatedUnion('type', [
  z.object({ type: z.literal('AuthorizationHeader'), headerValue: z.string() }),
  z.object({ type: z.literal('AzureFunctions'), key: z.string() }),
]);
/** HTTP only: nothing else can be called on one machine. */
const destination = z.object({
  type: z.literal('HTTP'),
  url: z.url(),
  authentication: authentication.optional(),
});
const triggers = z
  .array(
    z.object({
      resourceTypeId: z.enum([
        'business-unit',
        'cart',
        'customer',
        'customer-group',
        'order',
        'payment',
        'payment-method',
        'quote',
        'quote-request',
        'shopping-list',
        'staged-quote',
      ]),
      actions: z.array(z.enum(['Create', 'Update'])).min(1),
      condition: z.string().optional(),
    }),
  )
  .min(1);
const timeoutInMs = z.int().min(1).max(10_000).optional();
const additionalContext = z.object({ includeOldResource: z.boolean().default(false) }).optional();
const dependencies = z.array(identifier).max(5).optional();
const expansionPaths = z.array(z.string()).optional();
const draft = z.object({
  key: resourceKey.optional(),
  destination,
  triggers,
  timeoutInMs,
  additionalContext,
  dependencies,
  expansionPaths,
});

const MASK = '****';

/** Secrets of a destination are not given back in clear. */
function masked(extension: Extension): unknown {
  const { destination: own } = extension;
  if (own.type !== 'HTTP' || own.authentication === undefined) return extension;
  const hidden =
    own.authentication.type === 'AuthorizationHeader'
      ? { ...own.authentication, headerValue: MASK }
      : { ...own.authentication, key: MASK };
  return { ...extension, destination: { ...own, authentication: hidden } };
}

function dependencyReferences(context: Context<Extension>, wanted: readonly Identifier[] | undefined) {
  return wanted?.map((dependency) => context.reference('extension', dependency));
}

export const extensions: Kind<'extension'> = {
  typeId: 'extension',
  path: 'extensions',
  entity: 'Extension',
  view: [],
  manage: ['manage_extensions'],
  fields: {
    ...base,
    key: 'string',
    timeoutInMs: 'number',
    expansionPaths: 'strings',
    ...named('any', 'destination triggers dependencies additionalContext'),
  },
  alternateKeys: byKey,
  maximum: 25,
  shown: masked,
  create: (body, context) => {
    const extension = parsed(draft, body);
    return {
      ...fresh(context),
      ...extension,
      dependencies: dependencyReferences(context, extension.dependencies),
    };
  },
  actions: {
    setKey: assign({ key: resourceKey.optional() }),
    changeDestination: action({ destination }, (extension, body) => {
      const given = body.destination.authentication;
      if (given?.type === 'AuthorizationHeader' && given.headerValue === MASK)
        throw invalidInput('The header value is the mask that the platform shows, not a secret.');
      return { ...extension, destination: body.destination };
    }),
    changeTriggers: assign({ triggers }),
    setTimeoutInMs: assign({ timeoutInMs }),
    setAdditionalContext: assign({ additionalContext }),
    setExpansionPaths: assign({ expansionPaths }),
    setDependencies: action({ dependencies }, (extension, body, context) => ({
      ...extension,
      dependencies: dependencyReferences(context, body.dependencies),
    })),
  },
};
