import { isDeepStrictEqual } from 'node:util';
import type {
  ByProjectKeyRequestBuilder,
  Extension,
  ExtensionTrigger,
  ExtensionUpdateAction,
} from '@commercetools/platform-sdk';
import { orUndefined } from './absence';
import { untilSettled } from './settlement';

interface WantedExtension {
  readonly key: string;
  readonly url: string;
  /** `Authorization` of its calls. commercetools never shows it again. */
  readonly headerValue: string;
  readonly triggers: readonly ExtensionTrigger[];
  readonly timeoutInMs: number;
  readonly includeOldResource: boolean;
  readonly expansionPaths: readonly string[];
  /** The header value that commercetools has may be another one. */
  readonly renewHeader: boolean;
}

export function getExtension(api: ByProjectKeyRequestBuilder, key: string): Promise<Extension | undefined> {
  return orUndefined(api.extensions().withKey({ key }).get().execute());
}

/** Where an extension is called; undefined: not over HTTP. */
export function urlOf({ destination }: Extension): string | undefined {
  return destination.type === 'HTTP' ? destination.url : undefined;
}

/** Creates the extension, or changes what differs: it is never deleted in between, so that no order passes unchecked. */
export function ensureExtension(
  api: ByProjectKeyRequestBuilder,
  wanted: WantedExtension,
): Promise<'created' | 'updated' | 'none'> {
  return untilSettled(async () => {
    const { key, timeoutInMs } = wanted;
    const found = await getExtension(api, key);
    if (found === undefined) {
      const body = {
        key,
        timeoutInMs,
        triggers: [...wanted.triggers],
        destination: destinationOf(wanted),
        additionalContext: { includeOldResource: wanted.includeOldResource },
        expansionPaths: [...wanted.expansionPaths],
      };
      await api.extensions().post({ body }).execute();
      return 'created';
    }
    const actions = changesOf(found, wanted);
    if (actions.length === 0) return 'none';
    const request = api.extensions().withId({ ID: found.id });
    await request.post({ body: { version: found.version, actions } }).execute();
    return 'updated';
  });
}

/** Deletes the extension only if it calls `url`: another deployment may have taken it over. */
export function removeExtension(
  api: ByProjectKeyRequestBuilder,
  key: string,
  url: string,
): Promise<'removed' | 'absent' | 'kept'> {
  return untilSettled(async () => {
    const found = await getExtension(api, key);
    if (found === undefined) return 'absent';
    if (urlOf(found) !== url) return 'kept';
    const request = api.extensions().withId({ ID: found.id });
    const removed = await orUndefined(request.delete({ queryArgs: { version: found.version } }).execute());
    return removed === undefined ? 'absent' : 'removed';
  });
}

function destinationOf({ url, headerValue }: WantedExtension) {
  return { type: 'HTTP', url, authentication: { type: 'AuthorizationHeader', headerValue } } as const;
}

function changesOf(found: Extension, wanted: WantedExtension): ExtensionUpdateAction[] {
  const actions: ExtensionUpdateAction[] = [];
  if (wanted.renewHeader || urlOf(found) !== wanted.url)
    actions.push({ action: 'changeDestination', destination: destinationOf(wanted) });
  if (!isDeepStrictEqual(found.triggers.map(essence), wanted.triggers.map(essence)))
    actions.push({ action: 'changeTriggers', triggers: [...wanted.triggers] });
  if (found.timeoutInMs !== wanted.timeoutInMs)
    actions.push({ action: 'setTimeoutInMs', timeoutInMs: wanted.timeoutInMs });
  const { includeOldResource } = wanted;
  if ((found.additionalContext?.includeOldResource ?? false) !== includeOldResource)
    actions.push({ action: 'setAdditionalContext', additionalContext: { includeOldResource } });
  if (!isDeepStrictEqual(found.expansionPaths ?? [], wanted.expansionPaths))
    actions.push({ action: 'setExpansionPaths', expansionPaths: [...wanted.expansionPaths] });
  return actions;
}

/** Without what the platform may add, and in one order. */
function essence({ resourceTypeId, actions, condition }: ExtensionTrigger) {
  return { resourceTypeId, actions: actions.toSorted((one, other) => one.localeCompare(other)), condition };
}
