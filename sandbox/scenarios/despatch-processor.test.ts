import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { sleep, systemClock } from '../../shared/src/runtime';
import { CALLBACK_SECRET, comesTrue, documentsOf, openStage, type Stage } from '../demo/stage';
import { syncedAs } from '../demo/views';
import { callOverHttp } from '../peoplevox';
import { seededRandom } from '../simulation/random';
import { PERSONAL, placeOrder, REPOSITORY } from '../simulation/merchant';

const SKUS = ['MUG-BLUE', 'MUG-RED'];
const RULES = {
  mode: { orders: 'live', despatch: 'live' },
  defaultServiceType: 'RM48',
  orderExport: { partialShipment: true },
};

let stage: Stage | undefined;

async function open(options: Partial<Parameters<typeof openStage>[0]> = {}): Promise<Stage> {
  stage = await openStage({
    skus: SKUS,
    applications: ['order-export', 'despatch-processor'],
    // 14 of the tenant's 15 calls.
    configuration: { PEOPLEVOX_REQUESTS_PER_15_SECONDS: '7' },
    ...options,
  });
  await stage.setRules(RULES);
  return stage;
}

async function exportedOrder(opened: Stage, number: string) {
  const { id } = placeOrder(opened.commercetools, number, [
    { sku: 'MUG-BLUE', quantity: 3 },
    { sku: 'MUG-RED', quantity: 2 },
  ]);
  if (!(await comesTrue(() => syncedAs(opened, id) !== undefined)))
    throw new Error(`${number} was not exported.`);
  return id;
}

/** What commercetools shows of an order's shipment: `key: SKU×units … | parcel: tracking number …` a Delivery. */
function shipmentOf({ commercetools }: Stage, orderId: string) {
  const order = commercetools.project.collections.order.get(orderId);
  if (order === undefined) throw new Error('The order is gone.');
  const skuOf = new Map(order.lineItems.map(({ id, variant }) => [id, variant.sku]));
  const deliveries = (order.shippingInfo?.deliveries ?? []).map(({ key, items, parcels }) => {
    const goods = items.map(({ id, quantity }) => `${skuOf.get(id)}×${quantity}`).sort();
    const numbers = parcels.map((parcel) => `${parcel.key}=${parcel.trackingData?.trackingId ?? 'none'}`);
    return `${key}: ${goods.join(' ')} | ${numbers.join(' ')}`;
  });
  return { state: order.shipmentState, deliveries: deliveries.sort() };
}

/** Sends every callback there ever was once more to every instance, in another order. */
async function sendAllAgain({ peoplevox, connect }: Stage, random: () => number): Promise<void> {
  const callbacks = peoplevox.subscriptions.callbacks.map(({ method, url, body }) => ({ method, url, body }));
  const shuffled = callbacks
    .map((callback) => ({ callback, rank: random() }))
    .sort((one, other) => one.rank - other.rank);
  const urls = connect.application('despatch-processor').urls();
  for (const [index, { callback }] of shuffled.entries()) {
    const { pathname, search } = new URL(callback.url);
    const { origin } = new URL(urls[index % urls.length] ?? '');
    await callOverHttp({ ...callback, url: `${origin}${pathname}${search}` }).catch(() => undefined);
  }
}

const hintsOf = (opened: Stage) => documentsOf(opened, 'peoplevox-hints');

beforeAll(() => {
  for (const application of ['order-export', 'despatch-processor'])
    if (!existsSync(resolve(REPOSITORY, application, 'dist/index.js')))
      throw new Error(
        'The applications are not built: run `npm run setup -- --build`, or `npm test`, which does.',
      );
});

afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

