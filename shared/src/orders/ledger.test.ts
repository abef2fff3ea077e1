import { createMemoryDocuments } from '../../../sandbox/simulation/memory-documents';
import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { composeSalesOrders } from './composition/compose';
import {
  ABSENT,
  asShown,
  attemptedSalesOrders,
  confirmedSalesOrders,
  fingerprint,
  isCertainly,
  isCertainlyThere,
  LEDGER_CONTAINER,
  readLedger,
  removeLedger,
  writeLedger,
  type LedgerEntry,
} from './ledger';
import { facts, lineItem, order, orderId, secondLineId } from './composition/order.fixture';
import type { SalesOrder } from './composition/sales-order';

const documents = () => createMemoryDocuments(createVirtualClock(0));

function entry(overrides: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    schemaVersion: 1,
    state: 'held',
    orderVersion: 3,
    salesOrders: [],
    held: ['order-invalid'],
    trace: [{ at: '2026-04-01T10:00:00.000Z', what: 'received' }],
    ...overrides,
  };
}

function composed(lineItems = [lineItem()]): readonly SalesOrder[] {
  const composition = composeSalesOrders(order({ lineItems }), facts());
  if (composition.kind === 'faulty') throw new Error('The fixture is faulty.');
  return composition.salesOrders;
}

