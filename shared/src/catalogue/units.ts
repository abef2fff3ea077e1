import type { Rules } from '../configuration/rules';
import type { Item } from './facts';

export interface UnitMisfit {
  /** UnitOfMeasure of the Item type. */
  readonly unit: string;
  /** Units of the ItemCode in one unit of the SKU, by rule; undefined: no rule names the SKU. */
  readonly factor: number | undefined;
}

/**
 * One unit of a SKU must come out in whole units of its Item type. Without a rule it is one piece, so the Item type
 * must be counted in pieces.
 */
export function createUnitCheck({ unitsOfMeasure, skuAudit }: Pick<Rules, 'unitsOfMeasure' | 'skuAudit'>) {
  const singles = new Set(['', ...skuAudit.singleUnits.map(folded)]);
  return (sku: string, { unit }: Item): UnitMisfit | undefined => {
    const factor = Object.hasOwn(unitsOfMeasure, sku) ? unitsOfMeasure[sku] : undefined;
    const fits = factor === undefined ? singles.has(folded(unit)) : Number.isInteger(factor);
    return fits ? undefined : { unit, factor };
  };
}

function folded(unit: string): string {
  return unit.trim().toLowerCase();
}
