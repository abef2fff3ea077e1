import type {
  Address,
  CentPrecisionMoney,
  Channel,
  CustomLineItem,
  Customer,
  LineItem,
  Order,
  Payment,
  ProductType,
  Shipping,
  ShippingInfo,
  ShippingMethod,
  State,
  TaxedItemPrice,
  TaxRate,
} from '@commercetools/platform-sdk';
import { rulesSchema, type Rules } from '../../configuration/rules';
import type { CompositionFacts } from './compose';

const createdAt = '2026-03-28T23:30:00.000Z';
const resource = { version: 1, createdAt, lastModifiedAt: createdAt };

export const orderId = '3f2a9c1e-7b64-4d0a-9e55-8c1d2b3a4f60';
export const firstLineId = '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d';
export const secondLineId = 'b7c8d9e0-f1a2-4b3c-9d4e-5f6a7b8c9d0e';

export const pounds = (centAmount: number): CentPrecisionMoney => ({
  type: 'centPrecision',
  currencyCode: 'GBP',
  centAmount,
  fractionDigits: 2,
});

const vat: TaxRate = { name: 'VAT', amount: 0.2, includedInPrice: true, country: 'GB' };

export function taxedAt20(gross: number): TaxedItemPrice {
  const net = Math.round(gross / 1.2);
  return { totalGross: pounds(gross), totalNet: pounds(net), totalTax: pounds(gross - net), taxPortions: [] };
}

export const londonAddress: Address = {
  key: 'home',
  country: 'GB',
  salutation: 'Ms',
  firstName: 'Ada',
  lastName: 'Byron',
  streetName: 'High Street',
  streetNumber: '12',
  city: 'London',
  region: 'Greater London',
  postalCode: 'N1 9GU',
  phone: '+44 20 7946 0000',
  email: 'ada@example.com',
};

export const berlinAddress: Address = {
  key: 'office',
  country: 'DE',
  firstName: 'Bettina',
  lastName: 'Arnim',
  streetName: 'Ahornweg',
  streetNumber: '5',
  city: 'Berlin',
  postalCode: '10115',
};

function channel(key: string): Channel {
  return { ...resource, id: `channel-${key}`, key, roles: ['InventorySupply'] };
}

export function supplyFrom(key: string): Pick<LineItem, 'supplyChannel'> {
  return { supplyChannel: { typeId: 'channel', id: `channel-${key}`, obj: channel(key) } };
}

function productType(key: string): ProductType {
  return { ...resource, id: `type-${key}`, key, name: key, description: key };
}

function shippingMethod(key: string): ShippingMethod {
  return {
    ...resource,
    id: `method-${key}`,
    key,
    name: `${key} delivery`,
    taxCategory: { typeId: 'tax-category', id: 'tax' },
    stores: [],
    zoneRates: [],
    active: true,
    isDefault: false,
  };
}

export function shippingBy(key: string, cents = 495, overrides: Partial<ShippingInfo> = {}): ShippingInfo {
  return {
    shippingMethodName: `${key} delivery`,
    shippingMethod: { typeId: 'shipping-method', id: `method-${key}`, obj: shippingMethod(key) },
    price: pounds(cents),
    shippingRate: { price: pounds(cents), tiers: [] },
    taxedPrice: taxedAt20(cents),
    taxRate: vat,
    shippingMethodState: 'MatchesCart',
    ...overrides,
  };
}

export function workflowState(key: string): State {
  return { ...resource, id: `state-${key}`, key, type: 'OrderState', initial: false, builtIn: false };
}

export function payment(method: string): Payment {
  return {
    ...resource,
    id: `payment-${method}`,
    amountPlanned: pounds(4495),
    paymentMethodInfo: { method },
    paymentStatus: {},
    transactions: [],
    interfaceInteractions: [],
  };
}

/** Two units of 20.00 unless overridden; `cents` is the price of one. */
export function lineItem(overrides: Partial<LineItem> = {}, cents = 2000): LineItem {
  const quantity = overrides.quantity ?? 2;
  return {
    id: firstLineId,
    productId: 'product-mug',
    name: { en: 'Mug' },
    productType: { typeId: 'product-type', id: 'type-goods', obj: productType('goods') },
    variant: { id: 1, sku: 'MUG-RED', attributes: [] },
    price: { id: 'price-mug', value: pounds(cents) },
    quantity,
    totalPrice: pounds(cents * quantity),
    discountedPricePerQuantity: [],
    taxedPrice: taxedAt20(cents * quantity),
    taxedPricePortions: [],
    state: [{ quantity, state: { typeId: 'state', id: 'initial' } }],
    taxRate: vat,
    perMethodTaxRate: [],
    priceMode: 'Platform',
    lineItemMode: 'Standard',
    ...overrides,
  };
}

