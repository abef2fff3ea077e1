import { z } from 'zod';
import { SCARCE, type Sku } from '../plan';
import { documentsIn, type Invariant, type Scene } from './invariant';

/** What came in, and what left or is promised: neither side's own arithmetic is used. */
export function neverOversold(scene: Scene): Invariant {
  const { world, shop } = scene;
  const { floor } = world.peoplevox;

  function received(sku: Sku): number {
    return floor.movements
      .filter(({ item, reason, quantity }) => item.code === sku && quantity > 0 && reason !== 'Despatch')
      .reduce((sum, { quantity }) => sum + quantity, 0);
  }

  /** Units that left or will leave, as far as anybody has decided. */
  function spokenFor(sku: Sku): number {
    let units = 0;
    for (const { lines, status, closed } of floor.orders.values()) {
      for (const { item, ordered, despatched } of lines)
        if (item.code === sku)
          units += status === 'Cancelled' || closed ? despatched : Math.max(ordered, despatched);
    }
    const known = new Set(
      [...floor.orders.values()].map(({ columns }) => columns.get('CustomerPurchaseOrderReferenceNumber')),
    );
    for (const sale of shop.sales) {
      const order = shop.orderOf(sale);
      if (known.has(sale.id) || order === undefined || order.orderState === 'Cancelled') continue;
      for (const { variant, quantity } of order.lineItems) if (variant.sku === sku) units += quantity;
    }
    return units;
  }

  return {
    name: 'I6 published stock is never below 0, and no more is sold than is physically there',
    atEveryStep: () => {
      for (const sku of SCARCE) {
        const entry = shop.entryOf(sku)?.quantityOnStock ?? 0;
        const [there, gone, offered] = [received(sku), spokenFor(sku), Math.max(0, shop.offered(sku))];
        if (gone + offered > there)
          return `${sku}: ${there} units came in, ${gone} are sold, and ${offered} are on offer (entry ${entry})`;
      }
      return undefined;
    },
  };
}

const movement = z.object({ sku: z.string(), from: z.number(), to: z.number(), at: z.string() });
const chunk = z.object({ records: z.array(movement) });

/** The audit tells the whole story of an entry. */
export function movementsAddUp(scene: Scene): Invariant {
  const { world, shop } = scene;
  return {
    name: 'I12 the audit trail explains every write of stock',
    atRest: () => {
      const records = documentsIn(scene, 'peoplevox-audit').flatMap(
        ({ value }) => chunk.safeParse(value).data?.records ?? [],
      );
      for (const sku of [...SCARCE, 'TRAY']) {
        const writes = world.witness.stockWrites.filter((write) => write.sku === sku).map(({ to }) => to);
        const told = records.filter((record) => record.sku === sku).map(({ to }) => to);
        const silent = writes.find((to) => !take(told, to));
        if (silent !== undefined) return `${sku} was set to ${silent}, and no audit record says so`;
      }
      return shop.sales.length === 0 ? undefined : undefined;
    },
  };
}

function take(values: number[], value: number): boolean {
  const index = values.indexOf(value);
  if (index < 0) return false;
  values.splice(index, 1);
  return true;
}

/** At rest commercetools offers what the formula of the contract says. */
export function noDrift(scene: Scene): Invariant {
  const { world, shop } = scene;
  const { floor } = world.peoplevox;
  return {
    name: 'L1 at rest stock equals available − unallocated units of orders − buffer',
    atRest: () => {
      for (const sku of [...SCARCE, 'TRAY']) {
        const stock = floor.items.get(sku)?.stock.get('PrimarySite') ?? { onHand: 0, allocated: 0 };
        const expected = Math.max(0, stock.onHand - stock.allocated - waiting(sku));
        const entry = shop.entryOf(sku)?.quantityOnStock ?? 0;
        if (entry !== expected) return `${sku}: the entry is ${entry}, it should be ${expected}`;
      }
      return undefined;
    },
  };

  /** Units of open orders that Peoplevox has not, or not completely allocated. */
  function waiting(sku: string): number {
    const known = new Map<string, boolean>();
    let units = 0;
    for (const { columns, status, lines } of floor.orders.values()) {
      known.set(String(columns.get('CustomerPurchaseOrderReferenceNumber')), true);
      if (status !== 'New' && status !== 'Partially allocated') continue;
      for (const { item, ordered } of lines) if (item.code === sku) units += ordered;
    }
    for (const sale of shop.sales) {
      const order = shop.orderOf(sale);
      if (known.has(sale.id) || order === undefined || order.orderState === 'Cancelled') continue;
      for (const { variant, quantity } of order.lineItems) if (variant.sku === sku) units += quantity;
    }
    return units;
  }
}
