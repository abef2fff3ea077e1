import * as z from 'zod';
import { attribute, identifier, localized, money, resourceKey } from '../core/draft';
import { asCents } from '../core/money';
import type { ProductData, ProductVariant } from '../core/platform';

export const variantDraft = z.object({
  sku: z.string().optional(),
  key: z.string().optional(),
  prices: z.array(z.object({ value: money, key: resourceKey.optional() })).optional(),
  attributes: z.array(attribute).optional(),
  images: z
    .array(
      z.object({
        url: z.string(),
        dimensions: z.object({ w: z.int(), h: z.int() }),
        label: z.string().optional(),
      }),
    )
    .optional(),
});
type VariantDraft = z.infer<typeof variantDraft>;

export const productDraft = z.object({
  key: resourceKey.optional(),
  productType: identifier,
  name: localized,
  slug: localized,
  description: localized.optional(),
  attributes: z.array(attribute).default([]),
  masterVariant: variantDraft.optional(),
  variants: z.array(variantDraft).default([]),
  taxCategory: identifier.optional(),
  publish: z.boolean().default(false),
});

export function newVariant(id: number, newId: () => string, draft: VariantDraft): ProductVariant {
  return {
    id,
    sku: draft.sku,
    key: draft.key,
    prices: (draft.prices ?? []).map((price) => ({
      id: newId(),
      key: price.key,
      value: asCents(price.value),
    })),
    images: draft.images ?? [],
    attributes: draft.attributes ?? [],
    assets: [],
  };
}

export function productData(newId: () => string, draft: z.infer<typeof productDraft>): ProductData {
  return {
    name: draft.name,
    slug: draft.slug,
    description: draft.description,
    categories: [],
    categoryOrderHints: {},
    searchKeywords: {},
    attributes: draft.attributes,
    masterVariant: newVariant(1, newId, draft.masterVariant ?? {}),
    variants: draft.variants.map((variant, index) => newVariant(index + 2, newId, variant)),
  };
}
