import type { Order } from '@commercetools/platform-sdk';
import type { LedgerEntry } from './ledger';
import { order, rules } from './composition/order.fixture';
import { screen, sentNumbers, type ScreeningFacts } from './screen';

const salesOrder = { number: 'WEB-1001', site: 'PrimarySite', possible: ['f'], lines: [] };

function entry(overrides: Partial<LedgerEntry> = {}): LedgerEntry {
  const state = 'exported';
  return {
    schemaVersion: 1,
    state,
    orderVersion: 1,
    salesOrders: [salesOrder],
    held: [],
    trace: [],
    ...overrides,
  };
}

function screened(overrides: Partial<Order>, facts: Partial<ScreeningFacts> = {}) {
  return screen(order(overrides), {
    entry: undefined,
    syncedAs: undefined,
    rules: rules(),
    notBefore: '2026-01-01T00:00:00Z',
    ...facts,
  });
}

const shadow = rules({
  mode: { orders: 'shadow' },
  orderExport: { pace: 'pause', number: { missing: 'generate' } },
});

describe('screening an order that was never sent', () => {
  it('has it composed if it is eligible, else ignores it and says why', () => {
    expect(screened({})).toEqual({ kind: 'compose' });
    expect(screened({ orderState: 'Cancelled' })).toEqual({ kind: 'ignore', reason: 'It is cancelled.' });
  });

  it('lets it wait during a pause, but not in shadow mode', () => {
    expect(screened({}, { rules: rules({ orderExport: { pace: 'pause' } }) })).toEqual({ kind: 'wait' });
    expect(screened({}, { rules: shadow })).toEqual({ kind: 'compose' });
  });

  it('sets its number if it has none and the rules say so, but not in shadow mode', () => {
    const generate = rules({ orderExport: { number: { missing: 'generate' } } });
    expect(screened({ orderNumber: undefined }, { rules: generate })).toEqual({ kind: 'set-number' });
    expect(screened({ orderNumber: undefined }, { rules: shadow })).toEqual({ kind: 'compose' });
    expect(screened({ orderNumber: undefined })).toEqual({ kind: 'compose' });
  });

  it('takes a held order for one that was never sent', () => {
    const held = entry({ state: 'held', salesOrders: [] });
    expect(screened({ orderState: 'Cancelled' }, { entry: held })).toMatchObject({ kind: 'ignore' });
  });
});

describe('screening an order that may be in Peoplevox', () => {
  it('has changes composed, though it would not be exported today', () => {
    const old = { createdAt: '2025-01-01T00:00:00Z' };
    expect(screened(old, { entry: entry() })).toEqual({ kind: 'compose' });
    expect(screened(old, { syncedAs: 'WEB-1001' })).toEqual({ kind: 'compose' });
    expect(screened(old, { entry: entry({ state: 'sending' }) })).toEqual({ kind: 'compose' });
  });

  it.each(['Shipped', 'Delivered', 'Canceled'])('leaves it alone when it is %s', (shipmentState) => {
    expect(screened({ shipmentState }, { entry: entry() })).toMatchObject({ kind: 'ignore' });
  });

  it('has all of its sales orders cancelled when it is cancelled, once', () => {
    const cancelled = { orderState: 'Cancelled' as const };
    expect(screened(cancelled, { entry: entry() })).toEqual({ kind: 'cancel', numbers: ['WEB-1001'] });
    expect(screened(cancelled, { syncedAs: 'WEB-1001,WEB-1001-2' })).toEqual({
      kind: 'cancel',
      numbers: ['WEB-1001', 'WEB-1001-2'],
    });
    expect(screened(cancelled, { entry: entry({ state: 'cancelled' }) })).toMatchObject({ kind: 'ignore' });
  });

  it('does nothing when the export is switched off', () => {
    const off = rules({ mode: { orders: 'off' } });
    expect(screened({ orderState: 'Cancelled' }, { entry: entry(), rules: off })).toMatchObject({
      kind: 'ignore',
    });
  });
});

describe('the numbers that may live in Peoplevox', () => {
  it('come from the ledger, without cancelled ones, else from syncInfo', () => {
    const entryWithTwo = entry({
      salesOrders: [salesOrder, { ...salesOrder, number: 'X', cancelled: true }],
    });
    expect(sentNumbers({ entry: entryWithTwo, syncedAs: 'other' })).toEqual(['WEB-1001']);
    expect(sentNumbers({ entry: entry({ salesOrders: [] }), syncedAs: 'A,B' })).toEqual(['A', 'B']);
    expect(sentNumbers({ entry: undefined, syncedAs: '' })).toEqual([]);
    expect(sentNumbers({ entry: undefined, syncedAs: undefined })).toEqual([]);
  });
});
