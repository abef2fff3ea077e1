import { difference } from './difference';

describe('difference', () => {
  it('names what is new, changed and gone, key by key', () => {
    const before = {
      mode: { orders: 'shadow' },
      sites: [{ reference: 'A', safetyBuffer: 1 }],
      stores: ['x'],
      old: true,
    };
    const after = {
      mode: { orders: 'shadow' },
      sites: [{ reference: 'A' }, { reference: 'B' }],
      stores: ['x', 'y'],
      shippingMethods: { 'Express 24': { serviceType: 'E24' } },
    };
    expect(difference(before, after)).toEqual([
      '+ sites[1].reference: "B"',
      '~ stores: ["x"] → ["x","y"]',
      '+ shippingMethods["Express 24"].serviceType: "E24"',
      '- sites[0].safetyBuffer: 1',
      '- old: true',
    ]);
  });

  it('is empty between equals, whatever the order of their keys', () => {
    expect(difference({ a: 1, b: [], c: {} }, { c: {}, b: [], a: 1 })).toEqual([]);
  });
});
