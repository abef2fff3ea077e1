import type {
  Attribute,
  ByProjectKeyRequestBuilder,
  LocalizedString,
  ProductProjection,
  ProductVariant,
} from '@commercetools/platform-sdk';
import { greaterThan, isIn } from '../commercetools/predicate';
import { productTypeIds } from '../commercetools/product-types';
import type { Rules } from '../configuration/rules';
import { inFlight } from '../runtime/in-flight';
import type { Details, Variant } from './facts';
import { isForeign } from './faults';

/** Products can be large: a hundred variants with their prices each. */
const PAGE = 100;
/** Ids are random, so their first digits divide the products evenly. */
const LANES = Array.from('0123456789abcdef');

type Terms = Pick<Rules, 'skuAudit' | 'notShippedByPeoplevox'>;
type Projections = readonly ProductProjection[];

interface VariantScan {
  /** Variants without SKU, which neither side can find by it. */
  readonly withoutSku: number;
}

/**
 * Hands over every variant SKU of the project, on sale and staged, in no order; a SKU may come more than once
 * (addVariant). A product on sale with other staged data is read twice. `cap`: requests at a time.
 */
export async function scanVariants(
  api: ByProjectKeyRequestBuilder,
  rules: Terms,
  cap: number,
  onVariant: (variant: Variant) => void,
): Promise<VariantScan> {
  const foreignTypes = await productTypeIds(api, rules.notShippedByPeoplevox.productTypes);
  let withoutSku = 0;
  const take = (staged: ProductProjection, current: ProductProjection | undefined) => {
    const isShipped = !foreignTypes.has(staged.productType.id);
    for (const { variant, ...facts } of variantsOf(staged, current)) {
      if (variant.sku === undefined || variant.sku === '') withoutSku += 1;
      else onVariant(toVariant(rules, variant, variant.sku, { isShipped, ...facts }));
    }
  };

  await inFlight(LANES, cap, async (digit) => {
    for await (const page of stagedPages(api, digit)) {
      const current = await currentOf(
        api,
        page.filter(differs).map(({ id }) => id),
      );
      for (const product of page) take(product, differs(product) ? current.get(product.id) : undefined);
    }
  });
  return { withoutSku };
}

/** On sale, and not as its staged data says. */
function differs({ published, hasStagedChanges }: ProductProjection): boolean {
  return published === true && hasStagedChanges === true;
}

async function* stagedPages(api: ByProjectKeyRequestBuilder, digit: string): AsyncIterable<Projections> {
  const next = LANES[LANES.indexOf(digit) + 1];
  const until = next === undefined ? [] : [`id < "${next}"`];
  for (let after = digit; ;) {
    const page = await query(api, [greaterThan('id', after), ...until], true);
    yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.id;
  }
}

/** What is on sale of these products; one that was taken off sale meanwhile is not among them. */
async function currentOf(
  api: ByProjectKeyRequestBuilder,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ProductProjection>> {
  const [first, ...others] = ids;
  if (first === undefined) return new Map();
  const found = await query(api, [isIn('id', [first, ...others])], false);
  return new Map(found.map((product) => [product.id, product]));
}

async function query(
  api: ByProjectKeyRequestBuilder,
  where: string[],
  staged: boolean,
): Promise<Projections> {
  const queryArgs = { where, staged, sort: 'id asc', limit: PAGE, withTotal: false };
  return (await api.productProjections().get({ queryArgs }).execute()).body.results;
}

interface Placed {
  readonly variant: ProductVariant;
  readonly product: Pick<ProductProjection, 'name' | 'attributes'>;
  readonly isPublished: boolean;
  readonly replaces: string | undefined;
}

/** `current`: what is on sale, where that is not what `staged` says. */
function variantsOf(staged: ProductProjection, current: ProductProjection | undefined): Placed[] {
  const place =
    (product: ProductProjection, isPublished: boolean) =>
    (variant: ProductVariant): Placed => ({ variant, product, isPublished, replaces: undefined });
  if (current === undefined)
    return all(staged).map(place(staged, staged.published === true && staged.hasStagedChanges !== true));
  const skus = new Map(all(current).map(({ id, sku }) => [id, sku]));
  const onSale = new Set(skus.values());
  const prepared = all(staged).filter(({ sku }) => !onSale.has(sku));
  return [
    ...all(current).map(place(current, true)),
    ...prepared.map((variant) => ({ ...place(staged, false)(variant), replaces: skus.get(variant.id) })),
  ];
}

function all({ masterVariant, variants }: ProductProjection): ProductVariant[] {
  return [masterVariant, ...variants];
}

function toVariant(
  rules: Terms,
  variant: ProductVariant,
  sku: string,
  { isShipped, isPublished, replaces, product }: { readonly isShipped: boolean } & Omit<Placed, 'variant'>,
): Variant {
  const { skuAudit } = rules;
  const levels = [variant, product];
  return {
    sku,
    barcode: attributeText(levels, skuAudit.barcodeAttribute),
    published: isPublished,
    shipped: isShipped && !isForeign(sku, rules),
    ...(replaces !== undefined && { replaces }),
    ...(skuAudit.itemTypes.mode !== 'off' && {
      details: detailsOf(skuAudit.itemTypes, levels, product.name),
    }),
  };
}

function detailsOf(
  { locale, weightAttribute, weightMeasure, groupAttribute }: Rules['skuAudit']['itemTypes'],
  levels: Levels,
  name: LocalizedString,
): Details {
  const weight = attributeText(levels, weightAttribute);
  return {
    name: (locale === null ? undefined : name[locale]) ?? Object.values(name)[0] ?? '',
    weight,
    weightMeasure: weight === '' ? '' : weightMeasure,
    group: attributeText(levels, groupAttribute),
  };
}

/** The variant, then its product: a product type says of each attribute which of them has it. */
type Levels = readonly { readonly attributes?: readonly Attribute[] }[];

/** Text and numbers as they are, of enumerations the label, else the key; empty for all else. */
function attributeText(levels: Levels, name: string | null): string {
  if (name === null) return '';
  const all = levels.flatMap(({ attributes = [] }) => attributes);
  return textOf(all.find((attribute) => attribute.name === name)?.value).trim();
}

function textOf(value: Attribute['value']): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return '';
  const { label, key } = value as { readonly label?: unknown; readonly key?: unknown };
  return [label, key].find((text) => typeof text === 'string') ?? '';
}