describe('despatch-processor as a real process', () => {
  it('books three parcels in two despatches exactly, whatever becomes of callbacks and processes', async () => {
    const random = seededRandom(7);
    const opened = await open({
      peoplevoxLatencyMs: 50,
      connect: { instances: { 'despatch-processor': 2 } },
      callbackFate: () => (random() < 0.5 ? 'repeat' : 'deliver'),
    });
    const { warehouse } = opened.peoplevox;
    const id = await exportedOrder(opened, 'GB-1');
    const is = (state: string, ...deliveries: string[]) =>
      comesTrue(
        () => JSON.stringify(shipmentOf(opened, id)) === JSON.stringify({ state, deliveries }),
        120_000,
      );

    warehouse.startWave({ salesOrderNumbers: ['GB-1'] });
    warehouse.pick({ salesOrderNumber: 'GB-1' });
    const first = warehouse.despatch({
      salesOrderNumber: 'GB-1',
      packages: [
        { lines: [{ itemCode: 'MUG-BLUE', quantity: 2 }] },
        { lines: [{ itemCode: 'MUG-RED', quantity: 1 }] },
      ],
    });
    const application = opened.connect.application('despatch-processor');
    const [victim] = application.instances();
    if (victim === undefined) throw new Error('No instance runs.');
    // Its hints are durable by now or never come: both must end well.
    await sleep(systemClock, 150);
    await victim.kill();
    await application.restart(victim);
    await sendAllAgain(opened, random);
    const goods = `${first}: MUG-BLUE×2 MUG-RED×1`;
    await expect(is('Partial', `${goods} | ${first}-1=none`)).resolves.toBe(true);

    warehouse.setTracking({ despatchNumber: first, packageNumber: 1, trackingNumber: 'TRK-1' });
    await expect(is('Partial', `${goods} | ${first}-1=TRK-1`)).resolves.toBe(true);
    warehouse.setTracking({ despatchNumber: first, packageNumber: 2, trackingNumber: 'TRK-2' });
    await expect(is('Partial', `${goods} | ${first}-1=TRK-1 ${first}-2=TRK-2`)).resolves.toBe(true);
    warehouse.correctTracking({ despatchNumber: first, packageNumber: 2, trackingNumber: 'TRK-2b' });
    const corrected = `${goods} | ${first}-1=TRK-1 ${first}-2=TRK-2b`;
    await expect(is('Partial', corrected)).resolves.toBe(true);

    warehouse.startWave({ salesOrderNumbers: ['GB-1'] });
    warehouse.pick({ salesOrderNumber: 'GB-1' });
    const second = warehouse.despatch({ salesOrderNumber: 'GB-1', packages: [{ tracking: 'TRK-3' }] });
    const rest = `${second}: MUG-BLUE×1 MUG-RED×1 | ${second}-1=TRK-3`;
    await expect(is('Shipped', corrected, rest)).resolves.toBe(true);

    const version = opened.commercetools.project.collections.order.get(id)?.version;
    await sendAllAgain(opened, random);
    await expect(comesTrue(() => hintsOf(opened).length === 0, 120_000)).resolves.toBe(true);
    expect(shipmentOf(opened, id)).toEqual({ state: 'Shipped', deliveries: [corrected, rest] });
    expect(opened.commercetools.project.collections.order.get(id)?.version).toBe(version);
    const written = [
      ...opened.connect.output(),
      JSON.stringify(documentsOf(opened, 'peoplevox-orders')),
    ].join('\n');
    for (const value of [...PERSONAL, CALLBACK_SECRET, 'sandbox-Pa55']) expect(written).not.toContain(value);
    expect(opened.peoplevox.peak()).toBeLessThanOrEqual(15);
  }, 400_000);

  it('refuses strangers, keeps what it cannot read, and drops what is not ours after one look', async () => {
    const opened = await open();
    const [url = ''] = opened.connect.application('despatch-processor').urls();
    const call = async (path: string, body: string) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      return (await fetch(`${url}/callbacks/${path}`, { method: 'POST', body, headers })).status;
    };
    expect([
      await call('wrong/status', 'salesOrderNumber=GB-1'),
      await call('status', 'salesOrderNumber=GB-1'),
      await call(`${CALLBACK_SECRET}/status`, `salesOrderNumber=${'x'.repeat(40_000)}`),
      await call(`${CALLBACK_SECRET}/status`, 'colour=blue'),
    ]).toEqual([404, 404, 413, 200]);
    expect(hintsOf(opened)).toEqual([]);
    expect(documentsOf(opened, 'peoplevox-exceptions')).toMatchObject([
      { code: 'message-unreadable', owner: 'integration', status: 'open' },
    ]);
    expect(await call(`${CALLBACK_SECRET}/status`, 'salesOrderNumber=NOT-OURS,10%off&M&S #1')).toBe(200);
    await expect(comesTrue(() => hintsOf(opened).length === 0)).resolves.toBe(true);
    expect(opened.peoplevox.calls()['GetData Sales orders'] ?? 0).toBe(1);
    const log = () => opened.connect.output().join('\n');
    await expect(comesTrue(() => log().includes('Hints worked.'))).resolves.toBe(true);
    const output = log();
    for (const value of [CALLBACK_SECRET, 'NOT-OURS', 'colour']) expect(output).not.toContain(value);
  }, 120_000);
});
