import * as z from 'zod';
import { documentsOf, type Stage } from './stage';

const exception = z.object({
  code: z.string(),
  owner: z.string(),
  status: z.string(),
  message: z.string(),
  fix: z.string(),
  subject: z.object({ key: z.string().optional() }),
});
type Shown = z.infer<typeof exception>;

export function exceptionsOf(stage: Stage): Shown[] {
  return documentsOf(stage, 'peoplevox-exceptions').flatMap((value) => exception.safeParse(value).data ?? []);
}

export function statusOf({ peoplevox }: Stage, number: string): string {
  const order = peoplevox.floor.orders.get(number);
  return order === undefined ? 'not there' : `${order.status}, ${order.lines.length} line(s)`;
}

export function syncedAs({ commercetools }: Stage, orderId: string): string | undefined {
  return commercetools.project.collections.order.get(orderId)?.syncInfo[0]?.externalId;
}

/** What commercetools sells of a SKU; undefined: it has no entry. */
export function soldFrom({ commercetools }: Stage, sku: string): number | undefined {
  return [...commercetools.project.collections['inventory-entry'].values()].find((entry) => entry.sku === sku)
    ?.quantityOnStock;
}

/** Units that the warehouse has and that no sales order has taken. */
export function availableOf({ peoplevox }: Stage, itemCode: string): number {
  const stock = [...(peoplevox.floor.items.get(itemCode)?.stock.values() ?? [])];
  return stock.reduce((sum, { onHand, allocated }) => sum + onHand - allocated, 0);
}

export async function change(stage: Stage, orderId: string, action: object): Promise<void> {
  const version = stage.commercetools.project.collections.order.get(orderId)?.version;
  await stage.asMerchant('POST', `/orders/${orderId}`, { version, actions: [action] });
}

/** `state: Delivery units tracking numbers, …` of an order, as its customer may see it. */
export function shipmentOf({ commercetools }: Stage, orderId: string): string {
  const order = commercetools.project.collections.order.get(orderId);
  const deliveries = (order?.shippingInfo?.deliveries ?? []).map(({ key, items, parcels }) => {
    const units = items.reduce((sum, { quantity }) => sum + quantity, 0);
    const numbers = parcels.map(({ trackingData }) => trackingData?.trackingId ?? 'none');
    return `${key} ${units} unit(s) ${numbers.join(' ')}`;
  });
  return `${order?.shipmentState}: ${deliveries.join(', ')}`;
}
