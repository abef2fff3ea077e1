import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { createPace } from './pace';

describe('the pace of the audit', () => {
  it('leaves room between calls', async () => {
    const clock = createVirtualClock(0);
    const pace = createPace({ clock, everyMs: 5_000, ordersWait: async () => false });
    const times: number[] = [];
    await clock.runUntil(
      (async () => {
        for (let call = 0; call < 3; call += 1) {
          await pace();
          times.push(clock.now());
        }
      })(),
    );
    expect(times).toEqual([0, 5_000, 10_000]);
  });

  it('waits while orders wait, but not for ever', async () => {
    const clock = createVirtualClock(0);
    const orders = { wait: true };
    const pace = createPace({ clock, everyMs: 0, ordersWait: async () => orders.wait });
    clock.after(12_000, () => (orders.wait = false));
    await clock.runUntil(pace());
    expect(clock.now()).toBe(15_000);
    orders.wait = true;
    await clock.runUntil(pace());
    expect(clock.now()).toBe(75_000);
  });
});
