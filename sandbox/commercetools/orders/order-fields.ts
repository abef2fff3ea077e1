import {
  address,
  base,
  custom,
  keyReference,
  money,
  named,
  reference,
  type Fields,
} from '../predicate/fields';

const taxed: Fields = { totalNet: money, totalGross: money, totalTax: money, taxPortions: 'any' };
const itemState: Fields = { quantity: 'number', state: reference };
const shippingDetails: Fields = {
  targets: { ...named('string', 'addressKey shippingMethodKey'), quantity: 'number' },
  valid: 'boolean',
};
const deliveryItem: Fields = { id: 'string', quantity: 'number' };
const parcel: Fields = {
  ...named('string', 'id key'),
  createdAt: 'datetime',
  measurements: named('number', 'heightInMillimeter lengthInMillimeter widthInMillimeter weightInGram'),
  trackingData: {
    ...named('string', 'trackingId carrier provider providerTransaction'),
    isReturn: 'boolean',
  },
  items: deliveryItem,
  custom,
};
const delivery: Fields = {
  ...named('string', 'id key'),
  createdAt: 'datetime',
  items: deliveryItem,
  parcels: parcel,
  address,
  custom,
};
const shippingInfo: Fields = {
  ...named('string', 'shippingMethodName shippingMethodState'),
  price: money,
  taxedPrice: taxed,
  shippingMethod: reference,
  taxCategory: reference,
  deliveries: delivery,
  estimatedDelivery: named('datetime', 'from until'),
  ...named('any', 'shippingRate taxRate discountedPrice'),
};
const variant: Fields = {
  id: 'number',
  ...named('string', 'sku key'),
  ...named('any', 'attributes images prices price'),
};
const lineItem: Fields = {
  ...named('string', 'id key productId productKey priceMode lineItemMode inventoryMode'),
  ...named(
    'any',
    'name productSlug price discountedPricePerQuantity taxRate taxedPricePortions perMethodTaxRate',
  ),
  ...named('datetime', 'addedAt lastModifiedAt'),
  productType: reference,
  variant,
  quantity: 'number',
  totalPrice: money,
  taxedPrice: taxed,
  state: itemState,
  supplyChannel: reference,
  distributionChannel: reference,
  shippingDetails,
  custom,
};
const customLineItem: Fields = {
  ...named('string', 'id key slug priceMode'),
  ...named('any', 'name taxRate discountedPricePerQuantity taxedPricePortions perMethodTaxRate'),
  quantity: 'number',
  money,
  totalPrice: money,
  taxedPrice: taxed,
  state: itemState,
  taxCategory: reference,
  shippingDetails,
  custom,
};
const returnItem: Fields = {
  ...named('string', 'id key type comment shipmentState paymentState lineItemId customLineItemId'),
  ...named('datetime', 'createdAt lastModifiedAt'),
  quantity: 'number',
  custom,
};

/** What a predicate may say about an Order. */
export const orderFields: Fields = {
  ...base,
  ...named(
    'string',
    'orderNumber purchaseOrderNumber customerId customerEmail anonymousId country locale origin orderState ' +
      'shipmentState paymentState shippingMode shippingKey taxMode taxRoundingMode taxCalculationMode ' +
      'priceRoundingMode inventoryMode',
  ),
  completedAt: 'datetime',
  customerGroup: reference,
  businessUnit: keyReference,
  store: keyReference,
  lineItems: lineItem,
  customLineItems: customLineItem,
  totalPrice: money,
  taxedPrice: taxed,
  taxedShippingPrice: taxed,
  billingAddress: address,
  shippingAddress: address,
  itemShippingAddresses: address,
  shippingInfo,
  shipping: {
    shippingKey: 'string',
    shippingInfo,
    shippingAddress: address,
    shippingCustomFields: custom,
    shippingRateInput: 'any',
  },
  shippingCustomFields: custom,
  paymentInfo: { payments: reference },
  state: reference,
  cart: reference,
  quote: reference,
  recurringOrder: reference,
  syncInfo: { channel: reference, externalId: 'string', syncedAt: 'datetime' },
  returnInfo: { items: returnItem, returnTrackingId: 'string', returnDate: 'datetime' },
  custom,
  ...named('any', 'discountCodes directDiscounts refusedGifts shippingRateInput discountOnTotalPrice'),
};
