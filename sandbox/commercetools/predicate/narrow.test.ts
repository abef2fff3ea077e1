import * as fc from 'fast-check';
import { readPredicate, type Fields } from '.';
import { named } from './fields';

interface Thing {
  readonly sku: string;
  readonly n: number;
  readonly inner: readonly { readonly sku: string }[];
}

const SKUS = ['A', 'B', 'C', 'D'];
const fields: Fields = { sku: 'string', n: 'number', inner: named('string', 'sku') };
const things: readonly Thing[] = SKUS.flatMap((sku, index) =>
  [0, 1].map((n) => ({ sku, n, inner: SKUS.slice(0, index).map((other) => ({ sku: other })) })),
);
const lookups = new Map([
  ['sku', (value: string) => things.filter(({ sku }) => sku === value)],
  ['inner.sku', (value: string) => things.filter(({ inner }) => inner.some(({ sku }) => sku === value))],
]);

const candidates = (predicate: string) =>
  readPredicate(predicate, fields, new Map([['skus', ['A', 'B']]])).candidates(lookups);

describe('candidates of a predicate', () => {
  it.each([
    ['sku = "A"', 2],
    ['sku in ("A", "C", "none")', 4],
    ['n = 1 and sku in :skus', 4],
    ['sku = "A" or inner(sku = "C")', 4],
    ['inner(sku in ("B", "C"))', 4],
  ])('are those that have one of the values: %s', (predicate, count) => {
    expect(candidates(predicate)?.size).toBe(count);
  });

  it.each(['n = 1', 'sku > "A"', 'not(sku = "A")', 'sku = "A" or n = 1', 'sku is defined'])(
    'are unknown where it does not name values: %s',
    (predicate) => {
      expect(candidates(predicate)).toBeUndefined();
    },
  );

  it('are never fewer than those that match', () => {
    const sku = fc.constantFrom(...SKUS);
    const list = fc.array(sku, { minLength: 1, maxLength: 3 }).map((some) => some.map((one) => `"${one}"`));
    const { term } = fc.letrec<{ term: string }>((tie) => ({
      term: fc.oneof(
        { maxDepth: 4 },
        sku.map((value) => `sku = "${value}"`),
        list.map((values) => `sku in (${values.join(', ')})`),
        list.map((values) => `inner(sku in (${values.join(', ')}))`),
        fc.constantFrom('n = 1', 'sku != "A"'),
        tie('term').map((inner) => `not(${inner})`),
        fc.tuple(tie('term'), tie('term')).map(([left, right]) => `(${left}) and (${right})`),
        fc.tuple(tie('term'), tie('term')).map(([left, right]) => `(${left}) or (${right})`),
      ),
    }));
    fc.assert(
      fc.property(term, (predicate) => {
        const read = readPredicate(predicate, fields);
        const some = read.candidates(lookups) ?? new Set(things);
        expect([...some].filter(read.matches)).toHaveLength(things.filter(read.matches).length);
      }),
    );
  });
});
