import fc from 'fast-check';
import { rulesSchema } from '../configuration/rules';
import { createStockTerms, sellable } from './sellable';

describe('what may be sold', () => {
  it.each([
    [{ available: 10, unallocated: 3, buffer: 2, factor: 1 }, 5],
    [{ available: 2, unallocated: 3, buffer: 0, factor: 1 }, 0],
    [{ available: -4, unallocated: 0, buffer: 0, factor: 1 }, 0],
    [{ available: 3, unallocated: 0, buffer: 5, factor: 1 }, 0],
    [{ available: 25, unallocated: 2, buffer: 0, factor: 6 }, 3],
    [{ available: 25, unallocated: 0, buffer: 1, factor: 6 }, 3],
    [{ available: 3, unallocated: 0, buffer: 0, factor: 0.1 }, 30],
  ])('of %j is %d', (facts, expected) => {
    expect(sellable(facts)).toBe(expected);
  });

  it('never promises more than is there and not spoken for', () => {
    const units = fc.integer({ min: -50, max: 5000 });
    const factor = fc.constantFrom(1, 2, 6, 12, 0.5);
    fc.assert(
      fc.property(units, fc.nat(500), fc.nat(50), factor, (available, unallocated, buffer, one) => {
        const sold = sellable({ available, unallocated, buffer, factor: one });
        expect(Number.isInteger(sold)).toBe(true);
        expect(sold === 0 || (sold + buffer) * one <= available - unallocated).toBe(true);
      }),
    );
  });
});

describe('buffers', () => {
  const terms = createStockTerms(
    rulesSchema.parse({
      sites: [
        { reference: 'PrimarySite', safetyBuffer: 1 },
        { reference: 'North', supplyChannel: 'north' },
      ],
      unitsOfMeasure: { BOX: 6 },
      inventory: {
        buffers: [
          { skus: ['MUG'], units: 5 },
          { skuPrefixes: ['TEA-', 'MU'], sites: ['North'], units: 3 },
          { sites: ['North'], units: 2 },
        ],
      },
    }),
  );

  it.each([
    ['PrimarySite', 'MUG', 5],
    ['North', 'MUG', 5],
    ['North', 'TEA-1', 3],
    ['PrimarySite', 'TEA-1', 1],
    ['North', 'CUP', 2],
  ])('are the first that match, else those of the site: %s %s', (site, sku, buffer) => {
    expect(terms(site, sku)).toEqual({ buffer, factor: 1 });
  });

  it('go with the units of measure', () => {
    expect(terms('PrimarySite', 'BOX')).toEqual({ buffer: 1, factor: 6 });
  });
});
