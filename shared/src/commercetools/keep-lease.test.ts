import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { keepLease } from './keep-lease';

function setUp(renew: () => Promise<void>) {
  const clock = createVirtualClock(0);
  let renewals = 0;
  const stop = keepLease(
    clock,
    {
      assertHeld: () => undefined,
      renew: () => {
        renewals += 1;
        return renew();
      },
    },
    1_000,
  );
  return { clock, stop, renewals: () => renewals };
}

describe('keeping a lease', () => {
  it('renews it again and again, also after a renewal that failed, until it is told to stop', async () => {
    const { clock, stop, renewals } = setUp(() => Promise.reject(new Error('lost')));
    await clock.advance(3_500);
    expect(renewals()).toBe(3);
    await stop();
    await clock.advance(5_000);
    expect([renewals(), clock.pending]).toEqual([3, 0]);
  });

  it('stops only when no renewal is under way: it would take the lease again', async () => {
    let finish: () => void = () => undefined;
    const { clock, stop } = setUp(() => new Promise((resolve) => (finish = resolve)));
    await clock.advance(1_500);
    let isStopped = false;
    const stopping = stop().then(() => (isStopped = true));
    await clock.settle();
    expect(isStopped).toBe(false);
    finish();
    await stopping;
    await clock.advance(5_000);
    expect(clock.pending).toBe(0);
  });
});
