import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { retry, type RetryOptions } from './retry';

class Busy extends Error {}

/** Fails with each error in turn, then succeeds; notes when it was tried. */
async function tryWith(errors: Error[], options: Partial<RetryOptions> = {}) {
  const clock = createVirtualClock(0);
  const times: number[] = [];
  const work = (attempt: number): Promise<string> => {
    times.push(clock.now());
    const error = errors[attempt - 1];
    return error === undefined ? Promise.resolve('done') : Promise.reject(error);
  };
  const all: RetryOptions = {
    clock,
    random: () => 0.5,
    attempts: 4,
    baseMs: 100,
    maxMs: 1_000,
    isRetryable: (error) => error instanceof Busy,
    ...options,
  };
  const outcome = await clock.runUntil(retry(all, work).catch((error: unknown) => error));
  return { outcome, times };
}

describe('retry', () => {
  it('returns what the work returns at last', async () => {
    expect(await tryWith([new Busy(), new Busy()])).toMatchObject({ outcome: 'done', times: [0, 50, 150] });
  });

  it('gives up after the last attempt, with the last error', async () => {
    const last = new Busy();
    const { outcome, times } = await tryWith([new Busy(), new Busy(), new Busy(), last]);
    expect(outcome).toBe(last);
    expect(times).toHaveLength(4);
  });

  it('does not repeat what is not retryable', async () => {
    const error = new Error('wrong');
    expect(await tryWith([error])).toEqual({ outcome: error, times: [0] });
  });

  it('doubles the longest wait up to the limit and draws below it', async () => {
    const errors = [new Busy(), new Busy(), new Busy()];
    expect((await tryWith(errors, { maxMs: 150 })).times).toEqual([0, 50, 125, 200]);
    expect((await tryWith(errors, { random: () => 0 })).times).toEqual([0, 0, 0, 0]);
  });
});
