import { predicateMatcher } from '../../../sandbox/commercetools/predicate';
import { createMemoryDocuments } from '../../../sandbox/simulation/memory-documents';
import { seededRandom } from '../../../sandbox/simulation/random';
import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { timeoutError } from '../commercetools/commercetools-error';
import type { Documents } from '../commercetools/documents';
import { sleep } from '../runtime/clock';
import type { Booking } from './booking';
import { createHints } from './hints';
import { workDueHints } from './work-hints';

type HintWork = Parameters<typeof workDueHints>[0];

const UNCHANGED: Booking = { kind: 'unchanged', orderId: 'o' };
const outcomeOf = (kind: 'booked' | 'unchanged' | 'foreign' | 'orphan' | 'shadow'): Booking => ({
  kind,
  orderId: 'o',
  would: [],
});

const CALL = { operation: 'POST orders/{id}', correlationId: 'test' };
const START = Date.parse('2026-03-02T09:00:00Z');

function setUp(book: HintWork['book'], bookReturns: HintWork['bookReturns'] = async () => new Map()) {
  const clock = createVirtualClock(START);
  const world = { clock, random: seededRandom(1) };
  const documents = createMemoryDocuments(clock, (where, document) =>
    predicateMatcher(where, { value: 'any' })(document),
  );
  /** While it is true, nobody can write the lease. */
  const trouble = { renewals: false };
  const shaky: Documents = {
    ...documents,
    write: (container, key, ...rest) =>
      trouble.renewals && key === 'lease-hints'
        ? Promise.reject(new Error('away'))
        : documents.write(container, key, ...rest),
  };
  const hints = createHints(documents, world);
  const start = () => workDueHints({ hints, book, bookReturns, world, documents: shaky, holder: 'test' });
  const work = () => clock.runUntil(start());
  return { clock, hints, start, work, trouble };
}

const all =
  (outcome: Booking): HintWork['book'] =>
  async (requests) =>
    new Map(requests.map(({ number }) => [number, outcome]));

