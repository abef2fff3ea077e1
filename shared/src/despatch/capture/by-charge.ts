import type { Log } from '../../runtime/log';
import { counts, type Charge, type Due } from './due';
import type { Method, Situation } from './method';
import { failed, priceOf, type Step } from './outcome';

/** Adds a Charge in state `Initial` to a payment, at most one with this `interactionId`. */
export interface ChargeWriter {
  /** @throws whatever hindered it; the Charge may be there all the same. */
  write(charge: {
    readonly paymentId: string;
    readonly interactionId: string;
    readonly amount: { readonly centAmount: number; readonly currencyCode: string };
  }): Promise<void>;
}

export interface ChargeParts {
  readonly writer: ChargeWriter;
  /** The Charges of the order as they are now. */
  readonly charges: (order: Situation['order']) => Promise<readonly Charge[]>;
  readonly log: Log;
}

/** A payment connector that reacts to Charges does so within seconds. */
const TAKEN_UP_WITHIN_MS = 3_600_000;

const BY_HAND =
  'Look at the payment and charge by hand what is missing; the connector sees it and closes this.';

/**
 * Capture by a Charge `Initial` with the claim's reference as `interactionId`. The payment itself is the memory: what
 * was asked can be seen on it, so asking again is harmless.
 */
export function byCharge({ writer, charges, log }: ChargeParts): Method {
  return {
    recall: async () => ({ version: 0, list: [] }),
    counted: () => [],
    hindrance,
    close: async () => undefined,
    ask: async ({ claim, amount }, { order, payment }) => {
      const { currencyCode } = order.totalPrice;
      let reason = 'it was joined with another Charge of the same amount';
      try {
        await writer.write({
          paymentId: payment.id,
          interactionId: claim.reference,
          amount: { centAmount: amount, currencyCode },
        });
      } catch (error) {
        reason = error instanceof Error ? error.message : 'for an unknown reason';
        log.warn('A Charge could not be added, or its answer was lost.', { orderId: order.id, reason });
      }
      // Whatever the answer was: the payment tells.
      const now = await charges(order);
      if (now.some(({ interactionId }) => interactionId === claim.reference))
        return { kind: 'asked', amount };
      return failed(
        `the Charge of ${priceOf(amount, order.totalPrice)} is not on payment ${payment.id}: ${reason}`,
        'Nothing need be done unless this stays open: it is tried again.',
      );
    },
  };
}

function hindrance(due: Due, { order, charges, payment, now }: Situation): Step | undefined {
  const own = charges.filter(({ interactionId }) => interactionId === due.claim.reference);
  const counted = own.filter(counts);
  if (counted.some((charge) => isStuck(charge, now)))
    return failed(
      'its Charge is still Initial after an hour; the payment connector does not take it up',
      'Check that the payment connector captures by Charges in state Initial (docs/mapping/capture.md), and charge by hand.',
    );
  if (due.missing === 0) return { kind: 'settled' };
  const missing = priceOf(due.missing, order.totalPrice);
  if (counted.length > 0) return failed(`it was charged once, and ${missing} is missing`, BY_HAND);
  if (own.length > 0) return failed('its Charge failed at the payment service provider', BY_HAND);
  if (due.amount === 0) return failed(`${missing} is missing and not authorised`, BY_HAND);
  return hinderedByTwin(due, charges, payment.id, now);
}

function isStuck({ state, at }: Charge, now: number): boolean {
  return state === 'Initial' && at !== undefined && now - at > TAKEN_UP_WITHIN_MS;
}

/**
 * connect-payments-sdk takes a Charge that is `Initial` and lacks one of its two ids for any other of the same amount,
 * and would not add ours beside it (`findMatchingTransactions` in its 1.2.2).
 */
function hinderedByTwin(
  { amount }: Due,
  charges: readonly Charge[],
  paymentId: string,
  now: number,
): Step | undefined {
  const twin = charges.find(
    (charge) =>
      charge.paymentId === paymentId &&
      charge.state === 'Initial' &&
      charge.amount === amount &&
      (charge.interactionId === undefined || charge.interfaceId === undefined),
  );
  if (twin === undefined) return undefined;
  const why = `another Charge of the same amount (${twin.interactionId ?? twin.id}) is still Initial`;
  return isStuck(twin, now) ? failed(`${why} after an hour`, BY_HAND) : { kind: 'waiting', why };
}
