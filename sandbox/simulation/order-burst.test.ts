import { placeOrder, stockPeoplevox } from './merchant';
import { createSimulatedWorld, type SimulatedWorld } from './world';

const ORDERS = 1000;
const SKUS = Array.from({ length: 200 }, (_, index) => `SKU-${index}`);
const HOUR = 3_600_000;

async function warm(instances: number): Promise<SimulatedWorld> {
  const world = createSimulatedWorld({ peoplevoxLatencyMs: 300 });
  stockPeoplevox(world.peoplevox, SKUS, 10_000);
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

async function burst(world: SimulatedWorld) {
  const before = world.peoplevox.journal.length;
  const startedAt = world.clock.now();
  for (let index = 0; index < ORDERS; index += 1)
    placeOrder(world.commercetools, `BURST-${index}`, [
      { sku: SKUS[index % 200] ?? '', quantity: 1 },
      { sku: SKUS[(index * 7 + 3) % 200] ?? '', quantity: 2 },
    ]);
  await world.clock.runUntil(world.broker.drained(), 24 * HOUR);
  return {
    callsPerOrder: (world.peoplevox.journal.length - before) / ORDERS,
    minutes: (world.clock.now() - startedAt) / 60_000,
    orders: [...world.peoplevox.floor.orders.values()].filter(({ number }) => number.startsWith('BURST-')),
  };
}

describe('1,000 orders at once, Peoplevox at its limit and 300 ms a call', () => {
  it('are exported once each by one warm instance with at most 0.06 calls an order, inside the limit', async () => {
    const world = await warm(1);
    const { callsPerOrder, orders, minutes } = await burst(world);
    expect(orders).toHaveLength(ORDERS);
    expect(orders.every(({ status, lines }) => status === 'Allocated' && lines.length >= 1)).toBe(true);
    expect(world.peoplevox.violations).toEqual([]);
    expect(world.peoplevox.peak()).toBeLessThanOrEqual(7);
    expect(callsPerOrder).toBeLessThanOrEqual(0.06);
    process.stdout.write(`one instance: ${callsPerOrder} calls an order, ${minutes.toFixed(1)} min\n`);
  }, 120_000);

  it('are exported once each by two instances that get every message twice, with at most 0.12 calls an order', async () => {
    const world = await warm(2);
    world.deliverEach(2);
    const { callsPerOrder, orders, minutes } = await burst(world);
    expect(orders).toHaveLength(ORDERS);
    expect(orders.every(({ status }) => status === 'Allocated')).toBe(true);
    expect(world.peoplevox.violations).toEqual([]);
    expect(world.peoplevox.peak()).toBeLessThanOrEqual(7);
    expect(callsPerOrder).toBeLessThanOrEqual(0.12);
    process.stdout.write(`two instances: ${callsPerOrder} calls an order, ${minutes.toFixed(1)} min\n`);
  }, 120_000);
});