describe('the ledger document of an order', () => {
  it('is read as it was written, by compare-and-set', async () => {
    const store = documents();
    await expect(readLedger(store, orderId)).resolves.toBeUndefined();
    const written = await writeLedger(store, orderId, entry(), 0);
    await expect(readLedger(store, orderId)).resolves.toMatchObject({ value: entry(), version: 1 });
    await expect(writeLedger(store, orderId, entry(), 0)).rejects.toMatchObject({ name: 'Conflict' });
    await expect(removeLedger(store, orderId, written.version)).resolves.toBe(true);
  });

  it.each([
    ['of a newer version', { ...entry(), schemaVersion: 2 }],
    ['in a state that this version does not know', { ...entry(), state: 'returned' }],
    ['that is damaged', 'gibberish'],
  ])('cannot be read %s, and the error names it', async (_, value) => {
    const store = documents();
    await store.write(LEDGER_CONTAINER, orderId, value, 0);
    const reading = readLedger(store, orderId);
    await expect(reading).rejects.toMatchObject({ name: 'LedgerUnreadable' });
    await expect(reading).rejects.toThrow(orderId);
  });

  it('is read although it has fields of a later version', async () => {
    const store = documents();
    await store.write(LEDGER_CONTAINER, orderId, { ...entry(), colour: 'green' }, 0);
    await expect(readLedger(store, orderId)).resolves.toMatchObject({ value: entry() });
  });

  it('keeps the first and the last steps of a long trace', async () => {
    const trace = Array.from({ length: 100 }, (_, step) => ({
      at: '2026-04-01T10:00:00.000Z',
      what: `${step}`,
    }));
    const { value } = await writeLedger(documents(), orderId, entry({ trace }), 0);
    const kept = value.trace.map(({ what }) => Number(what));
    expect(kept).toHaveLength(40);
    expect(kept.slice(0, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(kept.slice(8)).toEqual(Array.from({ length: 32 }, (_, step) => 68 + step));
  });
});

describe('fingerprint', () => {
  it('shows nothing of the values, and differs from order to order', () => {
    const columns = { ContactName: 'Ada Byron', Email: 'ada@example.com' };
    expect(fingerprint('one', columns)).toMatch(/^[0-9a-f]{16}$/);
    expect(fingerprint('one', columns)).not.toBe(fingerprint('two', columns));
  });

  it('changes with any value, but neither with the order of columns nor with empty ones', () => {
    const known = fingerprint('one', { A: '1', B: '2' });
    expect(fingerprint('one', { B: '2', A: '1', C: '' })).toBe(known);
    expect(fingerprint('one', { A: '1', B: '3' })).not.toBe(known);
    expect(fingerprint('one', { A: '12', B: '' })).not.toBe(fingerprint('one', { A: '1', B: '2' }));
  });
});

describe('what Peoplevox may have', () => {
  const before = confirmedSalesOrders(orderId, composed());
  const more = composed([lineItem({ quantity: 5 }), lineItem({ id: secondLineId })]);

  it('is one content once it is confirmed', () => {
    const [salesOrder] = composed();
    expect(before).toMatchObject([{ number: 'WEB-1001', site: 'PrimarySite', lines: [{ quantity: 2 }] }]);
    expect(before[0]?.possible).toEqual([fingerprint(orderId, salesOrder?.header ?? {})]);
    expect(before[0]?.lines[0]?.possible).toHaveLength(1);
  });

  it('is nothing or what is sent, while the first attempt is under way', () => {
    const [attempted] = attemptedSalesOrders([], before);
    expect(attempted?.possible).toEqual([ABSENT, ...(before[0]?.possible ?? [])]);
    expect(attempted?.lines[0]?.possible).toEqual([ABSENT, ...(before[0]?.lines[0]?.possible ?? [])]);
  });

  it('is the old or the new content, while a change is under way, and an added line may not be there', () => {
    const wanted = confirmedSalesOrders(orderId, more);
    const [attempted] = attemptedSalesOrders(before, wanted);
    expect(attempted?.possible).toEqual([...(before[0]?.possible ?? []), ...(wanted[0]?.possible ?? [])]);
    const [changed, added] = attempted?.lines ?? [];
    expect(changed?.possible).toEqual([
      ...(before[0]?.lines[0]?.possible ?? []),
      ...(wanted[0]?.lines[0]?.possible ?? []),
    ]);
    expect(added?.possible).toEqual([ABSENT, ...(wanted[0]?.lines[1]?.possible ?? [])]);
  });

  it('is surely no more than both contents have in common', () => {
    const grown = confirmedSalesOrders(orderId, composed([lineItem({ quantity: 5 })]));
    const [attempted] = attemptedSalesOrders(before, grown);
    const had = before[0]?.lines[0]?.quantity;
    expect(attempted?.lines[0]).toMatchObject({ quantity: 5, certain: had });
    const [again] = attemptedSalesOrders(attempted === undefined ? [] : [attempted], grown);
    expect(again?.lines[0]).toMatchObject({ quantity: 5, certain: had });
    expect(attemptedSalesOrders([], grown)[0]?.lines[0]).toMatchObject({ quantity: 5, certain: 0 });
  });

  it('is surely what Peoplevox shows of it, whatever became of the attempts', () => {
    const [lost] = attemptedSalesOrders(
      [],
      confirmedSalesOrders(orderId, composed([lineItem({ quantity: 5 })])),
    );
    if (lost === undefined) throw new Error('Nothing was attempted.');
    const [line] = lost.lines;
    const seen = (units: number) => asShown(lost, new Map([[line?.itemCode ?? '', units]])).lines[0];
    expect(seen(5)).not.toHaveProperty('certain');
    expect(seen(3)).toMatchObject({ quantity: 5, certain: 3 });
    expect(asShown(lost, new Map()).lines[0]).toMatchObject({ quantity: 5, certain: 0 });
  });

  it('is surely not there, once its removal was sent', () => {
    const two = confirmedSalesOrders(orderId, more);
    const [attempted] = attemptedSalesOrders(two, before);
    expect(attempted?.lines.find(({ lineItemId }) => lineItemId === secondLineId)).toMatchObject({
      certain: 0,
    });
  });

  it('does not grow by an attempt to send the same again', () => {
    expect(attemptedSalesOrders(before, before)).toEqual(before);
  });

  it('still lists lines and sales orders that are wanted no more', () => {
    const two = confirmedSalesOrders(orderId, more);
    const [attempted] = attemptedSalesOrders(two, before);
    expect(attempted?.lines.map(({ lineItemId }) => lineItemId)).toContain(secondLineId);
    expect(attemptedSalesOrders(two, []).map(({ number }) => number)).toEqual(['WEB-1001']);
  });

  it('is certain only when nothing else is possible', () => {
    expect(isCertainly(['a'], 'a')).toBe(true);
    expect(isCertainly(['a'], 'b')).toBe(false);
    expect(isCertainly(['a', 'b'], 'b')).toBe(false);
    expect(isCertainly([ABSENT, 'a'], 'a')).toBe(false);
    expect(isCertainlyThere([ABSENT, 'a'], 'a')).toBe(true);
    expect(isCertainlyThere([ABSENT, 'a', 'b'], 'a')).toBe(false);
  });
});
