import { z } from 'zod';
import type { Sale } from '../shop';
import { documentsIn, type Invariant, type Scene } from './invariant';

const exception = z.object({
  code: z.string(),
  status: z.string(),
  subject: z.object({ id: z.string().optional(), key: z.string().optional() }),
});

export function openExceptions(scene: Scene): z.infer<typeof exception>[] {
  return documentsIn(scene, 'peoplevox-exceptions')
    .flatMap(({ value }) => exception.safeParse(value).data ?? [])
    .filter(({ status }) => status === 'open');
}

function salesOrdersOf({ world }: Scene, orderId: string) {
  return [...world.peoplevox.floor.orders.values()].filter(
    ({ columns }) => columns.get('CustomerPurchaseOrderReferenceNumber') === orderId,
  );
}

/** No unit of an order is ever with the warehouse twice. */
export function onceInPeoplevox(scene: Scene): Invariant {
  /** The most units of a line that the order ever had. */
  const most = new Map<string, number>();
  return {
    name: 'I1 an order is in Peoplevox at most once, and in the end exactly once or in an open exception',
    atEveryStep: () => {
      for (const sale of scene.shop.sales) {
        for (const { id, quantity } of scene.shop.orderOf(sale)?.lineItems ?? [])
          most.set(id, Math.max(most.get(id) ?? 0, quantity));
        const wrong = twice(scene, sale.id, most);
        if (wrong !== undefined) return wrong;
      }
      const violation = scene.world.peoplevox.violations.find(
        ({ salesOrderNumber, kind }) =>
          kind === 'no-lines-when-allocatable' || !scene.shop.grown.has(salesOrderNumber),
      );
      return violation && `${violation.salesOrderNumber} could be allocated incomplete: ${violation.kind}`;
    },
    atRest: () =>
      scene.shop.sales.map((sale) => unfinished(scene, sale)).find((wrong) => wrong !== undefined),
  };
}

function lineOf(lineItemId: string): string {
  return lineItemId.replaceAll('-', '').slice(0, 16);
}

function twice(scene: Scene, orderId: string, most: ReadonlyMap<string, number>): string | undefined {
  const units = new Map<string, number>();
  for (const { lines, status } of salesOrdersOf(scene, orderId)) {
    for (const { line, ordered, despatched } of lines)
      units.set(line, (units.get(line) ?? 0) + (status === 'Cancelled' ? despatched : ordered));
  }
  const allowed = new Map([...most].map(([id, quantity]) => [lineOf(id), quantity]));
  const line = [...units].find(([name, ordered]) => ordered > (allowed.get(name) ?? 0));
  return line && `order ${orderId}: Peoplevox has ${line[1]} units of line ${line[0]}, more than it ever had`;
}

function unfinished(scene: Scene, sale: Sale): string | undefined {
  const order = scene.shop.orderOf(sale);
  const salesOrders = salesOrdersOf(scene, sale.id);
  const isHeld = openExceptions(scene).some(({ subject }) => subject.id === sale.id);
  if (order === undefined || isHeld) return undefined;
  const alive = salesOrders.filter(({ status }) => status !== 'Cancelled');
  if (order.orderState === 'Cancelled')
    return alive.length === 0
      ? undefined
      : `${sale.number} is cancelled, and alive in Peoplevox without an exception`;
  if (alive.length === 0) return `${sale.number} is neither in Peoplevox nor in an open exception`;
  return differences(
    order,
    alive.flatMap(({ lines }) => lines),
  ).map((what) => `${sale.number}: ${what}`)[0];
}

function differences(
  order: NonNullable<ReturnType<Scene['shop']['orderOf']>>,
  lines: readonly { readonly line: string; readonly ordered: number }[],
): string[] {
  const there = new Map(lines.map(({ line, ordered }) => [line, ordered]));
  return order.lineItems.flatMap(({ id, quantity }) => {
    const units = there.get(lineOf(id)) ?? 0;
    return units === quantity ? [] : [`Peoplevox has ${units} of ${quantity} units, without an exception`];
  });
}

/** Every message ends in an effect, nothing goes round for ever. */
export function nothingLost(scene: Scene): Invariant {
  const { world } = scene;
  const ledger = z.object({ state: z.string(), claim: z.unknown().optional() });
  return {
    name: 'I2 no message is acknowledged and forgotten',
    atRest: () => {
      const { outstanding, expired } = world.broker.stats();
      if (outstanding > 0) return `${outstanding} messages are still in the queue`;
      if (expired > 0) return `${expired} messages were given up`;
      const hanging = documentsIn(scene, 'peoplevox-orders').find(
        ({ value }) => ledger.safeParse(value).data?.state === 'sending',
      );
      return hanging && `the ledger of order ${hanging.key} still says that it is being sent`;
    },
  };
}

/** Far more than an order with changes, faults and crashes can need. */
const MOST_WRITES = 80;

export function noLoops(scene: Scene): Invariant {
  const { journal, project } = scene.world.commercetools;
  return {
    name: 'I11 no endless loop: the writes of an order are bounded',
    atRest: () => {
      const order = [...project.collections.order.values()].find(({ version }) => version > MOST_WRITES);
      if (order !== undefined) return `order ${order.orderNumber} was written ${order.version} times`;
      const late = journal
        .slice(-400)
        .filter(({ method, path }) => method === 'POST' && path.includes('/orders/'));
      return late.length > 100
        ? `${late.length} of the last 400 calls write orders though nothing happens`
        : undefined;
    },
  };
}
