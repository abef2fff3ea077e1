import * as z from 'zod';
import { optionalCustomFields } from '../core/custom-fields';
import { customActions } from '../core/customisable';
import { customDraft, identifier, localized, money, parsed, resourceKey } from '../core/draft';
import { action, assign, byKey, fresh, type Kind } from '../core/kind';
import { asCents } from '../core/money';
import type { ShippingRate } from '../core/platform';
import { base, custom, keyReference, named, reference } from '../predicate/fields';

export const shippingRateDraft = z.object({ price: money, freeAbove: money.optional() });

export function shippingRate({ price, freeAbove }: z.infer<typeof shippingRateDraft>): ShippingRate {
  return {
    price: asCents(price),
    freeAbove: freeAbove === undefined ? undefined : asCents(freeAbove),
    tiers: [],
  };
}

const draft = z.object({
  key: resourceKey.optional(),
  name: z.string(),
  localizedName: localized.optional(),
  description: z.string().optional(),
  localizedDescription: localized.optional(),
  taxCategory: identifier,
  zoneRates: z.array(z.object({ zone: identifier, shippingRates: z.array(shippingRateDraft) })),
  active: z.boolean().default(true),
  isDefault: z.boolean(),
  predicate: z.string().optional(),
  stores: z.array(identifier).default([]),
  carrier: z.string().optional(),
  custom: customDraft.optional(),
});

export const shippingMethods: Kind<'shipping-method'> = {
  typeId: 'shipping-method',
  path: 'shipping-methods',
  entity: 'ShippingMethod',
  view: ['view_orders', 'view_shipping_methods'],
  manage: ['manage_orders', 'manage_shipping_methods'],
  fields: {
    ...base,
    ...named('string', 'key name description predicate carrier'),
    ...named('any', 'localizedName localizedDescription'),
    ...named('boolean', 'active isDefault'),
    taxCategory: reference,
    zoneRates: { zone: reference, shippingRates: 'any' },
    stores: keyReference,
    custom,
  },
  alternateKeys: byKey,
  create: (body, context) => {
    const { zoneRates, taxCategory, stores, custom: fields, ...rest } = parsed(draft, body);
    return {
      ...fresh(context),
      ...rest,
      taxCategory: context.reference('tax-category', taxCategory),
      zoneRates: zoneRates.map((rate) => ({
        zone: context.reference('zone', rate.zone),
        shippingRates: rate.shippingRates.map(shippingRate),
      })),
      stores: stores.map((store) => context.storeReference(store)),
      custom: optionalCustomFields(context, 'shipping-method', fields),
    };
  },
  actions: {
    setKey: assign({ key: resourceKey.optional() }),
    changeName: assign({ name: z.string() }),
    setDescription: assign({ description: z.string().optional() }),
    setLocalizedName: assign({ localizedName: localized.optional() }),
    setLocalizedDescription: assign({ localizedDescription: localized.optional() }),
    changeActive: assign({ active: z.boolean() }),
    changeIsDefault: assign({ isDefault: z.boolean() }),
    setPredicate: assign({ predicate: z.string().optional() }),
    setCarrier: assign({ carrier: z.string().optional() }),
    changeTaxCategory: action({ taxCategory: identifier }, (method, { taxCategory }, context) => ({
      ...method,
      taxCategory: context.reference('tax-category', taxCategory),
    })),
    ...customActions('shipping-method'),
  },
};
