import fc from 'fast-check';
import { createStockWorld, type StockWorld } from './stock-world';

const SKUS = ['MUG', 'CUP'] as const;
const MINUTE = 60_000;

type Sku = (typeof SKUS)[number];
type Act =
  | { readonly kind: 'order' | 'receive'; readonly sku: Sku; readonly units: number }
  | {
      readonly kind: 'export' | 'hold' | 'release' | 'despatch' | 'give-up' | 'cancel';
      readonly which: number;
    }
  | { readonly kind: 'import' | 'kill' }
  | { readonly kind: 'wait'; readonly ms: number };

const sku = fc.constantFrom(...SKUS);
const which = fc.nat({ max: 7 });
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({ kind: fc.constant('order'), sku, units: fc.integer({ min: 1, max: 3 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('receive'), sku, units: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('export'), which }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('hold', 'release', 'despatch'), which }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('give-up', 'cancel'), which }) },
  { weight: 7, arbitrary: fc.record({ kind: fc.constant('import') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('kill') }) },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('wait'),
      ms: fc.constantFrom(15, 40, 90, 150, 300, 1_200, 16_000),
    }),
  },
);
const course: fc.Arbitrary<Course> = fc.record({
  acts: fc.array(act, { minLength: 5, maxLength: 60, size: 'max' }),
  lagMs: fc.constantFrom(0, 150, 800, 9_000),
  latencyMs: fc.constantFrom(0, 20, 60),
});

interface Course {
  readonly acts: readonly Act[];
  /** How late an entry shows what an order took. */
  readonly lagMs: number;
  readonly latencyMs: number;
}

interface Sale {
  readonly id: string;
  readonly number: string;
  readonly sku: Sku;
  readonly units: number;
  readonly at: number;
  isOff: boolean;
}

/** A shop, a warehouse, an export and an import that go their own ways; the shop sells only what commercetools has. */
async function play({ acts, lagMs, latencyMs }: Course, ordersUnderWay: 'subtract' | 'ignore') {
  const world = createStockWorld({
    inventoryLagMs: lagMs,
    latencyMs,
    rules: { inventory: { ordersUnderWay, maxZeroedShare: 1 } },
  });
  const { clock, peoplevox } = world;
  await clock.runUntil(world.install());
  const received = new Map<Sku, number>();
  const receive = (item: Sku, units: number) => {
    peoplevox.warehouse.receiveStock({ itemCode: item, quantity: units });
    received.set(item, (received.get(item) ?? 0) + units);
  };
  for (const item of SKUS) {
    await clock.runUntil(world.stock(item, 0));
    receive(item, 3);
  }
  await clock.runUntil(world.tick());
  const sales: Sale[] = [];
  const running: Promise<unknown>[] = [];
  let imports: Promise<unknown>[] = [];

  /** The platform itself knows what it sold, however late the entry shows it. */
  const offered = (item: Sku) =>
    sales
      .filter((sale) => sale.sku === item && clock.now() - sale.at < lagMs)
      .reduce((left, { units }) => left - units, world.quantity(item) ?? 0);
  /** Whatever is offered may be sold the next moment. */
  const oversold = () =>
    SKUS.some((item) => {
      const sold = sales.filter((sale) => sale.sku === item && !sale.isOff);
      const units = sold.reduce((sum, sale) => sum + sale.units, 0);
      return units + Math.max(0, offered(item)) > (received.get(item) ?? 0);
    });

  async function perform(step: Act): Promise<void> {
    switch (step.kind) {
      case 'wait':
        return clock.advance(step.ms);
      case 'import':
        imports.push(world.tick());
        return;
      case 'kill':
        imports = [];
        world.killImport();
        // As long as its lease lives, no other run begins.
        return clock.advance(91_000);
      case 'receive':
        receive(step.sku, step.units);
        return;
      case 'order': {
        if (offered(step.sku) < step.units) return;
        const number = `GB-${sales.length + 1}`;
        const { id } = world.place(number, step.sku, step.units);
        sales.push({ id, number, sku: step.sku, units: step.units, at: clock.now(), isOff: false });
        return;
      }
      default: {
        const sale = sales[step.which % Math.max(1, sales.length)];
        if (sale !== undefined) actOn(world, sale, step.kind, running);
      }
    }
  }

  for (const step of acts) {
    await perform(step);
    if (oversold()) return { oversold: true, atRest: [] };
  }
  // Everything comes to rest, first as it is, then when all messages have arrived.
  await clock.runUntil(Promise.all([...running, ...imports]));
  const atRest = [...(await rested())];
  for (const { id } of sales) await clock.runUntil(world.exportOrder(id));
  atRest.push(...(await rested()));
  return { oversold: oversold(), atRest };

  /** A killed run holds its lease for a minute and a half. */
  async function rested() {
    for (let round = 0; round < 4; round += 1) {
      await clock.advance(MINUTE);
      await clock.runUntil(world.tick());
    }
    return SKUS.map((item) => ({ item, entry: world.quantity(item), formula: formula(world, sales, item) }));
  }
}

