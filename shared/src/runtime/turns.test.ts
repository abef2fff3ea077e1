import { createTurns } from './turns';

/** Runs that end when told, in the order in which they began. */
function setUp() {
  const began: string[] = [];
  const endings: { resolve: (value: string) => void; reject: (reason: Error) => void }[] = [];
  const turn = createTurns<string>((key) => {
    began.push(key);
    return new Promise((resolve, reject) => endings.push({ resolve, reject }));
  });
  return { began, endings, turn };
}

describe('turns', () => {
  it('run one after the other for a key, and at once for another', async () => {
    const { began, endings, turn } = setUp();
    const first = turn('A');
    const second = turn('A');
    void turn('B');
    expect(began).toEqual(['A', 'B']);
    endings[0]?.resolve('one');
    await expect(first).resolves.toBe('one');
    await Promise.resolve();
    expect(began).toEqual(['A', 'B', 'A']);
    endings[2]?.resolve('two');
    await expect(second).resolves.toBe('two');
  });

  it('are shared by all who ask while one runs, but never the one that runs already', async () => {
    const { began, endings, turn } = setUp();
    const first = turn('A');
    const others = [turn('A'), turn('A'), turn('A')];
    endings[0]?.resolve('one');
    await first;
    await Promise.resolve();
    endings[1]?.resolve('two');
    await expect(Promise.all(others)).resolves.toEqual(['two', 'two', 'two']);
    expect(began).toHaveLength(2);
  });

  it('come after a run that failed, and begin anew after all have ended', async () => {
    const { began, endings, turn } = setUp();
    const first = turn('A');
    const second = turn('A');
    endings[0]?.reject(new Error('no'));
    await expect(first).rejects.toThrow('no');
    await Promise.resolve();
    endings[1]?.resolve('two');
    await expect(second).resolves.toBe('two');
    void turn('A');
    expect(began).toHaveLength(3);
  });
});
