import type { CentPrecisionMoney } from '@commercetools/platform-sdk';
import { centsToText } from '../../commercetools/amounts';
import type { Finding, Subject } from '../../exceptions/exception';
import type { Claim } from './claims';

/** What became of a claim this time. `amount`: smallest units of the order's currency. */
export type Step =
  /** Charges cover it, or are under way. */
  | { readonly kind: 'settled' }
  /** Asked now; the payment service provider has approved it, or will tell by the Charge. */
  | { readonly kind: 'asked'; readonly amount: number }
  /** Not to be asked at this moment, and nothing is wrong. */
  | { readonly kind: 'waiting'; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string; readonly fix: string };

export type CaptureOutcome = { readonly claim: Claim } & Step;

/** Finance does what the connector could not; that alone closes the exception. */
export const BY_HAND =
  'Look at the payment and at the payment service provider, and charge by hand what is missing; the connector sees the Charge and closes this.';

export const failed = (why: string, fix: string): Step => ({ kind: 'failed', why, fix });

/** The exception of an order that has outcomes which failed; undefined: none has. */
export function captureFinding(
  subject: Subject,
  outcomes: readonly CaptureOutcome[],
  currency: CentPrecisionMoney,
): Finding | undefined {
  const failures = outcomes.flatMap((outcome) => (outcome.kind === 'failed' ? [outcome] : []));
  if (failures.length === 0) return undefined;
  const each = failures.map(
    ({ claim, why }) => `Delivery ${claim.reference}, worth ${priceOf(claim.amount, currency)}: ${why}.`,
  );
  return {
    code: 'capture-failed',
    subject,
    message: `Despatched, but not captured as it should be. ${each.join(' ')}`,
    fix: [...new Set(failures.map(({ fix }) => fix))].join(' '),
  };
}

export function priceOf(amount: number, { fractionDigits, currencyCode }: CentPrecisionMoney): string {
  return `${centsToText(amount, fractionDigits)} ${currencyCode}`;
}
