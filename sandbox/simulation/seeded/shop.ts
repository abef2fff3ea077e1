import type { Order } from '@commercetools/platform-sdk';
import { ADDRESS, placeOrder } from '../merchant';
import type { PeoplevoxSimulator, SalesOrder } from '../../peoplevox';
import type { Sku, Wish } from './plan';
import { paymentKey } from './payments';
import type { SeededWorld } from './world';

/** An order as the shop remembers it. */
export interface Sale {
  readonly id: string;
  readonly number: string;
  readonly at: number;
  readonly lines: readonly Wish[];
}

function isOver({ status }: SalesOrder): boolean {
  return status === 'Despatched' || status === 'Cancelled';
}

/** The shop: it sells what commercetools offers, and customers change their minds. */
export function createShop(world: SeededWorld) {
  const { commercetools, clock, api, history } = world;
  const sales: Sale[] = [];
  /** Sales orders of another shop, as they were made. */
  const foreign = new Map<string, string>();
  /** Numbers of orders that got further lines. */
  const grown = new Set<string>();
  /** Ids of orders that were changed when nothing of them was to leave any more. */
  const changedLate = new Set<string>();
  const { inventoryLagMs, capture } = world.plan.setting;

  function entryOf(sku: string) {
    return [...commercetools.project.collections['inventory-entry'].values()].find(
      (entry) => entry.sku === sku,
    );
  }

  /** The platform itself knows what it sold, however late the entry shows it. */
  function offered(sku: Sku): number {
    const young = sales.filter(({ at }) => clock.now() - at <= inventoryLagMs);
    return unitsOf(young, sku).reduce((left, units) => left - units, entryOf(sku)?.quantityOnStock ?? 0);
  }

  function orderOf({ id }: Pick<Sale, 'id'>): Order | undefined {
    return commercetools.project.collections.order.get(id);
  }

  /** Whatever Peoplevox has of an order. */
  function salesOrdersOf(orderId: string): SalesOrder[] {
    return [...world.peoplevox.floor.orders.values()].filter(
      ({ columns }) => columns.get('CustomerPurchaseOrderReferenceNumber') === orderId,
    );
  }

  function noteChange({ id }: Sale): void {
    const salesOrders = salesOrdersOf(id);
    if (salesOrders.length > 0 && salesOrders.every(isOver)) changedLate.add(id);
  }

  return {
    sales,
    grown,
    changedLate,
    foreign,
    entryOf,
    offered,
    orderOf,
    salesOrdersOf,
    order(lines: readonly Wish[], flaw: 'address' | 'sku' | undefined): void {
      const wanted = merged(lines);
      if (wanted.some(({ sku, quantity }) => offered(sku) < quantity)) {
        history.note('sold out');
        return;
      }
      const number = `GB-${sales.length + 1}`;
      const { postalCode: _missing, ...incomplete } = ADDRESS;
      const extra = flaw === 'sku' ? [{ sku: 'UNHEARD-OF', quantity: 1 }] : [];
      const { id } = placeOrder(commercetools, number, [...lines, ...extra], {
        ...(flaw === 'address' && { shippingAddress: incomplete }),
        ...(capture && { payments: [{ key: paymentKey(sales.length + 1) }] }),
      });
      sales.push({ id, number, at: clock.now(), lines: wanted });
      history.note(`${number} ordered: ${wanted.map(inWords).join(', ')}`);
    },
    foreignOrder({ seed, floor, faults }: PeoplevoxSimulator, isHidden: boolean): void {
      const number = `GB-${sales.length + 1}`;
      if (floor.orders.has(number)) return;
      if (isHidden)
        faults.set({ template: 'Sales orders', searches: `"${number}"`, fault: { kind: 'garbled' } });
      const row = {
        SalesOrderNumber: number,
        Customer: 'SOMEBODY',
        ServiceType: 'RM24',
        CustomerPurchaseOrderReferenceNumber: 'PO-1',
      };
      seed('Sales orders', [row]);
      foreign.set(number, contentOf(floor.orders.get(number)));
      history.note(`${number} is another shop's`);
    },
    /** Changes the order as the merchant's people do; a refusal for its version means that they look again another time. */
    async change(sale: Sale, ...actions: readonly object[]): Promise<void> {
      const order = orderOf(sale);
      if (order === undefined) return;
      noteChange(sale);
      try {
        await api
          .orders()
          .withId({ ID: sale.id })
          .post({ body: { version: order.version, actions: actions as never } })
          .execute();
        history.note(`${sale.number} changed`);
      } catch {
        history.note(`${sale.number} not changed: somebody else was faster`);
      }
    },
    edit(sale: Sale, edit: Parameters<typeof commercetools.applyOrderEdit>[1]): void {
      noteChange(sale);
      commercetools.applyOrderEdit(sale.id, edit);
      if (edit.addLineItems !== undefined) grown.add(sale.number);
      history.note(`${sale.number} edited`);
    },
  };
}

export type Shop = ReturnType<typeof createShop>;

function unitsOf(sales: readonly Sale[], sku: string): number[] {
  return sales.flatMap(({ lines }) =>
    lines.filter((line) => line.sku === sku).map(({ quantity }) => quantity),
  );
}

function merged(lines: readonly Wish[]): Wish[] {
  const units = new Map<Sku, number>();
  for (const { sku, quantity } of lines) units.set(sku, (units.get(sku) ?? 0) + quantity);
  return [...units].map(([sku, quantity]) => ({ sku, quantity }));
}

function inWords({ sku, quantity }: Wish): string {
  return `${quantity} ${sku}`;
}

/** What the connector could have changed of a sales order. */
export function contentOf(order: SalesOrder | undefined): string {
  return JSON.stringify([[...(order?.columns ?? [])], order?.lines.map(({ line }) => line), order?.status]);
}
