import Ajv from 'ajv/dist/2020';
import { createParts } from '../../despatch-processor/src/application';
import { environmentSchema } from '../../despatch-processor/src/environment';
import { exceptionOperations } from '../../despatch-processor/src/operator/exceptions';
import { keptOperations } from '../../despatch-processor/src/operator/kept';
import { openApiDescription } from '../../despatch-processor/src/operator/openapi';
import { orderOperations } from '../../despatch-processor/src/operator/order/order-operations';
import { createPeoplevoxNow } from '../../despatch-processor/src/operator/order/peoplevox-now';
import { requestOperations } from '../../despatch-processor/src/operator/requests';
import { stockOperations } from '../../despatch-processor/src/operator/stock';
import { createHints } from '../../shared/src/despatch';
import { createExportChannel, readReplays } from '../../shared/src/orders';
import { createReportReader } from '../../shared/src/peoplevox';
import { createLog, readEnvironment, type Fetch } from '../../shared/src/runtime';
import { createCommercetoolsEmulator, emulatorFetch, openApiInspector } from '../commercetools';
import { record } from '../connect/record';
import { createPeoplevoxSimulator, simulatorFetch } from '../peoplevox';
import {
  ADDRESS,
  API_CLIENT,
  asMerchant,
  commercetoolsEnvironment,
  MERCHANT_CLIENT,
  placeOrder,
  PROJECT_KEY,
  TENANT,
} from './merchant';
import { seededRandom } from './random';
import { createVirtualClock } from './virtual-clock';

const API = 'https://api.commercetools.test';
const PEOPLEVOX = 'https://wms.peoplevox.test';

async function setUp() {
  const clock = createVirtualClock(Date.UTC(2026, 2, 2, 9));
  const random = seededRandom(1);
  const commercetools = createCommercetoolsEmulator({
    clock,
    random,
    projectKey: PROJECT_KEY,
    settings: { clients: [API_CLIENT, MERCHANT_CLIENT], inventoryLagMs: 0 },
    inspector: openApiInspector(),
  });
  const peoplevox = createPeoplevoxSimulator({ clock, random, tenant: TENANT });
  peoplevox.seed('Item types', [{ ItemCode: 'MUG', Name: 'Mug', Barcode: 'BC-MUG' }]);
  peoplevox.warehouse.receiveStock({ itemCode: 'MUG', quantity: 9 });
  const [toCommercetools, toPeoplevox] = [emulatorFetch(commercetools), simulatorFetch(peoplevox, { clock })];
  const fetch: Fetch = (input, init) =>
    new Request(input).url.startsWith(API) ? toCommercetools(input, init) : toPeoplevox(input, init);
  const settings = readEnvironment(environmentSchema, {
    ...commercetoolsEnvironment(API_CLIENT, API),
    PEOPLEVOX_URL: PEOPLEVOX,
    PEOPLEVOX_CLIENT_ID: TENANT.clientId,
    PEOPLEVOX_USERNAME: TENANT.username,
    PEOPLEVOX_PASSWORD: TENANT.password,
    PEOPLEVOX_CALLBACK_SECRET: 'secret',
  });
  const parts = createParts(settings, { clock, random, fetch }, createLog({ level: 'error', clock }));
  await asMerchant(commercetools, 'POST', '/channels', { key: 'peoplevox', roles: ['OrderExport'] });
  const hints = createHints(parts.documents, parts.world);
  let woken = 0;
  const operations = [
    ...orderOperations({
      ...parts,
      channel: createExportChannel(parts.api, clock),
      hints,
      peoplevox: createPeoplevoxNow(parts.client, 'Europe/London'),
      onHint: () => (woken += 1),
    }),
    ...exceptionOperations(parts),
    ...requestOperations(parts),
    ...keptOperations(parts),
    ...stockOperations({ ...parts, reader: createReportReader(parts.client) }),
  ];
  const described = record(openApiDescription(operations, '1')['paths' as never]);

  /** Asks, and holds the answer against the published description. */
  async function ask(
    method: 'get' | 'post',
    path: string,
    given: object = {},
  ): Promise<Record<string, unknown>> {
    const operation = operations.find((one) => one.method === method && one.path === path);
    if (operation === undefined) throw new Error(`There is no ${method} ${path}.`);
    const answer = await clock.runUntil(operation.run(given));
    const responses = record(record(record(described[path])[method])['responses']);
    const content = record(record(responses[String(operation.status)])['content']);
    const schema = record(record(content['application/json'])['schema']);
    const json: unknown = JSON.parse(JSON.stringify(answer));
    const validate = new Ajv({ strict: false }).compile(schema);
    expect([validate(json), validate.errors]).toEqual([true, null]);
    return record(json);
  }
  return { ask, clock, commercetools, peoplevox, parts, hints, woken: () => woken, operations };
}

