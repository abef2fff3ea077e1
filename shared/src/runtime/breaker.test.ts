import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { BreakerOpen, createBreaker } from './breaker';
import { sleep } from './clock';

class Down extends Error {}
class Refused extends Error {}

const isFailure = (error: unknown): boolean => error instanceof Down;

function setUp() {
  const clock = createVirtualClock(0);
  const breaker = createBreaker({ clock });
  const attempt = async (outcome: Error | 'fine'): Promise<string> => {
    const work = (): Promise<string> =>
      outcome === 'fine' ? Promise.resolve('fine') : Promise.reject(outcome);
    return breaker.run(work, isFailure).catch((error: unknown) => {
      if (error instanceof BreakerOpen) return `open for ${error.retryAfterMs}`;
      return error instanceof Down ? 'down' : 'refused';
    });
  };
  const fail = async (times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) await attempt(new Down());
  };
  return { clock, breaker, attempt, fail };
}

describe('the breaker', () => {
  it('hands on results and errors', async () => {
    const { attempt } = setUp();
    expect([await attempt('fine'), await attempt(new Down())]).toEqual(['fine', 'down']);
  });

  it('opens after five failures in a row, for 30 s', async () => {
    const { clock, attempt, fail } = setUp();
    await fail(4);
    expect(await attempt(new Down())).toBe('down');
    await clock.advance(10_000);
    expect(await attempt('fine')).toBe('open for 20000');
  });

  it('starts counting again after a success', async () => {
    const { attempt, fail } = setUp();
    await fail(4);
    await attempt('fine');
    await fail(4);
    expect(await attempt('fine')).toBe('fine');
  });

  it('takes a refusal for a sign of life', async () => {
    const { attempt, fail } = setUp();
    await fail(4);
    await attempt(new Refused());
    await fail(4);
    expect(await attempt('fine')).toBe('fine');
  });

  it('lets one probe through when the time is over, and closes when it succeeds', async () => {
    const { clock, breaker, attempt, fail } = setUp();
    await fail(5);
    await clock.advance(30_000);
    const probe = breaker.run(() => sleep(clock, 500), isFailure);
    expect(await attempt('fine')).toBe('open for 1000');
    await clock.advance(500);
    await probe;
    await fail(4);
    expect(await attempt('fine')).toBe('fine');
  });

  it('opens again at once when the probe fails, and lets the next probe through later', async () => {
    const { clock, attempt, fail } = setUp();
    await fail(5);
    await clock.advance(30_000);
    expect(await attempt(new Down())).toBe('down');
    expect(await attempt('fine')).toBe('open for 30000');
    await clock.advance(30_000);
    expect(await attempt('fine')).toBe('fine');
  });

  it('is not closed by the late success of a call from before', async () => {
    const { clock, breaker, attempt, fail } = setUp();
    const early = breaker.run(() => sleep(clock, 1_000), isFailure);
    await fail(5);
    await clock.advance(1_000);
    await early;
    expect(await attempt('fine')).toBe('open for 29000');
  });

  it('is not kept open longer by the late failure of a call from before', async () => {
    const { clock, breaker, attempt, fail } = setUp();
    const early = breaker.run(() => sleep(clock, 1_000).then(() => Promise.reject(new Down())), isFailure);
    early.catch(() => undefined);
    await fail(5);
    await clock.advance(1_000);
    expect(await attempt('fine')).toBe('open for 29000');
  });
});
