import * as z from 'zod';
import type { Context } from './context';
import { dateTime, localized, money, type CustomDraft, type Identifier } from './draft';
import { invalidField, invalidOperation, requiredField } from './errors';
import type { CustomFields, FieldDefinition, FieldType, Type } from './platform';

type Ctx = Pick<Context<never>, 'reference' | 'project'>;

function schemaOf(type: FieldType): z.ZodType {
  switch (type.name) {
    case 'Boolean':
      return z.boolean();
    case 'String':
      return z.string();
    case 'Number':
      return z.number();
    case 'LocalizedString':
      return localized;
    case 'Money':
      return money;
    case 'Date':
      return z.iso.date();
    case 'Time':
      return z.string().regex(/^\d\d:\d\d(:\d\d(\.\d+)?)?$/);
    case 'DateTime':
      return dateTime;
    case 'Enum':
    case 'LocalizedEnum':
      return z.enum(type.values.map(({ key }) => key));
    case 'Reference':
      return z.object({ typeId: z.literal(type.referenceTypeId), id: z.string() });
    case 'Set':
      return z.array(schemaOf(type.elementType));
  }
}

function definition(type: Type, name: string): FieldDefinition {
  const found = type.fieldDefinitions.find((field) => field.name === name);
  if (found === undefined)
    throw invalidField(`custom.fields.${name}`, name, `Type '${type.key}' has no such field.`);
  return found;
}

function checkedValue(type: Type, name: string, value: unknown): unknown {
  const field = definition(type, name);
  if (value === null || value === undefined) {
    if (field.required) throw requiredField(name);
    return undefined;
  }
  const result = schemaOf(field.type).safeParse(value);
  if (!result.success) throw invalidField(name, value, `it is not of type ${field.type.name}.`);
  return value;
}

function typeOf(context: Ctx, resourceTypeId: string, identifier: Identifier): Type {
  const { id } = context.reference('type', identifier);
  const type = context.project.collections.type.get(id);
  if (type === undefined) throw invalidOperation(`Type ${id} does not exist.`);
  if (!type.resourceTypeIds.includes(resourceTypeId))
    throw invalidOperation(
      `Type '${type.key}' is for ${type.resourceTypeIds.join(', ')}, not for ${resourceTypeId}.`,
    );
  return type;
}

/**
 * Custom fields as stored, checked against their Type: known names, right types, required fields present.
 * @param resourceTypeId what the Type must be meant for: `order`, `line-item`, `order-delivery` …
 */
export function customFields(context: Ctx, resourceTypeId: string, draft: CustomDraft): CustomFields {
  const type = typeOf(context, resourceTypeId, draft.type);
  const names = new Set([
    ...type.fieldDefinitions.map(({ name }) => name),
    ...Object.keys(draft.fields ?? {}),
  ]);
  const entries = [...names].map((name): [string, unknown] => [
    name,
    checkedValue(type, name, draft.fields?.[name]),
  ]);
  return { type: { typeId: 'type', id: type.id }, fields: Object.fromEntries(entries) };
}

export function optionalCustomFields(context: Ctx, resourceTypeId: string, draft: CustomDraft | undefined) {
  return draft === undefined ? undefined : customFields(context, resourceTypeId, draft);
}

/** Custom fields with one field set, or removed where `value` is null or absent. */
export function withCustomField(
  context: Ctx,
  custom: CustomFields | undefined,
  name: string,
  value: unknown,
): CustomFields {
  const type = custom === undefined ? undefined : context.project.collections.type.get(custom.type.id);
  if (custom === undefined || type === undefined)
    throw invalidOperation(`Custom field '${name}' cannot be set: the object has no custom type.`);
  return { ...custom, fields: { ...custom.fields, [name]: checkedValue(type, name, value) } };
}