function actOn(world: StockWorld, sale: Sale, kind: string, running: Promise<unknown>[]): void {
  const { warehouse, floor } = world.peoplevox;
  const number = { salesOrderNumber: sale.number };
  const order = floor.orders.get(sale.number);
  if (kind === 'export') running.push(world.exportOrder(sale.id));
  if (kind === 'cancel' && order === undefined) running.push(cancel(world, sale));
  if (order === undefined || order.status === 'Cancelled' || order.closed) return;
  if (kind === 'hold') warehouse.holdOrder({ ...number, onHold: true });
  if (kind === 'release') warehouse.holdOrder({ ...number, onHold: false });
  if (kind === 'give-up' && order.lines.length > 0) {
    warehouse.cancelOrder(number);
    sale.isOff = true;
  }
  if (kind === 'despatch' && order.status === 'Allocated' && !order.onHold) {
    warehouse.startWave({ salesOrderNumbers: [sale.number] });
    warehouse.pick(number);
    warehouse.pack(number);
    warehouse.despatch(number);
  }
}

async function cancel({ api }: StockWorld, sale: Sale): Promise<void> {
  const order = api.orders().withId({ ID: sale.id });
  const { version, orderState } = (await order.get().execute()).body;
  if (orderState === 'Cancelled') return;
  const actions = [{ action: 'changeOrderState' as const, orderState: 'Cancelled' as const }];
  try {
    await order.post({ body: { version, actions } }).execute();
    sale.isOff = true;
  } catch {
    // Somebody else changed the order meanwhile: it stays.
  }
}

/** available − units of what is not allocated, never below 0. */
function formula({ peoplevox: { floor } }: StockWorld, sales: readonly Sale[], item: Sku): number {
  const stock = floor.items.get(item)?.stock.get('PrimarySite') ?? { onHand: 0, allocated: 0 };
  const waiting = sales.filter(({ sku: sold, number, isOff }) => {
    const status = floor.orders.get(number)?.status;
    if (sold !== item || (isOff && status === undefined)) return false;
    return status === undefined || status === 'New' || status === 'Partially allocated';
  });
  return Math.max(0, stock.onHand - stock.allocated - waiting.reduce((sum, { units }) => sum + units, 0));
}

describe('whatever way orders, exports, allocations, despatches and runs interleave', () => {
  it('no more is sold than was ever there, and at rest the entry equals the formula', async () => {
    await fc.assert(
      fc.asyncProperty(course, async (plan) => {
        const { oversold, atRest } = await play(plan, 'subtract');
        expect(oversold).toBe(false);
        for (const { entry, formula: expected } of atRest) expect(entry).toBe(expected);
      }),
      {
        numRuns: Number(process.env['STOCK_RUNS'] ?? 60),
        seed: Number(process.env['STOCK_SEED'] ?? 20260302),
        endOnFailure: false,
      },
    );
  }, 300_000);

  it('more is sold than was there once orders under way are not subtracted', async () => {
    const found = await fc.check(
      fc.asyncProperty(course, async (plan) => {
        expect((await play(plan, 'ignore')).oversold).toBe(false);
      }),
      { numRuns: 60, seed: 20260302, endOnFailure: true },
    );
    expect(found.failed).toBe(true);
  }, 300_000);
});