describe('working hints', () => {
  it.each(['booked', 'unchanged', 'foreign', 'orphan', 'shadow'] as const)(
    'takes a hint away whose sales order is %s',
    async (kind) => {
      const { hints, work } = setUp(all(outcomeOf(kind)));
      await hints.note('GB-1', 'status');
      await expect(work()).resolves.toMatchObject({ [kind]: 1, later: 0 });
      await expect(hints.read('GB-1')).resolves.toBeUndefined();
    },
  );

  it('looks again later where the booking asks for it, with what it saw', async () => {
    const seen: unknown[] = [];
    const { clock, hints, work } = setUp(async (requests) => {
      seen.push(...requests.map(({ reading }) => reading));
      const again = { afterMs: 600_000, reading: { status: 'Despatched', at: START } };
      return all(seen.length === 1 ? { kind: 'booked', orderId: 'o', again } : UNCHANGED)(requests);
    });
    await hints.note('GB-1', 'despatch');
    await expect(work()).resolves.toMatchObject({ booked: 1, later: 1, nextInMs: 600_000 });
    await expect(work()).resolves.toBe('idle');
    await clock.advance(600_000);
    await expect(work()).resolves.toMatchObject({ unchanged: 1, later: 0 });
    expect(seen).toEqual([undefined, { status: 'Despatched', at: START }]);
    await expect(hints.read('GB-1')).resolves.toBeUndefined();
  });

  it('keeps one that failed for five minutes later', async () => {
    const { clock, hints, work } = setUp(all({ kind: 'failed', reason: 'refused' }));
    await hints.note('GB-1', 'despatch');
    await expect(work()).resolves.toMatchObject({ failed: 1, later: 1 });
    await expect(hints.due(1)).resolves.toEqual([]);
    await clock.advance(5 * 60_000);
    await expect(hints.due(1)).resolves.toHaveLength(1);
  });

  it('keeps one for which something arrived while it was worked', async () => {
    const made = setUp(async (requests) => {
      await made.hints.note('GB-1', 'tracking');
      return all({ kind: 'booked', orderId: 'o' })(requests);
    });
    await made.hints.note('GB-1', 'despatch');
    await expect(made.work()).resolves.toMatchObject({ booked: 1, newer: 1 });
    await expect(made.hints.due(1)).resolves.toHaveLength(1);
  });

  it('leaves hints as they were when Peoplevox cannot be asked', async () => {
    const { hints, work } = setUp(() => Promise.reject(new Error('away')));
    await hints.note('GB-1', 'status');
    const before = await hints.read('GB-1');
    await expect(work()).rejects.toThrow('away');
    await expect(hints.read('GB-1')).resolves.toEqual(before);
  });

  it('keeps one whose return failed', async () => {
    const failed = { kind: 'failed', reason: 'refused' } as const;
    const { hints, work } = setUp(
      all(UNCHANGED),
      async (numbers) => new Map(numbers.map((number) => [number, failed])),
    );
    await hints.note('GB-1', 'return');
    await expect(work()).resolves.toMatchObject({ failed: 1, later: 1 });
  });

  it('keeps those alone whose returns commercetools does not serve', async () => {
    const { clock, hints, work } = setUp(all(UNCHANGED), () =>
      Promise.reject(timeoutError(CALL, 1, 'unknown')),
    );
    await hints.note('GB-1', 'status');
    await hints.note('GB-2', 'return');
    await expect(work()).resolves.toMatchObject({ unchanged: 1, failed: 1, nextInMs: 5 * 60_000 });
    await expect(hints.read('GB-1')).resolves.toBeUndefined();
    await clock.advance(5 * 60_000);
    await expect(hints.due(2)).resolves.toMatchObject([{ value: { number: 'GB-2' } }]);
  });

  it('books the returns of those that speak of one, after their despatches, and keeps them when that fails', async () => {
    const order: string[] = [];
    let isAway = true;
    const { hints, work } = setUp(
      async (requests) => {
        order.push('despatches');
        return all(UNCHANGED)(requests);
      },
      async (numbers) => {
        order.push(`returns of ${numbers.join()}`);
        if (isAway) throw new Error('away');
        return new Map();
      },
    );
    await hints.note('GB-1', 'status');
    await hints.note('GB-2', 'return');
    await expect(work()).rejects.toThrow('away');
    expect(order).toEqual(['despatches', 'returns of GB-2']);
    isAway = false;
    await work();
    await expect(hints.due(2)).resolves.toEqual([]);
  });
});

describe('working the hints that are due', () => {
  it('takes a hundred, and nothing where nothing is due', async () => {
    const { hints, work } = setUp(all(UNCHANGED));
    await Promise.all(Array.from({ length: 130 }, (_, index) => hints.note(`GB-${index}`, 'status')));
    await expect(work()).resolves.toMatchObject({ unchanged: 100 });
    await expect(work()).resolves.toMatchObject({ unchanged: 30 });
    await expect(work()).resolves.toBe('idle');
  });

  it('asks about no sales order twice at the same time, however long it takes', async () => {
    let asked = 0;
    const { clock, hints, start } = setUp(async (requests) => {
      asked += 1;
      await sleep(clock, 5 * 60_000);
      return all(UNCHANGED)(requests);
    });
    await hints.note('GB-1', 'status');
    const first = start();
    for (const ms of [1_000, 60_000, 200_000]) {
      await clock.advance(ms);
      await expect(start()).resolves.toBe('busy');
    }
    await expect(clock.runUntil(first)).resolves.toMatchObject({ unchanged: 1 });
    expect(asked).toBe(1);
  });

  it('takes away no hint that was noted anew since another one took the work over', async () => {
    let asked = 0;
    const { clock, hints, start, trouble } = setUp(async (requests) => {
      asked += 1;
      if (asked === 1) await sleep(clock, 3 * 60_000);
      return all(UNCHANGED)(requests);
    });
    await hints.note('GB-1', 'status');
    const slow = start().catch((error: unknown) => error);
    await clock.advance(1_000);
    trouble.renewals = true;
    await clock.advance(65_000);
    trouble.renewals = false;
    await expect(start()).resolves.toMatchObject({ unchanged: 1 });
    await hints.note('GB-1', 'return');
    await expect(clock.runUntil(slow)).resolves.toMatchObject({ name: 'LeaseLost' });
    await expect(hints.read('GB-1')).resolves.toMatchObject({ value: { kinds: ['return'] } });
  });
});
