import { compact, withoutNullFields } from './json';

describe('JSON values', () => {
  it('lose undefined fields at any depth and share what is unchanged', () => {
    const kept = { c: [1] };
    const value = { a: undefined, b: { x: undefined, kept }, list: [{ y: undefined }] };
    const clean = compact(value);
    expect(clean).toStrictEqual({ b: { kept }, list: [{}] });
    expect(clean.b.kept).toBe(kept);
    expect(compact(kept)).toBe(kept);
  });

  it('lose null fields, but not null elements of lists', () => {
    expect(withoutNullFields({ a: null, b: [null, { c: null }], d: 0 })).toStrictEqual({
      b: [null, {}],
      d: 0,
    });
  });
});
