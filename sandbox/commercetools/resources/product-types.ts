import * as z from 'zod';
import { localized, parsed, resourceKey } from '../core/draft';
import { duplicateField } from '../core/errors';
import { action, assign, byKey, fresh, type Kind } from '../core/kind';
import { base, named } from '../predicate/fields';

/** Nested attribute types are beyond the sandbox; sets of plain types are not. */
const plain = z.object({
  name: z.enum(['boolean', 'text', 'ltext', 'number', 'money', 'date', 'time', 'datetime']),
});
const enumType = z.object({
  name: z.literal('enum'),
  values: z.array(z.object({ key: z.string(), label: z.string() })),
});
const localizedEnumType = z.object({
  name: z.literal('lenum'),
  values: z.array(z.object({ key: z.string(), label: localized })),
});
const referenceType = z.object({ name: z.literal('reference'), referenceTypeId: z.string() });
const single = z.union([plain, enumType, localizedEnumType, referenceType]);
const attributeType = z.union([single, z.object({ name: z.literal('set'), elementType: single })]);

const attributeDraft = z.object({
  type: attributeType,
  name: z.string().regex(/^[A-Za-z0-9_-]{2,256}$/),
  label: localized,
  isRequired: z.boolean(),
  level: z.enum(['Product', 'Variant']).default('Variant'),
  attributeConstraint: z.enum(['None', 'Unique', 'CombinationUnique', 'SameForAll']).default('None'),
  inputTip: localized.optional(),
  inputHint: z.enum(['SingleLine', 'MultiLine']).default('SingleLine'),
  isSearchable: z.boolean().default(true),
});

const draft = z.object({
  key: resourceKey.optional(),
  name: z.string(),
  description: z.string(),
  attributes: z.array(attributeDraft).default([]),
});

export const productTypes: Kind<'product-type'> = {
  typeId: 'product-type',
  path: 'product-types',
  entity: 'ProductType',
  view: ['view_products', 'view_product_types'],
  manage: ['manage_products', 'manage_product_types'],
  fields: { ...base, ...named('string', 'key name description'), attributes: 'any' },
  alternateKeys: byKey,
  keptWhileReferenced: true,
  create: (body, context) => ({ ...fresh(context), ...parsed(draft, body) }),
  actions: {
    setKey: assign({ key: resourceKey.optional() }),
    changeName: assign({ name: z.string() }),
    changeDescription: assign({ description: z.string() }),
    addAttributeDefinition: action({ attribute: attributeDraft }, (type, { attribute }) => {
      const attributes = type.attributes ?? [];
      if (attributes.some(({ name }) => name === attribute.name))
        throw duplicateField('attribute.name', attribute.name);
      return { ...type, attributes: [...attributes, attribute] };
    }),
  },
};
