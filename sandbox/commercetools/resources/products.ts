import * as z from 'zod';
import type { Context } from '../core/context';
import { localized, parsed, resourceKey } from '../core/draft';
import { invalidInput, invalidOperation } from '../core/errors';
import { action, assign, byKey, fresh, type Action, type Kind } from '../core/kind';
import type { Attribute, Product, ProductData, ProductVariant } from '../core/platform';
import { base, named, reference, type Fields } from '../predicate/fields';
import { newVariant, productData, productDraft, variantDraft } from './product-drafts';
import { projected } from './product-projection-form';

const variantFields: Fields = {
  id: 'number',
  ...named('string', 'sku key'),
  attributes: { name: 'string', value: 'any' },
  ...named('any', 'prices price images assets availability'),
};
export const productDataFields: Fields = {
  ...named(
    'any',
    'name slug description metaTitle metaDescription metaKeywords searchKeywords categoryOrderHints',
  ),
  categories: reference,
  attributes: { name: 'string', value: 'any' },
  masterVariant: variantFields,
  variants: variantFields,
};

const staged = { staged: z.boolean().default(true) };
const variantAddress = { id: z.int().optional(), sku: z.string().optional() };

function variants(data: ProductData): readonly ProductVariant[] {
  return [data.masterVariant, ...data.variants];
}

function allVariants({ masterData: { current, staged: draft } }: Product): readonly ProductVariant[] {
  return [...variants(current), ...variants(draft)];
}

/** Changes go to the staged data, and with `staged: false` to the current data too. */
function changed(product: Product, onlyStaged: boolean, change: (data: ProductData) => ProductData): Product {
  const { masterData } = product;
  const after = change(masterData.staged);
  const current = onlyStaged ? masterData.current : change(masterData.current);
  const hasStagedChanges = onlyStaged ? true : masterData.hasStagedChanges;
  return { ...product, masterData: { ...masterData, staged: after, current, hasStagedChanges } };
}

interface VariantAddress {
  readonly id?: number;
  readonly sku?: string;
}

function variantIn(data: ProductData, { id, sku }: VariantAddress): ProductVariant | undefined {
  return variants(data).find((variant) => (id === undefined ? variant.sku === sku : variant.id === id));
}

function withVariant(
  data: ProductData,
  address: VariantAddress,
  change: (variant: ProductVariant) => ProductVariant,
): ProductData {
  const wanted = variantIn(data, address);
  if (wanted === undefined)
    throw invalidInput(`The product has no variant '${address.sku ?? address.id ?? ''}'.`);
  const swap = (variant: ProductVariant) => (variant === wanted ? change(variant) : variant);
  return { ...data, masterVariant: swap(data.masterVariant), variants: data.variants.map(swap) };
}

const setSku = action(
  { variantId: z.int(), sku: z.string().optional(), ...staged },
  (product: Product, { variantId, sku, staged: onlyStaged }) =>
    changed(product, onlyStaged, (data) =>
      withVariant(data, { id: variantId }, (variant) => ({ ...variant, sku })),
    ),
);

function withAttribute(before: readonly Attribute[] = [], name: string, value: unknown): Attribute[] {
  const others = before.filter((attribute) => attribute.name !== name);
  return value === undefined || value === null ? others : [...others, { name, value }];
}

const setAttribute = action(
  {
    variantId: z.int().optional(),
    sku: z.string().optional(),
    name: z.string(),
    value: z.unknown().optional(),
    ...staged,
  },
  (product: Product, { variantId, sku, name, value, staged: onlyStaged }) =>
    changed(product, onlyStaged, (data) =>
      withVariant(data, { id: variantId, sku }, (variant) => ({
        ...variant,
        attributes: withAttribute(variant.attributes, name, value),
      })),
    ),
);

/** Of the product itself: attributes whose definition has the level Product. */
const setProductAttribute = action(
  { name: z.string(), value: z.unknown().optional(), ...staged },
  (product: Product, { name, value, staged: onlyStaged }) =>
    changed(product, onlyStaged, (data) => ({
      ...data,
      attributes: withAttribute(data.attributes, name, value),
    })),
);

