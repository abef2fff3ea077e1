import { seededRandom } from '../../../sandbox/simulation/random';
import { createVirtualClock, type VirtualClock } from '../../../sandbox/simulation/virtual-clock';
import type { CallBudget, Reservation } from './call-budget';
import { memoryBudgetStore } from './memory-budget-store';
import { createCallBudget } from './shared-call-budget';

/** Notes the time at which the reservation comes. */
function noteGrant(clock: VirtualClock, reserving: Promise<Reservation>): { at?: number } {
  const note: { at?: number } = {};
  void reserving.then(() => {
    note.at = clock.now();
  });
  return note;
}

describe('a throttled call budget', () => {
  async function throttledAtStart(share: number, retryAfterMs?: number) {
    const clock = createVirtualClock(0);
    const store = memoryBudgetStore(clock);
    const instance = (seed: number): CallBudget =>
      createCallBudget({ clock, random: seededRandom(seed), store, share });
    const budget = instance(1);
    await (await budget.reserve(1)).settle();
    await budget.throttled(retryAfterMs);
    return { clock, budget, instance };
  }

  it('makes no call until the pause is over, 15 s if unknown', async () => {
    const { clock, budget } = await throttledAtStart(4);
    const next = noteGrant(clock, budget.reserve(1));
    await clock.advance(14_990);
    expect(next.at).toBeUndefined();
    await clock.advance(100);
    expect(next.at).toBeGreaterThanOrEqual(15_000);
  });

  it('pauses as long as it is told, over all instances', async () => {
    const { clock, instance } = await throttledAtStart(4, 40_000);
    const next = noteGrant(clock, instance(2).reserve(1));
    await clock.advance(39_990);
    expect(next.at).toBeUndefined();
    await clock.advance(100);
    expect(next.at).toBeGreaterThanOrEqual(40_000);
  });

  it('halves the share for 60 s after the pause, then doubles it step by step', async () => {
    const { clock, budget } = await throttledAtStart(7, 10_000);
    expect(budget.share).toBe(3);
    await clock.advance(10_000);
    await budget.throttled(10_000);
    expect(budget.share).toBe(1);
    await clock.advance(69_990);
    expect(budget.share).toBe(1);
    await clock.advance(10);
    expect(budget.share).toBe(2);
    await clock.advance(60_000);
    expect(budget.share).toBe(4);
    await clock.advance(60_000);
    expect(budget.share).toBe(7);
  });

  it('halves once for calls that were refused together', async () => {
    const { clock, budget } = await throttledAtStart(8, 10_000);
    await budget.throttled(20_000);
    expect(budget.share).toBe(4);
    const next = noteGrant(clock, budget.reserve(1));
    await clock.advance(19_990);
    expect(next.at).toBeUndefined();
  });

  it('never falls below one call', async () => {
    const { budget } = await throttledAtStart(1);
    expect(budget.share).toBe(1);
  });

  it('keeps a request for more than half the share until the share is whole again', async () => {
    const { clock, budget } = await throttledAtStart(4, 10_000);
    const next = noteGrant(clock, budget.reserve(4));
    await clock.advance(69_900);
    expect(next.at).toBeUndefined();
    await clock.advance(200);
    expect(next.at).toBeGreaterThanOrEqual(70_000);
  });
});
