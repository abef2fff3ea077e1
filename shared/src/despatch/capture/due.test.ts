import fc from 'fast-check';
import { captureDue, chargesOfAsks, type Ask, type Charge } from './due';

const claims = [
  { reference: 'D1', amount: 3000 },
  { reference: 'D2', amount: 2000 },
];

function charge(amount: number, overrides: Partial<Charge> = {}): Charge {
  return { id: `charge-${amount}`, paymentId: 'pay', amount, state: 'Success', ...overrides };
}

function ask(reference: string, amount: number, overrides: Partial<Ask> = {}): Ask {
  return { reference, amount, paymentId: 'pay', known: [], isVoid: false, ...overrides };
}

function due(charges: readonly Charge[], asks: readonly Ask[] = [], authorised = 10_000) {
  const found = captureDue({ claims, charges, asks, payment: { id: 'pay', authorised } });
  return found.map(({ missing, amount }) => ({ missing, amount }));
}

describe('what is due', () => {
  it('is the claims, where nothing was charged', () => {
    expect(due([])).toEqual([
      { missing: 3000, amount: 3000 },
      { missing: 2000, amount: 2000 },
    ]);
  });

  it.each(['Initial', 'Pending', 'Success'] as const)('counts a Charge in state %s', (state) => {
    expect(due([charge(3000, { state, interactionId: 'D1' })])[0]).toEqual({ missing: 0, amount: 0 });
  });

  it('does not count a Charge that failed', () => {
    expect(due([charge(3000, { state: 'Failure', interactionId: 'D1' })])[0]?.missing).toBe(3000);
  });

  it('counts a Charge for the Delivery that it was made for, whichever comes first', () => {
    expect(due([charge(2000, { interactionId: 'D2' })])).toEqual([
      { missing: 3000, amount: 3000 },
      { missing: 0, amount: 0 },
    ]);
  });

  it('counts what others charged, on any payment, for the earliest open claims', () => {
    expect(due([charge(3500, { paymentId: 'gift-card' })])).toEqual([
      { missing: 0, amount: 0 },
      { missing: 1500, amount: 1500 },
    ]);
  });

  it('takes what a Charge took beyond its claim off the others', () => {
    expect(due([charge(4000, { interactionId: 'D1' })])[1]).toEqual({ missing: 1000, amount: 1000 });
  });

  it('charges for a claim once; what is missing of it afterwards is shown, not taken', () => {
    expect(due([charge(1000, { interactionId: 'D1' })])[0]).toEqual({ missing: 2000, amount: 0 });
  });

  it('never exceeds what is authorised', () => {
    expect(due([], [], 3500)).toEqual([
      { missing: 3000, amount: 3000 },
      { missing: 2000, amount: 500 },
    ]);
    expect(due([charge(3000, { interactionId: 'D1' })], [], 2000)[1]).toEqual({ missing: 2000, amount: 0 });
  });

  it('counts what was asked and cannot be seen yet', () => {
    expect(due([], [ask('D1', 3000)])[0]).toEqual({ missing: 0, amount: 0 });
    expect(due([], [ask('D1', 3000, { isVoid: true })])[0]).toEqual({ missing: 3000, amount: 3000 });
  });

  it('counts what was asked once, whatever the payment provider calls it', () => {
    const psp = charge(3000, { interactionId: 'psp-4711' });
    expect(due([psp], [ask('D1', 3000)])).toEqual([
      { missing: 0, amount: 0 },
      { missing: 2000, amount: 2000 },
    ]);
  });
});

describe('the Charge of an ask', () => {
  it('was not there before, has its amount, and belongs to no other ask', () => {
    const before = charge(1000, { id: 'before' });
    const first = charge(1000, { id: 'first' });
    const second = charge(1000, { id: 'second' });
    const asks = [ask('D1', 1000, { known: ['before'] }), ask('D2', 1000, { known: ['before'] })];
    const found = chargesOfAsks(asks, [before, charge(900, { id: 'other' }), first, second]);
    expect(asks.map((one) => found.get(one)?.id)).toEqual(['first', 'second']);
  });

  it('is the one with its reference where the payment provider keeps it', () => {
    const asks = [ask('D1', 1000), ask('D2', 1000)];
    const charges = [
      charge(1000, { id: 'second', interactionId: 'D2' }),
      charge(1000, { id: 'first', interactionId: 'D1' }),
    ];
    const found = chargesOfAsks(asks, charges);
    expect(asks.map((one) => found.get(one)?.id)).toEqual(['first', 'second']);
  });

  it('is that of the ask that was taken on, rather than of an earlier one that may have been lost', () => {
    const asks = [ask('D1', 1000), ask('D2', 1000, { answer: 'approved' })];
    const found = chargesOfAsks(asks, [charge(1000)]);
    expect(asks.map((one) => found.get(one)?.id)).toEqual([undefined, 'charge-1000']);
  });
});

describe('whatever was charged before, by whomever', () => {
  const states = ['Initial', 'Pending', 'Success', 'Failure'] as const;
  const drawnClaims = fc.array(fc.nat(5000), { minLength: 1, maxLength: 5 });
  const drawnCharges = fc.array(
    fc.record({
      amount: fc.nat(5000),
      state: fc.constantFrom(...states),
      on: fc.constantFrom('pay', 'gift-card'),
      claim: fc.option(fc.nat(5)),
    }),
    { maxLength: 5 },
  );

  it('captures are never negative, fill what is open of the value shipped, and stay below what is authorised', () => {
    fc.assert(
      fc.property(drawnClaims, drawnCharges, fc.nat(20_000), (values, drawn, authorised) => {
        const shipped = values.map((amount, index) => ({ reference: `D${index}`, amount }));
        const charges: Charge[] = drawn.map(({ amount, state, on, claim }, index) => ({
          id: `c${index}`,
          paymentId: on,
          amount,
          state,
          interactionId: claim === null ? undefined : `D${claim}`,
        }));
        const counted = charges.filter(({ state }) => state !== 'Failure');
        const sum = (parts: readonly { readonly amount: number }[]): number =>
          parts.reduce((total, { amount }) => total + amount, 0);
        const results = captureDue({
          claims: shipped,
          charges,
          asks: [],
          payment: { id: 'pay', authorised },
        });
        for (const { amount, missing } of results) {
          expect(amount).toBeGreaterThanOrEqual(0);
          expect(amount).toBeLessThanOrEqual(missing);
        }
        const onPayment = sum(counted.filter(({ paymentId }) => paymentId === 'pay'));
        expect(sum(results)).toBeLessThanOrEqual(Math.max(0, authorised - onPayment));
        expect(results.reduce((total, { missing }) => total + missing, 0)).toBe(
          Math.max(0, sum(shipped) - sum(counted)),
        );
        // Captured one after the other, each seen before the next is decided, they come to the same.
        const seen = [...charges];
        for (const { claim } of results) {
          const next = captureDue({
            claims: shipped,
            charges: seen,
            asks: [],
            payment: { id: 'pay', authorised },
          });
          const amount = next.find((one) => one.claim === claim)?.amount ?? 0;
          if (amount > 0)
            seen.push({
              id: claim.reference,
              paymentId: 'pay',
              amount,
              state: 'Initial',
              interactionId: claim.reference,
            });
        }
        expect(sum(seen) - sum(charges)).toBe(sum(results));
      }),
      { numRuns: 500 },
    );
  });
});
