import { BY_OPERATOR, createExceptionStore } from '../../shared/src/exceptions';
import { createLog } from '../../shared/src/runtime';
import { PROJECT_KEY } from './merchant';
import { book, openDespatchWorld, picked, type DespatchWorld } from './despatch-world';

const units = (itemCode: string, quantity: number) => ({ itemCode, quantity });
const PAID = { paymentState: 'Paid' } as const;

async function sent(world: DespatchWorld, number: string, quantity: number, overrides = {}): Promise<string> {
  await picked(world, number, [{ sku: 'MUG', quantity }], overrides);
  const despatch = world.warehouse.despatch({ salesOrderNumber: number });
  await book(world, number);
  return despatch;
}

const returned = (world: DespatchWorld, number: string) =>
  (world.order(number).returnInfo ?? []).flatMap(({ items }) =>
    items.map(({ key, quantity, shipmentState }) => [key, quantity, shipmentState]),
  );

function correctReturn({ peoplevox: { floor } }: DespatchWorld, number: string, correction: object): void {
  const index = floor.returns.findIndex(({ salesOrderNumber }) => salesOrderNumber === number);
  const [wrong] = floor.returns.splice(index, 1);
  if (wrong !== undefined) floor.returns.splice(index, 0, { ...wrong, ...correction });
}

const bookReturns = (world: DespatchWorld, ...numbers: readonly string[]) =>
  world.clock.runUntil(world.booker().returns.bookOrders(numbers));

