import { SaveAction, type CallOptions, type PeoplevoxClient } from '../../peoplevox/client';
import type { Calls } from './calls';
import { attemptedSalesOrders, confirmedSalesOrders } from '../ledger';
import { rules } from '../composition/order.fixture';
import type { SalesOrder, SalesOrderLine } from '../composition/sales-order';
import { sendBatch } from './send-batch';
import type { SendContext, SendJob } from './send-job';
import { createVirtualClock } from '../../../../sandbox/simulation/virtual-clock';
import { createFakeWarehouse, type WarehouseCall } from './warehouse.fixture';

function line(number: string, itemCode: string, quantity = 1): SalesOrderLine {
  const columns = {
    SalesOrderNumber: number,
    ItemCode: itemCode,
    Line: itemCode,
    QuantityOrdered: String(quantity),
  };
  return { line: itemCode, lineItemId: `${number}-${itemCode}`, itemCode, quantity, columns };
}

function salesOrder(
  number: string,
  lines = [line(number, 'MUG'), line(number, 'PLATE')],
  street = 'High Street',
) {
  const customer = { Reference: `customer-${number}`, Name: 'Ada' };
  const header = {
    SalesOrderNumber: number,
    Customer: customer.Reference,
    CustomerPurchaseOrderReferenceNumber: `order-${number}`,
    ShippingAddressLine1: street,
  };
  return { number, site: 'PrimarySite', customer, header, lines } satisfies SalesOrder;
}

/** An order that wants one sales order, of which nothing is known. */
function job(wanted: SalesOrder, overrides: Partial<SendJob> = {}): SendJob {
  return {
    orderId: `order-${wanted.number}`,
    wanted: [wanted],
    cancel: [],
    before: [],
    confirmed: [],
    isChanged: true,
    ...overrides,
  };
}

/** The order as it is sent again after an attempt of unknown fate. */
function again(wanted: SalesOrder): SendJob {
  const before = attemptedSalesOrders([], confirmedSalesOrders(`order-${wanted.number}`, [wanted]));
  return job(wanted, { before });
}

/** The order after Peoplevox has confirmed `sent`. */
function changed(sent: SalesOrder, wanted: SalesOrder): SendJob {
  const before = confirmedSalesOrders(`order-${sent.number}`, [sent]);
  return job(wanted, { before, confirmed: [sent.number] });
}

const cancellation = (number: string): SendJob => ({
  orderId: `order-${number}`,
  wanted: [],
  cancel: [number],
  before: [],
  confirmed: [number],
  isChanged: true,
});

function setUp(orderExport: Readonly<Record<string, unknown>> = {}, overrides: Partial<SendContext> = {}) {
  const warehouse = createFakeWarehouse();
  const clock = createVirtualClock(0);
  const calls: Calls = {
    ensure: async () => undefined,
    next: async () => ({}),
    settle: async () => undefined,
  };
  const options: (CallOptions | undefined)[] = [];
  const context: SendContext = {
    client: {
      ...warehouse.client,
      saveData: (request, asked) => {
        options.push(asked);
        return warehouse.client.saveData(request, asked);
      },
    },
    calls,
    lacking: () => [],
    labels: (template) => (name) => warehouse.tenantColumns.get(template)?.find((column) => column === name),
    rules: rules({ orderExport }).orderExport,
    clock,
    sendUntil: clock.now() + 45_000,
    ...overrides,
  };
  const send = async (...jobs: readonly SendJob[]) => Object.fromEntries(await sendBatch(jobs, context));
  return { warehouse, context, send, clock, options };
}

const isSaveOf = (template: string) => (call: WarehouseCall) =>
  call.operation === 'SaveData' && call.template === template;

