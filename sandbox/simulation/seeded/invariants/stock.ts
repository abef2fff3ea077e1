import type { Order } from '@commercetools/platform-sdk';
import * as z from 'zod';
import type { SalesOrder } from '../../../peoplevox/warehouse/records';
import { PLENTIFUL, SCARCE, type Sku } from '../plan';
import type { Sale } from '../shop';
import { documentsIn, toldOf, type Invariant, type Scene } from './invariant';

const SKUS: readonly Sku[] = [...SCARCE, PLENTIFUL];

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Units of a SKU in orders that Peoplevox does not have and nobody cancelled. */
function unitsNotThere({ world, shop }: Scene, sku: Sku): number {
  const there = new Set(
    [...world.peoplevox.floor.orders.values()].map(({ columns }) =>
      columns.get('CustomerPurchaseOrderReferenceNumber'),
    ),
  );
  return sum(
    shop.sales
      .filter(({ id }) => !there.has(id))
      .flatMap((sale) => shop.orderOf(sale) ?? [])
      .filter(({ orderState }) => orderState !== 'Cancelled')
      .flatMap(({ lineItems }) => lineItems)
      .map(({ variant, quantity }) => (variant.sku === sku ? quantity : 0)),
  );
}

/** Units of a SKU in the sales orders, as `unitsOf` counts a line. */
function unitsThere(
  { world }: Scene,
  sku: Sku,
  unitsOf: (line: SalesOrder['lines'][number], order: SalesOrder) => number,
): number {
  return sum(
    [...world.peoplevox.floor.orders.values()].flatMap((order) =>
      order.lines.filter(({ item }) => item.code === sku).map((line) => unitsOf(line, order)),
    ),
  );
}

/** What came in, and what left or is promised: neither side's own arithmetic is used. */
export function neverOversold(scene: Scene): Invariant {
  const { world, shop } = scene;

  function received(sku: Sku): number {
    return sum(
      world.peoplevox.floor.movements
        .filter(({ item, reason, quantity }) => item.code === sku && quantity > 0 && reason !== 'Despatch')
        .map(({ quantity }) => quantity),
    );
  }

  /** Units that left or will leave, as far as anybody has decided. */
  function spokenFor(sku: Sku): number {
    const decided = unitsThere(scene, sku, ({ ordered, despatched }, { status, closed }) =>
      status === 'Cancelled' || closed ? despatched : Math.max(ordered, despatched),
    );
    return decided + unitsNotThere(scene, sku);
  }

  return {
    name: 'I6 published stock is never below 0, and no more is sold than is physically there',
    atEveryStep: () => {
      for (const sku of SCARCE) {
        const [there, gone, offered] = [received(sku), spokenFor(sku), Math.max(0, shop.offered(sku))];
        if (gone + offered > there)
          return `${sku}: ${there} units came in, ${gone} are spoken for, and ${offered} are on offer`;
      }
      return undefined;
    },
  };
}

const chunk = z.object({
  records: z.array(z.object({ sku: z.string(), from: z.number(), to: z.number(), outcome: z.string() })),
});

function recordsIn(scene: Scene) {
  return documentsIn(scene, 'peoplevox-audit').flatMap(
    ({ value }) => chunk.safeParse(value).data?.records ?? [],
  );
}

/** A movement goes from the very quantity that it was decided by, so it cannot be applied to its own result. */
export function movedOnce(scene: Scene): Invariant {
  return {
    name: 'I7 no movement of stock is applied twice',
    atRest: () => {
      const writes = scene.world.witness.stockWrites.map(
        ({ sku, from, to }) => `${sku} from ${from} to ${to}`,
      );
      const wrong = recordsIn(scene)
        .filter(({ outcome }) => outcome === 'written')
        .find(({ sku, from, to }) => !take(writes, `${sku} from ${from} to ${to}`));
      return wrong && `${wrong.sku} is said to have gone from ${wrong.from} to ${wrong.to}, and did not`;
    },
  };
}

