import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { withConflictRetry } from './conflict';
import { Conflict } from './documents';

const overtaken = () => Promise.reject(new Conflict('overtaken'));

function world(random = 0.5) {
  return { clock: createVirtualClock(0), random: () => random };
}

describe('withConflictRetry', () => {
  it('runs the work again from its reading on until it is not overtaken', async () => {
    const here = world();
    const work = jest.fn((attempt: number) => (attempt < 3 ? overtaken() : Promise.resolve(`at ${attempt}`)));
    await expect(here.clock.runUntil(withConflictRetry({ world: here }, work))).resolves.toBe('at 3');
    expect(work.mock.calls).toEqual([[1], [2], [3]]);
  });

  it('rejects with the Conflict after five attempts', async () => {
    const here = world();
    const work = jest.fn(overtaken);
    const result = here.clock.runUntil(withConflictRetry({ world: here }, work));
    await expect(result).rejects.toBeInstanceOf(Conflict);
    expect(work).toHaveBeenCalledTimes(5);
  });

  it('pauses at random, longer each time', async () => {
    const here = world(0.8);
    const times: number[] = [];
    const work = () => {
      times.push(here.clock.now());
      return overtaken();
    };
    await here.clock.runUntil(withConflictRetry({ world: here, attempts: 4 }, work)).catch(() => undefined);
    expect(times).toEqual([0, 40, 120, 280]);
  });

  it('lets other errors through at once', async () => {
    const work = jest.fn(() => Promise.reject(new Error('no')));
    await expect(withConflictRetry({ world: world() }, work)).rejects.toThrow('no');
    expect(work).toHaveBeenCalledTimes(1);
  });
});