describe('a batch', () => {
  it('takes four calls for any number of new orders, and confirms each', async () => {
    const { warehouse, send } = setUp();
    const jobs = Array.from({ length: 100 }, (_, index) => job(salesOrder(`W${index}`)));
    const outcomes = await send(...jobs);
    expect(Object.values(outcomes)).toEqual(Array.from({ length: 100 }, () => ({ kind: 'confirmed' })));
    expect(warehouse.calls.map(({ operation, template }) => `${operation} ${template}`)).toEqual([
      'GetData Sales orders',
      'SaveData Customers',
      'SaveData Sales orders',
      'SaveData Sales order items',
    ]);
    expect(warehouse.allocations).toEqual(jobs.map((_, index) => ({ number: `W${index}`, lines: 2 })));
  });

  it('rejects when Peoplevox cannot be looked into: nothing was sent', async () => {
    const { warehouse, send } = setUp();
    warehouse.mishap = () => 'away';
    await expect(send(job(salesOrder('A')))).rejects.toMatchObject({ kind: 'unavailable' });
    expect(warehouse.saves()).toEqual([]);
  });

  it.each(['Customers', 'Sales orders', 'Sales order items'])(
    'holds only the order whose row of %s is refused, and sends nothing more of it',
    async (refusing) => {
      const { warehouse, send } = setUp();
      const isBad = (row: Readonly<Record<string, string>>) =>
        row['SalesOrderNumber'] === 'B' || row['Reference'] === 'customer-B';
      warehouse.refusal = (template, row) => (template === refusing && isBad(row) ? 'bad row' : undefined);
      const outcomes = await send(job(salesOrder('A')), job(salesOrder('B')), job(salesOrder('C')));
      expect(outcomes).toMatchObject({
        A: { kind: 'confirmed' },
        B: { kind: 'refused', words: 'bad row' },
        C: { kind: 'confirmed' },
      });
      expect(warehouse.orders.has('B')).toBe(refusing === 'Sales order items');
      const later = warehouse
        .saves()
        .slice(warehouse.saves().findIndex(({ templateName }) => templateName === refusing) + 1);
      const newRows = later.flatMap(({ rows }) => rows).filter((row) => row['OnHold'] === undefined);
      expect(newRows.filter(isBad)).toEqual([]);
    },
  );

  it('puts an order on hold of which only some lines were taken', async () => {
    const { warehouse, send } = setUp();
    warehouse.refusal = (_, row) => (row['ItemCode'] === 'PLATE' ? 'no such item' : undefined);
    await expect(send(job(salesOrder('A')))).resolves.toMatchObject({
      A: { kind: 'refused', words: 'no such item', taken: 'on-hold' },
    });
    expect(warehouse.orders.get('A')).toMatchObject({ OnHold: 'True' });
  });

  it('says when the hold was refused too', async () => {
    const { warehouse, send } = setUp();
    warehouse.refusal = (_, row) =>
      row['ItemCode'] === 'PLATE' || row['OnHold'] === 'true' ? 'no such item' : undefined;
    await expect(send(job(salesOrder('A')))).resolves.toMatchObject({
      A: { kind: 'refused', taken: 'not-on-hold' },
    });
  });

  it('completes such an order later and takes the hold away', async () => {
    const { warehouse, send } = setUp();
    warehouse.refusal = (_, row) => (row['ItemCode'] === 'PLATE' ? 'no such item' : undefined);
    const wanted = salesOrder('A');
    await send(job(wanted));
    warehouse.refusal = () => undefined;
    await expect(send(again(wanted))).resolves.toEqual({ A: { kind: 'confirmed' } });
    expect(warehouse.orders.get('A')).toMatchObject({ OnHold: 'False' });
    expect(warehouse.lines.get('A')).toHaveLength(2);
  });

  it('releases an order on hold only after its last line, where completeness is shown by OnHold', async () => {
    const { warehouse, send } = setUp({ completeBy: 'onHold' });
    await expect(send(job(salesOrder('A')))).resolves.toEqual({ A: { kind: 'confirmed' } });
    expect(warehouse.allocations).toEqual([{ number: 'A', lines: 2 }]);
    expect(warehouse.saves().at(-1)).toMatchObject({ rows: [{ SalesOrderNumber: 'A', OnHold: 'false' }] });
  });

  it.each(['Customers', 'Sales orders', 'Sales order items'])(
    'does not know the fate of an order whose %s got no reply, and finishes it without duplicates',
    async (template) => {
      for (const mishap of ['reply-lost', 'away'] as const) {
        const { warehouse, send } = setUp();
        warehouse.mishap = (call) => (isSaveOf(template)(call) ? mishap : undefined);
        const wanted = salesOrder('A');
        await expect(send(job(wanted))).resolves.toMatchObject({ A: { kind: 'unknown' } });
        warehouse.mishap = () => undefined;
        await expect(send(again(wanted))).resolves.toEqual({ A: { kind: 'confirmed' } });
        expect([...warehouse.orders.keys()]).toEqual(['A']);
        expect(warehouse.lines.get('A')).toHaveLength(2);
      }
    },
  );

  it('is not finished when a save is throttled: earlier calls were taken, nothing is on its way', async () => {
    const { warehouse, send } = setUp();
    warehouse.mishap = (call) => (isSaveOf('Sales order items')(call) ? 'throttled' : undefined);
    await expect(send(job(salesOrder('A')))).resolves.toEqual({ A: { kind: 'unfinished' } });
  });

  it('has each save stopped by the client when the time of its claims is over', async () => {
    const { send, options } = setUp();
    await send(job(salesOrder('A')));
    expect(options).toEqual(Array(3).fill(expect.objectContaining({ notAfter: 45_000 })));
  });

  it('leaves a foreign sales order with one of its numbers untouched, and sends the others', async () => {
    const { warehouse, send } = setUp();
    const foreign = { SalesOrderNumber: 'A', CustomerPurchaseOrderReferenceNumber: 'PO 7', Status: 'New' };
    warehouse.orders.set('A', foreign);
    await expect(send(job(salesOrder('A')), job(salesOrder('B')))).resolves.toEqual({
      A: { kind: 'conflict' },
      B: { kind: 'confirmed' },
    });
    expect(warehouse.orders.get('A')).toBe(foreign);
  });
});

