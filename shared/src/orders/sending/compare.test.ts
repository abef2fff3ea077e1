import { compareSalesOrder, type CompareContext, type WarehouseLine, type WarehouseOrder } from './compare';
import { attemptedSalesOrders, confirmedSalesOrders, type LedgerSalesOrder } from '../ledger';
import type { SalesOrder, SalesOrderLine } from '../composition/sales-order';

const orderId = 'order-1';

function line(
  itemCode: string,
  quantity: number,
  columns: Readonly<Record<string, string>> = {},
): SalesOrderLine {
  const number = `line-${itemCode}`;
  return {
    line: number,
    lineItemId: `${number}-item`,
    itemCode,
    quantity,
    columns: { ItemCode: itemCode, QuantityOrdered: String(quantity), Line: number, ...columns },
  };
}

function salesOrder(lines: readonly SalesOrderLine[], street = 'High Street'): SalesOrder {
  const header = { SalesOrderNumber: 'WEB-1', ShippingAddressLine1: street };
  return { number: 'WEB-1', site: 'PrimarySite', customer: { Reference: 'c' }, header, lines };
}

const there = (itemCode: string, quantity: number, number = `line-${itemCode}`): WarehouseLine => ({
  number: 'WEB-1',
  itemCode,
  line: number,
  quantity,
  cells: {},
});

const shown = (lines: readonly WarehouseLine[], order: Partial<WarehouseOrder> = {}) => ({
  order: { number: 'WEB-1', reference: orderId, status: 'New', onHold: false, cells: {}, ...order },
  lines,
});

const confirmedAs = (sent: SalesOrder): LedgerSalesOrder | undefined =>
  confirmedSalesOrders(orderId, [sent])[0];
const attemptedAs = (sent: SalesOrder): LedgerSalesOrder | undefined =>
  attemptedSalesOrders([], confirmedSalesOrders(orderId, [sent]))[0];

const context = (overrides: Partial<CompareContext> = {}): CompareContext => ({
  orderId,
  isAmendable: (status) => status === 'New',
  sent: undefined,
  confirmed: false,
  isChanged: true,
  reportsRemovals: false,
  ...overrides,
});

const mug = line('MUG', 2);
const plate = line('PLATE', 1);
const wanted = salesOrder([mug, plate]);
const complete = [there('MUG', 2), there('PLATE', 1)];

describe('a sales order that Peoplevox does not have', () => {
  it('is created', () => {
    expect(compareSalesOrder(wanted, undefined, context())).toEqual({ kind: 'create', salesOrder: wanted });
  });

  it('is missing if it was confirmed before', () => {
    expect(compareSalesOrder(wanted, undefined, context({ confirmed: true }))).toEqual({
      kind: 'missing',
      number: 'WEB-1',
    });
  });
});

describe('a sales order that Peoplevox has', () => {
  it.each(['another-order', ''])('is a conflict if its reference is "%s"', (reference) => {
    expect(compareSalesOrder(wanted, shown(complete, { reference }), context())).toEqual({
      kind: 'conflict',
      number: 'WEB-1',
    });
  });

  it.each(['Cancelled', 'canceled '])('was cancelled there if its status is "%s"', (status) => {
    expect(compareSalesOrder(wanted, shown([], { status }), context())).toMatchObject({
      kind: 'cancelled-in-warehouse',
    });
  });

  it('needs nothing if it is complete, whatever its status', () => {
    const found = shown(complete, { status: 'Picking' });
    expect(compareSalesOrder(wanted, found, context({ sent: attemptedAs(wanted) }))).toEqual({
      kind: 'none',
    });
  });

  it('needs nothing if it is complete and nothing is known of what was sent', () => {
    expect(compareSalesOrder(wanted, shown(complete), context())).toEqual({ kind: 'none' });
  });

  it('gets the lines that it lacks, and only these', () => {
    const found = shown([there('MUG', 2)]);
    expect(compareSalesOrder(wanted, found, context({ sent: attemptedAs(wanted) }))).toEqual({
      kind: 'complete',
      salesOrder: wanted,
      lines: [plate],
    });
  });

  it('keeps a hold that came after it was picked, though nobody saw before that it was complete', () => {
    const found = shown(complete, { onHold: true, status: 'Picked' });
    expect(compareSalesOrder(wanted, found, context())).toEqual({ kind: 'none' });
  });

  it('loses our hold once it is complete, but keeps that of a person', () => {
    const found = shown(complete, { onHold: true });
    expect(compareSalesOrder(wanted, found, context())).toEqual({
      kind: 'complete',
      salesOrder: wanted,
      lines: [],
    });
    expect(compareSalesOrder(wanted, found, context({ confirmed: true }))).toEqual({ kind: 'none' });
  });

  it('knows its lines by ItemCode where the tenant shows no Line', () => {
    const found = shown([there('MUG', 2, ''), there('PLATE', 1, '')]);
    expect(compareSalesOrder(wanted, found, context())).toEqual({ kind: 'none' });
  });

  it('keeps lines that the warehouse added itself', () => {
    const found = shown([...complete, there('LEAFLET', 1)]);
    expect(compareSalesOrder(wanted, found, context({ sent: confirmedAs(wanted), confirmed: true }))).toEqual(
      {
        kind: 'none',
      },
    );
  });
});

