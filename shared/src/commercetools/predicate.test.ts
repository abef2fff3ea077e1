import fc from 'fast-check';
import { equals, greaterThan, isIn, quoted } from './predicate';

/** Reads a string of the predicate language from the start of `text`. */
function readString(text: string): { value: string; rest: string } {
  const match = /^"((?:[^"\\]|\\["\\])*)"/.exec(text);
  if (!match) throw new Error(`no string: ${text}`);
  return { value: (match[1] ?? '').replace(/\\(["\\])/g, '$1'), rest: text.slice(match[0].length) };
}

describe('predicates', () => {
  it('escape quotes and backslashes', () => {
    expect(quoted('a"b\\c')).toBe('"a\\"b\\\\c"');
  });

  it('hold any value and end where it ends', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', '\\', 'a', ' ', '😀', '\n') }), (value) => {
        expect(readString(quoted(value))).toEqual({ value, rest: '' });
      }),
    );
  });

  it('compare a field with values', () => {
    expect(equals('key', 'k')).toBe('key = "k"');
    expect(greaterThan('id', 'x')).toBe('id > "x"');
    expect(isIn('sku', ['a', 'b"'])).toBe('sku in ("a", "b\\"")');
  });
});
