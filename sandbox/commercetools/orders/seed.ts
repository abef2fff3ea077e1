import { optionalAddress, storedAddress } from '../core/addresses';
import type { Context } from '../core/context';
import { optionalCustomFields } from '../core/custom-fields';
import type { AddressDraft, CustomDraft, Identifier } from '../core/draft';
import { invalidInput } from '../core/errors';
import { fresh } from '../core/kind';
import { cents } from '../core/money';
import type {
  CustomLineItem,
  InventoryMode,
  LocalizedString,
  Order,
  Shipping,
  ShippingInfo,
  TaxRate,
} from '../core/platform';
import { summed, taxed } from './pricing';
import { seededLineItem, initialState, type LineItemSeed, type SeedTerms } from './seed-line-item';

export interface ShippingSeed {
  /** Default: the name of `shippingMethod`, else `Standard`. */
  readonly name?: string;
  readonly shippingMethod?: Identifier;
  readonly centAmount?: number;
}

export interface ShippingEntrySeed extends ShippingSeed {
  readonly shippingKey: string;
  readonly address: AddressDraft;
  readonly custom?: CustomDraft;
}

export interface CustomLineItemSeed {
  readonly name?: LocalizedString;
  readonly slug: string;
  readonly centAmount: number;
  readonly quantity?: number;
  readonly key?: string;
  readonly custom?: CustomDraft;
}

/** What a shopper brought to the till; everything else of the order follows from it. */
export interface OrderSeed {
  readonly lineItems: readonly LineItemSeed[];
  readonly customLineItems?: readonly CustomLineItemSeed[];
  readonly orderNumber?: string;
  readonly purchaseOrderNumber?: string;
  readonly customerId?: string;
  readonly anonymousId?: string;
  readonly customerEmail?: string;
  readonly customerGroup?: Identifier;
  readonly store?: Identifier;
  readonly country?: string;
  readonly locale?: string;
  /** Default `GBP`. */
  readonly currency?: string;
  /** Default: 20 % VAT, included in prices. */
  readonly taxRate?: TaxRate;
  readonly shippingAddress?: AddressDraft;
  readonly billingAddress?: AddressDraft;
  /** Single mode: one way of shipping; null: none at all. Default: `Standard` for 500 cents. */
  readonly shipping?: ShippingSeed | null;
  /** Multiple mode, which this switches on. */
  readonly shippingEntries?: readonly ShippingEntrySeed[];
  readonly itemShippingAddresses?: readonly AddressDraft[];
  /** Default `TrackOnly`: the order lowers stock and is never refused. */
  readonly inventoryMode?: InventoryMode;
  readonly orderState?: Order['orderState'];
  readonly paymentState?: Order['paymentState'];
  readonly shipmentState?: Order['shipmentState'];
  readonly state?: Identifier;
  readonly payments?: readonly Identifier[];
  readonly origin?: Order['origin'];
  readonly custom?: CustomDraft;
  /** ISO 8601; default: now. For orders of old. */
  readonly createdAt?: string;
}

const VAT: TaxRate = { name: 'VAT', amount: 0.2, includedInPrice: true, country: 'GB' };
const SHIPPING_CENTS = 500;

export function shippingInfo(context: Context<Order>, terms: SeedTerms, seed: ShippingSeed): ShippingInfo {
  const reference = seed.shippingMethod && context.reference('shipping-method', seed.shippingMethod);
  const method = reference && context.project.collections['shipping-method'].get(reference.id);
  const price = cents(seed.centAmount ?? SHIPPING_CENTS, terms.currency);
  return {
    shippingMethodName: seed.name ?? method?.name ?? 'Standard',
    price,
    shippingRate: { price, tiers: [] },
    taxedPrice: taxed(price.centAmount, terms.currency, terms.taxRate),
    taxRate: terms.taxRate,
    taxCategory: method?.taxCategory,
    shippingMethod: reference,
    deliveries: [],
    shippingMethodState: 'MatchesCart',
  };
}

function shippingEntry(context: Context<Order>, terms: SeedTerms, seed: ShippingEntrySeed): Shipping {
  return {
    shippingKey: seed.shippingKey,
    shippingInfo: shippingInfo(context, terms, seed),
    shippingAddress: storedAddress(context, seed.address),
    shippingCustomFields: optionalCustomFields(context, 'shipping', seed.custom),
  };
}

function customLineItem(context: Context<Order>, terms: SeedTerms, seed: CustomLineItemSeed): CustomLineItem {
  const quantity = seed.quantity ?? 1;
  const total = seed.centAmount * quantity;
  return {
    id: context.newId(),
    key: seed.key,
    name: seed.name ?? { en: seed.slug },
    slug: seed.slug,
    money: cents(seed.centAmount, terms.currency),
    quantity,
    totalPrice: cents(total, terms.currency),
    taxedPrice: taxed(total, terms.currency, terms.taxRate),
    taxedPricePortions: [],
    taxRate: terms.taxRate,
    perMethodTaxRate: [],
    discountedPricePerQuantity: [],
    state: initialState(context.project, quantity),
    priceMode: 'Standard',
    custom: optionalCustomFields(context, 'custom-line-item', seed.custom),
  };
}

