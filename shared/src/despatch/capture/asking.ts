import type { AskRecord, Asks, RecordedAsk } from './asks';
import { chargesOfAsks, counts, type Ask, type Charge, type Due } from './due';
import type { Method, Sent, Situation } from './method';
import { BY_HAND, failed, priceOf, type Step } from './outcome';

/** The longest that an instance works on one request, and time to write the answer down. */
const UNDER_WAY_MS = 60_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** What a payment service provider received and shows nothing of for so long, it has lost. */
const SHOWS_WITHIN_MS = 24 * HOUR_MS;

/** A capture that was rejected may succeed later (a limit, an outage), but not much later. */
const FIRST_PAUSE_MS = 3_600_000;
const MOST_ASKS = 5;

/**
 * `failed`: it was taken on, and its Charge failed. Some payment connectors show a capture as failed until the payment
 * service provider has confirmed it, so only what was `rejected` outright is asked again.
 */
type Fate = 'taken' | 'failed' | 'rejected' | 'under-way' | 'unknown' | 'lost';

/** An ask, with what became of it. */
export interface Judged {
  readonly ask: Ask;
  readonly askedAt: number;
  readonly charge: Charge | undefined;
  readonly fate: Fate;
  /** The payment service provider has yet to say what becomes of it. */
  readonly isOpen: boolean;
}

/** What became of each ask, from its answer, from the Charge that came of it, and from the time that has passed. */
export function judge(
  { list }: Asks,
  { charges, now, rules }: Pick<Situation, 'charges' | 'now' | 'rules'>,
): readonly Judged[] {
  const asks = list.map((recorded, index) => ({
    ...recorded,
    // Asked again: it came to nothing, or was given up as lost.
    isVoid:
      recorded.answer === 'rejected' ||
      list.slice(index + 1).some(({ reference }) => reference === recorded.reference),
  }));
  const seen = chargesOfAsks(asks, charges);
  return asks.map((ask) => {
    const charge = seen.get(ask);
    const fate = fateOf(ask, charge, now, rules.askAgainAfterMinutes);
    const isVoid = fate === 'rejected' || fate === 'lost';
    const isOpen =
      fate === 'taken' && (charge === undefined ? ask.answer === 'received' : charge.state !== 'Success');
    return { ask: { ...ask, isVoid }, askedAt: ask.askedAt, charge, fate, isOpen };
  });
}

function fateOf(
  { answer, askedAt, isVoid }: RecordedAsk & Pick<Ask, 'isVoid'>,
  charge: Charge | undefined,
  now: number,
  askAgainAfterMinutes: number,
): Fate {
  if (isVoid) return answer === undefined ? 'lost' : 'rejected';
  if (charge !== undefined) return counts(charge) ? 'taken' : 'failed';
  if (answer !== undefined) return 'taken';
  const age = now - askedAt;
  if (age < UNDER_WAY_MS) return 'under-way';
  return askAgainAfterMinutes > 0 && age >= askAgainAfterMinutes * MINUTE_MS ? 'lost' : 'unknown';
}

/** What there is to say of a claim that is not to be asked for now; undefined: ask. Pure. */
export function hindrance(
  due: Due,
  situation: Situation,
  judged: readonly Judged[],
  method: Method,
): Step | undefined {
  const { reference } = due.claim;
  const mine = judged.filter(({ ask }) => ask.reference === reference);
  const own = [
    ...situation.charges.filter(({ interactionId }) => interactionId === reference),
    ...mine.flatMap(({ charge }) =>
      charge === undefined || charge.interactionId === reference ? [] : [charge],
    ),
  ];
  const is = (fate: Fate): boolean => mine.some((one) => one.fate === fate);
  if (is('under-way')) return { kind: 'waiting', why: 'it is being asked for' };
  if (is('unknown'))
    return failed('it was asked for, the answer was lost, and the payment does not show a Charge', BY_HAND);
  const concern = method.concern(own, situation) ?? unanswered(mine, situation.now);
  if (concern !== undefined) return concern;
  if (due.missing === 0) return { kind: 'settled' };
  const missing = priceOf(due.missing, situation.order.totalPrice);
  if (is('taken') || own.some(counts))
    return failed(`it was captured once, and ${missing} is missing`, BY_HAND);
  if (is('failed')) return failed('its Charge failed at the payment service provider', BY_HAND);
  if (due.amount === 0) return failed(`${missing} is missing and not authorised`, BY_HAND);
  return afterOthers(due, judged) ?? method.obstacle(due, own, situation) ?? pauseAfter(mine, situation.now);
}

/** A Charge that is `Pending` is an answer: some take days. */
function unanswered(mine: readonly Judged[], now: number): Step | undefined {
  const isLate = ({ isOpen, charge, askedAt }: Judged) =>
    isOpen && charge?.state !== 'Pending' && now - askedAt > SHOWS_WITHIN_MS;
  return mine.some(isLate)
    ? failed('it was asked for, and for a day the payment has not shown what became of it', BY_HAND)
    : undefined;
}

