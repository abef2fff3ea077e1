import fc from 'fast-check';
import { centsOf, centsToText, divide } from './amounts';

describe('centsToText', () => {
  it.each([
    [1999, 2, '19.99'],
    [5, 2, '0.05'],
    [-5, 2, '-0.05'],
    [0, 2, '0.00'],
    [1200, 0, '1200'],
    [1, 3, '0.001'],
  ])('prints %d with %d digits as %s', (cents, digits, text) => {
    expect(centsToText(cents, digits)).toBe(text);
  });
});

describe('centsOf', () => {
  it('rounds high precision once, after multiplying', () => {
    const money = {
      type: 'highPrecision',
      centAmount: 2,
      preciseAmount: 155,
      fractionDigits: 4,
      currencyCode: 'GBP',
    } as const;
    expect(centsOf(money, 1000, 2)).toBe(1550);
  });
});

describe('divide', () => {
  it('gives what is left over to the largest remainders', () => {
    expect(divide(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(divide(100, [1, 5, 1])).toEqual([14, 72, 14]);
    expect(divide(7, [0, 0])).toEqual([7, 0]);
  });

  it('is exact where numbers are not', () => {
    const big = Number.MAX_SAFE_INTEGER;
    expect(divide(big, [big - 1, 1])).toEqual([big - 1, 1]);
  });

  it('always adds up, with no part further than one unit from its exact share', () => {
    const amount = fc.integer({ min: -1_000_000, max: 1_000_000 });
    fc.assert(
      fc.property(amount, fc.array(amount, { minLength: 1, maxLength: 6 }), (total, weights) => {
        const all = weights.reduce((sum, weight) => sum + weight, 0);
        const parts = divide(total, weights);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
        if (all === 0) return;
        parts.forEach((part, index) => {
          const exact = (total * (weights[index] ?? 0)) / all;
          expect(Math.abs(part - exact)).toBeLessThan(1 + Math.abs(exact) * 1e-9);
        });
      }),
    );
  });
});
