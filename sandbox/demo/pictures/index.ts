import * as z from 'zod';
import { documentsOf, type Stage } from '../stage';
import { exceptionsOf } from '../views';
import { exceptionsByOwner } from './exceptions-by-owner';
import { orderTimeline, type TimelineEvent } from './order-timeline';
import { splitDespatch, type DespatchedOrder } from './split-despatch';
import { stockInFlight, type Movement } from './stock-in-flight';

/** The order of the chapters "two parcels" and "an operator asks". */
const ORDER = 'GB-1020';

const movementsChunk = z.object({
  records: z.array(
    z.object({
      at: z.string(),
      sku: z.string(),
      from: z.number(),
      to: z.number(),
      available: z.number(),
      unallocated: z.number(),
      cause: z.string(),
    }),
  ),
});

export function movementsOf(stage: Stage) {
  return documentsOf(stage, 'peoplevox-audit').flatMap(
    (value) => movementsChunk.safeParse(value).data?.records ?? [],
  );
}

/**
 * SVG pictures of the morning, by file name.
 * @param answer lines of what `npm run why` said of the order
 */
export function picturesOf(stage: Stage, answer: readonly string[]): ReadonlyMap<string, string> {
  return new Map([
    ['order-timeline.svg', orderTimeline(ORDER, answer.flatMap(eventIn))],
    ['exceptions-by-owner.svg', exceptionsByOwner(exceptionsOf(stage))],
    ['split-despatch.svg', splitDespatch(despatchedOrder(stage))],
    ['stock-in-flight.svg', stockInFlight(moved(movementsOf(stage)))],
  ]);
}

/** Of SKUs that are on sale and whose number changed in the story. */
function moved(movements: readonly Movement[]): Movement[] {
  const onSale = movements.filter(({ available }) => available > 0);
  return onSale.filter(({ sku }) => onSale.filter((one) => one.sku === sku).length > 1);
}

const place = z.enum(['commercetools', 'connector', 'Peoplevox']);

/** `  2026-11-26 13:44:36  commercetools placed` */
function eventIn(words: string): TimelineEvent[] {
  const [date = '', time = '', where, ...what] = words.trim().split(/ +/);
  const known = place.safeParse(where).data;
  return known === undefined ? [] : [{ at: `${date} ${time}`, place: known, what: what.join(' ') }];
}

function despatchedOrder({ commercetools }: Stage): DespatchedOrder {
  const order = commercetools.project.collections.order.find('orderNumber', ORDER);
  const skus = new Map(order?.lineItems.map(({ id, variant }) => [id, variant.sku ?? '']));
  return {
    orderNumber: ORDER,
    shipmentState: order?.shipmentState ?? '',
    lines: order?.lineItems.map(({ quantity, variant }) => `${quantity} × ${variant.sku}`) ?? [],
    deliveries: (order?.shippingInfo?.deliveries ?? []).map(({ key = '', items, parcels }) => ({
      key,
      lines: items.map(({ id, quantity }) => `${quantity} × ${skus.get(id)}`),
      parcels: parcels.map(
        ({ trackingData }) =>
          `Parcel: ${[trackingData?.carrier, trackingData?.trackingId].filter(Boolean).join(', ')}`,
      ),
    })),
  };
}