function shippingOf(
  context: Context<Order>,
  terms: SeedTerms,
  seed: OrderSeed,
): Pick<Order, 'shippingMode' | 'shipping' | 'shippingInfo'> {
  const { shipping, shippingEntries } = seed;
  if (shippingEntries !== undefined) {
    const entries = shippingEntries.map((entry) => shippingEntry(context, terms, entry));
    return { shippingMode: 'Multiple', shipping: entries, shippingInfo: undefined };
  }
  const info = shipping === null ? undefined : shippingInfo(context, terms, shipping ?? {});
  return { shippingMode: 'Single', shipping: [], shippingInfo: info };
}

/** Totals of all lines and ways of shipping. */
export function priced(order: Order, currency: string): Order {
  const goods = [...order.lineItems, ...order.customLineItems];
  const infos = [
    ...(order.shippingInfo === undefined ? [] : [order.shippingInfo]),
    ...order.shipping.map((entry) => entry.shippingInfo),
  ];
  const charges = [...goods.map(({ totalPrice }) => totalPrice), ...infos.map(({ price }) => price)];
  const shippingTaxes = infos.flatMap(({ taxedPrice }) => taxedPrice ?? []);
  const taxes = [...goods.flatMap(({ taxedPrice }) => taxedPrice ?? []), ...shippingTaxes];
  return {
    ...order,
    totalPrice: cents(
      charges.reduce((sum, { centAmount }) => sum + centAmount, 0),
      currency,
    ),
    taxedPrice: summed(taxes, currency),
    taxedShippingPrice: infos.length === 0 ? undefined : summed(shippingTaxes, currency),
  };
}

function termsOf(context: Context<Order>, seed: OrderSeed): SeedTerms {
  const currency = seed.currency ?? 'GBP';
  return {
    context,
    currency,
    taxRate: seed.taxRate ?? VAT,
    country: seed.country ?? seed.shippingAddress?.country,
    inventoryMode: seed.inventoryMode ?? 'TrackOnly',
  };
}

/** An Order as the platform would make it from a cart. */
export function seededOrder(context: Context<Order>, seed: OrderSeed): Order {
  if (seed.lineItems.length + (seed.customLineItems ?? []).length === 0)
    throw invalidInput('An order needs at least one line item or custom line item.');
  const terms = termsOf(context, seed);
  const createdAt = seed.createdAt ?? context.now;
  const order: Order = {
    ...fresh(context),
    createdAt,
    lastModifiedAt: createdAt,
    orderNumber: seed.orderNumber,
    purchaseOrderNumber: seed.purchaseOrderNumber,
    customerId: seed.customerId,
    anonymousId: seed.anonymousId,
    customerEmail: seed.customerEmail,
    customerGroup: seed.customerGroup && context.reference('customer-group', seed.customerGroup),
    store: seed.store && context.storeReference(seed.store),
    country: terms.country,
    locale: seed.locale,
    origin: seed.origin ?? 'Customer',
    cart: { typeId: 'cart', id: context.newId() },
    taxMode: 'Platform',
    taxRoundingMode: 'HalfEven',
    taxCalculationMode: 'LineItemLevel',
    priceRoundingMode: 'HalfEven',
    inventoryMode: terms.inventoryMode,
    lineItems: seed.lineItems.map((item) => seededLineItem(terms, item)),
    customLineItems: (seed.customLineItems ?? []).map((item) => customLineItem(context, terms, item)),
    totalPrice: cents(0, terms.currency),
    ...shippingOf(context, terms, seed),
    shippingAddress: optionalAddress(context, seed.shippingAddress),
    billingAddress: optionalAddress(context, seed.billingAddress ?? seed.shippingAddress),
    itemShippingAddresses: (seed.itemShippingAddresses ?? []).map((address) =>
      storedAddress(context, address),
    ),
    discountCodes: [],
    directDiscounts: [],
    refusedGifts: [],
    orderState: seed.orderState ?? 'Open',
    shipmentState: seed.shipmentState,
    paymentState: seed.paymentState,
    state: seed.state && context.reference('state', seed.state),
    paymentInfo: seed.payments && {
      payments: seed.payments.map((payment) => context.reference('payment', payment)),
    },
    syncInfo: [],
    returnInfo: [],
    custom: optionalCustomFields(context, 'order', seed.custom),
  };
  return priced(order, terms.currency);
}
