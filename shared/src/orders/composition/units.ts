import type { Rules } from '../../configuration/rules';
import { unitFactor } from '../../configuration/unit-factor';

/** Absorbs binary fractions such as 3 × 0.1; far below any real misfit. */
const tolerance = 1e-9;

/** Units of the ItemCode in `quantity` commercetools units of the SKU; undefined when that is not a whole number. */
export function itemCodeUnits(sku: string, quantity: number, rules: Rules): number | undefined {
  const units = quantity * unitFactor(sku, rules);
  const whole = Math.round(units);
  return Math.abs(units - whole) < tolerance && whole > 0 ? whole : undefined;
}
