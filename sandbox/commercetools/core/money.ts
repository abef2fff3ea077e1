import type { CentPrecisionMoney } from './platform';

/** ISO 4217 currencies whose minor unit is not a hundredth, as far as the sandbox trades in them. */
const FRACTION_DIGITS: Readonly<Record<string, number>> = {
  JPY: 0,
  KRW: 0,
  ISK: 0,
  CLP: 0,
  BHD: 3,
  KWD: 3,
  TND: 3,
};

export function cents(centAmount: number, currencyCode: string): CentPrecisionMoney {
  return {
    type: 'centPrecision',
    currencyCode,
    centAmount,
    fractionDigits: FRACTION_DIGITS[currencyCode] ?? 2,
  };
}

export function asCents(draft: {
  readonly centAmount: number;
  readonly currencyCode: string;
}): CentPrecisionMoney {
  return cents(draft.centAmount, draft.currencyCode);
}
