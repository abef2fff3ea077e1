import fc from 'fast-check';
import { stockPeoplevox } from './merchant';
import { createReconciliationWorld, type ReconciliationWorld } from './reconciliation-world';

const SKUS = ['MUG', 'CUP', 'TRAY'] as const;
const RULES = {
  mode: { orders: 'live', stock: 'live', despatch: 'live' },
  defaultServiceType: 'RM48',
  inventory: { maxZeroedShare: 1, buffers: [{ skus: ['CUP'], units: 1 }] },
  reconciliation: { driftEveryMinutes: 15 },
};

type Act =
  | {
      readonly kind: 'order' | 'receive' | 'count';
      readonly sku: (typeof SKUS)[number];
      readonly units: number;
    }
  | { readonly kind: 'despatch' | 'cancel'; readonly which: number }
  | { readonly kind: 'wait'; readonly minutes: number };

const sku = fc.constantFrom(...SKUS);
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('order'), sku, units: fc.integer({ min: 1, max: 3 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('receive', 'count'),
      sku,
      units: fc.integer({ min: 1, max: 5 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('despatch', 'cancel'), which: fc.nat({ max: 9 }) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait'), minutes: fc.constantFrom(1, 3, 9, 14) }) },
);

const exceptions = (world: ReconciliationWorld) =>
  world.documentsOf('peoplevox-exceptions').map(({ value }) => value as { code: string; message: string });

/** A shop in which nothing goes wrong: everybody does their work, in any order. */
async function play(acts: readonly Act[], seed: number): Promise<ReconciliationWorld> {
  const world = createReconciliationWorld({ seed });
  stockPeoplevox(world.peoplevox, SKUS, 60);
  world.addInstance();
  await world.clock.runUntil(world.install(RULES));
  await world.clock.runUntil(world.broker.drained());
  await world.deployDespatchProcessor();
  await world.addProducts(SKUS);
  await world.importStock();
  const numbers: { number: string; id: string }[] = [];
  let minutes = 0;
  /** All schedules go on: stock each minute, reconciliation every ten. */
  async function pass(count: number): Promise<void> {
    for (let minute = 0; minute < count; minute += 1) {
      await world.pass(1, { stock: true });
      minutes += 1;
      if (minutes % 10 === 0) await world.reconcile();
    }
  }
  for (const step of acts) await perform(world, step, numbers, pass);
  await pass(20);
  return world;
}

async function perform(
  world: ReconciliationWorld,
  step: Act,
  orders: { number: string; id: string }[],
  pass: (minutes: number) => Promise<void>,
): Promise<void> {
  const { warehouse, floor } = world.peoplevox;
  switch (step.kind) {
    case 'wait':
      return pass(step.minutes);
    case 'receive':
      warehouse.receiveStock({ itemCode: step.sku, quantity: step.units });
      return;
    case 'count':
      warehouse.adjustStock({ itemCode: step.sku, quantity: -1 });
      return;
    case 'order': {
      const number = `GB-${orders.length + 1}`;
      orders.push({ number, id: world.place(number, step.sku, step.units).id });
      return;
    }
    case 'despatch': {
      const found = orders[step.which % Math.max(1, orders.length)];
      const order = floor.orders.get(found?.number ?? '');
      if (found === undefined || order?.status !== 'Allocated') return;
      const number = { salesOrderNumber: found.number };
      warehouse.startWave({ salesOrderNumbers: [found.number] });
      warehouse.pick(number);
      warehouse.pack(number);
      warehouse.despatch(number);
      return;
    }
    case 'cancel': {
      const found = orders[step.which % Math.max(1, orders.length)];
      const order = world.commercetools.project.collections.order.get(found?.id ?? '');
      const status = floor.orders.get(found?.number ?? '')?.status;
      if (order === undefined || status !== 'Allocated' || order.orderState === 'Cancelled') return;
      await world.asMerchant('POST', `/orders/${order.id}`, {
        version: order.version,
        actions: [{ action: 'changeOrderState', orderState: 'Cancelled' }],
      });
      await world.clock.runUntil(world.broker.drained());
    }
  }
}

it('raises nothing in worlds in which nothing is wrong', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 20 }), fc.nat(), async (acts, seed) => {
      const world = await play(acts, seed);
      expect(exceptions(world)).toEqual([]);
      expect(world.told).toEqual([]);
    }),
    {
      numRuns: Number(process.env['CLEAN_WORLDS'] ?? 6),
      seed: Number(process.env['CLEAN_SEED'] ?? 20260302),
      endOnFailure: true,
    },
  );
}, 6_000_000);
