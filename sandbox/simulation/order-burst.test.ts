import { burst, warm } from './burst';

const ORDERS = 1000;

describe('1,000 orders at once, Peoplevox at its limit and 300 ms a call', () => {
  it('are exported once each by one warm instance with at most 0.06 calls an order, inside the limit', async () => {
    const world = await warm(1);
    const { callsPerOrder, orders } = await burst(world, ORDERS);
    expect(orders).toHaveLength(ORDERS);
    expect(orders.every(({ status, lines }) => status === 'Allocated' && lines.length >= 1)).toBe(true);
    expect(world.peoplevox.violations).toEqual([]);
    expect(world.peoplevox.peak()).toBeLessThanOrEqual(7);
    expect(callsPerOrder).toBeLessThanOrEqual(0.06);
  }, 300_000);

  it('are exported once each by two instances that get every message twice, with at most 0.12 calls an order', async () => {
    const world = await warm(2);
    world.deliverEach(2);
    const { callsPerOrder, orders } = await burst(world, ORDERS);
    expect(orders).toHaveLength(ORDERS);
    expect(orders.every(({ status }) => status === 'Allocated')).toBe(true);
    expect(world.peoplevox.violations).toEqual([]);
    expect(world.peoplevox.peak()).toBeLessThanOrEqual(7);
    expect(callsPerOrder).toBeLessThanOrEqual(0.12);
  }, 300_000);
});