describe('a call that is refused as a whole', () => {
  const has = (number: string) => (row: Readonly<Record<string, string>>) =>
    row['SalesOrderNumber'] === number || row['Reference'] === `customer-${number}`;
  const numbers = Array.from({ length: 100 }, (_, index) => `W${index}`);

  it.each(['Customers', 'Sales orders', 'Sales order items'])(
    'holds the one order whose row of %s Peoplevox cannot take, and sends all others',
    async (template) => {
      const { warehouse, send } = setUp();
      const words = 'W57: Ada is not welcome';
      warehouse.wholeRefusal = ({ templateName, rows }) =>
        templateName === template && rows.some(has('W57')) ? { words } : undefined;
      const outcomes = await send(...numbers.map((number) => job(salesOrder(number))));
      const { W57: bad, ...good } = outcomes;
      expect(bad).toMatchObject({ kind: 'refused', words: 'W57: […] is not welcome' });
      expect(Object.values(good)).toEqual(Array(99).fill({ kind: 'confirmed' }));
      expect(warehouse.calls.length).toBeLessThanOrEqual(4 + 2 * 7 + 1);
    },
  );

  it('never parts the lines of an order', async () => {
    const { warehouse, send } = setUp();
    warehouse.wholeRefusal = ({ templateName, rows }) =>
      templateName === 'Sales order items' && rows.some(has('B')) ? { words: 'no' } : undefined;
    await send(job(salesOrder('A')), job(salesOrder('B')), job(salesOrder('C')));
    expect(warehouse.allocations.map(({ lines }) => lines)).toEqual([2, 2]);
    expect(warehouse.orders.get('B')).toMatchObject({ OnHold: 'True' });
  });

  it('leaves those for another time that its own has no room for, after what can be taken at once', async () => {
    const { warehouse, context, clock } = setUp();
    warehouse.wholeRefusal = ({ rows }) => (rows.some(has('W0')) ? { words: 'no' } : undefined);
    const saveData: PeoplevoxClient['saveData'] = async (request, options) => {
      await clock.advance(request.templateName === 'Customers' ? 8_000 : 0);
      return warehouse.client.saveData(request, options);
    };
    const jobs = numbers.slice(0, 8).map((number) => job(salesOrder(number)));
    const outcomes = await sendBatch(jobs, { ...context, client: { ...warehouse.client, saveData } });
    // 8 s: all; 16 s, 24 s: halves; 32 s: the quarter with the bad one. No time is left for its neighbour.
    expect([...outcomes.values()].map(({ kind }) => kind)).toEqual([
      ...Array<string>(4).fill('unfinished'),
      ...Array<string>(4).fill('confirmed'),
    ]);
  });

  it('is not asked again for rows that Peoplevox named, only for those that went down with them', async () => {
    const { warehouse, context } = setUp();
    const { client } = warehouse;
    const saveData: typeof client.saveData = async (request, options) => {
      const rows = request.rows.map((row) =>
        has('B')(row)
          ? ({ kind: 'refused', words: 'B is bad' } as const)
          : ({ kind: 'unclear', words: 'B is bad' } as const),
      );
      const isBad = request.templateName === 'Customers' && rows.some(({ kind }) => kind === 'refused');
      return isBad ? { kind: 'refused', words: 'B is bad', rows } : client.saveData(request, options);
    };
    const outcomes = await sendBatch([job(salesOrder('A')), job(salesOrder('B')), job(salesOrder('C'))], {
      ...context,
      client: { ...client, saveData },
    });
    expect(Object.fromEntries(outcomes)).toMatchObject({
      A: { kind: 'confirmed' },
      B: { kind: 'refused', words: 'B is bad' },
      C: { kind: 'confirmed' },
    });
    expect(warehouse.calls).toHaveLength(4);
  });

  it('leaves in doubt what is refused alone after it may have been taken beside a row that was named', async () => {
    const { warehouse, context } = setUp();
    const { client } = warehouse;
    // Peoplevox took A, named only B, and is not willing when A comes again.
    const saveData: typeof client.saveData = async (request, options) => {
      if (request.templateName !== 'Sales orders') return client.saveData(request, options);
      if (!request.rows.some(has('B')))
        return { kind: 'refused', words: 'no', rows: [{ kind: 'refused', words: 'no' }] };
      await client.saveData({ ...request, rows: request.rows.filter((row) => !has('B')(row)) }, options);
      const rows = request.rows.map((row) =>
        has('B')(row)
          ? ({ kind: 'refused', words: 'B is bad' } as const)
          : ({ kind: 'unclear', words: '' } as const),
      );
      return { kind: 'partly', words: 'B is bad', rows };
    };
    const outcomes = await sendBatch([job(salesOrder('A')), job(salesOrder('B'))], {
      ...context,
      client: { ...client, saveData },
    });
    expect(warehouse.orders.has('A')).toBe(true);
    expect(Object.fromEntries(outcomes)).toMatchObject({
      A: { kind: 'unfinished', words: 'no' },
      B: { kind: 'refused', words: 'B is bad' },
    });
  });

  it('leaves in doubt what a divided call may have taken and refuses alone', async () => {
    const { warehouse, context } = setUp();
    const { client } = warehouse;
    // All at once makes Peoplevox break off; of the half with A and B it takes A and names nobody; alone it wants neither.
    const saveData: typeof client.saveData = async (request, options) => {
      if (request.templateName !== 'Sales orders' || request.rows.every(has('C')))
        return client.saveData(request, options);
      if (request.rows.some(has('C'))) return { kind: 'failed', words: 'null reference' };
      const refused = (words: string) => ({ kind: 'refused', words }) as const;
      if (request.rows.length === 1) return { ...refused('no'), rows: [refused('no')] };
      await client.saveData({ ...request, rows: request.rows.filter(has('A')) }, options);
      return {
        kind: 'partly',
        words: 'one is bad',
        rows: request.rows.map(() => ({ kind: 'unclear', words: '' }) as const),
      };
    };
    const jobs = ['A', 'B', 'C'].map((number) => job(salesOrder(number)));
    const outcomes = await sendBatch(jobs, { ...context, client: { ...client, saveData } });
    expect(warehouse.orders.has('A')).toBe(true);
    expect(Object.fromEntries(outcomes)).toMatchObject({
      A: { kind: 'unfinished', words: 'no' },
      B: { kind: 'unfinished', words: 'no' },
      C: { kind: 'confirmed' },
    });
  });

  it('is not the end for an order that alone makes Peoplevox break off', async () => {
    const { warehouse, send } = setUp();
    warehouse.wholeRefusal = ({ rows }) =>
      rows.some(has('B')) ? { words: 'null reference', breaksOff: true } : undefined;
    await expect(send(job(salesOrder('A')), job(salesOrder('B')), job(salesOrder('C')))).resolves.toEqual({
      A: { kind: 'confirmed' },
      B: { kind: 'unfinished', words: 'null reference' },
      C: { kind: 'confirmed' },
    });
  });
});

