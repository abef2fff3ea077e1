import type { Order } from '@commercetools/platform-sdk';
import type { SalesOrder } from '../../../peoplevox/warehouse/records';
import { contentOf, type Sale } from '../shop';
import { exceptions, ledgerOf, type Invariant, type Scene } from './invariant';

/** `Line` of a line item. */
function lineOf(lineItemId: string): string {
  return lineItemId.replaceAll('-', '').slice(0, 16);
}

/** No unit of an order is ever with the warehouse twice, and in the end the warehouse has what the order says. */
export function exportedOnce(scene: Scene): Invariant {
  /** The most units that a line ever had, by `Line`. */
  const most = new Map<string, number>();

  function twice({ id, number }: Sale): string | undefined {
    const units = new Map<string, number>();
    for (const { lines, status } of scene.shop.salesOrdersOf(id)) {
      for (const { line, ordered, despatched } of lines)
        units.set(line, (units.get(line) ?? 0) + (status === 'Cancelled' ? despatched : ordered));
    }
    const line = [...units].find(([name, ordered]) => ordered > (most.get(name) ?? 0));
    return line && `${number}: Peoplevox has ${line[1]} units of a line that never had so many`;
  }

  function remember(sale: Sale): void {
    for (const { id, quantity } of scene.shop.orderOf(sale)?.lineItems ?? [])
      most.set(lineOf(id), Math.max(most.get(lineOf(id)) ?? 0, quantity));
  }

  return {
    name: 'I1 an order is in Peoplevox at most once, in the end exactly once or in an open exception',
    atEveryStep: () => {
      for (const sale of scene.shop.sales) remember(sale);
      return firstOf(scene.shop.sales, twice);
    },
    atRest: () => firstOf(scene.shop.sales, (sale) => unfinished(scene, sale)),
  };
}

/** Whatever has our number and not our reference belongs to somebody else. */
export function foreignUntouched({ world, shop }: Scene): Invariant {
  return {
    name: 'I1c a sales order that is not ours is never touched',
    atEveryStep: () => {
      for (const [number, content] of shop.foreign)
        if (contentOf(world.peoplevox.floor.orders.get(number)) !== content) return `${number} was changed`;
      return undefined;
    },
  };
}

/** A header that can be allocated before its lines are there ships incomplete. */
export function neverIncomplete({ world, shop }: Scene): Invariant {
  return {
    name: 'I1b no sales order can be allocated before its lines exist',
    atEveryStep: () => {
      // Peoplevox allocates what it took of a call of which it refused a row; nobody can prevent that, only tell it.
      const isRefused = world.faults.hits.has('peoplevox SaveData Sales order items: row refused');
      const found = world.peoplevox.violations.find(
        ({ salesOrderNumber, kind }) =>
          !shop.foreign.has(salesOrderNumber) &&
          (kind === 'no-lines-when-allocatable' || !(isRefused || shop.grown.has(salesOrderNumber))),
      );
      return found && `${found.salesOrderNumber}: ${found.kind}`;
    },
  };
}

function unfinished(scene: Scene, sale: Sale): string | undefined {
  const order = scene.shop.orderOf(sale);
  const told = exceptions(scene).filter(({ subject }) => subject.id === sale.id);
  if (order === undefined || told.some(({ status }) => status === 'open')) return undefined;
  if (isClosed(order) && !mustBeOpen(scene, order, new Set(told.map(({ code }) => code)))) return undefined;
  const alive = scene.shop.salesOrdersOf(sale.id).filter(({ status }) => status !== 'Cancelled');
  if (order.orderState === 'Cancelled')
    return alive[0] && `${sale.number} is cancelled, and alive in Peoplevox without an exception`;
  if (alive.length === 0) return `${sale.number} is neither in Peoplevox nor in an open exception`;
  const [difference] = differences(order, alive);
  return difference && `${sale.number}: ${difference}, without an exception`;
}

/** What is changed after everything has left concerns nobody in the warehouse; what was told before stays open. */
function mustBeOpen({ shop }: Scene, order: Order, told: ReadonlySet<string>): boolean {
  if (shop.changedLate.has(order.id)) return false;
  const isOtherwise = differences(order, shop.salesOrdersOf(order.id)).length > 0;
  return told.has('cancel-too-late') || (told.has('change-too-late') && isOtherwise);
}

function isClosed({ shipmentState }: Order): boolean {
  return ['Shipped', 'Delivered', 'Canceled'].includes(shipmentState ?? '');
}

/** What the warehouse does not have as the order says. */
function differences(order: Order, salesOrders: readonly SalesOrder[]): string[] {
  const there = new Map(
    salesOrders.flatMap(({ lines, status }) =>
      lines.map(
        ({ line, ordered, despatched }) => [line, status === 'Cancelled' ? despatched : ordered] as const,
      ),
    ),
  );
  const city = order.shippingAddress?.city;
  const elsewhere = salesOrders.find(({ columns }) => columns.get('ShippingAddressCity') !== city);
  return [
    ...(elsewhere ? [`${elsewhere.number} goes to another city`] : []),
    ...order.lineItems.flatMap(({ id, quantity }) => {
      const units = there.get(lineOf(id)) ?? 0;
      return units === quantity ? [] : [`Peoplevox has ${units} of ${quantity} units`];
    }),
  ];
}

/** What the ledger calls exported, the order itself says too, for whoever reads orders. */
export function markedAsExported(scene: Scene): Invariant {
  return {
    name: 'I1d an order that is exported says so',
    atRest: () =>
      firstOf(scene.shop.sales, ({ id, number }) => {
        const order = scene.shop.orderOf({ id });
        const { state, held } = ledgerOf(scene, id) ?? { state: 'unknown', held: [] };
        // What the warehouse cancelled before it was confirmed was never exported.
        const isThere = state === 'exported' && !held.includes('order-cancelled-in-warehouse');
        // Nor is it marked any more when the warehouse was through with it before anybody could look.
        const isOpen = order && order.orderState !== 'Cancelled' && !isClosed(order);
        return isThere && isOpen && order.syncInfo.length === 0
          ? `${number} is exported and not marked`
          : undefined;
      }),
  };
}

function firstOf<T>(some: readonly T[], fault: (one: T) => string | undefined): string | undefined {
  for (const one of some) {
    const what = fault(one);
    if (what !== undefined) return what;
  }
  return undefined;
}
