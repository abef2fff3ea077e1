import { createCommercetoolsEmulator, emulatorFetch } from '../../../sandbox/commercetools';
import { MERCHANT_CLIENT, PROJECT_KEY, placeOrder } from '../../../sandbox/simulation/merchant';
import { seededRandom } from '../../../sandbox/simulation/random';
import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { createCommercetools, createDocuments, createServerClock } from '../commercetools';
import { rulesSchema } from '../configuration/rules';
import type { GetReportRequest, GetRequest, Row } from '../peoplevox/client';
import { PeoplevoxError } from '../peoplevox/errors';
import { ReportUnusable } from '../peoplevox/report-reader';
import { createLog } from '../runtime/logger';
import { createUnitsUnderWay } from './units-under-way';

const URL = 'https://api.commercetools.test';
const site = 'PrimarySite';
const lacks = 'Report "Allocated lines" lacks the column(s) "Allocated".';
const noNumber = 'Report "Allocated lines" shows an allocated quantity that is no number.';

/** A project with one order of two mugs, and a Peoplevox whose answers the test gives. */
async function setUp() {
  const clock = createVirtualClock(Date.parse('2026-03-02T09:00:00Z'));
  const random = seededRandom(1);
  const commercetools = createCommercetoolsEmulator({
    clock,
    random,
    projectKey: PROJECT_KEY,
    settings: { clients: [MERCHANT_CLIENT] },
  });
  const world = { clock, random, fetch: emulatorFetch(commercetools) };
  const { id: clientId, secret: clientSecret } = MERCHANT_CLIENT;
  const settings = { projectKey: PROJECT_KEY, clientId, clientSecret, apiUrl: URL, authUrl: URL };
  const api = createCommercetools({ settings, world, log: createLog({ level: 'error', clock }) });
  const documents = createDocuments(api);
  const created = api.channels().post({ body: { key: 'peoplevox', roles: ['OrderExport'] } });
  const channel = (await clock.runUntil(created.execute())).body;
  const asked: GetRequest[] = [];
  const peoplevox = {
    rows: [] as readonly Row[],
    allocated: [] as readonly Row[] | Error,
    /** While Peoplevox answers. */
    meanwhile: async (): Promise<void> => undefined,
  };
  const underWay = createUnitsUnderWay({
    api,
    documents,
    channel: async () => channel,
    serverClock: createServerClock(documents, clock),
    projectKey: PROJECT_KEY,
    client: {
      getData: async (request) => {
        asked.push(request);
        await peoplevox.meanwhile();
        return {
          totalCount: peoplevox.rows.length,
          columns: Object.keys(peoplevox.rows[0] ?? {}),
          rows: peoplevox.rows,
        };
      },
      streamReportData: async (request: GetReportRequest, onRow) => {
        asked.push(request);
        if (peoplevox.allocated instanceof Error) throw peoplevox.allocated;
        peoplevox.allocated.forEach(onRow);
        return { totalCount: peoplevox.allocated.length };
      },
      getReportColumns: async () => ['Sales order no.', 'Item code'],
    },
  });
  const order = placeOrder(commercetools, 'GB-1', [{ sku: 'MUG', quantity: 2 }]);
  const read = async (document: object = {}, readAt?: number, growing: readonly string[] = []) => {
    const rules = rulesSchema.parse(document);
    const last = { growing, ...(readAt !== undefined && { readAt }) };
    return clock.runUntil(underWay.begin(rules, last).then((begun) => begun.complete(() => undefined)));
  };
  return {
    clock,
    commercetools,
    underWay,
    order,
    asked,
    peoplevox,
    read,
    salesOrder: (number: string, more: Row = {}): Row => ({
      SalesOrderNumber: number,
      CustomerPurchaseOrderReferenceNumber: order.id,
      Site: site,
      Status: 'New',
      ChannelName: PROJECT_KEY,
      ...more,
    }),
    /** The customer cancels. */
    cancel: () =>
      api
        .orders()
        .withId({ ID: order.id })
        .post({
          body: {
            version: order.version,
            actions: [{ action: 'changeOrderState', orderState: 'Cancelled' }],
          },
        })
        .execute(),
    note: (state: string, version = 0, quantity = 0, orderId = order.id) => {
      const lines = quantity > 0 ? [{ itemCode: 'MUG', quantity }] : [];
      const entry = { schemaVersion: 1, state, salesOrders: [{ number: 'GB-1', site, lines }] };
      return documents.write('peoplevox-orders', orderId, entry, version);
    },
    /** The export has done its work. */
    confirm: async (quantity = 2) => {
      const lines = [{ line: '1', lineItemId: 'x', itemCode: 'MUG', quantity, possible: ['f'] }];
      const entry = { state: 'exported', salesOrders: [{ number: 'GB-1', site, possible: ['f'], lines }] };
      await documents.write('peoplevox-orders', order.id, { schemaVersion: 1, ...entry }, 0);
      const body = {
        version: order.version,
        actions: [
          {
            action: 'updateSyncInfo' as const,
            channel: { typeId: 'channel' as const, id: channel.id },
            externalId: 'GB-1',
          },
        ],
      };
      await api.orders().withId({ ID: order.id }).post({ body }).execute();
    },
  };
}

