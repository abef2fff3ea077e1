import * as z from 'zod';
import type { Context } from './context';
import { customFields, withCustomField } from './custom-fields';
import { identifier } from './draft';
import { action, type Actions } from './kind';
import type { CustomFields } from './platform';

export const customTypeBody = {
  type: identifier.nullish(),
  fields: z.record(z.string(), z.unknown()).optional(),
};
export const customFieldBody = { name: z.string(), value: z.unknown().optional() };

/** Custom fields after `setCustomType`; without a type they are removed. */
export function afterCustomType(
  context: Pick<Context<never>, 'reference' | 'project'>,
  resourceTypeId: string,
  {
    type,
    fields,
  }: { readonly type?: { id?: string; key?: string } | null; readonly fields?: Record<string, unknown> },
): CustomFields | undefined {
  return type === undefined || type === null
    ? undefined
    : customFields(context, resourceTypeId, { type, fields });
}

/** `setCustomType` and `setCustomField` of a resource that has no Messages for them. */
export function customActions<T extends { readonly custom?: CustomFields }>(
  resourceTypeId: string,
): Actions<T> {
  return {
    setCustomType: action(customTypeBody, (resource: T, body, context) => ({
      ...resource,
      custom: afterCustomType(context, resourceTypeId, body),
    })),
    setCustomField: action(customFieldBody, (resource: T, { name, value }, context) => ({
      ...resource,
      custom: withCustomField(context, resource.custom, name, value),
    })),
  };
}