describe('a change', () => {
  it('counts when Peoplevox shows it afterwards', async () => {
    const { warehouse, send } = setUp();
    const sent = salesOrder('A');
    await send(job(sent));
    const wanted = salesOrder('A', [line('A', 'MUG', 5)], 'Low Road');
    const callsBefore = warehouse.calls.length;
    await expect(send(changed(sent, wanted))).resolves.toEqual({ A: { kind: 'confirmed' } });
    expect(warehouse.lines.get('A')).toMatchObject([{ ItemCode: 'MUG', QuantityOrdered: '5' }]);
    expect(warehouse.orders.get('A')).toMatchObject({ ShippingAddressLine1: 'Low Road' });
    expect(
      warehouse.calls
        .slice(callsBefore)
        .slice(-2)
        .map(({ operation }) => operation),
    ).toEqual(['GetData', 'GetData']);
  });

  it('came too late when Peoplevox does not show it afterwards', async () => {
    const { warehouse, send } = setUp();
    const sent = salesOrder('A');
    await send(job(sent));
    warehouse.meanwhile = (call) => {
      if (isSaveOf('Sales order items')(call))
        warehouse.lines.set('A', [{ ...warehouse.lines.get('A')?.[0], QuantityOrdered: '1' }]);
    };
    const wanted = salesOrder('A', [line('A', 'MUG', 5)]);
    await expect(send(changed(sent, wanted))).resolves.toMatchObject({
      A: { kind: 'change-too-late', status: 'New', sent: true },
    });
  });

  /** Picking begins before the rows come, and Peoplevox takes them with a good word and keeps what it has. */
  function ignoring({ warehouse }: ReturnType<typeof setUp>, template: string): void {
    const kept = new Map(warehouse.orders);
    const keptLines = new Map(warehouse.lines);
    warehouse.meanwhile = (call) => {
      if (!isSaveOf(template)(call)) return;
      for (const [number, row] of kept) warehouse.orders.set(number, { ...row, Status: 'Picking' });
      for (const [number, rows] of keptLines) warehouse.lines.set(number, rows);
    };
  }

  it('came too late when picking began meanwhile and Peoplevox silently kept the old address', async () => {
    const world = setUp();
    const sent = salesOrder('A');
    await world.send(job(sent));
    ignoring(world, 'Sales orders');
    await expect(world.send(changed(sent, salesOrder('A', sent.lines, 'Low Road')))).resolves.toEqual({
      A: {
        kind: 'change-too-late',
        status: 'Picking',
        changes: ['address, service or other order data changed'],
        sent: true,
        shown: new Map([
          ['MUG', 1],
          ['PLATE', 1],
        ]),
      },
    });
  });

  it('came too late when picking began meanwhile and Peoplevox silently kept the old text of a line', async () => {
    const world = setUp();
    const mug = line('A', 'MUG');
    const engraved = (text: string) =>
      salesOrder('A', [{ ...mug, columns: { ...mug.columns, Attribute1: text } }]);
    await world.send(job(engraved('Ann')));
    ignoring(world, 'Sales order items');
    await expect(world.send(changed(engraved('Ann'), engraved('Anne')))).resolves.toMatchObject({
      A: { kind: 'change-too-late', changes: ['MUG: changed, now 1'] },
    });
  });

  it.each([
    ['2026-03-12 00:00:00', true],
    ['12/03/2026 00:00', true],
    ['14/03/2026 00:00', false],
    ['Saturday', false],
  ])(
    'of a date came too late when picking began and Peoplevox goes on to show %s: %s',
    async (shown, isTooLate) => {
      const world = setUp();
      const sent = salesOrder('A');
      const due = (date: string) => ({ ...sent, header: { ...sent.header, RequestedDeliveryDate: date } });
      await world.send(job(due('2026-03-12 00:00:00')));
      world.warehouse.orders.set('A', { ...world.warehouse.orders.get('A'), RequestedDeliveryDate: shown });
      ignoring(world, 'Sales orders');
      await expect(
        world.send(changed(due('2026-03-12 00:00:00'), due('2026-03-14 00:00:00'))),
      ).resolves.toMatchObject({ A: { kind: isTooLate ? 'change-too-late' : 'confirmed' } });
    },
  );

  it('came too late when picking began meanwhile and Peoplevox silently left out a new line', async () => {
    const world = setUp();
    const sent = salesOrder('A', [line('A', 'MUG')]);
    await world.send(job(sent));
    ignoring(world, 'Sales order items');
    await expect(
      world.send(changed(sent, salesOrder('A', [line('A', 'MUG'), line('A', 'PLATE')]))),
    ).resolves.toMatchObject({ A: { kind: 'change-too-late', status: 'Picking' } });
  });

  it('counts when picking began meanwhile and Peoplevox shows it, be it in its own way', async () => {
    const { warehouse, send } = setUp();
    const sent = salesOrder('A');
    await send(job(sent));
    warehouse.meanwhile = (call) => {
      if (!isSaveOf('Sales orders')(call)) return;
      const row = { ...warehouse.orders.get('A'), Status: 'Picking', ShippingAddressLine1: 'LOW RD' };
      warehouse.orders.set('A', row);
    };
    await expect(send(changed(sent, salesOrder('A', sent.lines, 'Low Road')))).resolves.toEqual({
      A: { kind: 'confirmed' },
    });
  });

  it('counts when picking began meanwhile and all that shows of it is what Peoplevox shows in its own way', async () => {
    const { warehouse, send } = setUp();
    const paid = (total: string) => {
      const wanted = salesOrder('A');
      return { ...wanted, header: { ...wanted.header, PaymentMethod: 'Card', TotalSale: total } };
    };
    warehouse.tenantColumns.set(
      'Sales orders',
      [...(warehouse.tenantColumns.get('Sales orders') ?? [])].filter((name) => name !== 'TotalSale'),
    );
    await send(job(paid('10.00')));
    const showsListed = () => warehouse.orders.set('A', { ...warehouse.orders.get('A'), PaymentMethod: '3' });
    showsListed();
    warehouse.meanwhile = (call) => {
      if (!isSaveOf('Sales orders')(call)) return;
      showsListed();
      warehouse.setStatus('A', 'Picking');
    };
    await expect(send(changed(paid('10.00'), paid('12.00')))).resolves.toEqual({ A: { kind: 'confirmed' } });
  });

  it('is nobody’s to act on when only the rules changed and Peoplevox silently kept the old address', async () => {
    const world = setUp();
    const sent = salesOrder('A');
    await world.send(job(sent));
    ignoring(world, 'Sales orders');
    const asRules = { ...changed(sent, salesOrder('A', sent.lines, 'Low Road')), isChanged: false };
    await expect(world.send(asRules)).resolves.toMatchObject({ A: { kind: 'left', sent: true } });
  });

  it('is not sent at all to a sales order that is being picked', async () => {
    const { warehouse, send } = setUp();
    const sent = salesOrder('A');
    await send(job(sent));
    warehouse.setStatus('A', 'Picking');
    const saves = warehouse.saves().length;
    await expect(send(changed(sent, salesOrder('A', sent.lines, 'Low Road')))).resolves.toMatchObject({
      A: { kind: 'change-too-late', status: 'Picking', sent: false },
    });
    expect(warehouse.saves()).toHaveLength(saves);
  });

  it('is not finished when Peoplevox cannot be read afterwards', async () => {
    const { warehouse, send } = setUp();
    const sent = salesOrder('A');
    await send(job(sent));
    let isSent = false;
    warehouse.meanwhile = (call) => {
      isSent ||= isSaveOf('Sales orders')(call);
    };
    warehouse.mishap = ({ operation }) => (isSent && operation === 'GetData' ? 'away' : undefined);
    await expect(send(changed(sent, salesOrder('A', sent.lines, 'Low Road')))).resolves.toEqual({
      A: { kind: 'unfinished' },
    });
  });
});

