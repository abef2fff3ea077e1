import type {
  CustomFields,
  Delivery,
  Order,
  Parcel,
  ParcelDraft,
  TrackingData,
} from '@commercetools/platform-sdk';
import type { OwnedUpdate } from '../commercetools/ownership';
import type { Rules } from '../configuration/rules';
import { DELIVERY_TYPE, PARCEL_TYPE } from './custom-types';
import { deliveriesOf, sameItems, type WantedDelivery } from './deliveries';
import { wantedParcels, type WantedParcel } from './parcels';

/** A field of the order that is brought up to Peoplevox. */
export interface Change {
  /** Names the field within its order: `tracking DES1-1`. */
  readonly field: string;
  /** What commercetools had; undefined: nothing. */
  readonly before?: string;
  readonly after: string;
  readonly action: OwnedUpdate;
  /** Fields and values that come with something new. */
  readonly parts?: readonly (readonly [field: string, value: string])[];
}

/** What an order's Deliveries and Parcels lack of the despatches, in the order in which it must be written. */
export function deliveryChanges(
  order: Order,
  wanted: readonly WantedDelivery[],
  carriers: Rules['carriers'],
): Change[] {
  const existing = new Map(
    deliveriesOf(order).flatMap(({ delivery }) =>
      delivery.key === undefined ? [] : [[delivery.key, delivery] as const],
    ),
  );
  return wanted.flatMap((delivery) => {
    const known = existing.get(delivery.key);
    return known === undefined
      ? [addition(delivery, carriers)]
      : [
          ...corrections(known, delivery),
          ...wantedParcels(delivery, known.parcels).flatMap((parcel) =>
            parcelChanges(known, delivery, parcel, carriers),
          ),
        ];
  });
}

function addition(delivery: WantedDelivery, carriers: Rules['carriers']): Change {
  const { key, shippingKey, items } = delivery;
  const parcels = wantedParcels(delivery, []).map((parcel) => parcelDraft(delivery, parcel, carriers));
  return {
    field: `delivery ${key}`,
    after: `${itemsText(items)}; parcels ${parcels.map(parcelText).join(', ')}`,
    parts: [[`items ${key}`, itemsText(items)], ...parcels.flatMap(parcelParts)],
    action: {
      action: 'addDelivery',
      deliveryKey: key,
      ...(shippingKey !== undefined && { shippingKey }),
      items: [...items],
      parcels,
      custom: { type: { typeId: 'type', key: DELIVERY_TYPE.key }, fields: deliveryFields(delivery) },
    },
  };
}

function parcelText({ key, trackingData }: ParcelDraft): string {
  return `${key ?? ''} ${trackingData?.trackingId ?? 'without tracking number'}`;
}

function parcelParts({ key = '', trackingData, items }: ParcelDraft): (readonly [string, string])[] {
  return [
    [`tracking ${key}`, trackingText(trackingData)],
    [`items ${key}`, itemsText(items ?? [])],
  ];
}

function itemsText(items: WantedDelivery['items']): string {
  return items.map(({ id, quantity }) => `${quantity} of ${id}`).join(', ');
}

function deliveryFields({ despatch: { despatchedAt, service } }: WantedDelivery): Record<string, string> {
  return {
    despatchedAt: new Date(despatchedAt).toISOString(),
    ...(service !== '' && { service }),
  };
}

function corrections(known: Delivery, delivery: WantedDelivery): Change[] {
  const { key, items } = delivery;
  const itemChanges: Change[] = sameItems(known.items, items)
    ? []
    : [
        {
          field: `items ${key}`,
          before: itemsText(known.items),
          after: itemsText(items),
          action: { action: 'setDeliveryItems', deliveryKey: key, items: [...items] },
        },
      ];
  return [...itemChanges, ...deliveryFieldChanges(known, delivery)];
}

function deliveryFieldChanges({ custom }: Delivery, delivery: WantedDelivery): Change[] {
  const { key } = delivery;
  const fields = deliveryFields(delivery);
  if (custom === undefined)
    return [
      {
        field: `custom type ${key}`,
        after: DELIVERY_TYPE.key,
        action: {
          action: 'setDeliveryCustomType',
          deliveryKey: key,
          type: { typeId: 'type', key: DELIVERY_TYPE.key },
          fields,
        },
      },
    ];
  if (!isOurType(custom, 'despatchedAt')) return [];
  return Object.entries(fields)
    .filter(([name, value]) => !sameValue(custom.fields[name], value))
    .map(([name, value]) => ({
      field: `${name} ${key}`,
      ...before(textOf(custom.fields[name])),
      after: value,
      action: { action: 'setDeliveryCustomField', deliveryKey: key, name, value },
    }));
}

/** Another custom type is somebody's own. */
function isOurType({ fields }: CustomFields, field: string): boolean {
  return Object.hasOwn(fields, field);
}

