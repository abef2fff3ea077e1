import type { Charge, Due } from './due';
import type { Method, Situation } from './method';
import { BY_HAND, failed, type Step } from './outcome';

/** What became of a Charge that was to be written; `refused`: it surely is not there. */
export type Written =
  { readonly kind: 'written' } | { readonly kind: 'refused' | 'unknown'; readonly why: string };

/** Adds a Charge in state `Initial` to a payment, unless one with this `interactionId` is there. */
export interface ChargeWriter {
  write(charge: {
    readonly paymentId: string;
    readonly interactionId: string;
    readonly amount: { readonly centAmount: number; readonly currencyCode: string };
  }): Promise<Written>;
}

/** A payment connector that reacts to Charges does so within seconds. */
const TAKEN_UP_WITHIN_MS = 3_600_000;

/** Capture by a Charge `Initial` with the claim's reference as `interactionId`; the payment connector does the rest. */
export function byCharge(writer: ChargeWriter): Method {
  return {
    concern: (own, { now }) =>
      own.some((charge) => isStuck(charge, now))
        ? failed(
            'its Charge is still Initial after an hour; the payment connector does not take it up',
            'Check that the payment connector captures by Charges in state Initial (docs/mapping/capture.md), and charge by hand.',
          )
        : undefined,
    obstacle: (due, own, situation) => afterFailure(due, own) ?? besideTwin(due, situation),
    send: ({ claim, amount }, { order, payment }) =>
      writer.write({
        paymentId: payment.id,
        interactionId: claim.reference,
        amount: { centAmount: amount, currencyCode: order.totalPrice.currencyCode },
      }),
  };
}

function isStuck({ state, at }: Charge, now: number): boolean {
  return state === 'Initial' && at !== undefined && now - at > TAKEN_UP_WITHIN_MS;
}

/** A reference stands for one Charge; where that has kept it and failed, there is no other. */
function afterFailure({ claim }: Due, own: readonly Charge[]): Step | undefined {
  return own.some(({ interactionId }) => interactionId === claim.reference)
    ? failed('its Charge failed at the payment service provider', BY_HAND)
    : undefined;
}

/**
 * connect-payments-sdk takes a Charge that is `Initial` and lacks one of its two ids for any other of the same amount,
 * and would not add ours beside it (`findMatchingTransactions` in its 1.2.2).
 */
function besideTwin({ amount }: Due, { charges, payment, now }: Situation): Step | undefined {
  const twin = charges.find(
    (charge) =>
      charge.paymentId === payment.id &&
      charge.state === 'Initial' &&
      charge.amount === amount &&
      (charge.interactionId === undefined || charge.interfaceId === undefined),
  );
  if (twin === undefined) return undefined;
  const why = `another Charge of the same amount (${twin.interactionId ?? twin.id}) is still Initial`;
  return isStuck(twin, now) ? failed(`${why} after an hour`, BY_HAND) : { kind: 'waiting', why };
}
