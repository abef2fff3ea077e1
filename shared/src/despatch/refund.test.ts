import fc from 'fast-check';
import type { Order, Transaction } from '@commercetools/platform-sdk';
import { line, money, order as orderOf } from './capture/order.fixture';
import { isCharged, isPaid, refundDue, refunded, valueOf } from './refund';
import { sumOf } from './grouped';

const subject = { type: 'order', id: 'o' } as const;

function withTransactions(
  order: Order,
  ...transactions: readonly [Transaction['type'], Transaction['state'], number][]
): Order {
  const payment = {
    transactions: transactions.map(([type, state, centAmount], index) => ({
      id: String(index),
      type,
      state,
      amount: money(centAmount),
    })),
  };
  return {
    ...order,
    paymentInfo: { payments: [{ typeId: 'payment', id: 'p', obj: payment as never }] },
  };
}

function ofLines(...lineItems: Order['lineItems']): Order {
  return orderOf({ lineItems, shippingInfo: undefined });
}

describe('a refund', () => {
  const order = ofLines(line('a', 3, 1000), line('b', 1, 500));

  it('is due only for what was paid: by Charges that succeeded, else by paymentState', () => {
    expect(isPaid(order)).toBe(false);
    expect(isPaid({ ...order, paymentState: 'Paid' })).toBe(true);
    expect(
      isPaid(withTransactions({ ...order, paymentState: 'Paid' }, ['Authorization', 'Success', 1500])),
    ).toBe(false);
    expect(isPaid(withTransactions(order, ['Charge', 'Success', 1500]))).toBe(true);
    expect(isPaid(withTransactions(order, ['Charge', 'Pending', 1500]))).toBe(false);
    const captured = withTransactions(order, ['Charge', 'Success', 500]);
    expect([isPaid(captured), isCharged(captured)]).toEqual([false, true]);
    expect(refunded(withTransactions(order, ['Refund', 'Success', 200], ['Refund', 'Failure', 300]))).toBe(
      200,
    );
  });

  it('names lines and the amount to the cent, less what was refunded already', () => {
    const gone = [{ lineItemId: 'a', quantity: 1, after: 2, because: 'not despatched' }];
    expect(refundDue(order, subject, gone, 0)?.message).toBe(
      'Proposal: refund 3.33 GBP. 1 of A (line item a, not despatched): 3.33 GBP. Tax and discounts are included.',
    );
    expect(refundDue(order, subject, gone, 100)?.message).toContain('refund 2.33 GBP');
    expect(refundDue(order, subject, gone, 333)).toBeUndefined();
    expect(refundDue(order, subject, [], 0)).toBeUndefined();
  });

  it('of the parts of a line adds up to the line', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 5000 }),
        fc.array(fc.nat(4), { maxLength: 6 }),
        (quantity, gross, cuts) => {
          const whole = ofLines(line('a', quantity, gross));
          const ends = [...cuts.map((cut) => Math.min(cut, quantity)), quantity].toSorted((a, b) => a - b);
          const parts = ends.map((end, index) => ({
            lineItemId: 'a',
            after: ends[index - 1] ?? 0,
            quantity: end - (ends[index - 1] ?? 0),
            because: '',
          }));
          expect(sumOf(parts, (part) => valueOf(whole, part))).toBe(gross);
        },
      ),
    );
  });
});
