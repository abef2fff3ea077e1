import { createMemoryDocuments } from '../../../../sandbox/simulation/memory-documents';
import { createVirtualClock } from '../../../../sandbox/simulation/virtual-clock';
import { createServerClock } from '../../commercetools/server-clock';
import { Conflict, type Documents } from '../../commercetools/documents';
import type { CallBudget } from '../../runtime/call-budget';
import { createBatches, type BatchJob } from './batches';
import { silent, unlimitedBudget } from '../export-order.fixture';
import { LEDGER_CONTAINER } from '../ledger';
import { rules } from '../composition/order.fixture';
import { createFakeWarehouse } from './warehouse.fixture';

function job(number: string, overrides: Partial<BatchJob> = {}): BatchJob {
  const orderId = `order-${number}`;
  const customer = { Reference: orderId };
  const header = {
    SalesOrderNumber: number,
    Customer: orderId,
    CustomerPurchaseOrderReferenceNumber: orderId,
  };
  const columns = { SalesOrderNumber: number, ItemCode: 'MUG', Line: 'l', QuantityOrdered: '1' };
  const lines = [{ line: 'l', lineItemId: 'l', itemCode: 'MUG', quantity: 1, columns }];
  return {
    orderId,
    wanted: [{ number, site: 'PrimarySite', customer, header, lines }],
    cancel: [],
    before: [],
    confirmed: [],
    isChanged: true,
    rules: rules(),
    ledgerVersion: 0,
    isCurrent: async () => true,
    claimed: {
      schemaVersion: 1,
      state: 'sending',
      orderVersion: 1,
      salesOrders: [],
      held: [],
      trace: [],
      claim: { forMs: 75_000 },
    },
    ...overrides,
  };
}

function setUp(overrides: { documents?: (real: Documents) => Documents; budget?: CallBudget } = {}) {
  const clock = createVirtualClock(0);
  const real = createMemoryDocuments(clock);
  const documents = overrides.documents?.(real) ?? real;
  const warehouse = createFakeWarehouse();
  const world = { clock, random: () => 0.5, fetch: () => Promise.reject(new Error('not used')) };
  const batches = createBatches({
    client: warehouse.client,
    budget: overrides.budget ?? unlimitedBudget,
    documents,
    serverClock: createServerClock(documents, clock),
    world,
    log: silent,
  });
  const join = (...jobs: readonly BatchJob[]) =>
    clock.runUntil(Promise.all(jobs.map((one) => batches.join(one))));
  return { clock, documents: real, warehouse, batches, join };
}

describe('batches of orders', () => {
  it('claim each order in its ledger before the first row leaves', async () => {
    const { clock, documents, warehouse, join } = setUp();
    const seen: unknown[] = [];
    warehouse.mishap = (call) => {
      if (call.operation === 'SaveData')
        void documents.read(LEDGER_CONTAINER, 'order-A').then((stored) => seen.push(stored?.value));
      return undefined;
    };
    const [result] = await join(job('A'));
    await clock.settle();
    expect(result).toMatchObject({ kind: 'sent', stored: { version: 1 } });
    expect(seen[0]).toMatchObject({ claim: { forMs: 75_000 } });
  });

  it('leave out an order that another instance has taken, and send the others', async () => {
    const { documents, warehouse, join } = setUp();
    await documents.write(LEDGER_CONTAINER, 'order-A', { theirs: true }, 0);
    const results = await join(job('A'), job('B'));
    expect(results.map(({ kind }) => kind)).toEqual(['conflict', 'sent']);
    expect([...warehouse.orders.keys()]).toEqual(['B']);
  });

  it('leave out an order whose claim cannot be written, and send the others', async () => {
    const { warehouse, join } = setUp({
      documents: (real) => ({
        ...real,
        write: (container, key, value, version) =>
          key === 'order-A'
            ? Promise.reject(new Error('store away'))
            : real.write(container, key, value, version),
      }),
    });
    const results = await join(job('A'), job('B'));
    expect(results[0]).toMatchObject({ kind: 'failed', error: { message: 'store away' } });
    expect(results[0]).not.toHaveProperty('stored');
    expect(results[1]).toMatchObject({ kind: 'sent' });
    expect([...warehouse.orders.keys()]).toEqual(['B']);
  });

  it('let the later of two orders decide again that want the same number', async () => {
    const { warehouse, join } = setUp();
    const results = await join(job('A'), { ...job('A'), orderId: 'other' });
    expect(results.map(({ kind }) => kind)).toEqual(['sent', 'conflict']);
    expect(warehouse.orders.get('A')).toMatchObject({ CustomerPurchaseOrderReferenceNumber: 'order-A' });
  });

  it('fail as a whole, with their claims, when Peoplevox cannot be looked into', async () => {
    const { warehouse, join } = setUp();
    warehouse.mishap = () => 'away';
    await expect(join(job('A'))).resolves.toMatchObject([
      { kind: 'failed', error: { kind: 'unavailable' }, stored: { version: 1 } },
    ]);
  });

  it('carry at most 100 orders', async () => {
    const { warehouse, join } = setUp();
    await join(...Array.from({ length: 101 }, (_, index) => job(`W${index}`)));
    const headers = warehouse.saves().filter(({ templateName }) => templateName === 'Sales orders');
    expect(headers.map(({ rows }) => rows.length)).toEqual([100, 1]);
  });

  it('let an order that was not answered again and again travel alone', async () => {
    const { warehouse, join } = setUp();
    const { claimed } = job('X');
    await join(job('A'), job('X', { claimed: { ...claimed, unconfirmed: 5 } }), job('B'));
    const headers = warehouse.saves().filter(({ templateName }) => templateName === 'Sales orders');
    expect(headers.map(({ rows }) => rows.map((row) => row['SalesOrderNumber']))).toEqual([
      ['A'],
      ['X'],
      ['B'],
    ]);
  });

  it('reserve the calls of a whole batch before they begin, one more where orders are put on hold', async () => {
    const reserved: number[] = [];
    const budget: CallBudget = {
      ...unlimitedBudget,
      reserve: (calls) => {
        reserved.push(calls);
        return unlimitedBudget.reserve(calls);
      },
    };
    const { join } = setUp({ budget });
    await join(job('A'));
    await join(job('B', { rules: rules({ orderExport: { completeBy: 'onHold' } }) }));
    expect(reserved.filter((calls) => calls > 1).slice(0, 2)).toEqual([4, 5]);
  });

  it('never ask for more calls than the share that a throttle left', async () => {
    const reserved: number[] = [];
    const budget: CallBudget = {
      ...unlimitedBudget,
      share: 2,
      reserve: (calls) => {
        reserved.push(calls);
        return unlimitedBudget.reserve(calls);
      },
    };
    await setUp({ budget }).join(job('A'));
    expect(Math.max(...reserved)).toBe(2);
  });

  it('reject those that wait when no calls can be had', async () => {
    const budget: CallBudget = {
      ...unlimitedBudget,
      reserve: () => Promise.reject(new Conflict('the budget cannot be written')),
    };
    await expect(setUp({ budget }).join(job('A'))).rejects.toThrow('the budget cannot be written');
  });
});
