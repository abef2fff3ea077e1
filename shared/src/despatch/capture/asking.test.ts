import { rulesSchema } from '../../configuration/rules';
import { hindrance, judge, nextLook } from './asking';
import type { RecordedAsk } from './asks';
import type { Charge } from './due';
import type { Method, Situation } from './method';
import { order } from './order.fixture';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const method: Method = {
  send: () => Promise.reject(new Error('Nothing is sent here.')),
  concern: () => undefined,
  obstacle: () => undefined,
};
const asked = (answer: RecordedAsk['answer'], askedAt = 0): RecordedAsk => ({
  reference: 'D1',
  paymentId: 'p',
  amount: 500,
  askedAt,
  known: [],
  ...(answer !== undefined && { answer }),
});
const charge = (state: Charge['state']): Charge => ({
  id: 'c',
  paymentId: 'p',
  amount: 500,
  state,
  interactionId: 'D1',
});

function at(now: number, list: readonly RecordedAsk[], charges: readonly Charge[] = []) {
  const situation: Situation = {
    order: order(),
    rules: rulesSchema.parse({ capture: { mode: 'payment-intents' } }).capture,
    payment: { id: 'p', authorised: 500 },
    charges,
    asks: { version: 1, list },
    now,
  };
  const judged = judge(situation.asks, situation);
  const due = { claim: { reference: 'D1', amount: 500 }, missing: 0, amount: 0 };
  return {
    step: hindrance(due, situation, judged, method),
    look: nextLook(judged, { ...situation, isNew: false }),
  };
}

describe('what was received', () => {
  it('and never shows is told after a day', () => {
    expect(at(23 * HOUR, [asked('received')]).step).toEqual({ kind: 'settled' });
    expect(at(25 * HOUR, [asked('received')]).step).toMatchObject({
      kind: 'failed',
      why: 'it was asked for, and for a day the payment has not shown what became of it',
    });
  });

  it('and is Pending is not: some payments take days', () => {
    expect(at(25 * HOUR, [asked('received')], [charge('Pending')]).step).toEqual({ kind: 'settled' });
  });

  it('is looked at less and less often, and no more once it has succeeded', () => {
    const looks = [0, 11 * MINUTE, 2 * HOUR, 26 * HOUR, 80 * HOUR, 200 * HOUR];
    expect(looks.map((now) => at(now, [asked('received')], [charge('Pending')]).look)).toEqual([
      10 * MINUTE,
      65 * MINUTE,
      25 * HOUR,
      73 * HOUR,
      168 * HOUR,
      undefined,
    ]);
    expect(at(0, [asked('received')], [charge('Success')]).look).toBeUndefined();
  });
});

describe('what was rejected', () => {
  it('is looked at when the pause after the last attempt is over, and at no other time', () => {
    const twice = [asked('rejected'), asked('rejected', HOUR)];
    expect(at(HOUR + MINUTE, twice).look).toBe(3 * HOUR);
    expect(at(4 * HOUR, twice).look).toBeUndefined();
  });

  it('five times is looked at no more', () => {
    const all = [0, 1, 3, 7, 15].map((hours) => asked('rejected', hours * HOUR));
    expect(at(16 * HOUR, all).look).toBeUndefined();
  });
});

describe('what never got an answer', () => {
  it('is looked at in ten minutes, and when it may be asked for again', () => {
    expect(at(0, [asked(undefined)]).look).toBe(10 * MINUTE);
    expect(at(11 * MINUTE, [asked(undefined)]).look).toBe(60 * MINUTE);
  });
});
