import type { Context } from '../core/context';
import { optionalCustomFields } from '../core/custom-fields';
import type { CustomDraft, Identifier } from '../core/draft';
import { cents } from '../core/money';
import type {
  Attribute,
  InventoryMode,
  ItemState,
  LineItem,
  LocalizedString,
  Order,
  Product,
  ProductVariant,
  TaxRate,
} from '../core/platform';
import type { Project } from '../core/project';
import { shippingDetails } from '../order-actions/line-items';
import { INITIAL_LINE_ITEM_STATE } from '../resources/states';
import { taxed } from './pricing';

export interface LineItemSeed {
  /** Undefined: a variant without SKU, which the platform allows. */
  readonly sku?: string;
  readonly quantity?: number;
  /** Price of one, default 1 000 cents. */
  readonly centAmount?: number;
  readonly key?: string;
  readonly name?: LocalizedString;
  readonly attributes?: readonly Attribute[];
  readonly productType?: Identifier;
  readonly supplyChannel?: Identifier;
  readonly distributionChannel?: Identifier;
  readonly lineItemMode?: LineItem['lineItemMode'];
  readonly inventoryMode?: InventoryMode;
  readonly shippingTargets?: readonly {
    readonly addressKey: string;
    readonly quantity: number;
    readonly shippingMethodKey?: string;
  }[];
  readonly custom?: CustomDraft;
}

/** What all lines of an order share. */
export interface SeedTerms {
  readonly context: Context<Order>;
  readonly currency: string;
  readonly taxRate: TaxRate;
  readonly country?: string;
  readonly inventoryMode: InventoryMode;
}

const UNIT_CENTS = 1000;
const STAND_IN_TYPE = 'seeded';

export function initialState(project: Project, quantity: number): ItemState[] {
  const initial = project.collections.state.find('key', INITIAL_LINE_ITEM_STATE);
  return initial === undefined ? [] : [{ quantity, state: { typeId: 'state', id: initial.id } }];
}

interface Goods {
  readonly product?: Product;
  readonly variant?: ProductVariant;
}

function goodsOf({ collections }: Project, sku: string | undefined): Goods {
  if (sku === undefined) return {};
  const product = collections.product.find('sku', sku);
  if (product === undefined) return {};
  const { masterVariant, variants } = product.masterData.current;
  return { product, variant: [masterVariant, ...variants].find((one) => one.sku === sku) };
}

/** A seed may name a SKU that no product has; its line still needs a product type that can be expanded. */
function productTypeOf({ context }: SeedTerms, seed: LineItemSeed, product: Product | undefined) {
  if (product !== undefined) return product.productType;
  if (seed.productType !== undefined) return context.reference('product-type', seed.productType);
  const types = context.project.collections['product-type'];
  if (types.find('key', STAND_IN_TYPE) === undefined) {
    const { now } = context;
    const names = { key: STAND_IN_TYPE, name: 'Seeded', description: 'Products of seeded orders' };
    types.put({
      id: context.newId(),
      version: 1,
      createdAt: now,
      lastModifiedAt: now,
      ...names,
      attributes: [],
    });
  }
  return context.reference('product-type', { key: STAND_IN_TYPE });
}

export function seededLineItem(terms: SeedTerms, seed: LineItemSeed): LineItem {
  const { context, currency, taxRate } = terms;
  const { product, variant } = goodsOf(context.project, seed.sku);
  const quantity = seed.quantity ?? 1;
  const gift = seed.lineItemMode === 'GiftLineItem';
  const unit = seed.centAmount ?? UNIT_CENTS;
  const total = gift ? 0 : unit * quantity;
  return {
    id: context.newId(),
    key: seed.key,
    productId: product?.id ?? context.newId(),
    productKey: product?.key,
    name: seed.name ?? product?.masterData.current.name ?? { en: seed.sku ?? 'Unnamed' },
    productSlug: product?.masterData.current.slug,
    productType: productTypeOf(terms, seed, product),
    variant: {
      id: variant?.id ?? 1,
      sku: seed.sku,
      key: variant?.key,
      prices: [],
      images: variant?.images ?? [],
      attributes: [...(seed.attributes ?? variant?.attributes ?? [])],
      assets: [],
    },
    price: { id: context.newId(), value: cents(unit, currency) },
    quantity,
    totalPrice: cents(total, currency),
    discountedPricePerQuantity: [],
    taxedPrice: taxed(total, currency, taxRate),
    taxedPricePortions: [],
    taxRate,
    perMethodTaxRate: [],
    state: initialState(context.project, quantity),
    supplyChannel: seed.supplyChannel && context.reference('channel', seed.supplyChannel),
    distributionChannel: seed.distributionChannel && context.reference('channel', seed.distributionChannel),
    priceMode: 'Platform',
    lineItemMode: seed.lineItemMode ?? 'Standard',
    inventoryMode: seed.inventoryMode,
    shippingDetails:
      seed.shippingTargets && shippingDetails({ targets: [...seed.shippingTargets] }, quantity),
    custom: optionalCustomFields(context, 'line-item', seed.custom),
    addedAt: context.now,
    lastModifiedAt: context.now,
  };
}