describe('a cancellation', () => {
  it('counts when Peoplevox shows it afterwards', async () => {
    const { warehouse, send } = setUp();
    await send(job(salesOrder('A')));
    await expect(send(cancellation('A'))).resolves.toEqual({ A: { kind: 'cancelled' } });
    expect(warehouse.saves().at(-1)).toMatchObject({
      templateName: 'Sales orders',
      action: SaveAction.default,
      columns: ['SalesOrderNumber', 'Status'],
    });
  });

  it.each(['Picking', 'Despatched'])('comes too late for a sales order in status %s', async (status) => {
    const { warehouse, send } = setUp();
    await send(job(salesOrder('A')));
    warehouse.setStatus('A', status);
    await expect(send(cancellation('A'))).resolves.toEqual({ A: { kind: 'cancel-too-late', status } });
    expect(warehouse.orders.get('A')).toMatchObject({ Status: status });
  });

  it('came too late when picking began in between', async () => {
    const { warehouse, send } = setUp();
    await send(job(salesOrder('A')));
    warehouse.meanwhile = (call) => {
      if (isSaveOf('Sales orders')(call)) warehouse.setStatus('A', 'Picking');
    };
    await expect(send(cancellation('A'))).resolves.toEqual({
      A: { kind: 'cancel-too-late', status: 'Picking' },
    });
  });

  it('needs nothing where the sales order is cancelled already, or never came there, or is not ours', async () => {
    const { warehouse, send } = setUp();
    await send(job(salesOrder('A')));
    warehouse.setStatus('A', 'Cancelled');
    warehouse.orders.set('F', {
      SalesOrderNumber: 'F',
      CustomerPurchaseOrderReferenceNumber: 'PO',
      Status: 'New',
    });
    const saves = warehouse.saves().length;
    await expect(send(cancellation('A'), cancellation('N'), cancellation('F'))).resolves.toEqual({
      A: { kind: 'cancelled' },
      N: { kind: 'never-there' },
      F: { kind: 'never-there' },
    });
    expect(warehouse.saves()).toHaveLength(saves);
    expect(warehouse.orders.get('F')).toMatchObject({ Status: 'New' });
  });
});