const addVariant = action(
  { ...variantDraft.shape, ...staged },
  (product: Product, { staged: onlyStaged, ...draft }, context) => {
    const id = Math.max(...allVariants(product).map((variant) => variant.id)) + 1;
    const variant = newVariant(id, () => context.newId(), draft);
    context.emit('ProductVariantAdded', { variant, staged: onlyStaged });
    return changed(product, onlyStaged, (data) => ({ ...data, variants: [...data.variants, variant] }));
  },
);

const removeVariant = action({ ...variantAddress, ...staged }, (product: Product, body, context) => {
  const variant = variantIn(product.masterData.staged, body);
  if (variant === undefined) throw invalidInput(`The product has no variant '${body.sku ?? body.id ?? ''}'.`);
  if (variant.id === product.masterData.staged.masterVariant.id)
    throw invalidOperation('The master variant cannot be removed.');
  context.emit('ProductVariantDeleted', { variant, removedImageUrls: [], staged: body.staged });
  return changed(product, body.staged, (data) => ({
    ...data,
    variants: data.variants.filter(({ id }) => id !== variant.id),
  }));
});

function published(product: Product, context: Context<Product>): Product {
  const { masterData } = product;
  const after = {
    ...product,
    masterData: { ...masterData, published: true, current: masterData.staged, hasStagedChanges: false },
  };
  context.emit('ProductPublished', (committed) => ({
    removedImageUrls: [],
    productProjection: projected(committed, false),
    scope: 'All',
  }));
  return after;
}

function setText(field: 'name' | 'slug' | 'description'): Action<Product> {
  const text = z.object({ [field]: localized });
  const where = z.object(staged);
  return (product, body) => {
    const given = parsed(text, body)[field];
    return changed(product, parsed(where, body).staged, (data) => ({ ...data, [field]: given }));
  };
}

export const products: Kind<'product'> = {
  typeId: 'product',
  path: 'products',
  entity: 'Product',
  view: ['view_products', 'view_published_products'],
  manage: ['manage_products'],
  fields: {
    ...base,
    ...named('string', 'key priceMode'),
    ...named('any', 'reviewRatingStatistics'),
    productType: reference,
    taxCategory: reference,
    state: reference,
    masterData: {
      ...named('boolean', 'published hasStagedChanges'),
      current: productDataFields,
      staged: productDataFields,
    },
  },
  alternateKeys: byKey,
  create: (body, context) => {
    const draft = parsed(productDraft, body);
    const data = productData(() => context.newId(), draft);
    return {
      ...fresh(context),
      key: draft.key,
      productType: context.reference('product-type', draft.productType),
      taxCategory: draft.taxCategory && context.reference('tax-category', draft.taxCategory),
      masterData: { published: draft.publish, current: data, staged: data, hasStagedChanges: false },
      priceMode: 'Embedded',
    };
  },
  created: (product, context) => {
    context.emit('ProductCreated', (committed) => ({ productProjection: projected(committed, true) }));
    if (product.masterData.published)
      context.emit('ProductPublished', {
        removedImageUrls: [],
        productProjection: projected(product, false),
        scope: 'All',
      });
  },
  deleted: (product, context) => {
    if (product.masterData.published) throw invalidOperation('A published product cannot be deleted.');
    context.emit('ProductDeleted', { removedImageUrls: [], currentProjection: projected(product, false) });
  },
  actions: {
    publish: action({ scope: z.enum(['All', 'Prices']).default('All') }, (product, _, context) =>
      published(product, context),
    ),
    unpublish: action({}, (product, _, context) => {
      context.emit('ProductUnpublished');
      return { ...product, masterData: { ...product.masterData, published: false } };
    }),
    setKey: assign({ key: resourceKey.optional() }),
    changeName: setText('name'),
    changeSlug: setText('slug'),
    setDescription: setText('description'),
    setSku,
    setAttribute,
    setProductAttribute,
    addVariant,
    removeVariant,
  },
};
