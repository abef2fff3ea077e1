import * as z from 'zod';
import { country, parsed, resourceKey, taxRate } from '../core/draft';
import { assign, byKey, fresh, type Actions, type Kind } from '../core/kind';
import { base, named } from '../predicate/fields';

const naming = { name: z.string(), key: resourceKey.optional(), description: z.string().optional() };
const taxCategoryDraft = z.object({ ...naming, rates: z.array(taxRate).default([]) });
const zoneDraft = z.object({
  ...naming,
  locations: z.array(z.object({ country, state: z.string().optional() })).default([]),
});

function namingActions<T extends { readonly name: string }>(): Actions<T> {
  return {
    changeName: assign({ name: z.string() }),
    setKey: assign({ key: resourceKey.optional() }),
    setDescription: assign({ description: z.string().optional() }),
  };
}

/** Only what shipping methods refer to. */
export const taxCategories: Kind<'tax-category'> = {
  typeId: 'tax-category',
  path: 'tax-categories',
  entity: 'TaxCategory',
  view: ['view_products', 'view_tax_categories'],
  manage: ['manage_products', 'manage_tax_categories'],
  fields: { ...base, ...named('string', 'name key description'), rates: 'any' },
  alternateKeys: byKey,
  keptWhileReferenced: true,
  create: (body, context) => {
    const { rates, ...rest } = parsed(taxCategoryDraft, body);
    return {
      ...fresh(context),
      ...rest,
      rates: rates.map((rate) => ({ ...rate, id: rate.id ?? context.newId() })),
    };
  },
  actions: namingActions(),
};

export const zones: Kind<'zone'> = {
  typeId: 'zone',
  path: 'zones',
  entity: 'Zone',
  view: ['view_zones', 'view_orders'],
  manage: ['manage_zones', 'manage_orders'],
  fields: {
    ...base,
    ...named('string', 'name key description'),
    locations: named('string', 'country state'),
  },
  alternateKeys: byKey,
  keptWhileReferenced: true,
  create: (body, context) => ({ ...fresh(context), ...parsed(zoneDraft, body) }),
  actions: namingActions(),
};
