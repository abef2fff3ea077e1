import { createMemoryDocuments } from '../../../sandbox/simulation/memory-documents';
import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { SaveAction, type PeoplevoxClient } from '../peoplevox/client';
import { sleep } from '../runtime/clock';
import { CLAIM_MS } from './sending/batches';
import { createInstallation, type Installation, type Outside } from './export-order.fixture';
import {
  lineItem,
  londonAddress,
  order,
  orderId,
  rules,
  secondLineId,
  supplyFrom,
} from './composition/order.fixture';
import type { WarehouseCall } from './sending/warehouse.fixture';

function setUp() {
  const clock = createVirtualClock(Date.parse('2026-04-01T10:00:00Z'));
  const shop = createInstallation(createMemoryDocuments(clock), clock);
  shop.put(order());
  return { clock, shop, warehouse: shop.warehouse };
}

/** Peoplevox as an instance sees it that works slowly. */
function slow({ outside }: Installation, clock: ReturnType<typeof createVirtualClock>, ms: number): Outside {
  return {
    ...outside,
    client: {
      ...outside.client,
      saveData: (request, options) => sleep(clock, ms).then(() => outside.client.saveData(request, options)),
    },
  };
}

const isCreation = (call: WarehouseCall) =>
  call.operation === 'SaveData' &&
  call.template === 'Sales orders' &&
  call.request.action === SaveAction.doNotAllocate;

describe('several instances', () => {
  it('keep off an order that another living one is sending', async () => {
    const { clock, shop } = setUp();
    const first = shop.instance(slow(shop, clock, 5_000)).process(orderId);
    await clock.advance(1_000);
    await expect(clock.runUntil(shop.instance().process(orderId))).rejects.toMatchObject({
      name: 'NotYet',
    });
    await expect(clock.runUntil(first)).resolves.toEqual({ kind: 'exported' });
    await expect(clock.runUntil(shop.instance().process(orderId))).resolves.toEqual({
      kind: 'unchanged',
    });
  });

  it('take over an order when the claim of a dead one has run out, not before', async () => {
    const { clock, shop, warehouse } = setUp();
    const never = new Promise<never>(() => undefined);
    const dying = { ...shop.outside, client: { ...shop.outside.client, saveData: () => never } };
    void shop.instance(dying).process(orderId);
    await clock.advance(1_000);
    const second = shop.instance();
    await clock.advance(CLAIM_MS - 2_000);
    await expect(clock.runUntil(second.process(orderId))).rejects.toMatchObject({ name: 'NotYet' });
    await clock.advance(2_000);
    await expect(clock.runUntil(second.process(orderId))).resolves.toEqual({ kind: 'exported' });
    expect([...warehouse.orders.keys()]).toEqual(['WEB-1001']);
  });

  it('send an order once when they get its message at the same time', async () => {
    const { clock, shop, warehouse } = setUp();
    const both = [1, 2].map(() => shop.instance(slow(shop, clock, 200)).process(orderId));
    const results = await clock.runUntil(Promise.allSettled(both));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(warehouse.calls.filter(isCreation)).toHaveLength(1);
    await expect(clock.runUntil(shop.instance().process(orderId))).resolves.toEqual({
      kind: 'unchanged',
    });
  });

  it('send nothing once their claim is about to run out', async () => {
    const { clock, shop, warehouse } = setUp();
    const stuck = shop.instance({
      ...shop.outside,
      client: {
        ...shop.outside.client,
        getData: async (request, options) => {
          if (request.templateName === 'Sales orders') await sleep(clock, CLAIM_MS);
          return shop.outside.client.getData(request, options);
        },
      },
    });
    await expect(clock.runUntil(stuck.process(orderId))).rejects.toMatchObject({ name: 'NotYet' });
    expect(warehouse.saves()).toEqual([]);
  });

  it('leave no exception open that one raised for an older version of the order', async () => {
    const { clock, shop } = setUp();
    const { city: _gone, ...incomplete } = order().shippingAddress ?? { country: 'GB' };
    shop.change(orderId, { shippingAddress: incomplete });
    const { outside } = shop;
    // The first has read the faulty order and is slow to write; the second sees the mended one.
    const first = shop.instance({
      ...outside,
      orders: {
        ...outside.orders,
        get: async (id) => {
          const read = await outside.orders.get(id);
          await sleep(clock, 1_000);
          return read;
        },
      },
    });
    const late = first.process(orderId);
    await clock.settle();
    shop.change(orderId, { shippingAddress: order().shippingAddress });
    await expect(clock.runUntil(shop.instance().process(orderId))).resolves.toEqual({
      kind: 'exported',
    });
    await expect(clock.runUntil(late)).resolves.toEqual({ kind: 'unchanged' });
    await expect(shop.openCodes()).resolves.toEqual([]);
  });
});