export function fee(cents: number, overrides: Partial<CustomLineItem> = {}): CustomLineItem {
  return {
    id: 'c0ffee00-0000-4000-8000-000000000001',
    name: { en: 'Gift wrapping' },
    slug: 'gift-wrapping',
    money: pounds(cents),
    quantity: 1,
    totalPrice: pounds(cents),
    taxedPrice: taxedAt20(cents),
    taxedPricePortions: [],
    state: [],
    taxRate: vat,
    perMethodTaxRate: [],
    discountedPricePerQuantity: [],
    priceMode: 'Standard',
    ...overrides,
  };
}

export function shippingTo(
  shippingKey: string,
  shippingAddress: Address,
  method = 'standard',
  cents = 495,
): Shipping {
  return { shippingKey, shippingAddress, shippingInfo: shippingBy(method, cents) };
}

export const targets = (
  ...parts: readonly (readonly [shippingMethodKey: string, addressKey: string, quantity: number])[]
): Pick<LineItem, 'shippingDetails'> => ({
  shippingDetails: {
    valid: true,
    targets: parts.map(([shippingMethodKey, addressKey, quantity]) => ({
      shippingMethodKey,
      addressKey,
      quantity,
    })),
  },
});

function totals(order: Pick<Order, 'lineItems' | 'customLineItems' | 'shipping' | 'shippingInfo'>) {
  const infos = [order.shippingInfo, ...order.shipping.map(({ shippingInfo }) => shippingInfo)];
  const shipping = infos.flatMap((info) =>
    info === undefined ? [] : [{ totalPrice: info.price, taxedPrice: info.taxedPrice }],
  );
  const all = [...order.lineItems, ...order.customLineItems, ...shipping];
  const gross = all.reduce((sum, { totalPrice }) => sum + totalPrice.centAmount, 0);
  const net = all.reduce(
    (sum, { totalPrice, taxedPrice }) => sum + (taxedPrice?.totalNet ?? totalPrice).centAmount,
    0,
  );
  const taxedPrice = {
    totalGross: pounds(gross),
    totalNet: pounds(net),
    totalTax: pounds(gross - net),
    taxPortions: [],
  };
  return { totalPrice: pounds(gross), taxedPrice };
}

/**
 * A complete order of a guest: two mugs to London by standard delivery, prices with 20 % tax. Totals follow the lines,
 * fees and shipping unless overridden.
 */
export function order(overrides: Partial<Order> = {}): Order {
  const single: Pick<Order, 'shippingInfo' | 'shippingAddress'> =
    overrides.shippingMode === 'Multiple'
      ? {}
      : { shippingInfo: shippingBy('standard'), shippingAddress: londonAddress };
  const parts = {
    lineItems: [lineItem()],
    customLineItems: [],
    shipping: [],
    ...single,
    ...overrides,
  };
  return {
    ...resource,
    id: orderId,
    orderNumber: 'WEB-1001',
    customerEmail: 'ada@example.com',
    billingAddress: londonAddress,
    shippingMode: 'Single',
    refusedGifts: [],
    origin: 'Customer',
    cart: { typeId: 'cart', id: 'cart-1' },
    orderState: 'Open',
    syncInfo: [],
    locale: 'en-GB',
    ...totals(parts),
    ...parts,
  };
}

export const customer: Customer = {
  ...resource,
  id: 'd4c3b2a1-0000-4000-8000-000000000007',
  email: 'ada@example.com',
  firstName: 'Ada',
  lastName: 'Lovelace',
  addresses: [],
  shippingAddressIds: [],
  billingAddressIds: [],
  isEmailVerified: true,
  customerGroupAssignments: [],
  stores: [],
  authenticationMode: 'Password',
};

/** Rules with the fixture's delivery mapped; `document` as a merchant writes it. */
export function rules(document: Readonly<Record<string, unknown>> = {}): Rules {
  return rulesSchema.parse({ shippingMethods: { standard: { serviceType: 'RM48' } }, ...document });
}

export function facts(overrides: Partial<CompositionFacts> = {}): CompositionFacts {
  return {
    rules: rules(),
    projectKey: 'mug-shop',
    numbers: new Map(),
    itemCodeKnown: () => undefined,
    timeZone: 'Europe/London',
    ...overrides,
  };
}
