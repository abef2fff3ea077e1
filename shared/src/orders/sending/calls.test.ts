import { createVirtualClock } from '../../../../sandbox/simulation/virtual-clock';
import { memoryBudgetStore } from '../../runtime/memory-budget-store';
import { createCallBudget } from '../../runtime/shared-call-budget';
import { createCalls } from './calls';

async function setUp(share: number, reserved: number) {
  const clock = createVirtualClock(0);
  const budget = createCallBudget({ clock, random: () => 0.5, store: memoryBudgetStore(clock), share });
  // What was before the budget's first look counts as used.
  await clock.advance(20_000);
  const reservation = await clock.runUntil(budget.reserve(reserved));
  const calls = createCalls(budget, reservation);
  const start = clock.now();
  /** Makes a call of no length; resolves with the time since the start. */
  const call = async () => {
    const { reservation: taken } = await clock.runUntil(calls.next());
    taken?.begin();
    taken?.end();
    return clock.now() - start;
  };
  return { clock, budget, calls, call };
}

describe('the calls of a batch', () => {
  it('come out of its reservation while that lasts', async () => {
    const { call } = await setUp(7, 3);
    await expect(call()).resolves.toBe(0);
    await expect(call()).resolves.toBe(0);
    await expect(call()).resolves.toBe(0);
  });

  it('go on in the next window when the reservation is used up, not only when it would have expired', async () => {
    const { call } = await setUp(2, 2);
    await call();
    await call();
    const third = await call();
    expect(third).toBeGreaterThanOrEqual(15_000);
    expect(third).toBeLessThan(16_000);
  });

  it('can be made sure of beforehand: all or, at most, a whole share', async () => {
    const { clock, calls, call } = await setUp(4, 2);
    await call();
    await clock.runUntil(calls.ensure(3));
    const start = await call();
    await expect(call()).resolves.toBe(start);
    await expect(call()).resolves.toBe(start);
    await clock.runUntil(calls.ensure(100));
  });

  it('wait for nothing when enough are left', async () => {
    const { clock, calls } = await setUp(4, 4);
    const before = clock.now();
    await clock.runUntil(calls.ensure(4));
    expect(clock.now()).toBe(before);
  });

  it('are given back where they were not made', async () => {
    const { clock, calls, budget } = await setUp(4, 4);
    await clock.runUntil(calls.settle());
    const before = clock.now();
    await clock.runUntil(budget.reserve(4));
    expect(clock.now()).toBe(before);
  });

  it('have a time limit that claims on orders outlive', async () => {
    const { clock, calls } = await setUp(4, 4);
    await expect(clock.runUntil(calls.next())).resolves.toMatchObject({ timeoutMs: 15_000 });
  });
});
