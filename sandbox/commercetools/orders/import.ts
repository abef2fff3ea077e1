import * as z from 'zod';
import { optionalAddress, storedAddress } from '../core/addresses';
import type { Context } from '../core/context';
import { optionalCustomFields } from '../core/custom-fields';
import {
  addressDraft,
  attribute,
  country,
  customDraft,
  dateTime,
  identifier,
  localized,
  money,
  parsed,
  taxRate,
} from '../core/draft';
import { invalidInput } from '../core/errors';
import { fresh } from '../core/kind';
import { asCents, cents } from '../core/money';
import type { CustomLineItem, LineItem, Order, ShippingInfo, TaxedPrice } from '../core/platform';
import { deliveryDraft, newDelivery } from '../order-actions/deliveries';
import { shippingDetails, shippingDetailsDraft } from '../order-actions/line-items';
import { orderState, paymentState, shipmentState } from '../order-actions/states';
import { shippingRate, shippingRateDraft } from '../resources/shipping-methods';
import { taxed } from './pricing';
import { initialState, seededLineItem } from './seed-line-item';

const text = z.string().optional();
const itemStates = z.array(z.object({ quantity: z.int(), state: identifier })).optional();
const inventoryMode = z.enum(['None', 'TrackOnly', 'ReserveOnOrder', 'ReserveOnCart']).optional();

const lineItemDraft = z.object({
  key: text,
  name: localized,
  productId: text,
  variant: z.object({
    id: z.int().optional(),
    sku: text,
    attributes: z.array(attribute).optional(),
  }),
  quantity: z.int().min(1),
  price: z.object({ value: money }),
  taxRate: taxRate.optional(),
  supplyChannel: identifier.optional(),
  distributionChannel: identifier.optional(),
  inventoryMode,
  shippingDetails: shippingDetailsDraft.optional(),
  state: itemStates,
  custom: customDraft.optional(),
});

const customLineItemDraft = z.object({
  key: text,
  name: localized,
  slug: z.string(),
  quantity: z.int().min(1),
  money,
  taxRate: taxRate.optional(),
  taxCategory: identifier.optional(),
  state: itemStates,
  custom: customDraft.optional(),
});

const shippingInfoDraft = z.object({
  shippingMethodName: z.string(),
  price: money,
  shippingRate: shippingRateDraft,
  taxRate: taxRate.optional(),
  taxCategory: identifier.optional(),
  shippingMethod: identifier.optional(),
  deliveries: z.array(deliveryDraft).optional(),
  shippingMethodState: z.enum(['MatchesCart', 'DoesNotMatchCart']).optional(),
});

const taxedPriceDraft = z.object({
  totalNet: money,
  totalGross: money,
  totalTax: money.optional(),
  taxPortions: z.array(z.object({ name: text, rate: z.number(), amount: money })),
});

const orderImportDraft = z.object({
  orderNumber: text,
  purchaseOrderNumber: text,
  customerId: text,
  customerEmail: text,
  customerGroup: identifier.optional(),
  store: identifier.optional(),
  lineItems: z.array(lineItemDraft).default([]),
  customLineItems: z.array(customLineItemDraft).default([]),
  totalPrice: money,
  taxedPrice: taxedPriceDraft.optional(),
  inventoryMode,
  billingAddress: addressDraft.optional(),
  shippingAddress: addressDraft.optional(),
  itemShippingAddresses: z.array(addressDraft).default([]),
  shippingInfo: shippingInfoDraft.optional(),
  paymentInfo: z.object({ payments: z.array(identifier) }).optional(),
  paymentState: paymentState.optional(),
  shipmentState: shipmentState.optional(),
  orderState: orderState.default('Open'),
  state: identifier.optional(),
  country: country.optional(),
  origin: z.enum(['Customer', 'Merchant', 'Quote', 'RecurringOrder']).default('Customer'),
  completedAt: dateTime.optional(),
  custom: customDraft.optional(),
});

function states(context: Context<Order>, draft: z.infer<typeof itemStates>, quantity: number) {
  if (draft === undefined) return initialState(context.project, quantity);
  return draft.map((entry) => ({ ...entry, state: context.reference('state', entry.state) }));
}

