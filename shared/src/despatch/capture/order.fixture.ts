import type {
  CentPrecisionMoney,
  CustomLineItem,
  Delivery,
  LineItem,
  Order,
  Shipping,
  ShippingInfo,
  TaxedItemPrice,
} from '@commercetools/platform-sdk';

const createdAt = '2026-03-02T09:00:00.000Z';
const resource = { version: 1, createdAt, lastModifiedAt: createdAt };

interface CurrencyOf {
  readonly currencyCode: string;
  readonly fractionDigits: number;
}

const pounds: CurrencyOf = { currencyCode: 'GBP', fractionDigits: 2 };

export function money(centAmount: number, currency: CurrencyOf = pounds): CentPrecisionMoney {
  return { type: 'centPrecision', centAmount, ...currency };
}

/** A price whose tax is a sixth of the gross. */
export function taxed(gross: number, currency: CurrencyOf = pounds): TaxedItemPrice {
  const net = Math.round(gross / 1.2);
  return {
    totalGross: money(gross, currency),
    totalNet: money(net, currency),
    totalTax: money(gross - net, currency),
    taxPortions: [],
  };
}

/** A line that costs `gross` in all. */
export function line(
  id: string,
  quantity: number,
  gross: number,
  overrides: Partial<LineItem> = {},
): LineItem {
  return {
    id,
    productId: `product-${id}`,
    name: { en: id },
    productType: { typeId: 'product-type', id: 'goods' },
    variant: { id: 1, sku: id.toUpperCase(), attributes: [] },
    price: { id: `price-${id}`, value: money(Math.round(gross / quantity)) },
    quantity,
    totalPrice: money(gross),
    taxedPrice: taxed(gross),
    discountedPricePerQuantity: [],
    taxedPricePortions: [],
    perMethodTaxRate: [],
    state: [],
    priceMode: 'Platform',
    lineItemMode: 'Standard',
    ...overrides,
  };
}

export function fee(gross: number, overrides: Partial<CustomLineItem> = {}): CustomLineItem {
  return {
    id: `fee-${gross}`,
    name: { en: 'Gift wrapping' },
    slug: `fee-${gross}`,
    money: money(gross),
    quantity: 1,
    totalPrice: money(gross),
    taxedPrice: taxed(gross),
    discountedPricePerQuantity: [],
    taxedPricePortions: [],
    perMethodTaxRate: [],
    state: [],
    priceMode: 'Standard',
    ...overrides,
  };
}

export function shippingInfo(gross: number, deliveries: readonly Delivery[] = []): ShippingInfo {
  return {
    shippingMethodName: 'Standard',
    price: money(gross),
    shippingRate: { price: money(gross), tiers: [] },
    taxedPrice: taxed(gross),
    shippingMethodState: 'MatchesCart',
    deliveries: [...deliveries],
  };
}

export function shippingEntry(
  shippingKey: string,
  gross: number,
  deliveries: readonly Delivery[] = [],
): Shipping {
  return { shippingKey, shippingInfo: shippingInfo(gross, deliveries), shippingAddress: { country: 'GB' } };
}

/** A Delivery with the key `key` and so many units of each line; created `minute` minutes after the order. */
export function delivery(key: string, items: Readonly<Record<string, number>>, minute = 0): Delivery {
  return {
    id: `delivery-${key}`,
    key,
    createdAt: new Date(Date.parse(createdAt) + minute * 60_000).toISOString(),
    items: Object.entries(items).map(([id, quantity]) => ({ id, quantity })),
    parcels: [],
  };
}

/** An order whose totals follow its parts, less `discount` on the order's total. */
export function order(overrides: Partial<Order> = {}, discount = 0): Order {
  const parts = {
    lineItems: [line('mug', 2, 4000)],
    customLineItems: [],
    shipping: [],
    ...(overrides.shippingMode === 'Multiple' ? {} : { shippingInfo: shippingInfo(500) }),
    ...overrides,
  };
  const infos = [parts.shippingInfo, ...parts.shipping.map((entry) => entry.shippingInfo)];
  const costs = [
    ...[...parts.lineItems, ...parts.customLineItems].map(
      ({ totalPrice, taxedPrice }) => taxedPrice?.totalGross ?? totalPrice,
    ),
    ...infos.flatMap((info) => (info === undefined ? [] : [info.taxedPrice?.totalGross ?? info.price])),
  ];
  const gross = costs.reduce((sum, { centAmount }) => sum + centAmount, 0) - discount;
  const { totalNet, totalGross, totalTax } = taxed(gross);
  return {
    ...resource,
    id: 'order-1',
    orderNumber: 'WEB-1001',
    shippingMode: 'Single',
    refusedGifts: [],
    origin: 'Customer',
    cart: { typeId: 'cart', id: 'cart-1' },
    orderState: 'Open',
    syncInfo: [],
    totalPrice: money(gross),
    taxedPrice: { totalNet, totalGross, totalTax, taxPortions: [] },
    ...parts,
  };
}
