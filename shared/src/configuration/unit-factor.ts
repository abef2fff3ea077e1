import type { Rules } from './rules';

/** Units of the ItemCode in one commercetools unit of the SKU, by `unitsOfMeasure`. */
export function unitFactor(sku: string, { unitsOfMeasure }: Pick<Rules, 'unitsOfMeasure'>): number {
  // A SKU may be called as what every object has.
  return Object.hasOwn(unitsOfMeasure, sku) ? (unitsOfMeasure[sku] ?? 1) : 1;
}
