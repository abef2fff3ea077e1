import { entryKey } from './inventory';

describe('the key of an entry', () => {
  it('is always the same, readable, and fits what commercetools takes', () => {
    expect(entryKey('MUG-RED', 'north')).toBe(entryKey('MUG-RED', 'north'));
    expect(entryKey('MUG-RED', 'north')).toMatch(/^MUG-RED_north_[0-9a-f]{12}$/);
    for (const sku of ['Größe 42 / blau', 'x'.repeat(300), '.', 'a"b\\c'])
      expect(entryKey(sku, 'k'.repeat(256))).toMatch(/^[A-Za-z0-9_-]{2,256}$/);
  });

  it('differs where SKU or channel differ, whatever becomes of their characters', () => {
    const keys = [
      entryKey('A B', 'x'),
      entryKey('A/B', 'x'),
      entryKey('A', 'B_x'),
      entryKey('A_B', 'x'),
      entryKey('A_B', null),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});