describe('a changed sales order', () => {
  const sent = confirmedAs(wanted);
  const known = context({ sent, confirmed: true });

  it('is amended with its header alone when only that changed', () => {
    expect(compareSalesOrder(salesOrder([mug, plate], 'Low Road'), shown(complete), known)).toMatchObject({
      kind: 'amend',
      headerChanged: true,
      lines: [],
      removed: [],
      changes: ['address, service or other order data changed'],
    });
  });

  it('is amended with the lines that changed and were added', () => {
    const bowl = line('BOWL', 4);
    const changed = line('MUG', 5);
    expect(compareSalesOrder(salesOrder([changed, plate, bowl]), shown(complete), known)).toMatchObject({
      kind: 'amend',
      headerChanged: false,
      lines: [bowl, changed],
      changes: ['BOWL: added, 4', 'MUG: changed, now 5'],
    });
  });

  it('is amended with a line whose quantity and ItemCode are the same but whose other columns changed', () => {
    const engraved = line('MUG', 2, { Attribute1: 'for Bob' });
    expect(compareSalesOrder(salesOrder([engraved, plate]), shown(complete), known)).toMatchObject({
      kind: 'amend',
      lines: [engraved],
    });
  });

  it('is amended where somebody changed the quantity in Peoplevox', () => {
    const found = shown([there('MUG', 3), there('PLATE', 1)]);
    expect(compareSalesOrder(wanted, found, known)).toMatchObject({ kind: 'amend', lines: [mug] });
  });

  it('loses a line of ours that is wanted no more', () => {
    expect(compareSalesOrder(salesOrder([mug]), shown(complete), known)).toMatchObject({
      kind: 'amend',
      removed: [there('PLATE', 1)],
      changes: ['PLATE: removed, was 1'],
    });
  });

  it('has lost a line already whose quantity is 0', () => {
    const found = shown([there('MUG', 2), there('PLATE', 0)]);
    expect(compareSalesOrder(salesOrder([mug]), found, known)).toEqual({ kind: 'none' });
  });

  it('has a removed line only told to a person where the rules say so', () => {
    const reported = { ...known, reportsRemovals: true };
    expect(compareSalesOrder(salesOrder([mug]), shown(complete), reported)).toMatchObject({
      kind: 'too-late',
      changes: ['PLATE: removed, was 1'],
    });
    expect(compareSalesOrder(salesOrder([mug], 'Low Road'), shown(complete), reported)).toMatchObject({
      kind: 'amend',
      removed: [there('PLATE', 1)],
    });
  });

  it('is sent anew while it is unknown which of two attempts Peoplevox took', () => {
    const moved = salesOrder([mug, plate], 'Low Road');
    const doubtful = attemptedSalesOrders(
      sent === undefined ? [] : [sent],
      confirmedSalesOrders(orderId, [moved]),
    )[0];
    for (const either of [wanted, moved])
      expect(compareSalesOrder(either, shown(complete), { ...known, sent: doubtful })).toMatchObject({
        kind: 'amend',
        headerChanged: true,
      });
  });

  it('comes too late once the warehouse has begun, naming the status and every change', () => {
    const found = shown(complete, { status: 'Picking' });
    expect(compareSalesOrder(salesOrder([line('MUG', 1)], 'Low Road'), found, known)).toEqual({
      kind: 'too-late',
      number: 'WEB-1',
      status: 'Picking',
      changes: [
        'address, service or other order data changed',
        'MUG: changed, now 1',
        'PLATE: removed, was 1',
      ],
    });
  });
});
