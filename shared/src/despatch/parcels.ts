import type { DeliveryItem, Parcel } from '@commercetools/platform-sdk';
import type { WantedDelivery } from './deliveries';
import type { Carriage } from './despatches';
import { parcelKey } from './keys';

/** What a Parcel should say. Undefined: it is not known, or not known yet, and what is there stays. */
export interface WantedParcel {
  readonly key: string;
  readonly trackingId?: string;
  readonly items?: readonly DeliveryItem[];
  readonly carriage?: Carriage;
}

/** Parcels for the packages of a despatch, with their keys; `existing` are those of its Delivery. */
export function wantedParcels(delivery: WantedDelivery, existing: readonly Parcel[]): WantedParcel[] {
  const { packing } = delivery.despatch;
  if (packing.kind === 'numbered')
    return packing.boxes.map(({ number, tracking }) => ({
      key: parcelKey(delivery.key, number),
      ...(tracking !== '' && { trackingId: tracking }),
      ...itemsIn(delivery, number),
      ...carriageOf(delivery, number),
    }));
  const parcels = byRank(delivery.key, existing);
  const placed = placeNumbers(parcels, existing, packing.numbers);
  // The despatch went out in something, even if nobody knows its number yet.
  const ranks = placed.size === 0 && parcels.size === 0 ? new Map([[1, undefined]]) : placed;
  return [...ranks].map(([rank, trackingId]) => ({
    key: parcelKey(delivery.key, String(rank)),
    ...(trackingId !== undefined && { trackingId }),
    ...(packing.complete && trackingId !== undefined && itemsIn(delivery, trackingId)),
    ...(trackingId !== undefined && carriageOf(delivery, trackingId)),
  }));
}

function itemsIn({ itemsOfBox }: WantedDelivery, box: string): { readonly items?: readonly DeliveryItem[] } {
  const items = itemsOfBox.get(box);
  return items === undefined ? {} : { items };
}

function carriageOf({ despatch }: WantedDelivery, box: string): { readonly carriage?: Carriage } {
  const carriage = despatch.carriages.get(box);
  return carriage === undefined ? {} : { carriage };
}

/** Tracking number by rank of the Parcels that we made; empty: it has none. */
function byRank(key: string, existing: readonly Parcel[]): Map<number, string> {
  const ranks = existing.flatMap((parcel): [number, string][] => {
    const rank = Number(parcel.key?.slice(key.length + 1));
    const isOurs = parcel.key === parcelKey(key, String(rank)) && rank >= 1;
    return isOurs ? [[rank, parcel.trackingData?.trackingId ?? '']] : [];
  });
  return new Map(ranks.toSorted(([one], [other]) => one - other));
}

/**
 * Rank → number, for packages that the report does not number: a number stays with the Parcel that has
 * it; another one goes to a Parcel without number, then to one whose number is not told any more (it was corrected),
 * else to a new Parcel.
 */
function placeNumbers(
  parcels: ReadonlyMap<number, string>,
  existing: readonly Parcel[],
  numbers: readonly string[],
): Map<number, string> {
  const known = new Set(existing.map(({ trackingData }) => trackingData?.trackingId));
  const free = [
    ...[...parcels].filter(([, number]) => number === ''),
    ...[...parcels].filter(([, number]) => number !== '' && !numbers.includes(number)),
  ].map(([rank]) => rank);
  let last = Math.max(0, ...parcels.keys());
  const placed = new Map([...parcels].filter(([, number]) => numbers.includes(number)));
  for (const number of numbers.filter((candidate) => !known.has(candidate))) {
    const rank = free.shift() ?? (last += 1);
    placed.set(rank, number);
  }
  return placed;
}
