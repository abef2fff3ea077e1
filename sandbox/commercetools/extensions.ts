import * as z from 'zod';
import { applyActions, type Updated } from './core/commit';
import type { OpenContext } from './core/context';
import type { Documents, TypeId } from './core/documents';
import { PlatformError } from './core/errors';
import { expanded } from './core/expand';
import type { MaybePromise } from './core/http';
import type { Kind } from './core/kind';
import type { Extension } from './core/platform';
import type { ExtensionReply, HttpDestination, Project } from './core/project';
import { predicateFault, predicateMatcher } from './predicate';

const DEFAULT_TIMEOUT_MS = 2000;
const MAX_ACTIONS = 100;

const extensionError = z.looseObject({ code: z.string(), message: z.string() });
const accepted = z.object({
  actions: z
    .array(z.looseObject({ action: z.string() }))
    .max(MAX_ACTIONS)
    .optional(),
});
const refused = z.object({ errors: z.array(extensionError).min(1) });

/** What one write is about to do, as an extension is told it. */
interface Intent<T> {
  readonly action: 'Create' | 'Update';
  readonly before?: T;
  readonly correlationId?: string;
}

function named({ id, key }: Extension) {
  return key === undefined ? { extensionId: id } : { extensionId: id, extensionKey: key };
}

function failure(
  status: number,
  code: string,
  message: string,
  extension: Extension,
  extra: object = {},
): PlatformError {
  return new PlatformError(status, [{ code, message, ...named(extension), ...extra }]);
}

function conditionHolds<K extends TypeId>(
  extension: Extension,
  condition: string | undefined,
  kind: Kind<K>,
  resource: unknown,
): boolean {
  if (condition === undefined) return true;
  try {
    return predicateMatcher(condition, kind.fields)(resource);
  } catch (error) {
    const fault = predicateFault(error);
    if (fault === undefined) throw error;
    throw failure(
      400,
      'ExtensionPredicateEvaluationFailed',
      `The extension's condition cannot be evaluated: ${fault}`,
      extension,
      {
        errorByExtension: { id: extension.id, key: extension.key },
      },
    );
  }
}

function concerned<K extends TypeId>(
  project: Project,
  kind: Kind<K>,
  resource: unknown,
  action: string,
): readonly Extension[] {
  return [...project.collections.extension.values()].filter((extension) =>
    extension.triggers.some(
      ({ resourceTypeId, actions, condition }) =>
        resourceTypeId === kind.typeId &&
        actions.includes(action) &&
        conditionHolds(extension, condition, kind, resource),
    ),
  );
}

const httpDestination = z.object({
  type: z.literal('HTTP'),
  url: z.string(),
  authentication: z
    .object({ type: z.string(), headerValue: z.string().optional(), key: z.string().optional() })
    .optional(),
});

function destinationOf(extension: Extension, correlationId: string | undefined): HttpDestination {
  const { type, url, authentication } = httpDestination.parse(extension.destination);
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (correlationId !== undefined) headers['x-correlation-id'] = correlationId;
  if (authentication?.headerValue !== undefined) headers['authorization'] = authentication.headerValue;
  if (authentication?.key !== undefined) headers['x-functions-key'] = authentication.key;
  return { type, url, headers };
}

function inputFor<K extends TypeId>(
  project: Project,
  extension: Extension,
  kind: Kind<K>,
  resource: Documents[K],
  { action, before }: Intent<Documents[K]>,
): unknown {
  const obj = expanded(project.collections, resource, extension.expansionPaths ?? []);
  const withOld = before !== undefined && extension.additionalContext?.includeOldResource === true;
  return {
    action,
    resource: { typeId: kind.typeId, id: resource.id, obj },
    ...(withOld ? { oldResource: { typeId: kind.typeId, id: before.id, obj: before } } : {}),
  };
}

function jsonOf(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The update actions that an extension answered with. @throws PlatformError when it refuses or makes no sense. */
function actionsIn(
  extension: Extension,
  { status, body }: ExtensionReply,
): readonly { readonly action: string }[] {
  const json = jsonOf(body);
  if (status === 200 || status === 201) {
    const reply = accepted.safeParse(json);
    if (reply.success) return reply.data.actions ?? [];
  }
  if (status === 400) {
    const reply = refused.safeParse(json);
    if (reply.success)
      throw new PlatformError(
        400,
        reply.data.errors.map((error) => ({ ...error, ...named(extension) })),
      );
  }
  throw failure(
    502,
    'ExtensionBadResponse',
    `The extension answered ${status} in a form that is not an answer.`,
    extension,
    {
      extensionErrors: [],
      extensionBody: body,
      extensionStatusCode: status,
    },
  );
}

async function ask<K extends TypeId>(
  project: Project,
  extension: Extension,
  kind: Kind<K>,
  resource: Documents[K],
  intent: Intent<Documents[K]>,
): Promise<readonly { readonly action: string }[]> {
  const destination = destinationOf(extension, intent.correlationId);
  const input = inputFor(project, extension, kind, resource, intent);
  const timeoutMs = extension.timeoutInMs ?? DEFAULT_TIMEOUT_MS;
  let reply: ExtensionReply;
  try {
    reply = await project.ports.callExtension(destination, input, timeoutMs);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw failure(504, 'ExtensionNoResponse', `Extension did not respond in time. ${why}`, extension);
  }
  return actionsIn(extension, reply);
}

function applied<K extends TypeId>(
  kind: Kind<K>,
  draft: Updated<Documents[K]>,
  actions: readonly { readonly action: string }[],
  context: OpenContext<Documents[K]>,
): Updated<Documents[K]> {
  try {
    const { resource, steps } = applyActions(kind.actions, draft.resource, actions, context);
    return { resource, steps: draft.steps + steps };
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    const message = `The extension's update actions could not be applied: ${error.message}`;
    throw new PlatformError(400, [{ code: 'ExtensionUpdateActionsFailed', message, extensionErrors: [] }]);
  }
}

/**
 * The write as it is after all extensions concerned had their say; the draft itself, at once, when there is none.
 * Extensions are asked one after another, so that each sees what the one before it did.
 */
export function afterExtensions<K extends TypeId>(
  kind: Kind<K>,
  draft: Updated<Documents[K]>,
  intent: Intent<Documents[K]>,
  context: OpenContext<Documents[K]>,
): MaybePromise<Updated<Documents[K]>> {
  const extensions = concerned(context.project, kind, draft.resource, intent.action);
  if (extensions.length === 0) return draft;
  return extensions.reduce<Promise<Updated<Documents[K]>>>(async (previous, extension) => {
    const current = await previous;
    return applied(
      kind,
      current,
      await ask(context.project, extension, kind, current.resource, intent),
      context,
    );
  }, Promise.resolve(draft));
}
