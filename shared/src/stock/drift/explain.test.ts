import { explain, explainComputed, type ExplainingFacts } from './explain';

const facts: ExplainingFacts = {
  mode: 'live',
  isStopped: false,
  isComparing: false,
  again: new Set(),
  changed: new Set(),
  touched: new Set(),
  withoutProduct: new Set(),
  foreign: new Set(),
};
const suspect = { site: 'PrimarySite', sku: 'MUG', quantity: 3, entryId: 'e1', available: 5, expected: 5 };

describe('a difference', () => {
  it.each([
    ['nothing', {}, undefined],
    ['the mode', { mode: 'shadow' as const, isStopped: true }, 'shadow'],
    ['the guard', { isStopped: true, again: new Set(['MUG']) }, 'guard'],
    ['the list of the import', { again: new Set(['MUG']) }, 'pending'],
    ['a comparison under way', { isComparing: true }, 'pending'],
    ['a young order', { touched: new Set(['MUG']) }, 'in-flight'],
    ['a change since', { changed: new Set(['MUG']), foreign: new Set(['e1']) }, 'pending'],
    ['too many changes to tell', { changed: undefined }, 'pending'],
    ['another writer', { foreign: new Set(['e1']) }, 'manual-edit'],
    ['another writer of another entry', { foreign: new Set(['e2']) }, undefined],
  ])('is explained by %s', (_, change, explanation) => {
    expect(explain(suspect, { ...facts, ...change })).toBe(explanation);
  });

  it('is one of SKUs when only one side knows it', () => {
    expect(explain({ site: 'PrimarySite', sku: 'MUG', expected: 0 }, facts)).toBe('sku-mismatch');
    const newcomer = { site: 'PrimarySite', sku: 'MUG', available: 2, expected: 2 };
    expect(explain(newcomer, { ...facts, withoutProduct: new Set(['MUG']) })).toBe('sku-mismatch');
    expect(explain(newcomer, facts)).toBeUndefined();
  });
});

describe('an entry that is as computed', () => {
  const entry = (quantity: number) => ({ id: 'e1', version: 1, sku: 'MUG', channelId: null, quantity });

  it.each([
    ['the same', 5, 5, 0, 0, undefined],
    ['held back for orders', 5, 3, 2, 0, 'in-flight'],
    ['kept back by rule', 5, 3, 0, 2, 'buffer'],
    ['0 where Peoplevox has less than nothing', -2, 0, 0, 0, undefined],
  ] as const)('is %s', (_, available, quantity, unallocated, buffer, explanation) => {
    expect(explainComputed({ available, entry: entry(quantity) }, { unallocated, buffer })).toBe(explanation);
  });
});
