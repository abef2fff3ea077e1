import { createMemoryDocuments } from '../../../sandbox/simulation/memory-documents';
import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { createInstallation } from './export-order.fixture';
import { firstLineId, lineItem, londonAddress, order, orderId, rules } from './composition/order.fixture';

function setUp() {
  const clock = createVirtualClock(Date.parse('2026-04-01T10:00:00Z'));
  const documents = createMemoryDocuments(clock);
  const shop = createInstallation(documents, clock);
  const app = shop.instance();
  const deliver = (id = orderId) => clock.runUntil(app.process(id));
  return { clock, shop, deliver, warehouse: shop.warehouse };
}

const withoutCity = { ...londonAddress, city: undefined };

describe('order export', () => {
  it('sends a new order completely and marks it with the sales order number', async () => {
    const { shop, deliver, warehouse } = setUp();
    shop.put(order());
    await expect(deliver()).resolves.toEqual({ kind: 'exported' });
    expect(warehouse.orders.get('WEB-1001')).toMatchObject({
      CustomerPurchaseOrderReferenceNumber: orderId,
      ChannelName: 'mug-shop',
      Site: 'PrimarySite',
    });
    expect(warehouse.lines.get('WEB-1001')).toMatchObject([
      { ItemCode: 'MUG-RED', QuantityOrdered: '2', Line: '0a1b2c3d4e5f4a6b' },
    ]);
    expect(shop.order(orderId)?.syncInfo).toMatchObject([
      { channel: { id: 'channel-peoplevox' }, externalId: 'WEB-1001' },
    ]);
    await expect(shop.ledger(orderId)).resolves.toMatchObject({ state: 'exported', orderNumber: 'WEB-1001' });
  });

  it('never lets a sales order be allocated before it has all its lines', async () => {
    const { shop, deliver, warehouse } = setUp();
    shop.put(
      order({
        lineItems: [lineItem(), lineItem({ id: 'other', variant: { id: 1, sku: 'PLATE' } })],
      }),
    );
    await deliver();
    expect(warehouse.allocations).toEqual([{ number: 'WEB-1001', lines: 2 }]);
  });

  it('does nothing for a repeated message, and asks Peoplevox nothing', async () => {
    const { shop, deliver, warehouse } = setUp();
    shop.put(order());
    await deliver();
    const calls = warehouse.calls.length;
    const version = shop.order(orderId)?.version;
    await expect(deliver()).resolves.toEqual({ kind: 'unchanged' });
    expect(warehouse.calls).toHaveLength(calls);
    expect(shop.order(orderId)?.version).toBe(version);
  });

  it('holds an order with all its faults at once, and sends it when a later message finds it mended', async () => {
    const { shop, deliver, warehouse } = setUp();
    shop.put(order({ shippingAddress: { ...withoutCity, postalCode: undefined } }));
    await expect(deliver()).resolves.toEqual({ kind: 'held', codes: ['order-invalid'] });
    expect(warehouse.saves()).toEqual([]);
    const [held] = await shop.exceptions();
    expect(held).toMatchObject({
      status: 'open',
      owner: 'ecommerce',
      subject: { type: 'order', id: orderId, key: 'WEB-1001' },
    });
    expect(held?.message).toMatch(/city/i);
    expect(held?.message).toMatch(/postcode/i);
    await expect(shop.ledger(orderId)).resolves.toMatchObject({ state: 'held', held: ['order-invalid'] });

    shop.change(orderId, { shippingAddress: londonAddress });
    await expect(deliver()).resolves.toEqual({ kind: 'exported' });
    await expect(shop.openCodes()).resolves.toEqual([]);
    await expect(shop.ledger(orderId)).resolves.toMatchObject({ state: 'exported', held: [] });
  });

  it('holds an order whose SKU Peoplevox does not have until the item type exists', async () => {
    const { shop, deliver, warehouse, clock } = setUp();
    warehouse.itemCodes.delete('MUG-RED');
    shop.put(order());
    await expect(deliver()).resolves.toEqual({ kind: 'held', codes: ['order-sku-unknown'] });
    warehouse.itemCodes.add('MUG-RED');
    await clock.advance(60_000);
    await expect(deliver()).resolves.toEqual({ kind: 'exported' });
    await expect(shop.openCodes()).resolves.toEqual([]);
  });

  it('holds an order with faults of its own although Peoplevox cannot be asked', async () => {
    const { shop, deliver, warehouse } = setUp();
    warehouse.mishap = () => 'away';
    shop.put(order({ shippingAddress: withoutCity }));
    await expect(deliver()).resolves.toEqual({ kind: 'held', codes: ['order-invalid'] });
  });

  it('rejects while Peoplevox is away, and exports once it is back', async () => {
    const { shop, deliver, warehouse } = setUp();
    warehouse.mishap = () => 'away';
    shop.put(order());
    await expect(deliver()).rejects.toMatchObject({ name: 'PeoplevoxError', kind: 'unavailable' });
    warehouse.mishap = () => undefined;
    await expect(deliver()).resolves.toEqual({ kind: 'exported' });
  });

  it('generates a missing order number before the export if the rules say so, else holds the order', async () => {
    const { shop, deliver, warehouse } = setUp();
    shop.put(order({ orderNumber: undefined }));
    await expect(deliver()).resolves.toEqual({ kind: 'held', codes: ['order-invalid'] });
    shop.rules = rules({ orderExport: { number: { missing: 'generate' } } });
    await expect(deliver()).resolves.toEqual({ kind: 'exported' });
    expect(shop.order(orderId)?.orderNumber).toBe('260328-3F2A9C1E7B64');
    expect([...warehouse.orders.keys()]).toEqual(['260328-3F2A9C1E7B64']);
  });

  it('leaves orders alone that were created before the connector', async () => {
    const { shop, deliver, warehouse } = setUp();
    shop.put(order({ createdAt: '2025-12-31T23:59:59.999Z' }));
    await expect(deliver()).resolves.toMatchObject({ kind: 'ignored' });
    expect(warehouse.calls).toEqual([]);
    await expect(shop.ledger(orderId)).resolves.toBeUndefined();
  });

  it('ignores an order of which Peoplevox ships nothing', async () => {
    const { shop, deliver, warehouse } = setUp();
    shop.rules = rules({ notShippedByPeoplevox: { skuPrefixes: ['MUG'] } });
    shop.put(order());
    await expect(deliver()).resolves.toMatchObject({ kind: 'ignored' });
    expect(warehouse.saves()).toEqual([]);
  });

  it('resolves the exceptions of a held order that is cancelled', async () => {
    const { shop, deliver } = setUp();
    shop.put(order({ shippingAddress: withoutCity }));
    await deliver();
    shop.change(orderId, { orderState: 'Cancelled' });
    await expect(deliver()).resolves.toEqual({ kind: 'ignored', reason: 'It is cancelled.' });
    await expect(shop.openCodes()).resolves.toEqual([]);
    await expect(shop.ledger(orderId)).resolves.toMatchObject({ state: 'ignored' });
  });

  it('forgets a deleted order: ledger, open and resolved exceptions', async () => {
    const { shop, deliver } = setUp();
    shop.put(order({ shippingAddress: withoutCity }));
    await deliver();
    shop.change(orderId, { shippingAddress: londonAddress });
    await deliver();
    shop.drop(orderId);
    await expect(deliver()).resolves.toEqual({ kind: 'forgotten' });
    await expect(shop.ledger(orderId)).resolves.toBeUndefined();
    await expect(shop.exceptions()).resolves.toEqual([]);
    await expect(deliver()).resolves.toMatchObject({ kind: 'ignored' });
  });

  it('holds an order whose number belongs to a foreign sales order, and leaves that one as it is', async () => {
    const { shop, deliver, warehouse } = setUp();
    const foreign = {
      SalesOrderNumber: 'WEB-1001',
      CustomerPurchaseOrderReferenceNumber: 'PO-7',
      Status: 'New',
    };
    warehouse.orders.set('WEB-1001', foreign);
    shop.put(order());
    await expect(deliver()).resolves.toEqual({ kind: 'held', codes: ['order-number-conflict'] });
    expect(warehouse.orders.get('WEB-1001')).toEqual(foreign);
    expect(warehouse.saves()).toEqual([]);

    warehouse.orders.delete('WEB-1001');
    await expect(deliver()).resolves.toEqual({ kind: 'exported' });
    await expect(shop.openCodes()).resolves.toEqual([]);
  });

  it('holds an order that Peoplevox refuses, quoting it without personal data, and sends it again later', async () => {
    const { shop, deliver, warehouse } = setUp();
    warehouse.refusal = (template) =>
      template === 'Sales orders' ? 'Ada Byron, 12 High Street: no such courier' : undefined;
    shop.put(order());
    await expect(deliver()).resolves.toEqual({ kind: 'held', codes: ['order-rejected'] });
    const [rejected] = await shop.exceptions();
    expect(rejected?.message).toContain('no such courier');
    expect(JSON.stringify(rejected)).not.toMatch(/Ada|Byron|High Street/);
    expect(shop.order(orderId)?.syncInfo).toEqual([]);

    warehouse.refusal = () => undefined;
    await expect(deliver()).resolves.toEqual({ kind: 'exported' });
    await expect(shop.openCodes()).resolves.toEqual([]);
  });

  it('sends an order that Peoplevox refused as a whole where mended rules say', async () => {
    const { shop, deliver, warehouse } = setUp();
    const only = (reference: string) =>
      rules({ sites: [{ reference, supplyChannel: null }], defaultSite: reference });
    warehouse.refusal = (_, row) => (row['Site'] === 'Nroth' ? 'No such site.' : undefined);
    shop.rules = only('Nroth');
    shop.put(order());
    await expect(deliver()).resolves.toEqual({ kind: 'held', codes: ['order-rejected'] });
    shop.rules = only('North');
    await expect(deliver()).resolves.toEqual({ kind: 'exported' });
    expect(warehouse.orders.get('WEB-1001')).toMatchObject({ Site: 'North' });
  });

  it('does not send an order any more that was refused and is no longer to be exported', async () => {
    const { shop, deliver, warehouse } = setUp();
    shop.rules = rules({ orderExport: { paymentStates: ['Paid'] } });
    warehouse.refusal = (template) => (template === 'Sales orders' ? 'Not now.' : undefined);
    shop.put(order({ paymentState: 'Paid' }));
    await deliver();
    warehouse.refusal = () => undefined;
    shop.change(orderId, { paymentState: 'Failed' });
    await expect(deliver()).resolves.toMatchObject({ kind: 'ignored' });
    expect(warehouse.orders.size).toBe(0);
    await expect(shop.openCodes()).resolves.toEqual([]);
  });

  it('sends no call without rows when the only doubtful ones are of the order that is refused', async () => {
    const { clock, shop, warehouse } = setUp();
    const { client } = shop.outside;
    const words = 'It is discontinued.';
    const seen: number[] = [];
    const saveData: typeof client.saveData = async (request, options) => {
      seen.push(request.rows.length);
      if (request.templateName !== 'Sales order items') return client.saveData(request, options);
      const rows = [{ kind: 'refused', words } as const, { kind: 'unclear', words } as const];
      return { kind: 'refused', words, rows };
    };
    const app = shop.instance({ ...shop.outside, client: { ...client, saveData } });
    shop.put(order({ lineItems: [lineItem(), lineItem({ id: 'other', variant: { id: 1, sku: 'PLATE' } })] }));
    await expect(clock.runUntil(app.process(orderId))).resolves.toMatchObject({ kind: 'held' });
    expect(seen).not.toContain(0);
    expect(warehouse.orders.get('WEB-1001')).toMatchObject({ OnHold: 'True' });
  });

  it('keeps no personal data in its ledger', async () => {
    const { shop, deliver } = setUp();
    shop.put(order());
    await deliver();
    const kept = JSON.stringify(await shop.ledger(orderId));
    expect(kept).toContain(firstLineId);
    expect(kept).not.toMatch(/Ada|Byron|High Street|N1 9GU|example\.com|7946/);
  });
});