/** What comes of one capture must be told from what comes of the next. */
function afterOthers({ amount }: Due, judged: readonly Judged[]): Step | undefined {
  const other = judged.find(
    ({ fate, ask }) => fate === 'under-way' || (fate === 'unknown' && ask.amount === amount),
  );
  return other && { kind: 'waiting', why: `the capture for Delivery ${other.ask.reference} comes first` };
}

/** Most captures are settled within seconds; an hour after, a Charge that is still Initial is told (by-charge.ts). */
const FIRST_LOOK_MS = 10 * MINUTE_MS;
const LOOKS_MS = [FIRST_LOOK_MS, 65 * MINUTE_MS, 25 * HOUR_MS, 73 * HOUR_MS, 7 * 24 * HOUR_MS];

/**
 * When a look at the payment may tell something new of what was asked, though nobody books anything: milliseconds since
 * the epoch, commercetools' clock; undefined: no more. Pure.
 * @param isNew something was asked just now; its Charge may have failed since
 */
export function nextLook(
  judged: readonly Judged[],
  { now, rules, isNew }: Pick<Situation, 'now' | 'rules'> & { readonly isNew: boolean },
): number | undefined {
  const times = judged.flatMap((one) => {
    const { ask, askedAt, fate } = one;
    if (one.isOpen) return LOOKS_MS.map((ms) => askedAt + ms);
    if (fate === 'under-way') return [askedAt + FIRST_LOOK_MS];
    if (fate === 'unknown') return [askedAt + rules.askAgainAfterMinutes * MINUTE_MS];
    const mine = judged.filter((other) => other.ask.reference === ask.reference);
    const isLast = one === mine.at(-1) && mine.length < MOST_ASKS;
    return fate === 'rejected' && isLast ? [pauseEnd(mine, askedAt)] : [];
  });
  const future = [...times, ...(isNew ? [now + FIRST_LOOK_MS] : [])].filter((time) => time > now);
  return future.length === 0 ? undefined : Math.min(...future);
}

/** An hour after the first time that it was rejected, then two, four, eight; no more than five attempts in all. */
function pauseAfter(mine: readonly Judged[], now: number): Step | undefined {
  if (mine.length >= MOST_ASKS)
    return failed(`it came to nothing ${mine.length} times, and is not asked again`, BY_HAND);
  const last = mine.at(-1);
  if (last?.fate !== 'rejected') return undefined;
  const again = pauseEnd(mine, last.askedAt);
  const time = new Date(again).toISOString();
  return now < again
    ? failed(`the payment service provider rejected it; it is asked again at ${time}`, BY_HAND)
    : undefined;
}

function pauseEnd(mine: readonly Judged[], askedAt: number): number {
  return askedAt + FIRST_PAUSE_MS * 2 ** (mine.length - 1);
}

interface AskingParts {
  readonly record: AskRecord;
  /** The Charges of the order as they are now. */
  readonly charges: (order: Situation['order']) => Promise<readonly Charge[]>;
}

/**
 * Asks for a claim, once. It is written down before: whoever finds an ask without answer looks for the Charge that came
 * of it, and asks again only when there is none for long.
 * @throws Conflict when another instance was faster: look again.
 */
export async function ask(
  { record, charges }: AskingParts,
  method: Method,
  due: Due,
  situation: Situation,
): Promise<Step> {
  const { order, payment, asks, now } = situation;
  const { amount, claim } = due;
  const known = situation.charges.map(({ id }) => id);
  const recorded = await record.add(order.id, asks, {
    reference: claim.reference,
    paymentId: payment.id,
    amount,
    askedAt: now,
    known,
  });
  const result = await seenOnPayment(await method.send(due, situation), async () => {
    const seen = chargesOfAsks([{ ...recorded, isVoid: false }], await charges(order));
    return seen.size > 0;
  });
  switch (result.kind) {
    case 'unknown':
      return failed(`whether it was captured is not known (${result.why})`, BY_HAND);
    case 'refused':
      await record.answer(order.id, recorded, undefined);
      return failed(`it was not taken (${result.why})`, BY_HAND);
    case 'rejected':
      await record.answer(order.id, recorded, 'rejected');
      return failed('the payment service provider rejected it', BY_HAND);
    default:
      await record.answer(order.id, recorded, result.kind);
      return { kind: 'asked', amount };
  }
}

/** Where the answer alone does not tell, the payment does. */
async function seenOnPayment(
  sent: Sent,
  isThere: () => Promise<boolean>,
): Promise<Exclude<Sent, { kind: 'written' }>> {
  if (sent.kind === 'written')
    return (await isThere())
      ? { kind: 'received' }
      : { kind: 'refused', why: 'it was joined with another Charge of the same amount' };
  return sent.kind === 'unknown' && (await isThere()) ? { kind: 'received' } : sent;
}