describe('the operator API', () => {
  it('explains an order from both systems, without personal data', async () => {
    const { ask, commercetools, peoplevox } = await setUp();
    const { id } = placeOrder(commercetools, 'GB-1', [{ sku: 'MUG', quantity: 2 }]);
    await expect(ask('get', '/orders/{orderNumber}', { orderNumber: 'GB-1' })).resolves.toMatchObject({
      orderId: id,
      sentence: expect.stringContaining('has not come to the connector yet') as string,
      timeline: [{ where: 'commercetools', what: 'placed' }],
    });
    peoplevox.seed('Customers', [{ Reference: 'C1', Name: 'Ann Example' }]);
    peoplevox.seed('Sales orders', [
      {
        SalesOrderNumber: 'GB-1',
        Customer: 'C1',
        ServiceType: 'RM48',
        CustomerPurchaseOrderReferenceNumber: id,
        ChannelName: PROJECT_KEY,
      },
    ]);
    peoplevox.seed('Sales order items', [
      { SalesOrderNumber: 'GB-1', ItemCode: 'MUG', QuantityOrdered: '2' },
    ]);
    const channel = { typeId: 'channel', key: 'peoplevox' };
    await asMerchant(commercetools, 'POST', `/orders/${id}`, {
      version: 1,
      actions: [{ action: 'updateSyncInfo', channel, externalId: 'GB-1' }],
    });
    peoplevox.warehouse.startWave({ salesOrderNumbers: ['GB-1'] });
    peoplevox.warehouse.pick({ salesOrderNumber: 'GB-1' });
    const despatch = peoplevox.warehouse.despatch({ salesOrderNumber: 'GB-1' });
    const answer = await ask('get', '/orders/{orderNumber}', { orderNumber: 'GB-1' });
    expect(answer).toMatchObject({
      sentence: expect.stringContaining(`despatch ${despatch} is not booked yet`) as string,
      peoplevox: {
        salesOrders: [{ number: 'GB-1', status: 'Despatched' }],
        despatches: [{ number: despatch, delivery: despatch, units: 2 }],
      },
    });
    for (const value of Object.values(ADDRESS)) expect(JSON.stringify(answer)).not.toContain(`"${value}"`);
  });

  it('still explains what it can while Peoplevox is away', async () => {
    const { ask, commercetools, peoplevox, parts } = await setUp();
    const { id } = placeOrder(commercetools, 'GB-1', [{ sku: 'MUG', quantity: 2 }]);
    const entry = { schemaVersion: 1, orderVersion: 1, held: [], trace: [], state: 'exported' };
    const salesOrders = [{ number: 'GB-1', site: 'PrimarySite', possible: [], lines: [] }];
    await parts.documents.write('peoplevox-orders', id, { ...entry, salesOrders }, 0);
    peoplevox.away = true;
    await expect(ask('get', '/orders/{orderNumber}', { orderNumber: 'GB-1' })).resolves.toMatchObject({
      sentence: expect.stringContaining('cannot be read now') as string,
      connector: { state: 'exported', salesOrders: ['GB-1'] },
      peoplevox: { unavailable: expect.any(String) as string },
    });
  });

  it('has an order decided again, and its despatches and returns looked at', async () => {
    const { ask, commercetools, parts, hints, woken } = await setUp();
    const { id } = placeOrder(commercetools, 'GB-1', [{ sku: 'MUG', quantity: 2 }]);
    await ask('post', '/orders/{orderNumber}/replay', { orderNumber: 'GB-1' });
    expect([[...(await readReplays(parts.documents)).keys()], woken()]).toEqual([[id], 0]);
    const channel = { typeId: 'channel', key: 'peoplevox' };
    await asMerchant(commercetools, 'POST', `/orders/${id}`, {
      version: 1,
      actions: [{ action: 'updateSyncInfo', channel, externalId: 'GB-1,GB-1-2' }],
    });
    await ask('post', '/orders/{orderNumber}/replay', { orderNumber: 'GB-1' });
    expect((await hints.read('GB-1-2'))?.value.kinds).toEqual(['despatch', 'return']);
    expect(woken()).toBe(1);
  });

  it('says that an order does not exist', async () => {
    const { ask } = await setUp();
    await expect(ask('get', '/orders/{orderNumber}', { orderNumber: 'a"b' })).rejects.toThrow(
      'There is no order a"b',
    );
  });

  it('lists exceptions by team, code and status, and resolves one', async () => {
    const { ask, parts } = await setUp();
    const raise = (code: 'short-pick' | 'sku-invalid', key: string) =>
      parts.exceptions.raise({ code, subject: { type: 'order', key }, message: 'm', fix: 'f' });
    await raise('short-pick', 'A');
    await raise('short-pick', 'B');
    await raise('sku-invalid', 'C');
    const keysOf = async (given: object) => {
      const { exceptions } = await ask('get', '/exceptions', given);
      return (exceptions as { key: string }[]).map(({ key }) => key);
    };
    const [first = ''] = await keysOf({ owner: 'ecommerce' });
    expect(await keysOf({ owner: 'ecommerce' })).toHaveLength(2);
    expect(await keysOf({ code: 'sku-invalid' })).toHaveLength(1);
    await expect(ask('post', '/exceptions/{key}/resolve', { key: first })).resolves.toMatchObject({
      status: 'resolved',
      evidence: 'Resolved by an operator.',
    });
    expect(await keysOf({ status: 'open' })).toHaveLength(2);
    expect(await keysOf({ status: 'resolved' })).toEqual([first]);
    expect(await keysOf({ status: 'all' })).toHaveLength(3);
    const none = 'short-pick.0000000000000000';
    await expect(ask('post', '/exceptions/{key}/resolve', { key: none })).rejects.toThrow(
      'There is no exception',
    );
  });

  it('leaves requests for the jobs', async () => {
    const { ask, parts } = await setUp();
    await ask('post', '/stock/full');
    await ask('post', '/stock/full');
    await ask('post', '/stock/confirm/{run}', { run: 'run-7' });
    await ask('post', '/audit/run');
    const left = async (key: string) =>
      (await parts.documents.read<object>('peoplevox-connector', key))?.value;
    await expect(left('request-stock-full')).resolves.toMatchObject({
      requestedAt: '2026-03-02T09:00:00.000Z',
    });
    await expect(left('request-stock-confirm')).resolves.toMatchObject({ run: 'run-7' });
    await expect(left('request-sku-audit')).resolves.toBeDefined();
  });

  it('shows what the jobs left, and that there is nothing yet', async () => {
    const { ask, parts } = await setUp();
    await expect(ask('get', '/status')).resolves.toEqual({ callbacks: { counts: {}, lastAt: {} } });
    await expect(ask('get', '/stock/runs')).resolves.toEqual({ runs: [] });
    await expect(ask('get', '/audit')).resolves.toEqual({ runs: [] });
    await expect(ask('get', '/drift')).rejects.toThrow('No comparison has been made yet.');
    await parts.documents.write(
      'peoplevox-connector',
      'stock-runs',
      { schemaVersion: 1, runs: [{ run: 'r' }] },
      0,
    );
    await expect(ask('get', '/stock/runs')).resolves.toMatchObject({ runs: [{ run: 'r' }] });
  });

  it('shows the stock of a SKU in both systems', async () => {
    const { ask, commercetools } = await setUp();
    await asMerchant(commercetools, 'POST', '/inventory', { sku: 'MUG', quantityOnStock: 7 });
    await expect(ask('get', '/stock/{sku}', { sku: 'MUG' })).resolves.toMatchObject({
      commercetools: [{ supplyChannel: null, site: 'PrimarySite', quantityOnStock: 7, availableQuantity: 7 }],
      peoplevox: [{ site: 'PrimarySite', available: '9', safetyBuffer: 0 }],
    });
  });

  it('is described completely, each operation with its own id', async () => {
    const { operations } = await setUp();
    const document = record(openApiDescription(operations, '1'));
    const paths = record(document['paths']);
    const ids = Object.values(paths).flatMap((path) =>
      Object.values(record(path)).map((operation) => record(operation)['operationId']),
    );
    expect(new Set(ids).size).toBe(operations.length);
    expect(Object.keys(paths).sort()).toEqual(
      [
        '/audit',
        '/audit/run',
        '/drift',
        '/exceptions',
        '/exceptions/{key}/resolve',
        '/orders/{orderNumber}',
        '/orders/{orderNumber}/replay',
        '/status',
        '/stock/confirm/{run}',
        '/stock/full',
        '/stock/runs',
        '/stock/{sku}',
      ].sort(),
    );
  });
});