describe('the reading of what is under way', () => {
  it('has an order that nobody has seen yet, and a confirmed one as long as it is not allocated', async () => {
    const { clock, read, confirm, peoplevox, salesOrder } = await setUp();
    expect(await read()).toMatchObject({ units: [{ site, sku: 'MUG', units: 2 }], unallocated: 0 });
    await clock.runUntil(confirm());
    peoplevox.rows = [salesOrder('GB-1')];
    expect(await read()).toMatchObject({ units: [{ site, sku: 'MUG', units: 2 }], unallocated: 1 });
    peoplevox.rows = [];
    expect(await read()).toMatchObject({ units: [], unallocated: 0 });
  });

  it('does not ask for open orders of other stores', async () => {
    const { clock, commercetools, order, read } = await setUp();
    await clock.advance(3_600_000);
    const query = () =>
      commercetools.journal.filter(({ path }) => path.endsWith('/orders')).at(-1)?.query ?? '';
    expect(await read({ orderExport: { stores: ['uk'] } })).toMatchObject({ units: [] });
    expect(decodeURIComponent(query())).toContain('store(key+in+("uk"))');
    expect(await read()).toMatchObject({ units: [{ sku: 'MUG', units: 2 }] });
    expect(order.store).toBeUndefined();
  });

  it('has an order whole that was confirmed only after commercetools was read', async () => {
    const { read, confirm, peoplevox } = await setUp();
    peoplevox.meanwhile = confirm;
    expect((await read()).units).toEqual([{ site, sku: 'MUG', units: 2 }]);
  });

  it('goes on to have a confirmed order that commercetools no longer shows as changed', async () => {
    const { clock, read, confirm, peoplevox, salesOrder } = await setUp();
    await clock.runUntil(confirm());
    await clock.advance(3_600_000);
    peoplevox.rows = [salesOrder('GB-1')];
    expect((await read()).units).toEqual([{ site, sku: 'MUG', units: 2 }]);
  });

  it('has what a changed order has grown by', async () => {
    const { clock, read, confirm } = await setUp();
    await clock.runUntil(confirm(1));
    expect((await read()).units).toEqual([{ site, sku: 'MUG', units: 1 }]);
  });

  it('goes on to have what an order has grown by, however long it is held', async () => {
    const { clock, order, read, confirm } = await setUp();
    await clock.runUntil(confirm(1));
    const { readAt, growing } = await read();
    expect(growing).toEqual([order.id]);
    await clock.advance(3 * 3_600_000);
    const later = await read({}, readAt + 2 * 3_600_000, growing);
    expect(later).toMatchObject({ units: [{ site, sku: 'MUG', units: 1 }], growing });
  });

  it('looks back to what changed since the last reading', async () => {
    const { clock, read, confirm } = await setUp();
    await clock.runUntil(confirm(1));
    const { readAt } = await read();
    await clock.advance(3 * 3_600_000);
    expect((await read({}, readAt)).units).toEqual([{ site, sku: 'MUG', units: 1 }]);
  });

  it('has a cancelled order whole as long as rows of it may be on their way to Peoplevox', async () => {
    const { clock, read, cancel, note } = await setUp();
    await clock.runUntil(note('sending'));
    await clock.runUntil(cancel());
    expect((await read()).units).toEqual([{ site, sku: 'MUG', units: 2 }]);
    await clock.runUntil(note('cancelled', 1));
    expect((await read()).units).toEqual([]);
  });

  it('has as many units as an order had when it was sent, as long as it is not known what arrived', async () => {
    const { clock, read, note } = await setUp();
    await clock.runUntil(note('sending', 0, 3));
    expect((await read()).units).toEqual([{ site, sku: 'MUG', units: 3 }]);
  });

  it('leaves sales orders out that are not ours', async () => {
    const { read, asked, peoplevox, salesOrder, clock, confirm } = await setUp();
    await clock.runUntil(confirm());
    peoplevox.rows = [salesOrder('PHONE-1', { CustomerPurchaseOrderReferenceNumber: 'by phone' })];
    expect(await read({ orderExport: { channelName: 'web' } })).toMatchObject({ units: [], unallocated: 0 });
    expect(asked[0]?.searchClause).toBe(
      '((Status.Equals("New") OR Status.Equals("Partially allocated")) AND (ChannelName.Equals("web")))',
    );
  });

  it('counts only what is not allocated where a report tells it', async () => {
    const { clock, read, confirm, asked, peoplevox, salesOrder } = await setUp();
    await clock.runUntil(confirm());
    peoplevox.rows = [salesOrder('GB-1', { Status: 'Partially allocated' })];
    peoplevox.allocated = [{ 'Sales Order No.': 'GB-1', 'Item code': 'MUG', ALLOCATED: '1' }];
    const inventory = { reports: { allocation: { name: 'Allocated lines' } } };
    expect((await read({ inventory })).units).toEqual([{ site, sku: 'MUG', units: 1 }]);
    expect(asked[1]).toMatchObject({
      templateName: 'Allocated lines',
      searchClause: '([Sales order no.].Equals("GB-1"))',
    });
  });

  it.each([
    ['does not give', new PeoplevoxError('refused', 'GetReportData', 'No such column.'), lacks],
    ['shows without a column', [{ 'Sales order no.': 'GB-1', 'Item code': 'MUG' }], lacks],
    ['does not count', [{ 'Sales order no.': 'GB-1', 'Item code': 'MUG', Allocated: 'one' }], noNumber],
  ])('names the report of allocated units that Peoplevox %s', async (_how, allocated, words) => {
    const { clock, read, confirm, peoplevox, salesOrder } = await setUp();
    await clock.runUntil(confirm());
    peoplevox.rows = [salesOrder('GB-1', { Status: 'Partially allocated' })];
    peoplevox.allocated = allocated;
    const inventory = { reports: { allocation: { name: 'Allocated lines' } } };
    const failure = await read({ inventory }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ReportUnusable);
    expect(failure).toMatchObject({ report: 'Allocated lines', message: words });
  });

  it('fails where the template does not show what is needed', async () => {
    const { read, peoplevox, salesOrder } = await setUp();
    const { Site: _site, ...row } = salesOrder('GB-1');
    peoplevox.rows = [row];
    await expect(read()).rejects.toThrow('"Sales orders" answered without Site');
  });

  it('names the SKUs of orders that came since the last reading, also of those that are gone again', async () => {
    const { clock, read, commercetools } = await setUp();
    const { readAt, touched } = await read();
    expect(touched).toEqual(['MUG']);
    await clock.advance(120_000);
    expect((await read({}, readAt + 60_000)).touched).toEqual([]);
    placeOrder(commercetools, 'GB-2', [{ sku: 'CUP', quantity: 1 }], { orderState: 'Cancelled' });
    expect(await read({}, readAt + 60_000)).toMatchObject({ touched: ['CUP'], units: [{ sku: 'MUG' }] });
  });

  it('adds orders that come after it, and no others', async () => {
    const { clock, commercetools, read } = await setUp();
    const reading = await read();
    expect(await clock.runUntil(reading.since())).toEqual([]);
    placeOrder(commercetools, 'GB-2', [{ sku: 'CUP', quantity: 3 }]);
    expect(await clock.runUntil(reading.since())).toEqual([{ site, sku: 'CUP', units: 3 }]);
  });

  it('adds no order that had left before it', async () => {
    const { clock, commercetools, read } = await setUp();
    placeOrder(commercetools, 'GB-2', [{ sku: 'CUP', quantity: 1 }], { shipmentState: 'Shipped' });
    await clock.advance(45_000);
    const { since } = await read();
    expect(await clock.runUntil(since())).toEqual([]);
  });

  it('adds an order that came after it and has left before the entry is written', async () => {
    const { clock, commercetools, underWay } = await setUp();
    const begun = await clock.runUntil(underWay.begin(rulesSchema.parse({}), { growing: [] }));
    const { since } = await clock.runUntil(begun.complete(() => undefined));
    placeOrder(commercetools, 'GB-2', [{ sku: 'CUP', quantity: 1 }], { shipmentState: 'Shipped' });
    expect(await clock.runUntil(since())).toEqual([{ site, sku: 'CUP', units: 1 }]);
  });

  it('adds an order that came after it, was sent, and was cancelled before the entry is written', async () => {
    const { clock, commercetools, note, read } = await setUp();
    const { since } = await read();
    const { id } = placeOrder(commercetools, 'GB-2', [{ sku: 'CUP', quantity: 1 }], {
      orderState: 'Cancelled',
    });
    expect(await clock.runUntil(since())).toEqual([]);
    await clock.runUntil(note('exported', 0, 0, id));
    expect(await clock.runUntil(since())).toEqual([{ site, sku: 'CUP', units: 1 }]);
    await clock.runUntil(note('cancelled', 1, 0, id));
    expect(await clock.runUntil(since())).toEqual([]);
  });

  it('adds an order that came after it as it was sent, as long as a smaller quantity has not arrived', async () => {
    const { clock, commercetools, note, read } = await setUp();
    const { since } = await read();
    const { id } = placeOrder(commercetools, 'GB-2', [{ sku: 'MUG', quantity: 2 }]);
    await clock.runUntil(note('exported', 0, 3, id));
    expect(await clock.runUntil(since())).toEqual([{ site, sku: 'MUG', units: 3 }]);
    await clock.runUntil(note('exported', 1, 2, id));
    expect(await clock.runUntil(since())).toEqual([{ site, sku: 'MUG', units: 2 }]);
  });

  it('is empty, and asks nobody, where the rules ignore orders under way', async () => {
    const { read, asked } = await setUp();
    const reading = await read({ inventory: { ordersUnderWay: 'ignore' } });
    expect(reading).toMatchObject({ units: [], touched: [] });
    expect(asked).toEqual([]);
  });
});
