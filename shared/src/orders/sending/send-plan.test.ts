import { SaveAction } from '../../peoplevox/client';
import type { SalesOrder, SalesOrderLine } from '../composition/sales-order';
import { holdRows, planSaves, tenantRow, type PlannedSave, type Sendable } from './send-plan';

function line(
  number: string,
  itemCode: string,
  columns: Readonly<Record<string, string>> = {},
): SalesOrderLine {
  return {
    line: itemCode,
    lineItemId: itemCode,
    itemCode,
    quantity: 1,
    columns: { SalesOrderNumber: number, ItemCode: itemCode, QuantityOrdered: '1', ...columns },
  };
}

function salesOrder(
  number: string,
  { customer = `customer of ${number}`, header = {}, lines = [line(number, 'MUG')] } = {},
): SalesOrder {
  return {
    number,
    site: 'PrimarySite',
    customer: { Reference: customer, Name: customer },
    header: { SalesOrderNumber: number, ContactName: 'Ada', ...header },
    lines,
  };
}

const create = (created: SalesOrder): Sendable => ({ kind: 'create', salesOrder: created });
const removed = { number: 'A', itemCode: 'PLATE', line: 'PLATE', quantity: 3, cells: {} };

const amend = (overrides: Partial<Extract<Sendable, { kind: 'amend' }>> = {}): Sendable => ({
  kind: 'amend',
  salesOrder: salesOrder('A'),
  headerChanged: false,
  lines: [],
  removed: [],
  changes: [],
  ...overrides,
});

const byAction = { completeBy: 'action', removedLines: 'delete' } as const;
const steps = (saves: readonly PlannedSave[]) => saves.map(({ step }) => step);

