import { rules } from './despatch.fixture';
import { isConfirmed, lookAgain, meaningOf, seenIn } from './standing';

const TEN = 600_000;

describe('the status of a sales order', () => {
  it('has a meaning by the rules, in any case; what they do not list has none', () => {
    expect(meaningOf('ALLOCATED', rules())).toBe('allocated');
    expect(meaningOf('Despatched', rules())).toBe('closed');
    expect(meaningOf('cancelled', rules())).toBe('cancelled');
    expect(meaningOf('Packed', rules())).toBe('unknown');
    const mine = rules({ despatch: { closedStatuses: ['Done'] } });
    expect(meaningOf('Despatched', mine)).toBe('unknown');
    expect(meaningOf('done', mine)).toBe('closed');
  });

  it('is believed after two readings that agree, far enough apart', () => {
    const seen = seenIn([{ number: 'A', reading: { status: 'Despatched', at: 1000 } }]);
    expect(isConfirmed('A', 'Despatched', 1000 + TEN, seen, TEN)).toBe(true);
    expect(isConfirmed('A', 'Despatched', 999 + TEN, seen, TEN)).toBe(false);
    expect(isConfirmed('A', 'Cancelled', 1000 + TEN, seen, TEN)).toBe(false);
    expect(isConfirmed('B', 'Despatched', 1000 + TEN, seen, TEN)).toBe(false);
  });

  it('was not seen by a reading that is none', () => {
    for (const reading of [undefined, null, 'x', { status: 1 }, { at: 1 }])
      expect(seenIn([{ number: 'A', reading }]).size).toBe(0);
  });

  it('is remembered with those of the other sales orders, and dated by the latest', () => {
    const closing = new Map([
      ['A', 'Despatched'],
      ['B', 'Cancelled'],
    ]);
    const first = lookAgain('A', new Map([['A', 'Despatched']]), 1000, new Map(), TEN);
    expect(first).toEqual({ afterMs: TEN, reading: { status: 'Despatched', at: 1000, others: {} } });
    const second = lookAgain('A', closing, 5000, seenIn([{ number: 'A', reading: first.reading }]), TEN);
    expect(second).toEqual({
      afterMs: TEN,
      reading: { status: 'Despatched', at: 5000, others: { B: 'Cancelled' } },
    });
    const seen = seenIn([{ number: 'A', reading: second.reading }]);
    expect(lookAgain('B', closing, 5000 + TEN, seen, TEN).afterMs).toBe(0);
    expect(isConfirmed('B', 'Cancelled', 5000 + TEN, seen, TEN)).toBe(true);
  });
});
