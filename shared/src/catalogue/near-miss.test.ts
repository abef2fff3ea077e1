import fc from 'fast-check';
import { differences, nearKeys } from './near-miss';

const near = (one: string, other: string) => {
  const keys = new Set(nearKeys(one));
  return nearKeys(other).some((key) => keys.has(key));
};

describe('near misses', () => {
  it.each([
    ['MUG-Blue', 'mug-blue', ['case']],
    ['MUG BLUE ', 'MUGBLUE', ['spaces']],
    ['MUG\u00A0BLUE', 'MUG BLUE', ['spaces']],
    ['00123', '123', ['leading zeros']],
    ['AB-0012', 'AB-12', ['leading zeros']],
    ['MUG-BLUE', 'MUG\u2013BLUE', ['dashes']],
    ['MUG_BLUE', 'MUG-BLUE', ['dashes']],
    ['MUG-BLUE', 'MUGBLUE', ['dashes']],
    ['A01', 'AO1', ['look-alike characters']],
    ['TEE-1', 'TEE-l', ['look-alike characters']],
    // Cyrillic М and О.
    ['МUG-1О0', 'MUG-1O0', ['look-alike characters']],
    ['ＭＵＧ', 'MUG', ['look-alike characters']],
    ['mug 007', 'MUG-7', ['case', 'spaces', 'leading zeros', 'dashes']],
    ['mug-o1', 'MUG01', ['case', 'dashes', 'look-alike characters']],
  ])('%j and %j differ in %j', (one, other, expected) => {
    expect(near(one, other)).toBe(true);
    expect([...differences(one, other)].sort()).toEqual([...expected].sort());
  });

  it.each([
    ['MUG-BLUE', 'MUG-RED'],
    ['TL-1', 'TOL-1'],
    ['AB-1', 'AB-10'],
    ['AB-100', 'AB-1'],
    ['TEE-M', 'TEE-XL'],
  ])('%j and %j are different codes', (one, other) => {
    expect([near(one, other), differences(one, other)]).toEqual([false, []]);
  });

  it('are symmetric, and every one of them says in what the codes differ', () => {
    const code = fc.string({
      unit: fc.constantFrom(...Array.from('AaoO0Ll1 -_5sSbB8')),
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(code, code, (one, other) => {
        const [first, second] = [one, other];
        expect(near(first, second)).toBe(near(second, first));
        expect(differences(one, other).length > 0).toBe(one !== other && near(one, other));
      }),
      { numRuns: 2000 },
    );
  });
});