describe('the plan of a batch', () => {
  it('sends customers, then headers that are not allocated, then lines', () => {
    expect(planSaves([create(salesOrder('A')), create(salesOrder('B'))], [], byAction)).toMatchObject([
      { step: 'customers', template: 'Customers', action: SaveAction.default, rows: [{}, {}] },
      {
        step: 'headers',
        template: 'Sales orders',
        action: SaveAction.doNotAllocate,
        rows: [{ numbers: ['A'] }, { numbers: ['B'] }],
      },
      { step: 'lines', template: 'Sales order items', action: SaveAction.default, rows: [{}, {}] },
    ]);
  });

  it('sends a customer once for all of their sales orders, which share its fate', () => {
    const [customers] = planSaves(
      [create(salesOrder('A', { customer: 'Ada' })), create(salesOrder('B', { customer: 'Ada' }))],
      [],
      byAction,
    );
    expect(customers?.rows).toEqual([{ numbers: ['A', 'B'], columns: { Reference: 'Ada', Name: 'Ada' } }]);
  });

  it('is empty when there is nothing to send', () => {
    expect(planSaves([], [], byAction)).toEqual([]);
  });

  it('puts new sales orders on hold where completeness is shown so, but not amended ones', () => {
    const saves = planSaves(
      [create(salesOrder('A')), amend({ salesOrder: salesOrder('B'), headerChanged: true })],
      [],
      { ...byAction, completeBy: 'onHold' },
    );
    const headers = saves.filter(({ step }) => step === 'headers').flatMap(({ rows }) => rows);
    expect(headers.map(({ columns }) => columns['OnHold'])).toEqual(['true', undefined]);
  });

  it('gives all rows of a call the same text columns', () => {
    const saves = planSaves(
      [create(salesOrder('A', { header: { Attribute1: 'gift' } })), create(salesOrder('B'))],
      [],
      byAction,
    );
    const headers = saves.filter(({ step }) => step === 'headers');
    expect(headers).toHaveLength(1);
    expect(headers[0]?.rows.map(({ columns }) => columns['Attribute1'])).toEqual(['gift', '']);
  });

  it('sends rows that have a date or number, and rows that have none, in calls of their own', () => {
    const dated = { RequestedDeliveryDate: '2026-04-02 00:00:00' };
    const saves = planSaves(
      [create(salesOrder('A', { header: dated })), create(salesOrder('B')), create(salesOrder('C'))],
      [],
      byAction,
    );
    const headers = saves.filter(({ step }) => step === 'headers');
    expect(headers.map(({ rows }) => rows.map(({ numbers }) => numbers[0]))).toEqual([['A'], ['B', 'C']]);
    for (const { rows } of headers) {
      const names = rows.map(({ columns }) => Object.keys(columns).toSorted());
      expect(new Set(names.map((list) => list.join())).size).toBe(1);
    }
    expect(headers[1]?.rows[1]?.columns).not.toHaveProperty('RequestedDeliveryDate');
  });

  it('allocates an order with the last call only that carries lines of it', () => {
    const dated = { RequestedDeliveryDate: '2026-04-02 00:00:00' };
    const lines = (number: string) => [line(number, 'MUG', dated), line(number, 'PLATE')];
    const saves = planSaves(
      [
        create(salesOrder('A', { lines: lines('A') })),
        create(salesOrder('B', { lines: [line('B', 'MUG', dated)] })),
      ],
      [],
      byAction,
    );
    expect(
      saves
        .filter(({ step }) => step === 'lines')
        .map(({ action, rows }) => [
          action,
          rows.map(({ columns }) => `${columns['SalesOrderNumber']} ${columns['ItemCode']}`),
        ]),
    ).toEqual([
      [SaveAction.doNotAllocate, ['A MUG']],
      [SaveAction.default, ['B MUG']],
      [SaveAction.default, ['A PLATE']],
    ]);
  });

  it('completes with the missing lines only', () => {
    const missing = line('A', 'PLATE');
    const saves = planSaves(
      [{ kind: 'complete', salesOrder: salesOrder('A'), lines: [missing] }],
      [],
      byAction,
    );
    expect(saves).toMatchObject([
      { step: 'lines', rows: [{ numbers: ['A'], columns: { ItemCode: 'PLATE' } }] },
    ]);
  });

  it('amends the customer and header only where the header changed', () => {
    expect(steps(planSaves([amend({ headerChanged: true })], [], byAction))).toEqual([
      'customers',
      'headers',
    ]);
    expect(steps(planSaves([amend({ lines: [line('A', 'MUG')] })], [], byAction))).toEqual(['lines']);
  });

  it.each([
    ['delete', [{ step: 'removals', template: 'Sales order items', action: SaveAction.delete }]],
    ['zero', [{ step: 'lines', action: SaveAction.default, rows: [{ columns: { QuantityOrdered: '0' } }] }]],
    ['report', []],
  ] as const)('removes lines as the rules say: %s', (removedLines, expected) => {
    const saves = planSaves([amend({ removed: [removed] })], [], { ...byAction, removedLines });
    expect(saves).toHaveLength(expected.length);
    expect(saves).toMatchObject(expected);
    for (const { rows } of saves)
      expect(rows).toMatchObject([{ columns: { SalesOrderNumber: 'A', ItemCode: 'PLATE', Line: 'PLATE' } }]);
  });

  it('cancels by status, after everything else', () => {
    const saves = planSaves([create(salesOrder('A'))], ['B'], byAction);
    expect(saves.at(-1)).toEqual({
      step: 'cancellations',
      template: 'Sales orders',
      action: SaveAction.default,
      rows: [{ numbers: ['B'], columns: { SalesOrderNumber: 'B', Status: 'Cancelled' } }],
    });
  });
});

describe('a row on its way', () => {
  it('bears the names that the tenant gave its columns, and leaves out those that it has not', () => {
    const names: Readonly<Record<string, string>> = { SalesOrderNumber: 'Order no', ContactName: 'Who' };
    const row = tenantRow(
      { SalesOrderNumber: 'A', ContactName: 'Ada', Discount: '1.00' },
      (name) => names[name],
    );
    expect(row).toEqual({ 'Order no': 'A', Who: 'Ada' });
  });

  it('puts on hold and takes the hold away', () => {
    expect(holdRows(['A'], true)).toEqual([
      { numbers: ['A'], columns: { SalesOrderNumber: 'A', OnHold: 'true' } },
    ]);
    expect(holdRows(['A'], false)).toMatchObject([{ columns: { OnHold: 'false' } }]);
  });
});