export function movementsTold(scene: Scene): Invariant {
  return {
    name: 'I12 the audit trail explains every write of stock',
    atRest: () => {
      const told = recordsIn(scene).map(({ sku, to }) => `${sku} ${to}`);
      const untold = scene.world.witness.stockWrites.find(({ sku, to }) => !take(told, `${sku} ${to}`));
      return untold && `${untold.sku} was set to ${untold.to}, and no audit record says so`;
    },
  };
}

/** The difference that nothing explains is the last resort: whoever needs it has lost a change before. */
export function neverMended(scene: Scene): Invariant {
  return {
    name: 'L4 no change of stock is lost until the drift check finds it',
    atRest: () =>
      documentsIn(scene, 'peoplevox-exceptions').some(({ key }) => key.startsWith('stock-drift.'))
        ? 'the drift check found a difference that nothing explains'
        : undefined,
  };
}

function take(values: string[], value: string): boolean {
  const index = values.indexOf(value);
  if (index >= 0) values.splice(index, 1);
  return index >= 0;
}

function unitsIn(lineItems: Order['lineItems'], sku: string): number {
  return sum(lineItems.map(({ variant, quantity }) => (variant.sku === sku ? quantity : 0)));
}

function isUnallocated({ status }: SalesOrder): boolean {
  return status === 'New' || status === 'Partially allocated';
}

export function noDrift(scene: Scene): Invariant {
  const { world, shop } = scene;

  /** available − units that Peoplevox has not allocated. */
  function expected(sku: Sku): number {
    const stock = world.peoplevox.floor.items.get(sku)?.stock.get('PrimarySite');
    const available = (stock?.onHand ?? 0) - (stock?.allocated ?? 0);
    const due = unitsThere(scene, sku, ({ ordered, despatched }, order) =>
      isUnallocated(order) ? Math.max(0, ordered - despatched) : 0,
    );
    return Math.max(0, available - due - unitsNotThere(scene, sku));
  }

  /** Refused in part: what Peoplevox took of it may be allocated, and nobody vouches for an allocation on hold. */
  function isTakenInPart({ id }: Sale, lineItems: Order['lineItems']): boolean {
    const lines = shop.salesOrdersOf(id).flatMap((order) => order.lines);
    const skus = [
      ...lines.map(({ item }) => item.code),
      ...lineItems.map(({ variant }) => variant.sku ?? ''),
    ];
    return skus.some((sku) => {
      const taken = sum(lines.map(({ item, ordered }) => (item.code === sku ? ordered : 0)));
      return taken !== unitsIn(lineItems, sku);
    });
  }

  /** Units that may be kept back though Peoplevox allocated them, or though they have left: reports tell neither of a line. */
  function inDoubt(sku: Sku): number {
    // For the ten minutes that people have.
    const tooLate = toldOf(scene, 'change-too-late');
    const rejected = new Set([...toldOf(scene, 'order-rejected'), ...toldOf(scene, 'order-sku-unknown')]);
    const left = unitsThere(scene, sku, ({ ordered, despatched }, order) =>
      isUnallocated(order) ? Math.min(ordered, despatched) : 0,
    );
    const perhapsAllocated = sum(
      shop.sales.map((sale) => {
        const lineItems = shop.orderOf(sale)?.lineItems ?? [];
        const isDoubtful = tooLate.has(sale.id) || (rejected.has(sale.id) && isTakenInPart(sale, lineItems));
        const before = sum(sale.lines.map((wish) => (wish.sku === sku ? wish.quantity : 0)));
        return isDoubtful ? Math.max(before, unitsIn(lineItems, sku)) : 0;
      }),
    );
    return left + perhapsAllocated;
  }

  function isWrong(sku: Sku): boolean {
    const [onSale, most] = [shop.entryOf(sku)?.quantityOnStock ?? 0, expected(sku)];
    return onSale > most || onSale < most - inDoubt(sku);
  }

  return {
    name: 'L1 at rest the stock on sale is what the formula says',
    atRest: () => {
      const wrong = SKUS.find(isWrong);
      return (
        wrong &&
        `${wrong}: ${shop.entryOf(wrong)?.quantityOnStock ?? 0} are on sale instead of ${expected(wrong)}`
      );
    },
  };
}
