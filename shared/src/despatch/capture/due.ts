import type { TransactionState } from '@commercetools/platform-sdk';
import { sumOf } from '../grouped';
import type { RecordedAsk } from './asks';
import type { Claim } from './claims';

/** A Charge on a payment of the order. Amounts: smallest units of the order's currency. */
export interface Charge {
  readonly id: string;
  readonly paymentId: string;
  readonly amount: number;
  readonly state: TransactionState;
  readonly interactionId?: string;
  readonly interfaceId?: string;
  /** Milliseconds since the epoch, as the payment says. */
  readonly at?: number;
}

/**
 * A capture that was asked of Checkout, which need not write the reference on the Charge that comes of it: a Charge of
 * the amount that was not there (`known`) when it was asked is taken for it.
 */
export interface Ask {
  readonly reference: string;
  readonly paymentId: string;
  readonly amount: number;
  readonly known: readonly string[];
  /** Certain to take nothing, or given up as lost. */
  readonly isVoid: boolean;
  /** Absent: whether it was taken on at all is not known. */
  readonly answer?: NonNullable<RecordedAsk['answer']>;
}

/** The payment to charge, and what is authorised on it in all. */
export interface AuthorisedPayment {
  readonly id: string;
  readonly authorised: number;
}

interface DueFacts {
  readonly claims: readonly Claim[];
  /** Of all payments of the order. */
  readonly charges: readonly Charge[];
  readonly asks: readonly Ask[];
  readonly payment: AuthorisedPayment;
}

export interface Due {
  readonly claim: Claim;
  /** Of the claim, what no Charge covers yet. */
  readonly missing: number;
  /** What may be charged for it now: `missing`, as far as it is authorised; 0 where it was charged for before. */
  readonly amount: number;
}

/** A Charge that failed has taken nothing. Every other state may have taken it, or may still. */
export function counts({ state }: Pick<Charge, 'state'>): boolean {
  return state !== 'Failure';
}

/**
 * What is due for each claim. Charges count first for the claim that they were made for; all others, and what a Charge
 * took beyond its claim, count for the claims that are still open, the earliest first. So whoever charged what for
 * whatever reason: the sum of Charges never exceeds the sum of claims through us, nor what is authorised.
 */
export function captureDue({ claims, charges, asks, payment }: DueFacts): readonly Due[] {
  const takings = [...charges.filter(counts).map(asTaking(asks, charges)), ...unseen(asks, charges)];
  const ofClaim = ({ reference }: Claim): readonly Taking[] =>
    takings.filter((taking) => taking.reference === reference);
  const covered = claims.map((claim) =>
    Math.min(
      claim.amount,
      sumOf(ofClaim(claim), ({ amount }) => amount),
    ),
  );
  let loose = sumOf(takings, ({ amount }) => amount) - sumOf(covered, (amount) => amount);
  let authorised =
    payment.authorised -
    sumOf(
      takings.filter(({ paymentId }) => paymentId === payment.id),
      ({ amount }) => amount,
    );
  return claims.map((claim, index) => {
    const open = claim.amount - (covered[index] ?? 0);
    const missing = open - Math.min(open, loose);
    loose -= open - missing;
    const amount = ofClaim(claim).length > 0 ? 0 : Math.max(0, Math.min(missing, authorised));
    authorised -= amount;
    return { claim, missing, amount };
  });
}

/**
 * The Charge that came of each ask. Asks and Charges are in the order in which they came to be; what was taken on has a
 * Charge, or will have, so it comes before what may have been lost.
 */
export function chargesOfAsks(asks: readonly Ask[], charges: readonly Charge[]): ReadonlyMap<Ask, Charge> {
  const found = new Map<Ask, Charge>();
  const isFree = (charge: Charge): boolean => ![...found.values()].includes(charge);
  const alive = asks.filter(({ isVoid }) => !isVoid);
  const isAnswered = ({ answer }: Ask): boolean => answer !== undefined;
  for (const ask of [...alive.filter(isAnswered), ...alive.filter((one) => !isAnswered(one))]) {
    const fresh = charges.filter(
      (charge) => charge.paymentId === ask.paymentId && !ask.known.includes(charge.id) && isFree(charge),
    );
    const charge =
      fresh.find(({ interactionId }) => interactionId === ask.reference) ??
      fresh.find(
        ({ amount, interactionId }) =>
          amount === ask.amount && !asks.some(({ reference }) => reference === interactionId),
      );
    if (charge !== undefined) found.set(ask, charge);
  }
  return found;
}

interface Taking {
  readonly reference: string | undefined;
  readonly paymentId: string;
  readonly amount: number;
}

function asTaking(asks: readonly Ask[], charges: readonly Charge[]): (charge: Charge) => Taking {
  const references = new Map(
    [...chargesOfAsks(asks, charges)].map(([ask, charge]) => [charge, ask.reference]),
  );
  return (charge) => ({
    reference: references.get(charge) ?? charge.interactionId,
    paymentId: charge.paymentId,
    amount: charge.amount,
  });
}

/** What was asked and does not show on the payment yet: it may be taken any moment. */
function unseen(asks: readonly Ask[], charges: readonly Charge[]): readonly Taking[] {
  const seen = chargesOfAsks(asks, charges);
  return asks.filter((ask) => !ask.isVoid && !seen.has(ask));
}