/** commercetools prints times its own way. */
function sameValue(known: unknown, wanted: string): boolean {
  if (known === wanted) return true;
  const time = typeof known === 'string' ? Date.parse(known) : Number.NaN;
  return !Number.isNaN(time) && time === Date.parse(wanted);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function before(text: string | undefined): { readonly before?: string } {
  return text === undefined || text === '' ? {} : { before: text };
}

function parcelDraft(
  delivery: WantedDelivery,
  wanted: WantedParcel,
  carriers: Rules['carriers'],
): ParcelDraft {
  const { key, items } = wanted;
  const trackingData = trackingOf(delivery, wanted);
  const trackingUrl = trackingUrlOf(delivery, wanted, carriers);
  return {
    key,
    ...(trackingData !== undefined && { trackingData }),
    ...(items !== undefined && { items: [...items] }),
    ...(trackingUrl !== undefined && {
      custom: { type: { typeId: 'type', key: PARCEL_TYPE.key }, fields: { trackingUrl } },
    }),
  };
}

/** Carrier and service are known before the number is. */
function trackingOf(
  { despatch }: WantedDelivery,
  { trackingId, carriage: { carrier, service } = despatch }: WantedParcel,
): TrackingData | undefined {
  const data = {
    ...(trackingId !== undefined && { trackingId }),
    ...(carrier !== '' && { carrier }),
    ...(service !== '' && { provider: service }),
  };
  return Object.keys(data).length === 0 ? undefined : data;
}

function trackingUrlOf(
  { despatch }: WantedDelivery,
  { trackingId, carriage: { carrier } = despatch }: WantedParcel,
  carriers: Rules['carriers'],
): string | undefined {
  if (trackingId === undefined || !Object.hasOwn(carriers, carrier)) return undefined;
  return carriers[carrier]?.trackingUrl.replaceAll('{trackingNumber}', encodeURIComponent(trackingId));
}

function parcelChanges(
  { parcels }: Delivery,
  delivery: WantedDelivery,
  wanted: WantedParcel,
  carriers: Rules['carriers'],
): Change[] {
  const known = parcels.find(({ key }) => key === wanted.key);
  if (known === undefined) {
    const parcel = parcelDraft(delivery, wanted, carriers);
    const { key: _key, ...draft } = parcel;
    return [
      {
        field: `parcel ${wanted.key}`,
        after: parcelText(parcel),
        parts: parcelParts(parcel),
        action: { action: 'addParcelToDelivery', deliveryKey: delivery.key, parcelKey: wanted.key, ...draft },
      },
    ];
  }
  return [
    ...trackingChanges(known, delivery, wanted),
    ...parcelItemChanges(known, wanted),
    ...trackingUrlChanges(known, wanted.key, trackingUrlOf(delivery, wanted, carriers)),
  ];
}

function trackingChanges({ trackingData }: Parcel, delivery: WantedDelivery, wanted: WantedParcel): Change[] {
  const { key } = wanted;
  // Nothing is taken away: what Peoplevox does not say stays as it is.
  const merged: TrackingData = { ...trackingData, ...trackingOf(delivery, wanted) };
  const names = ['trackingId', 'carrier', 'provider'] as const;
  if (names.every((name) => merged[name] === trackingData?.[name])) return [];
  return [
    {
      field: `tracking ${key}`,
      ...before(trackingText(trackingData)),
      after: trackingText(merged),
      action: { action: 'setParcelTrackingData', parcelKey: key, trackingData: merged },
    },
  ];
}

/** A number is what a person may have changed; without one there is nothing to contradict. */
function trackingText(data: TrackingData | undefined): string {
  return data?.trackingId ?? '';
}

function parcelItemChanges({ items = [] }: Parcel, wanted: WantedParcel): Change[] {
  if (wanted.items === undefined || sameItems(items, wanted.items)) return [];
  return [
    {
      field: `items ${wanted.key}`,
      ...before(itemsText(items)),
      after: itemsText(wanted.items),
      action: { action: 'setParcelItems', parcelKey: wanted.key, items: [...wanted.items] },
    },
  ];
}

function trackingUrlChanges({ custom }: Parcel, key: string, trackingUrl: string | undefined): Change[] {
  if (trackingUrl === undefined || custom?.fields['trackingUrl'] === trackingUrl) return [];
  const field = { field: `trackingUrl ${key}`, after: trackingUrl };
  if (custom === undefined) {
    const type = { typeId: 'type', key: PARCEL_TYPE.key } as const;
    return [
      {
        ...field,
        action: { action: 'setParcelCustomType', parcelKey: key, type, fields: { trackingUrl } },
      },
    ];
  }
  if (!isOurType(custom, 'trackingUrl')) return [];
  return [
    {
      ...field,
      action: { action: 'setParcelCustomField', parcelKey: key, name: 'trackingUrl', value: trackingUrl },
    },
  ];
}