describe('two orders that come to the same sales order number at the same instant', () => {
  const otherId = 'other-order';
  const twoSites = { sites: [{ reference: 'PrimarySite' }, { reference: 'North', supplyChannel: 'north' }] };
  const split = [
    lineItem(),
    lineItem({ id: secondLineId, variant: { id: 1, sku: 'PLATE' }, ...supplyFrom('north') }),
  ];

  async function race(prepare: (installation: Installation) => void) {
    const { clock, shop, warehouse } = setUp();
    prepare(shop);
    const apps = [1, 2].map(() => shop.instance(slow(shop, clock, 200)));
    const deliver = (id: string, index: number) =>
      clock.runUntil(apps[index]?.process(id) ?? Promise.reject(new Error('No such instance.')));
    const both = Promise.allSettled([apps[0]?.process(orderId), apps[1]?.process(otherId)]);
    await clock.runUntil(both);
    // The broker brings what was not taken again.
    for (const [index, id] of [orderId, otherId].entries()) await deliver(id, index).catch(() => undefined);
    const effects = [await deliver(orderId, 0), await deliver(otherId, 1)];
    return { shop, warehouse, effects };
  }

  const held = { kind: 'held', codes: ['order-number-conflict'] };

  it('end with one owner of the number where one of them is split over sites', async () => {
    const { shop, warehouse, effects } = await race((installation) => {
      installation.rules = rules(twoSites);
      installation.put(order({ lineItems: split }));
      installation.put(order({ id: otherId, orderNumber: 'WEB-1001-2' }));
    });
    expect(effects.filter(({ kind }) => kind === 'held')).toEqual([held]);
    const references = warehouse
      .saves()
      .filter(({ templateName }) => templateName === 'Sales orders')
      .flatMap(({ rows }) => rows)
      .filter((row) => row['SalesOrderNumber'] === 'WEB-1001-2')
      .map((row) => row['CustomerPurchaseOrderReferenceNumber']);
    expect(new Set(references).size).toBe(1);
    await expect(shop.openCodes()).resolves.toEqual(['order-number-conflict']);
  });

  it('end with one owner where Peoplevox does not tell their numbers apart by case', async () => {
    const { warehouse, effects } = await race((installation) => {
      installation.warehouse.ignoresCase = true;
      installation.put(order({ id: otherId, orderNumber: 'web-1001' }));
    });
    expect(effects.filter(({ kind }) => kind === 'held')).toEqual([held]);
    expect(warehouse.orders.size).toBe(1);
    expect(warehouse.calls.filter(isCreation)).toHaveLength(1);
  });

  it('end with one owner also within one batch', async () => {
    const { clock, shop, warehouse } = setUp();
    warehouse.ignoresCase = true;
    shop.put(order({ id: otherId, orderNumber: 'web-1001' }));
    const app = shop.instance();
    const effects = await clock.runUntil(Promise.all([app.process(orderId), app.process(otherId)]));
    expect(effects).toEqual([{ kind: 'exported' }, held]);
    expect(warehouse.calls.filter(isCreation)).toHaveLength(1);
  });
});

