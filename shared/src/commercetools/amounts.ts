import type { TypedMoney } from '@commercetools/platform-sdk';

/** Smallest units of the currency → decimal text with a point: 1999, 2 → `19.99`; 1200, 0 → `1200`. */
export function centsToText(cents: number, fractionDigits: number): string {
  const sign = cents < 0 ? '-' : '';
  const digits = String(Math.abs(cents)).padStart(fractionDigits + 1, '0');
  const whole = digits.slice(0, digits.length - fractionDigits);
  return fractionDigits === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-fractionDigits)}`;
}

/** `times` × the money, rounded once to the smallest units of the currency, high precision heeded. */
export function centsOf(money: TypedMoney, times: number, fractionDigits: number): number {
  if (money.type === 'centPrecision') return money.centAmount * times;
  return Math.round((money.preciseAmount * times) / 10 ** (money.fractionDigits - fractionDigits));
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Exact: products of amounts exceed what a number holds. Rounds down, also below zero. */
function shareRoundedDown(
  total: number,
  weight: number,
  weights: number,
): { share: number; remainder: bigint } {
  const divisor = BigInt(weights);
  const product = BigInt(total) * BigInt(weight);
  const positive = divisor < 0n ? [-product, -divisor] : [product, divisor];
  const [dividend = 0n, by = 1n] = positive;
  const remainder = ((dividend % by) + by) % by;
  return { share: Number((dividend - remainder) / by), remainder };
}

/**
 * Divides whole units in proportion to whole weights so that the parts add up to `total` exactly; what rounding leaves
 * over goes, unit by unit, to the largest remainders, the earlier first. Weights that add up to `total` are the parts.
 * When the weights add up to nothing, the first part takes all.
 */
export function divide(total: number, weights: readonly number[]): readonly number[] {
  const all = sum(weights);
  if (all === 0) return weights.map((_, index) => (index === 0 ? total : 0));
  const parts = weights.map((weight) => shareRoundedDown(total, weight, all));
  const left = total - sum(parts.map(({ share }) => share));
  const ranked = parts
    .map(({ remainder }, index) => ({ remainder, index }))
    .sort((a, b) => Number(b.remainder - a.remainder) || a.index - b.index);
  const lucky = new Set(ranked.slice(0, left).map(({ index }) => index));
  return parts.map(({ share }, index) => share + (lucky.has(index) ? 1 : 0));
}
