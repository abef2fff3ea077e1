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
): Promise<'created' | 'updated' | 'none'> {
  return untilSettled(async () => {
    const found = await getType(api, draft.key);
    if (found === undefined) {
      await api.types().post({ body: draft }).execute();
      return 'created';
    }
    const known = new Set(found.fieldDefinitions.map(({ name }) => name));
    const missing = (draft.fieldDefinitions ?? []).filter(({ name }) => !known.has(name));
    if (missing.length === 0) return 'none';
    const actions = missing.map(
      (fieldDefinition) => ({ action: 'addFieldDefinition', fieldDefinition }) as const,
    );
    const request = api.types().withId({ ID: found.id });
    await request.post({ body: { version: found.version, actions } }).execute();
    return 'updated';
  });
}

/** Removes the Type unless something refers to it, which commercetools knows. */
export function removeUnusedType(
  api: ByProjectKeyRequestBuilder,
  key: string,
): Promise<'removed' | 'absent' | 'kept'> {
  return untilSettled(async () => {
    const found = await getType(api, key);
    if (found === undefined) return 'absent';
    const request = api.types().withId({ ID: found.id });
    try {
      await request.delete({ queryArgs: { version: found.version } }).execute();
      return 'removed';
    } catch (error) {
      if (error instanceof CommercetoolsError && error.code === 'ReferenceExists') return 'kept';
      throw error;
    }
  });
}