describe('returns against both emulated systems, in virtual time', () => {
  it('are added once a return line and go back to stock or not', async () => {
    const world = await openDespatchWorld();
    const despatch = await sent(world, 'RET-1', 3);
    world.warehouse.bookReturn({
      salesOrderNumber: 'RET-1',
      ...units('MUG', 1),
      comments: 'Ann Example called',
    });
    expect((await bookReturns(world, 'RET-1')).get('RET-1')).toMatchObject({ kind: 'booked' });
    world.warehouse.bookReturn({ salesOrderNumber: 'RET-1', ...units('MUG', 1), reusable: false });
    await bookReturns(world, 'RET-1');
    expect((await bookReturns(world, 'RET-1')).get('RET-1')).toMatchObject({ kind: 'unchanged' });
    expect(returned(world, 'RET-1')).toEqual([
      ['RET1001-1', 1, 'BackInStock'],
      ['RET1002-1', 1, 'Unusable'],
    ]);
    const [info] = world.order('RET-1').returnInfo ?? [];
    expect(info?.items[0]?.comment).toBe(
      `Return RET1001; reason: Unwanted; condition: Good; Delivery ${despatch}`,
    );
    expect(info?.returnDate).toBe('2026-03-02T08:00:00.000Z');
    expect(world.exceptions()).toEqual([]);
  });

  it('are booked once by two instances, and by the sweep and a callback at once', async () => {
    const world = await openDespatchWorld({ latencyMs: 30 });
    await sent(world, 'RET-2', 2);
    world.warehouse.bookReturn({ salesOrderNumber: 'RET-2', ...units('MUG', 2) });
    const since = world.clock.now() - 3_600_000;
    const [, , sweep] = await world.clock.runUntil(
      Promise.all([
        world.booker().returns.bookOrders(['RET-2']),
        world.booker().returns.bookOrders(['RET-2', 'RET-2']),
        world.booker().returns.book(since),
      ]),
    );
    expect(returned(world, 'RET-2')).toEqual([['RET1001-1', 2, 'BackInStock']]);
    expect(sweep.cursor).toBeGreaterThan(since);
    const next = await world.clock.runUntil(world.booker().returns.book(sweep.cursor));
    expect(next.cursor).toBe(sweep.cursor);
  });

  it('of a paid order are proposed for a refund to the cent, until somebody has decided', async () => {
    const world = await openDespatchWorld();
    await sent(world, 'RET-3', 3, {
      ...PAID,
      lineItems: [{ sku: 'MUG', quantity: 3, centAmount: 1000 }],
      shipping: { centAmount: 499 },
    });
    world.warehouse.bookReturn({ salesOrderNumber: 'RET-3', ...units('MUG', 2) });
    await bookReturns(world, 'RET-3');
    expect(world.exception('refund-due')?.message).toContain('refund 20.00 GBP');
    const { id } = world.order('RET-3');
    await world.change(id, {
      action: 'setReturnPaymentState',
      returnItemId: world.order('RET-3').returnInfo?.[0]?.items[0]?.id,
      paymentState: 'Refunded',
    });
    await bookReturns(world, 'RET-3');
    expect(world.exceptions()).toEqual([]);
  });

  it('are proposed each by itself: a second one like the first, and again what was refunded and is not', async () => {
    const world = await openDespatchWorld();
    await sent(world, 'RET-6', 2, { ...PAID, lineItems: [{ sku: 'MUG', quantity: 2, centAmount: 1000 }] });
    const { id } = world.order('RET-6');
    const comesBack = async () => {
      world.warehouse.bookReturn({ salesOrderNumber: 'RET-6', ...units('MUG', 1) });
      await bookReturns(world, 'RET-6');
    };
    const setRefund = async (key: string, paymentState: string) => {
      await world.change(id, { action: 'setReturnPaymentState', returnItemKey: key, paymentState });
      await bookReturns(world, 'RET-6');
    };
    await comesBack();
    expect(world.exception('refund-due')?.message).toContain('returned as RET1001-1');
    await setRefund('RET1001-1', 'Refunded');
    expect(world.exceptions()).toEqual([]);
    await comesBack();
    expect(world.exceptions()).toEqual(['refund-due']);
    expect(world.exception('refund-due')?.message).toContain('returned as RET1002-1');
    await setRefund('RET1002-1', 'Refunded');
    expect(world.exceptions()).toEqual([]);
    await setRefund('RET1002-1', 'Initial');
    expect(world.exceptions()).toEqual(['refund-due']);
  });

  it('are not proposed again in the same words once a person has dealt with them', async () => {
    const world = await openDespatchWorld();
    await sent(world, 'RET-7', 1, PAID);
    world.warehouse.bookReturn({ salesOrderNumber: 'RET-7', ...units('MUG', 1) });
    await bookReturns(world, 'RET-7');
    const { clock, documents } = world;
    const log = createLog({ level: 'error', clock });
    const subject = world.exception('refund-due')?.subject ?? { type: 'return' };
    await clock.runUntil(
      createExceptionStore({ documents, clock, log }).resolve('refund-due', subject, BY_OPERATOR),
    );
    expect(world.exceptions()).toEqual([]);
    await bookReturns(world, 'RET-7');
    expect(world.exceptions()).toEqual([]);
  });

  it('that fit no despatched units are told, and what fits is booked', async () => {
    const world = await openDespatchWorld();
    await sent(world, 'RET-4', 1);
    world.warehouse.bookReturn({ salesOrderNumber: 'RET-4', ...units('MUG', 2) });
    world.warehouse.bookReturn({ salesOrderNumber: 'RET-4', ...units('CUP', 1) });
    await bookReturns(world, 'RET-4');
    expect(returned(world, 'RET-4')).toEqual([['RET1001-1', 1, 'BackInStock']]);
    const words = () => world.exception('return-unmatched')?.message;
    expect(words()).toContain('RET1001: 1 of MUG');
    expect(words()).toContain('RET1002: 1 of CUP');
    await bookReturns(world, 'RET-4');
    expect(returned(world, 'RET-4')).toHaveLength(1);
    expect(world.exceptions()).toEqual(['return-unmatched']);
  });

  it('of orders that others own are left alone', async () => {
    const world = await openDespatchWorld();
    world.warehouse.bookReturn({ salesOrderNumber: 'UNKNOWN', ...units('MUG', 2) });
    const sweep = await world.clock.runUntil(world.booker().returns.book(0));
    expect(sweep.outcomes.get('UNKNOWN')).toEqual({ kind: 'foreign' });
    expect(world.exceptions()).toEqual([]);
  });

  it('wait for one order alone of which a cell cannot be read; those of others and the sweep go on', async () => {
    // Reasons stand for quantities: people can write anything into them.
    const columns = { quantity: 'Return reason', reason: '' };
    const world = await openDespatchWorld({
      rules: { despatch: { reports: { returns: { columns } } } },
    });
    for (const number of ['CELL-1', 'CELL-2']) await sent(world, number, 1);
    const comesBack = (salesOrderNumber: string, reason: string) =>
      world.warehouse.bookReturn({ salesOrderNumber, ...units('MUG', 1), reason });
    comesBack('UNKNOWN', '-1');
    comesBack('CELL-1', '1,000');
    await world.minutes(30);
    comesBack('CELL-2', '1');
    const { cursor, outcomes } = await world.clock.runUntil(world.booker().returns.book(0));
    expect(world.clock.now() - cursor).toBeLessThan(60_000);
    expect(['UNKNOWN', 'CELL-1', 'CELL-2'].map((number) => outcomes.get(number)?.kind)).toEqual([
      'foreign',
      'held',
      'booked',
    ]);
    const order = world.order('CELL-1');
    expect(order.returnInfo ?? []).toEqual([]);
    expect(world.exceptions()).toEqual(['report-unusable']);
    expect(world.exception('report-unusable')).toMatchObject({
      subject: { type: 'return', id: order.id, key: 'CELL-1' },
      message:
        'Report "Return summary" shows no quantity in column "Return reason" for sales order CELL-1. Returns of this order are not booked until it can be read.',
    });
    correctReturn(world, 'CELL-1', { reason: '1' });
    await bookReturns(world, 'CELL-1');
    expect(returned(world, 'CELL-1')).toEqual([['RET1002-1', 1, 'BackInStock']]);
    expect(world.exceptions()).toEqual([]);
  });

  it('for a sales order that is none of ours are told until the warehouse corrects them', async () => {
    const world = await openDespatchWorld();
    await sent(world, 'RET-8', 1);
    world.peoplevox.seed('Sales orders', [
      {
        SalesOrderNumber: 'BY-HAND',
        Customer: 'SOMEBODY',
        CustomerPurchaseOrderReferenceNumber: 'by telephone',
        ChannelName: PROJECT_KEY,
      },
    ]);
    world.warehouse.bookReturn({ salesOrderNumber: 'BY-HAND', ...units('MUG', 1) });
    const sweep = async (since: number) =>
      (await world.clock.runUntil(world.booker().returns.book(since))).cursor;
    const cursor = await sweep(0);
    expect(world.exception('return-unmatched')?.message).toContain(
      'Return RET1001: 1 of MUG came back for sales order BY-HAND',
    );
    await world.minutes(60);
    expect(await sweep(cursor + 60 * 60_000)).toBe(cursor + 60 * 60_000);
    expect(world.exceptions()).toEqual(['return-unmatched']);
    correctReturn(world, 'BY-HAND', {
      salesOrderNumber: 'RET-8',
      order: world.peoplevox.floor.orders.get('RET-8'),
    });
    await sweep(cursor + 60 * 60_000);
    expect(world.exceptions()).toEqual([]);
    expect(returned(world, 'RET-8')).toEqual([['RET1001-1', 1, 'BackInStock']]);
  });

  it('are only thought of in shadow mode', async () => {
    const world = await openDespatchWorld();
    await sent(world, 'RET-5', 1);
    world.warehouse.bookReturn({ salesOrderNumber: 'RET-5', ...units('MUG', 1) });
    await world.clock.runUntil(world.setRules({ mode: { orders: 'live', despatch: 'shadow' } }));
    const { version } = world.order('RET-5');
    expect((await bookReturns(world, 'RET-5')).get('RET-5')).toMatchObject({ kind: 'shadow' });
    expect(world.order('RET-5').version).toBe(version);
  });

  it('stay with the cursor while the report cannot be used', async () => {
    const world = await openDespatchWorld({ tenant: { missingReports: ['Return summary'] } });
    const { cursor } = await world.clock.runUntil(world.booker().returns.book(5));
    expect(cursor).toBe(5);
    expect(world.exceptions()).toEqual(['report-unusable']);
  });
});