describe('one instance', () => {
  it('works on one message of an order at a time', async () => {
    const { clock, shop, warehouse } = setUp();
    const app = shop.instance(slow(shop, clock, 500));
    const results = await clock.runUntil(Promise.all([1, 2, 3].map(() => app.process(orderId))));
    expect(results.map(({ kind }) => kind)).toEqual(['exported', 'unchanged', 'unchanged']);
    expect(warehouse.calls.filter(isCreation)).toHaveLength(1);
  });

  it('finds what was taken although the reply was lost, and completes it without a duplicate', async () => {
    const { clock, shop, warehouse } = setUp();
    const app = shop.instance();
    warehouse.mishap = (call) => (isCreation(call) ? 'reply-lost' : undefined);
    await expect(clock.runUntil(app.process(orderId))).rejects.toMatchObject({ name: 'NotYet' });
    expect(warehouse.lines.size).toBe(0);
    warehouse.mishap = () => undefined;
    await clock.advance(CLAIM_MS);
    await expect(clock.runUntil(app.process(orderId))).resolves.toEqual({ kind: 'exported' });
    expect(warehouse.calls.filter(isCreation)).toHaveLength(1);
    expect(warehouse.lines.get('WEB-1001')).toHaveLength(1);
  });

  it('does not send an order as it was before it was cancelled in the same moment', async () => {
    const { clock, shop, warehouse } = setUp();
    let reads = 0;
    shop.meanwhile = () => {
      reads += 1;
      // Between the first reading and the claim.
      if (reads === 2) shop.change(orderId, { orderState: 'Cancelled' });
    };
    const { get } = shop.outside.orders;
    const late = async (id: string) => {
      const order = await get(id);
      return reads === 2 ? shop.order(id) : order;
    };
    const app = shop.instance({ ...shop.outside, orders: { ...shop.outside.orders, get: late } });
    await expect(clock.runUntil(app.process(orderId))).resolves.toMatchObject({ kind: 'ignored' });
    expect(warehouse.calls.filter(isCreation)).toEqual([]);
    await expect(shop.ledger(orderId)).resolves.toBeUndefined();
  });

  it('is through with an order that left before anybody saw that its last rows had arrived', async () => {
    const { clock, shop, warehouse } = setUp();
    const app = shop.instance();
    warehouse.mishap = ({ template }) => (template === 'Sales order items' ? 'reply-lost' : undefined);
    await expect(clock.runUntil(app.process(orderId))).rejects.toMatchObject({ name: 'NotYet' });
    await expect(shop.ledger(orderId)).resolves.toMatchObject({ state: 'sending' });
    shop.change(orderId, { shipmentState: 'Shipped' });
    await clock.advance(CLAIM_MS);
    await expect(clock.runUntil(app.process(orderId))).resolves.toMatchObject({ kind: 'ignored' });
    await expect(shop.ledger(orderId)).resolves.toMatchObject({ state: 'exported' });
  });

  it('marks an order as exported whose change came too late before its first attempt was seen to its end', async () => {
    const { clock, shop, warehouse } = setUp();
    const app = shop.instance();
    warehouse.mishap = ({ template }) => (template === 'Sales order items' ? 'reply-lost' : undefined);
    await expect(clock.runUntil(app.process(orderId))).rejects.toMatchObject({ name: 'NotYet' });
    warehouse.mishap = () => undefined;
    warehouse.setStatus('WEB-1001', 'Picking');
    shop.change(orderId, { shippingAddress: { ...londonAddress, streetName: 'Low Road' } });
    await clock.advance(CLAIM_MS);
    await expect(clock.runUntil(app.process(orderId))).resolves.toMatchObject({ kind: 'held' });
    expect(shop.updates).toMatchObject([{ action: 'updateSyncInfo', externalId: 'WEB-1001' }]);
  });

  it.each([
    ['that Peoplevox refuses', { shippingAddress: { ...londonAddress, streetName: 'Low Road' } }],
    ['that is faulty', { shippingAddress: { ...londonAddress, streetName: '', city: '' } }],
  ])('marks an order as exported although a change of it %s came before the mark', async (_why, change) => {
    const { clock, shop, warehouse } = setUp();
    const { orders } = shop.outside;
    let isFirst = true;
    const update: typeof orders.update = (id, version, actions) => {
      if (isFirst) shop.change(orderId, change);
      isFirst = false;
      warehouse.refusal = (template) => (template === 'Sales orders' ? 'Not now.' : undefined);
      return orders.update(id, version, actions);
    };
    const app = shop.instance({ ...shop.outside, orders: { ...orders, update } });
    await expect(clock.runUntil(app.process(orderId))).resolves.toMatchObject({ kind: 'held' });
    expect(shop.updates).toMatchObject([{ action: 'updateSyncInfo', externalId: 'WEB-1001' }]);
  });

  it('sends nothing newer while rows of an attempt without a reply may still arrive', async () => {
    const { clock, shop, warehouse } = setUp();
    const { client } = shop.outside;
    let isFirst = true;
    const late: PeoplevoxClient['saveData'] = async (request, options) => {
      if (request.templateName !== 'Sales orders' || !isFirst) return client.saveData(request, options);
      isFirst = false;
      clock.after(CLAIM_MS - 5_000, () => void warehouse.client.saveData(request));
      return { kind: 'unknown', words: 'No reply within 15 s.' };
    };
    const app = shop.instance({ ...shop.outside, client: { ...client, saveData: late } });
    await expect(clock.runUntil(app.process(orderId))).rejects.toMatchObject({ name: 'NotYet' });
    shop.change(orderId, { shippingAddress: { ...londonAddress, streetName: 'Low Road' } });
    for (let delivery = 1; delivery <= 10; delivery += 1) {
      await clock.advance(10_000);
      await clock.runUntil(app.process(orderId)).catch(() => undefined);
    }
    await expect(shop.ledger(orderId)).resolves.toMatchObject({ state: 'exported' });
    expect(warehouse.orders.get('WEB-1001')?.['ShippingAddressLine1']).toContain('Low Road');
  });

  it('tries again at once when nothing of its attempt is on its way', async () => {
    const { clock, shop, warehouse } = setUp();
    const app = shop.instance();
    warehouse.mishap = (call) => (isCreation(call) ? 'throttled' : undefined);
    await expect(clock.runUntil(app.process(orderId))).rejects.toMatchObject({ name: 'NotYet' });
    warehouse.mishap = () => undefined;
    await expect(clock.runUntil(app.process(orderId))).resolves.toEqual({ kind: 'exported' });
  });

  it('tells of an order that makes Peoplevox break off, and no longer once it goes through', async () => {
    const { clock, shop, warehouse } = setUp();
    const app = shop.instance();
    warehouse.wholeRefusal = () => ({ words: 'null reference', breaksOff: true });
    await expect(clock.runUntil(app.process(orderId))).rejects.toMatchObject({ name: 'NotYet' });
    await expect(shop.openCodes()).resolves.toEqual(['order-rejected']);
    warehouse.wholeRefusal = () => undefined;
    await expect(clock.runUntil(app.process(orderId))).resolves.toEqual({ kind: 'exported' });
    await expect(shop.openCodes()).resolves.toEqual([]);
  });

  it('tells of an order that Peoplevox never answers, once it was tried five times, until it goes through', async () => {
    const { clock, shop, warehouse } = setUp();
    const attempt = async () => {
      await clock.runUntil(shop.instance().process(orderId)).catch(() => undefined);
      await clock.advance(CLAIM_MS);
    };
    warehouse.mishap = (call) => (isCreation(call) ? 'away' : undefined);
    for (let count = 1; count <= 4; count += 1) await attempt();
    await expect(shop.openCodes()).resolves.toEqual([]);
    await attempt();
    await expect(shop.openCodes()).resolves.toEqual(['order-rejected']);
    warehouse.mishap = () => undefined;
    await attempt();
    await expect(shop.openCodes()).resolves.toEqual([]);
    const ledger = await shop.ledger(orderId);
    expect(ledger).toMatchObject({ state: 'exported' });
    expect(ledger).not.toHaveProperty('unconfirmed');
  });

  it('adopts a sales order of ours of which it has no record', async () => {
    const { clock, shop, warehouse } = setUp();
    await clock.runUntil(shop.instance().process(orderId));
    const afresh = createInstallation(createMemoryDocuments(clock), clock);
    afresh.put(order());
    for (const [number, row] of warehouse.orders) afresh.warehouse.orders.set(number, row);
    for (const [number, rows] of warehouse.lines) afresh.warehouse.lines.set(number, rows);
    await expect(clock.runUntil(afresh.instance().process(orderId))).resolves.toEqual({
      kind: 'exported',
    });
    expect(afresh.warehouse.saves()).toEqual([]);
    expect(afresh.order(orderId)?.syncInfo).toMatchObject([{ externalId: 'WEB-1001' }]);
  });

  it('never overwrites the ledger of a newer version', async () => {
    const { clock, shop } = setUp();
    const newer = { schemaVersion: 2, state: 'exported' };
    await clock.runUntil(shop.outside.documents.write('peoplevox-orders', orderId, newer, 0));
    await expect(clock.runUntil(shop.instance().process(orderId))).rejects.toMatchObject({
      name: 'LedgerUnreadable',
    });
    await expect(
      clock.runUntil(shop.outside.documents.read('peoplevox-orders', orderId)),
    ).resolves.toMatchObject({
      value: newer,
      version: 1,
    });
  });

  it('keeps two orders apart that come to the same sales order number in one batch', async () => {
    const { clock, shop, warehouse } = setUp();
    shop.put(order({ id: 'other-order', orderNumber: 'WEB-100' }));
    shop.rules = rules({ orderExport: { number: { prefix: '' } } });
    shop.change('other-order', { orderNumber: 'WEB-1001' });
    const app = shop.instance();
    const results = await clock.runUntil(Promise.all([app.process(orderId), app.process('other-order')]));
    expect(results).toEqual([{ kind: 'exported' }, { kind: 'held', codes: ['order-number-conflict'] }]);
    expect(warehouse.orders.get('WEB-1001')).toMatchObject({ CustomerPurchaseOrderReferenceNumber: orderId });
    expect(warehouse.lines.get('WEB-1001')).toHaveLength(1);
  });
});
