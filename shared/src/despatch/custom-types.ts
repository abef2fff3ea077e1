import type { TypeDraft } from '@commercetools/platform-sdk';

function field(name: string, type: 'String' | 'DateTime', label: string) {
  return { name, type: { name: type }, label: { en: label }, required: false };
}

/** Custom fields of the Deliveries that stand for despatches. */
export const DELIVERY_TYPE = {
  key: 'peoplevox-delivery',
  name: { en: 'Despatch of Peoplevox' },
  resourceTypeIds: ['order-delivery'],
  fieldDefinitions: [
    field('despatchedAt', 'DateTime', 'Despatched at'),
    field('service', 'String', 'Service of the carrier'),
  ],
} satisfies TypeDraft;

/** Custom fields of the Parcels that stand for packages. */
export const PARCEL_TYPE = {
  key: 'peoplevox-parcel',
  name: { en: 'Package of Peoplevox' },
  resourceTypeIds: ['order-parcel'],
  fieldDefinitions: [field('trackingUrl', 'String', 'Tracking page')],
} satisfies TypeDraft;
