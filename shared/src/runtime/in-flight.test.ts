import { createLanes, inChunks, inFlight } from './in-flight';

describe('work in flight', () => {
  it('is done on every item, never more than the cap at a time', async () => {
    let atOnce = 0;
    let most = 0;
    const done: number[] = [];
    await inFlight([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await Promise.resolve();
      atOnce -= 1;
      done.push(item);
    });
    expect(most).toBe(3);
    expect(done).toHaveLength(7);
  });

  it('begins nothing new after a failure, waits for what is under way, and then fails', async () => {
    const ended: number[] = [];
    const work = inFlight([1, 2, 3, 4], 2, async (item) => {
      if (item === 1) throw new Error('first');
      await Promise.resolve();
      ended.push(item);
    });
    await expect(work).rejects.toThrow('first');
    expect(ended).toEqual([2]);
  });

  it('is cut into chunks', () => {
    expect(inChunks([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(inChunks([], 2)).toEqual([]);
  });

  it('shares its lanes with others, in the order of asking, and gives a lane back after a failure', async () => {
    const lanes = createLanes(2);
    const begun: number[] = [];
    const finish = new Map<number, () => void>();
    const ask = (name: number) =>
      lanes(async () => {
        begun.push(name);
        await new Promise<void>((resolve) => void finish.set(name, resolve));
        if (name === 1) throw new Error('first');
        return name;
      });
    const [one, two, three, four] = [ask(1), ask(2), ask(3), ask(4)];
    await new Promise(setImmediate);
    expect(begun).toEqual([1, 2]);
    finish.get(1)?.();
    await expect(one).rejects.toThrow('first');
    await new Promise(setImmediate);
    expect(begun).toEqual([1, 2, 3]);
    finish.get(3)?.();
    finish.get(2)?.();
    expect(await Promise.all([two, three])).toEqual([2, 3]);
    await new Promise(setImmediate);
    finish.get(4)?.();
    expect(await four).toBe(4);
  });
});
