import { cents } from '../core/money';
import type { TaxRate, TaxedPrice } from '../core/platform';

/** Net, gross and tax of an amount, as the tax rate includes the tax in it or not. Rounded to whole cents. */
export function taxed(centAmount: number, currency: string, rate: TaxRate): TaxedPrice {
  const net = rate.includedInPrice ? Math.round(centAmount / (1 + rate.amount)) : centAmount;
  const gross = rate.includedInPrice ? centAmount : Math.round(centAmount * (1 + rate.amount));
  const tax = cents(gross - net, currency);
  return {
    totalNet: cents(net, currency),
    totalGross: cents(gross, currency),
    taxPortions: [{ rate: rate.amount, name: rate.name, amount: tax }],
    totalTax: tax,
  };
}

/** The sum of taxed amounts, with one portion for each rate and name. */
export function summed(parts: readonly TaxedPrice[], currency: string): TaxedPrice {
  const add = (pick: (part: TaxedPrice) => number) =>
    cents(
      parts.reduce((sum, part) => sum + pick(part), 0),
      currency,
    );
  const portions = new Map<string, TaxedPrice['taxPortions'][number]>();
  for (const portion of parts.flatMap(({ taxPortions }) => taxPortions)) {
    const name = `${portion.rate} ${portion.name ?? ''}`;
    const amount = (portions.get(name)?.amount.centAmount ?? 0) + portion.amount.centAmount;
    portions.set(name, { ...portion, amount: cents(amount, currency) });
  }
  return {
    totalNet: add(({ totalNet }) => totalNet.centAmount),
    totalGross: add(({ totalGross }) => totalGross.centAmount),
    taxPortions: [...portions.values()],
    totalTax: add(({ totalTax }) => totalTax?.centAmount ?? 0),
  };
}
