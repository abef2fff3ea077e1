import type { Order, Payment } from '@commercetools/platform-sdk';
import { withConflictRetry } from '../../commercetools/conflict';
import type { Documents } from '../../commercetools/documents';
import type { PaymentIntents } from '../../commercetools/payment-intents';
import type { ServerClock } from '../../commercetools/server-clock';
import type { Rules } from '../../configuration/rules';
import type { ExceptionStore, Subject } from '../../exceptions/exception';
import type { Log } from '../../runtime/log';
import type { World } from '../../runtime/world';
import type { Booked } from '../booking';
import { ask, hindrance, judge, nextLook, type Judged } from './asking';
import { createAskRecord } from './asks';
import { byCharge, type ChargeWriter } from './by-charge';
import { byIntent } from './by-intent';
import { claimsOf, type Claim, type NotShipped } from './claims';
import { captureDue, type Charge, type Due } from './due';
import type { Method, Situation } from './method';
import { captureFinding, failed, priceOf, type CaptureOutcome, type Step } from './outcome';
import { paymentFacts, type Chargeable } from './payment-facts';

export interface CaptureParts {
  /** The payments with these ids, as they are now. */
  readonly payments: (ids: readonly string[]) => Promise<readonly Payment[]>;
  /** Units that Peoplevox never ships. */
  readonly notShipped: (order: Order, rules: Rules) => readonly NotShipped[];
  readonly charges: ChargeWriter;
  /** undefined: neither CTP_CHECKOUT_URL nor the region tells where Checkout is. */
  readonly intents: PaymentIntents | undefined;
  readonly documents: Documents;
  readonly exceptions: Pick<ExceptionStore, 'raise' | 'resolve'>;
  readonly serverClock: ServerClock;
  readonly world: Pick<World, 'clock' | 'random'>;
  readonly log: Log;
}

interface Captured {
  readonly outcomes: readonly CaptureOutcome[];
  /** When to call again, though nothing is booked: milliseconds since the epoch, commercetools' clock; undefined: no need. */
  readonly lookAgainAt?: number;
}

export interface Capture {
  /**
   * Captures what the order's Deliveries entitle to and no Charge covers, once a Delivery: any number of times, from any
   * number of instances. What cannot be captured is an outcome and the exception `capture-failed`, which resolves itself
   * when Charges cover everything; calling again is the retry. Empty where capture is off.
   * @throws CommercetoolsError, Conflict when the payments, the memory or the exceptions cannot be read or written.
   */
  afterBooking(booked: Booked): Promise<Captured>;
}

interface View {
  readonly chargeable: Chargeable;
  readonly situation: Situation;
  readonly judged: readonly Judged[];
  readonly dues: readonly Due[];
}

export function createCapture(parts: CaptureParts): Capture {
  const { world, log, exceptions } = parts;
  const methods: Readonly<Record<Exclude<Rules['capture']['mode'], 'off'>, Method>> = {
    charge: byCharge(parts.charges),
    'payment-intents': byIntent(parts.intents),
  };
  const record = createAskRecord(parts.documents, world);

  function paymentsOf(order: Order): Promise<readonly Payment[]> {
    return parts.payments((order.paymentInfo?.payments ?? []).map(({ id }) => id));
  }

  async function chargesOf(order: Order): Promise<readonly Charge[]> {
    return paymentFacts(await paymentsOf(order), [], '').charges;
  }

  async function look(order: Order, rules: Rules['capture'], claims: readonly Claim[]): Promise<View> {
    const [payments, asks, now] = await Promise.all([
      paymentsOf(order),
      record.read(order.id),
      parts.serverClock(),
    ]);
    const facts = paymentFacts(payments, rules.interfaces, order.totalPrice.currencyCode);
    const { chargeable, charges } = facts;
    const payment = chargeable.kind === 'one' ? chargeable.payment : { id: '', authorised: 0 };
    const situation = { order, rules, payment, charges, asks, now };
    const judged = judge(asks, situation);
    const dues = captureDue({ claims, charges, asks: judged.map((one) => one.ask), payment });
    return { chargeable, situation, judged, dues };
  }

  /** Looks again before each ask: the one before may have changed what is authorised. */
  function askFor(claim: Claim, method: Method, lookAgain: () => Promise<View>): Promise<Step> {
    return withConflictRetry({ world }, async () => {
      const view = await lookAgain();
      const due = view.dues.find(({ claim: { reference } }) => reference === claim.reference);
      if (due === undefined) return { kind: 'settled' };
      return stepOf(due, view, method) ?? ask({ record, charges: chargesOf }, method, due, view.situation);
    });
  }

  async function tell(order: Order, outcomes: readonly CaptureOutcome[]): Promise<void> {
    const subject: Subject = {
      type: 'order',
      id: order.id,
      ...(order.orderNumber !== undefined && { key: order.orderNumber }),
    };
    const finding = captureFinding(subject, outcomes, order.totalPrice);
    if (finding !== undefined) await exceptions.raise(finding);
    else if (!outcomes.some(({ kind }) => kind === 'waiting'))
      await exceptions.resolve('capture-failed', subject, 'Charges cover everything that was despatched.');
  }

  return {
    afterBooking: async ({ after: order, deliveries, rules }) => {
      const { capture } = rules;
      if (capture.mode === 'off') return { outcomes: [] };
      const notShipped = parts.notShipped(order, rules);
      const claims = claimsOf(order, { deliveries, notShipped, rules: capture });
      if (claims.length === 0) return { outcomes: [] };
      const method = methods[capture.mode];
      const lookAgain = (): Promise<View> => look(order, capture, claims);
      const view = await lookAgain();
      const outcomes: CaptureOutcome[] = [];
      let hasAsked = false;
      for (const due of view.dues) {
        const { claim } = due;
        const step = stepOf(due, view, method);
        if (step !== undefined) outcomes.push({ claim, ...step });
        else {
          hasAsked = true;
          outcomes.push({ claim, ...(await askFor(claim, method, lookAgain)) });
        }
      }
      report(log, order, outcomes);
      await tell(order, outcomes);
      const { judged, situation } = hasAsked ? await lookAgain() : view;
      const isNew = outcomes.some(({ kind }) => kind === 'asked');
      const lookAgainAt = nextLook(judged, { ...situation, isNew });
      return { outcomes, ...(lookAgainAt !== undefined && { lookAgainAt }) };
    },
  };
}

/** What there is to say of a claim that is not to be asked for now. */
function stepOf(due: Due, { chargeable, situation, judged }: View, method: Method): Step | undefined {
  if (chargeable.kind === 'one') return hindrance(due, situation, judged, method);
  if (due.missing === 0) return { kind: 'settled' };
  if (chargeable.kind === 'unusable') return failed(chargeable.why, chargeable.fix);
  const { withoutPayment, interfaces } = situation.rules;
  if (withoutPayment === 'leave') return { kind: 'settled' };
  return failed(
    `${priceOf(due.missing, situation.order.totalPrice)} is missing, and no payment is of ${interfaces.join(', ') || 'an interface'} that may be charged (capture.interfaces)`,
    'Ask the customer for the money; or list the payment interface in capture.interfaces; or set capture.withoutPayment to "leave" where such orders are paid otherwise.',
  );
}

function report(log: Log, order: Order, outcomes: readonly CaptureOutcome[]): void {
  for (const { claim, ...step } of outcomes)
    if (step.kind !== 'settled')
      log.info('Capture on despatch.', { orderId: order.id, reference: claim.reference, ...step });
}
