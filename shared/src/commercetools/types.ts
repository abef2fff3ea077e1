import type { ByProjectKeyRequestBuilder, Type, TypeDraft } from '@commercetools/platform-sdk';
import { orUndefined } from './absence';
import { CommercetoolsError } from './commercetools-error';
import { untilSettled } from './settlement';

function getType(api: ByProjectKeyRequestBuilder, key: string): Promise<Type | undefined> {
  return orUndefined(api.types().withKey({ key }).get().execute());
}

/** Creates the Type, or adds the fields that it lacks; what the merchant added or renamed stays. */
export function ensureType(
  api: ByProjectKeyRequestBuilder,
  draft: TypeDraft,
): Promise<{ readonly id: string; readonly change: 'created' | 'updated' | 'none' }> {
  return untilSettled(async () => {
    const found = await getType(api, draft.key);
    if (found === undefined) {
      const created = await api.types().post({ body: draft }).execute();
      return { id: created.body.id, change: 'created' };
    }
    const known = new Set(found.fieldDefinitions.map(({ name }) => name));
    const missing = (draft.fieldDefinitions ?? []).filter(({ name }) => !known.has(name));
    if (missing.length === 0) return { id: found.id, change: 'none' };
    const actions = missing.map(
      (fieldDefinition) => ({ action: 'addFieldDefinition', fieldDefinition }) as const,
    );
    const request = api.types().withId({ ID: found.id });
    await request.post({ body: { version: found.version, actions } }).execute();
    return { id: found.id, change: 'updated' };
  });
}

/**
 * Removes the Type unless it is not among `made`, or something refers to it, which commercetools knows.
 * @param made ids of what deployments created
 */
export function removeUnusedType(
  api: ByProjectKeyRequestBuilder,
  key: string,
  made: ReadonlySet<string>,
): Promise<'removed' | 'absent' | 'not-ours' | 'used'> {
  return untilSettled(async () => {
    const found = await getType(api, key);
    if (found === undefined) return 'absent';
    if (!made.has(found.id)) return 'not-ours';
    const request = api.types().withId({ ID: found.id });
    try {
      await request.delete({ queryArgs: { version: found.version } }).execute();
      return 'removed';
    } catch (error) {
      if (error instanceof CommercetoolsError && error.code === 'ReferenceExists') return 'used';
      throw error;
    }
  });
}
