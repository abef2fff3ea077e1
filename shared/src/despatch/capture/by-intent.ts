import type { PaymentIntents } from '../../commercetools/payment-intents';
import type { Log } from '../../runtime/log';
import type { AskRecord, Asks, RecordedAsk } from './asks';
import { chargesOfAsks, counts, type Ask, type Charge, type Due } from './due';
import type { Method, Situation } from './method';
import { failed, priceOf, type Step } from './outcome';

export interface IntentParts {
  /** undefined: nobody knows where Checkout is. */
  readonly intents: PaymentIntents | undefined;
  readonly record: AskRecord;
  /** The Charges of the order as they are now. */
  readonly charges: (order: Situation['order']) => Promise<readonly Charge[]>;
  readonly log: Log;
}

/** The longest that an instance works on one request (payment-intents.ts), and time to write the answer down. */
const UNDER_WAY_MS = 60_000;
const MINUTE_MS = 60_000;

/** A capture that was rejected may succeed later (a limit, an outage), but not much later. */
const FIRST_PAUSE_MS = 3_600_000;
const MOST_ASKS = 5;

const BY_HAND =
  'Look at the payment in Checkout and at the payment service provider, and capture by hand what is missing; the ' +
  'connector sees the Charge and closes this.';

/**
 * Capture by payment intents of Checkout. What is asked is written down before: whoever finds an ask without answer
 * looks for the Charge that came of it, and asks again only when there is none for long.
 */
export function byIntent({ intents, record, charges: chargesNow, log }: IntentParts): Method {
  /** The answer was lost; the Charge tells, if it is there already. */
  async function afterUnknown(order: Situation['order'], ask: RecordedAsk, reason: string): Promise<Step> {
    log.warn('Whether a payment was captured is not known.', {
      orderId: order.id,
      reference: ask.reference,
      reason,
    });
    const seen = chargesOfAsks([{ ...ask, isVoid: false }], await chargesNow(order));
    return [...seen.values()].some(counts)
      ? { kind: 'asked', amount: ask.amount }
      : failed(`whether it was captured is not known (${reason})`, BY_HAND);
  }

  return {
    recall: (orderId) => record.read(orderId),
    counted: ({ asks, rules, charges, now }) =>
      judged(asks, charges, now, rules.askAgainAfterMinutes).map(({ ask }) => ask),
    hindrance,
    ask: async ({ claim, amount }, { order, payment, charges, asks, now }) => {
      if (intents === undefined)
        return failed('nobody has said where Checkout is', 'Set CTP_CHECKOUT_URL of the deployment.');
      const { reference } = claim;
      const known = charges.map(({ id }) => id);
      const ask: RecordedAsk = { reference, paymentId: payment.id, amount, askedAt: now, known };
      await record.add(order.id, asks, ask);
      const { currencyCode } = order.totalPrice;
      const result = await intents.capture({
        paymentId: payment.id,
        amount: { centAmount: amount, currencyCode },
        merchantReference: reference,
      });
      switch (result.kind) {
        case 'unknown':
          return afterUnknown(order, ask, result.error.message);
        case 'refused':
          await record.answer(order.id, ask, undefined);
          return failed(`Checkout did not take it (${result.error.message})`, BY_HAND);
        case 'rejected':
          await record.answer(order.id, ask, 'rejected');
          return failed('the payment service provider rejected it', BY_HAND);
        default:
          await record.answer(order.id, ask, result.kind);
          return { kind: 'asked', amount };
      }
    },
    close: async ({ order, asks, charges }) => {
      const isOver = judged(asks, charges, Infinity, 0).every(
        ({ fate, charge }) => fate === 'rejected' || charge?.state === 'Success',
      );
      if (isOver) await record.forget(order.id, asks);
    },
  };
}

type Fate = 'taken' | 'rejected' | 'under-way' | 'unknown' | 'lost';

interface Judged {
  readonly recorded: RecordedAsk;
  readonly ask: Ask;
  readonly charge: Charge | undefined;
  readonly fate: Fate;
}

/** What became of each ask, from its answer, from the Charge that came of it, and from the time that has passed. */
function judged(
  { list }: Asks,
  charges: readonly Charge[],
  now: number,
  askAgainAfterMinutes: number,
): readonly Judged[] {
  const asks = list.map((recorded) => ({ ...recorded, isVoid: recorded.answer === 'rejected' }));
  const seen = chargesOfAsks(asks, charges);
  return asks.map((ask, index) => {
    const recorded = list[index] ?? ask;
    const charge = seen.get(ask);
    const fate = fateOf(recorded, charge, now, askAgainAfterMinutes);
    return { recorded, charge, fate, ask: { ...ask, isVoid: fate === 'rejected' || fate === 'lost' } };
  });
}

function fateOf(
  { answer, askedAt }: RecordedAsk,
  charge: Charge | undefined,
  now: number,
  askAgainAfterMinutes: number,
): Fate {
  if (charge !== undefined) return counts(charge) ? 'taken' : 'rejected';
  if (answer !== undefined) return answer === 'rejected' ? 'rejected' : 'taken';
  const age = now - askedAt;
  if (age < UNDER_WAY_MS) return 'under-way';
  return askAgainAfterMinutes > 0 && age >= askAgainAfterMinutes * MINUTE_MS ? 'lost' : 'unknown';
}

function hindrance(due: Due, { order, charges, asks, rules, now }: Situation): Step | undefined {
  const own = judged(asks, charges, now, rules.askAgainAfterMinutes).filter(
    ({ ask }) => ask.reference === due.claim.reference,
  );
  const fates = own.map(({ fate }) => fate);
  if (fates.includes('under-way')) return { kind: 'waiting', why: 'it is being asked for' };
  if (fates.includes('unknown'))
    return failed('it was asked for, the answer was lost, and the payment does not show a Charge', BY_HAND);
  if (due.missing === 0) return { kind: 'settled' };
  const missing = priceOf(due.missing, order.totalPrice);
  if (
    fates.includes('taken') ||
    charges.some((one) => one.interactionId === due.claim.reference && counts(one))
  )
    return failed(`it was captured once, and ${missing} is missing`, BY_HAND);
  if (due.amount === 0) return failed(`${missing} is missing and not authorised`, BY_HAND);
  return pauseAfter(own, now);
}

/** An hour after the first time that it was rejected, then two, four, eight; no more than five attempts in all. */
function pauseAfter(own: readonly Judged[], now: number): Step | undefined {
  if (own.length >= MOST_ASKS)
    return failed(`it came to nothing ${own.length} times, and is not asked again`, BY_HAND);
  const last = own.at(-1);
  if (last?.fate !== 'rejected') return undefined;
  const again = last.recorded.askedAt + FIRST_PAUSE_MS * 2 ** (own.length - 1);
  const time = new Date(again).toISOString();
  return now < again
    ? failed(`the payment service provider rejected it; it is asked again at ${time}`, BY_HAND)
    : undefined;
}
