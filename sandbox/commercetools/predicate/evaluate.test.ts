import * as fc from 'fast-check';
import { predicateFault, predicateMatcher, type Fields } from '.';
import { named, reference } from './fields';

const fields: Fields = {
  ...named('string', 'id sku'),
  ...named('number', 'n m'),
  flag: 'boolean',
  createdAt: 'datetime',
  roles: 'strings',
  channel: reference,
  lines: { sku: 'string', n: 'number' },
  custom: 'any',
};
const document = {
  id: '1',
  sku: 'A"B',
  n: 5,
  flag: true,
  createdAt: '2026-01-01T12:00:00.500Z',
  roles: ['x', 'y'],
  channel: { typeId: 'channel', id: 'c' },
  lines: [
    { sku: 'A', n: 1 },
    { sku: 'B', n: 2 },
  ],
  custom: { fields: { note: 'hi', day: '2026-01-01T00:00:00.000Z', count: 3 } },
};

const matches = (predicate: string, variables: Record<string, readonly string[]> = {}) =>
  predicateMatcher(predicate, fields, new Map(Object.entries(variables)))(document);

function fault(predicate: string): string | undefined {
  try {
    predicateMatcher(predicate, fields);
    return undefined;
  } catch (error) {
    return predicateFault(error);
  }
}

describe('the meaning of predicates', () => {
  it.each([
    String.raw`sku = "A\"B"`,
    'n >= 5 and n <= 5 and n > 4.5 and n < 6 and n != 6 and n <> 6',
    'n in (4, 5) and n not in (6)',
    'flag = true',
    'createdAt > "2026-01-01T12:00:00Z"',
    'createdAt = "2026-01-01T13:00:00.5+01:00"',
    'roles contains any ("x", "z") and roles contains all ("x", "y")',
    'not(roles contains all ("x", "z"))',
    'channel(id = "c" and typeId = "channel")',
    'lines(sku = "A" and n = 1)',
    'not(lines(sku = "A" and n = 2))',
    'custom(fields(note = "hi" and count > 2 and day < "2026-06-01T00:00:00Z"))',
    'm is not defined and n is defined and m is empty and roles is not empty',
    'm != 1',
  ])('holds: %s', (predicate) => {
    expect(matches(predicate)).toBe(true);
  });

  it.each([
    'sku = "a\\"b"',
    'm = 1',
    'm < 1',
    'm in (1)',
    'channel(id = "d")',
    'custom(fields(note = 1))',
    'lines(sku = "C")',
    'roles is empty',
  ])('does not hold: %s', (predicate) => {
    expect(matches(predicate)).toBe(false);
  });

  it('compares variables by the type of the field', () => {
    expect(
      matches('n = :n and flag = :f and sku in :skus', { n: ['5'], f: ['true'], skus: ['x', 'A"B'] }),
    ).toBe(true);
    expect(matches('custom(fields(count = :c))', { c: ['3'] })).toBe(true);
    expect(matches('not(sku = :s)', { s: ['other'] })).toBe(true);
  });

  it.each([
    ['nope = 1', "field 'nope' does not exist"],
    ['lines(nope = 1)', "field 'nope' does not exist"],
    ['n = "5"', "'n' must be a number"],
    ['sku = 5', "'sku' must be a string"],
    ['createdAt > "yesterday"', 'date and time'],
    ['lines = "A"', 'cannot be compared'],
    ['sku(x = 1)', 'no fields of its own'],
    ['n = :n', "'var.n' is not given"],
    ['constructor = 1', 'does not exist'],
  ])('refuses %s', (predicate, words) => {
    expect(fault(predicate)).toContain(words);
  });

  it('agrees with the logic of and, or and not on every combination', () => {
    interface Term {
      readonly text: string;
      readonly value: boolean;
    }
    const { term } = fc.letrec<{ term: Term }>((tie) => ({
      term: fc.oneof(
        { maxDepth: 5 },
        fc.boolean().map((value) => ({ text: value ? 'n = 5' : 'n = 6', value })),
        tie('term').map(({ text, value }) => ({ text: `not(${text})`, value: !value })),
        fc.tuple(tie('term'), tie('term')).map(([left, right]) => ({
          text: `(${left.text}) and (${right.text})`,
          value: left.value && right.value,
        })),
        fc.tuple(tie('term'), tie('term')).map(([left, right]) => ({
          text: `(${left.text}) or (${right.text})`,
          value: left.value || right.value,
        })),
      ),
    }));
    fc.assert(
      fc.property(term, ({ text, value }) => {
        expect(matches(text)).toBe(value);
      }),
    );
  });
});
