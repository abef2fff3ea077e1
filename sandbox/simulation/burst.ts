import { placeOrder, stockPeoplevox } from './merchant';
import { createSimulatedWorld, type SimulatedWorld } from './world';

const SKUS = Array.from({ length: 200 }, (_, index) => `SKU-${index}`);
const HOUR = 3_600_000;

/** Instances of order-export that have exported before, so that they know every SKU; Peoplevox at 300 ms a call. */
export async function warm(instances: number): Promise<SimulatedWorld> {
  const world = createSimulatedWorld({ peoplevoxLatencyMs: 300 });
  stockPeoplevox(world.peoplevox, SKUS, 100_000);
  for (let count = 0; count < instances; count += 1) world.addInstance();
  await world.clock.runUntil(world.install());
  for (let first = 0; first < SKUS.length; first += 20)
    for (let instance = 0; instance < instances; instance += 1)
      placeOrder(
        world.commercetools,
        `WARM-${first}-${instance}`,
        SKUS.slice(first, first + 20).map((sku) => ({ sku, quantity: 1 })),
      );
  await world.clock.runUntil(world.broker.drained(), 12 * HOUR);
  await world.clock.advance(HOUR / 2);
  return world;
}

/** So many orders of two lines at the same instant, until all are exported. */
export async function burst(world: SimulatedWorld, count: number) {
  const before = world.peoplevox.journal.length;
  const startedAt = world.clock.now();
  for (let index = 0; index < count; index += 1)
    placeOrder(world.commercetools, `BURST-${index}`, [
      { sku: SKUS[index % 200] ?? '', quantity: 1 },
      { sku: SKUS[(index * 7 + 3) % 200] ?? '', quantity: 2 },
    ]);
  await world.clock.runUntil(world.broker.drained(), 24 * HOUR);
  return {
    callsPerOrder: (world.peoplevox.journal.length - before) / count,
    minutes: (world.clock.now() - startedAt) / 60_000,
    orders: [...world.peoplevox.floor.orders.values()].filter(({ number }) => number.startsWith('BURST-')),
  };
}
