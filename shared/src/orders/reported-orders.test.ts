import type { Order } from '@commercetools/platform-sdk';
import { firstLineId, order, orderId, rules } from './composition/order.fixture';
import { ABSENT, type LedgerEntry, type LedgerSalesOrder } from './ledger';
import { exportedUnits, isReported } from './reported-orders';

const notBefore = '2020-01-01T00:00:00.000Z';
const channelId = 'channel-peoplevox';
const marked: Partial<Order> = {
  syncInfo: [{ channel: { typeId: 'channel', id: channelId }, externalId: 'WEB-1', syncedAt: notBefore }],
};

function salesOrder(possible: string[], quantity: number): LedgerSalesOrder {
  const line = { line: 'l', lineItemId: firstLineId, itemCode: 'MUG-RED', quantity, possible };
  return { number: 'WEB-1', site: 'PrimarySite', possible, lines: [line] };
}

function entry(salesOrders: LedgerSalesOrder[]): LedgerEntry {
  return { schemaVersion: 1, state: 'held', orderVersion: 1, salesOrders, held: [], trace: [] };
}

describe('orders that reports count', () => {
  const isIn = (some: Order, known?: LedgerEntry, document = {}) =>
    isReported(some, { entry: known, channelId, rules: rules(document), notBefore });

  it('are those that were exported, are to be, or would be were they not cancelled or settled', () => {
    expect(isIn(order())).toBe(true);
    expect(isIn(order({ orderState: 'Cancelled' }))).toBe(true);
    expect(isIn(order({ shipmentState: 'Shipped' }))).toBe(true);
    expect(isIn(order({ orderState: 'Complete', ...marked }))).toBe(true);
  });

  it('are not those of stores that are not exported, unless they were', () => {
    const elsewhere = { orderExport: { stores: ['uk'] } };
    expect(isIn(order(), undefined, elsewhere)).toBe(false);
    expect(isIn(order(), entry([salesOrder(['content'], 2)]), elsewhere)).toBe(true);
  });
});

describe('units that were exported', () => {
  const units = (some: Order, known?: LedgerEntry, document = {}) =>
    exportedUnits(some, { entry: known, channelId, rules: rules(document) }).get(firstLineId);

  it('are those that Peoplevox confirmed, in units of the order', () => {
    expect(units(order(), entry([salesOrder(['content'], 2)]))).toBe(2);
    expect(units(order(), entry([salesOrder([ABSENT, 'content'], 2)]))).toBeUndefined();
    expect(units(order(), entry([salesOrder(['content'], 12)]), { unitsOfMeasure: { 'MUG-RED': 6 } })).toBe(
      2,
    );
  });

  it('are all of an order whose ledger entry is gone and that is marked', () => {
    expect(units(order({ id: orderId, ...marked }))).toBe(2);
    expect(units(order())).toBeUndefined();
  });
});
