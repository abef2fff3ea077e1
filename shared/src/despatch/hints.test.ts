import fc from 'fast-check';
import { predicateMatcher } from '../../../sandbox/commercetools/predicate';
import { createMemoryDocuments } from '../../../sandbox/simulation/memory-documents';
import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import type { Documents } from '../commercetools/documents';
import { sleep } from '../runtime/clock';
import { createHints, HINTS_CONTAINER, keyOf } from './hints';

const START = Date.parse('2026-03-02T09:00:00Z');

function setUp() {
  const clock = createVirtualClock(START);
  const documents = createMemoryDocuments(clock, (where, document) =>
    predicateMatcher(where, { value: 'any' })(document),
  );
  let writes = 0;
  const counted: Documents = {
    ...documents,
    write: (...args) => {
      writes += 1;
      return documents.write(...args);
    },
  };
  const instance = () => createHints(counted, { clock, random: () => 0.5 });
  return { clock, documents, instance, writes: () => writes };
}

describe('hints', () => {
  it('make one object of ten hints for a sales order, in few writes', async () => {
    const { clock, instance, writes } = setUp();
    const hints = instance();
    await clock.runUntil(
      Promise.all(
        Array.from({ length: 10 }, (_, index) => hints.note('GB-1', index % 2 ? 'status' : 'tracking')),
      ),
    );
    const kept = await hints.read('GB-1');
    expect(kept?.value).toMatchObject({ number: 'GB-1', kinds: ['tracking', 'status'], count: 10 });
    expect(writes()).toBeLessThanOrEqual(3);
  });

  it('lose none when instances write at the same time', async () => {
    const { clock, instance } = setUp();
    const instances = [instance(), instance(), instance()];
    await clock.runUntil(
      Promise.all(
        Array.from({ length: 60 }, async (_, index) => {
          await sleep(clock, index * 7);
          await instances[index % 3]?.note('GB-1', 'status');
        }),
      ),
    );
    expect((await instances[0]?.read('GB-1'))?.value.count).toBe(60);
  });

  it('keep what another instance noted since this one noted it and it was worked', async () => {
    const { clock, instance } = setUp();
    const [one, other] = [instance(), instance()];
    await one.note('GB-1', 'status');
    const worked = await other.read('GB-1');
    await (worked && other.remove(worked));
    await clock.advance(3 * 3_600_000);
    await other.note('GB-1', 'return');
    await one.note('GB-1', 'tracking');
    expect((await other.read('GB-1'))?.value).toMatchObject({
      kinds: ['return', 'tracking'],
      count: 2,
      firstSeenAt: '2026-03-02T12:00:00.000Z',
    });
  });

  it('are taken away only when nothing newer arrived meanwhile', async () => {
    const { instance } = setUp();
    const hints = instance();
    await hints.note('GB-1', 'despatch');
    const [taken] = await hints.due(10);
    if (taken === undefined) throw new Error('It is due.');
    await hints.note('GB-1', 'tracking');
    await expect(hints.remove(taken)).resolves.toBe(false);
    await expect(hints.postpone(taken, START + 60_000, 'seen')).resolves.toBe(false);
    const [newer] = await hints.due(10);
    expect(newer?.value.kinds).toEqual(['despatch', 'tracking']);
    await expect(newer && hints.remove(newer)).resolves.toBe(true);
    await expect(hints.due(10)).resolves.toEqual([]);
  });

  it('wait for another look, which something new brings forward with what was seen', async () => {
    const { clock, instance } = setUp();
    const hints = instance();
    await hints.note('GB-1', 'status');
    const [taken] = await hints.due(10);
    await (taken && hints.postpone(taken, START + 600_000, { status: 'Despatched' }));
    await expect(hints.due(10)).resolves.toEqual([]);
    await clock.advance(600_000);
    await expect(hints.due(10)).resolves.toMatchObject([{ value: { reading: { status: 'Despatched' } } }]);
    const [again] = await hints.due(10);
    await (again && hints.postpone(again, START + 6_000_000, { status: 'Picked' }));
    await hints.note('GB-1', 'status');
    await expect(hints.due(10)).resolves.toMatchObject([{ value: { reading: { status: 'Picked' } } }]);
  });

  it('of a later version of the connector stay as they are, but whoever works on them must look again', async () => {
    const { documents, instance } = setUp();
    const value = { schemaVersion: 2, number: 'GB-1', said: 'something' };
    const { version } = await documents.write(HINTS_CONTAINER, 'GB-1', value, 0);
    const hints = instance();
    await hints.note('GB-1', 'status');
    await expect(hints.due(10)).resolves.toEqual([]);
    await expect(documents.read(HINTS_CONTAINER, 'GB-1')).resolves.toMatchObject({
      value,
      version: version + 1,
    });
  });

  it('keep fields that this version does not know', async () => {
    const { documents, instance } = setUp();
    const hints = instance();
    await hints.note('GB-1', 'status');
    const before = await hints.read('GB-1');
    await documents.write(
      HINTS_CONTAINER,
      'GB-1',
      { ...before?.value, colour: 'blue' },
      before?.version ?? 0,
    );
    await hints.note('GB-1', 'return');
    expect((await hints.read('GB-1'))?.value).toMatchObject({ colour: 'blue', count: 2 });
  });
});

describe('the key of a hint', () => {
  it('is the number where that can be a key', () => {
    expect(keyOf('GB-1001.2_a')).toBe('GB-1001.2_a');
  });

  it('is always a key, another for each number', () => {
    const number = fc.string({ unit: 'grapheme-composite', minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(number, number, (one, other) => {
        expect(keyOf(one)).toMatch(/^[-_~.a-zA-Z0-9]{1,256}$/);
        expect(keyOf(one) === keyOf(other)).toBe(one === other);
      }),
    );
  });
});
