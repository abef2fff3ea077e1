import { sortChanges } from './changes';

const at = Date.UTC(2026, 2, 2, 9);
const change = (sku: string, minute: number, available: number) => ({
  site: 'PrimarySite',
  sku,
  at: at + minute * 60_000,
  available,
  activity: '',
});
const key = (sku: string) => `PrimarySite\n${sku}`;

describe('changes', () => {
  it('are one a place, the newest', () => {
    const { newest, fresh, latest } = sortChanges(
      [change('MUG', 0, 3), change('CUP', 1, 9), change('MUG', 2, 7)],
      [],
    );
    expect(newest.get(key('MUG'))?.available).toBe(7);
    expect([...fresh]).toEqual([key('MUG'), key('CUP')]);
    expect(latest).toBe(at + 2 * 60_000);
  });

  it('are not fresh once they were applied, though the overlap shows them again', () => {
    const changes = [change('MUG', 0, 3), change('CUP', 1, 9)];
    const { fingerprints } = sortChanges(changes, []);
    expect(sortChanges(changes, fingerprints).fresh.size).toBe(0);
    expect([...sortChanges([...changes, change('CUP', 3, 8)], fingerprints).fresh]).toEqual([key('CUP')]);
  });

  it('are fresh when they look like an earlier one of the same minute but come once more', () => {
    const before = [change('MUG', 0, 5), change('MUG', 0, 4)];
    const { fingerprints } = sortChanges(before, []);
    expect([...sortChanges([...before, change('MUG', 0, 5)], fingerprints).fresh]).toEqual([key('MUG')]);
  });

  it('have no newest time when there are none', () => {
    expect(sortChanges([], ['x'])).toMatchObject({ latest: undefined, fingerprints: [] });
  });
});