function lineItem(context: Context<Order>, draft: z.infer<typeof lineItemDraft>): LineItem {
  if (draft.variant.sku === undefined && draft.productId === undefined)
    throw invalidInput('An imported line item needs the SKU of its variant, or productId and variant id.');
  const currency = draft.price.value.currencyCode;
  const rate = draft.taxRate ?? { name: 'none', amount: 0, includedInPrice: true, country: 'GB' };
  const terms = { context, currency, taxRate: rate, inventoryMode: draft.inventoryMode ?? 'None' } as const;
  const item = seededLineItem(terms, {
    ...draft.variant,
    key: draft.key,
    name: draft.name,
    quantity: draft.quantity,
    centAmount: draft.price.value.centAmount,
    supplyChannel: draft.supplyChannel,
    distributionChannel: draft.distributionChannel,
    inventoryMode: draft.inventoryMode,
    custom: draft.custom,
  });
  return {
    ...item,
    productId: draft.productId ?? item.productId,
    variant: { ...item.variant, id: draft.variant.id ?? item.variant.id },
    taxRate: draft.taxRate,
    taxedPrice: draft.taxRate === undefined ? undefined : item.taxedPrice,
    state: states(context, draft.state, draft.quantity),
    shippingDetails: draft.shippingDetails && shippingDetails(draft.shippingDetails, draft.quantity),
  };
}

function customLineItem(context: Context<Order>, draft: z.infer<typeof customLineItemDraft>): CustomLineItem {
  const { currencyCode, centAmount } = draft.money;
  const total = centAmount * draft.quantity;
  return {
    id: context.newId(),
    key: draft.key,
    name: draft.name,
    slug: draft.slug,
    money: asCents(draft.money),
    quantity: draft.quantity,
    totalPrice: cents(total, currencyCode),
    taxedPrice: draft.taxRate && taxed(total, currencyCode, draft.taxRate),
    taxedPricePortions: [],
    taxRate: draft.taxRate,
    taxCategory: draft.taxCategory && context.reference('tax-category', draft.taxCategory),
    perMethodTaxRate: [],
    discountedPricePerQuantity: [],
    state: states(context, draft.state, draft.quantity),
    priceMode: 'Standard',
    custom: optionalCustomFields(context, 'custom-line-item', draft.custom),
  };
}

function shippingInfo(context: Context<Order>, draft: z.infer<typeof shippingInfoDraft>): ShippingInfo {
  return {
    shippingMethodName: draft.shippingMethodName,
    price: asCents(draft.price),
    shippingRate: shippingRate(draft.shippingRate),
    taxRate: draft.taxRate,
    taxedPrice: draft.taxRate && taxed(draft.price.centAmount, draft.price.currencyCode, draft.taxRate),
    taxCategory: draft.taxCategory && context.reference('tax-category', draft.taxCategory),
    shippingMethod: draft.shippingMethod && context.reference('shipping-method', draft.shippingMethod),
    deliveries: (draft.deliveries ?? []).map((delivery) => newDelivery(context, delivery)),
    shippingMethodState: draft.shippingMethodState ?? 'MatchesCart',
  };
}

function taxedPrice(draft: z.infer<typeof taxedPriceDraft>): TaxedPrice {
  return {
    totalNet: asCents(draft.totalNet),
    totalGross: asCents(draft.totalGross),
    totalTax: draft.totalTax && asCents(draft.totalTax),
    taxPortions: draft.taxPortions.map((portion) => ({ ...portion, amount: asCents(portion.amount) })),
  };
}

/** An Order from POST /orders/import: taken as given, nothing is computed but what the platform computes. */
export function importedOrder(body: unknown, context: Context<Order>): Order {
  const draft = parsed(orderImportDraft, body);
  if (draft.lineItems.length + draft.customLineItems.length === 0)
    throw invalidInput('An order needs at least one line item or custom line item.');
  const { customLineItems, taxedPrice: tax, paymentInfo, ...rest } = draft;
  return {
    ...fresh(context),
    ...rest,
    lineItems: draft.lineItems.map((item) => lineItem(context, item)),
    customLineItems: customLineItems.map((item) => customLineItem(context, item)),
    totalPrice: asCents(draft.totalPrice),
    taxedPrice: tax && taxedPrice(tax),
    customerGroup: draft.customerGroup && context.reference('customer-group', draft.customerGroup),
    store: draft.store && context.storeReference(draft.store),
    inventoryMode: draft.inventoryMode ?? 'None',
    billingAddress: optionalAddress(context, draft.billingAddress),
    shippingAddress: optionalAddress(context, draft.shippingAddress),
    itemShippingAddresses: draft.itemShippingAddresses.map((address) => storedAddress(context, address)),
    shippingMode: 'Single',
    shippingInfo: draft.shippingInfo && shippingInfo(context, draft.shippingInfo),
    shipping: [],
    paymentInfo: paymentInfo && {
      payments: paymentInfo.payments.map((one) => context.reference('payment', one)),
    },
    state: draft.state && context.reference('state', draft.state),
    taxMode: 'External',
    refusedGifts: [],
    discountCodes: [],
    syncInfo: [],
    returnInfo: [],
    custom: optionalCustomFields(context, 'order', draft.custom),
  };
}
