import { rules } from './order.fixture';
import { itemCodeUnits } from './units';

describe('itemCodeUnits', () => {
  it('is the quantity unless a unit of measure is given', () => {
    expect(itemCodeUnits('MUG-RED', 3, rules())).toBe(3);
    expect(itemCodeUnits('MUG-RED', 3, rules({ unitsOfMeasure: { 'MUG-RED': 6 } }))).toBe(18);
  });

  it('absorbs binary fractions, and refuses real ones and none', () => {
    expect(itemCodeUnits('CLOTH', 3, rules({ unitsOfMeasure: { CLOTH: 1 / 3 } }))).toBe(1);
    expect(itemCodeUnits('CLOTH', 1, rules({ unitsOfMeasure: { CLOTH: 0.5 } }))).toBeUndefined();
    expect(itemCodeUnits('CLOTH', 0, rules())).toBeUndefined();
  });

  it('is not misled by names that every object has', () => {
    expect(itemCodeUnits('constructor', 2, rules())).toBe(2);
  });
});
