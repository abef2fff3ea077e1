import * as z from 'zod';
import { localized, parsed, resourceKey } from '../core/draft';
import { duplicateField, invalidInput } from '../core/errors';
import { action, assign, byKey, fresh, type Kind } from '../core/kind';
import type { FieldDefinition, FieldType } from '../core/platform';
import { base, named } from '../predicate/fields';

const plain = z.object({
  name: z.enum(['Boolean', 'String', 'LocalizedString', 'Number', 'Money', 'Date', 'Time', 'DateTime']),
});
const enumType = z.object({
  name: z.literal('Enum'),
  values: z.array(z.object({ key: z.string(), label: z.string() })),
});
const localizedEnumType = z.object({
  name: z.literal('LocalizedEnum'),
  values: z.array(z.object({ key: z.string(), label: localized })),
});
const referenceType = z.object({ name: z.literal('Reference'), referenceTypeId: z.string() });
const fieldType: z.ZodType<FieldType> = z.lazy(() =>
  z.union([
    plain,
    enumType,
    localizedEnumType,
    referenceType,
    z.object({ name: z.literal('Set'), elementType: fieldType }),
  ]),
);
const fieldDefinition = z.object({
  type: fieldType,
  name: z.string().regex(/^[A-Za-z0-9_-]{2,36}$/),
  label: localized,
  required: z.boolean().default(false),
  inputHint: z.enum(['SingleLine', 'MultiLine']).optional(),
});

const draft = z.object({
  key: resourceKey,
  name: localized,
  description: localized.optional(),
  resourceTypeIds: z.array(z.string()).min(1),
  fieldDefinitions: z.array(fieldDefinition).default([]),
});

function withUniqueNames(definitions: readonly FieldDefinition[]): FieldDefinition[] {
  const names = definitions.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw duplicateField('fieldDefinitions.name', twice);
  return [...definitions];
}

export const types: Kind<'type'> = {
  typeId: 'type',
  path: 'types',
  entity: 'Type',
  view: ['view_types'],
  manage: ['manage_types'],
  fields: {
    ...base,
    key: 'string',
    ...named('any', 'name description'),
    resourceTypeIds: 'strings',
    fieldDefinitions: {
      ...named('string', 'name inputHint'),
      required: 'boolean',
      ...named('any', 'type label'),
    },
  },
  alternateKeys: byKey,
  keptWhileReferenced: true,
  create: (body, context) => {
    const type = parsed(draft, body);
    return { ...fresh(context), ...type, fieldDefinitions: withUniqueNames(type.fieldDefinitions) };
  },
  actions: {
    changeKey: assign({ key: resourceKey }),
    changeName: assign({ name: localized }),
    setDescription: assign({ description: localized.optional() }),
    addFieldDefinition: action({ fieldDefinition }, (type, body) => ({
      ...type,
      fieldDefinitions: withUniqueNames([...type.fieldDefinitions, body.fieldDefinition]),
    })),
    removeFieldDefinition: action({ fieldName: z.string() }, (type, { fieldName }) => {
      if (!type.fieldDefinitions.some(({ name }) => name === fieldName))
        throw invalidInput(`The Type has no field '${fieldName}'.`);
      return { ...type, fieldDefinitions: type.fieldDefinitions.filter(({ name }) => name !== fieldName) };
    }),
    changeLabel: action({ fieldName: z.string(), label: localized }, (type, { fieldName, label }) => ({
      ...type,
      fieldDefinitions: type.fieldDefinitions.map((field) =>
        field.name === fieldName ? { ...field, label } : field,
      ),
    })),
  },
};
