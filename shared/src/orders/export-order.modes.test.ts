import { createMemoryDocuments } from '../../../sandbox/simulation/memory-documents';
import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { createInstallation } from './export-order.fixture';
import { londonAddress, order, orderId, rules } from './composition/order.fixture';

function setUp(document: Readonly<Record<string, unknown>>) {
  const clock = createVirtualClock(Date.parse('2026-04-01T10:00:00Z'));
  const shop = createInstallation(createMemoryDocuments(clock), clock);
  const app = shop.instance();
  shop.rules = rules(document);
  shop.put(order());
  return { shop, deliver: () => clock.runUntil(app.process(orderId)), warehouse: shop.warehouse };
}

const pause = { orderExport: { pace: 'pause' } };
const shadow = { mode: { orders: 'shadow' } };
const off = { mode: { orders: 'off' } };

describe('a paused export', () => {
  it('keeps an order as waiting, and sends it at the next message after the pause', async () => {
    const { shop, deliver, warehouse } = setUp(pause);
    await expect(deliver()).resolves.toEqual({ kind: 'waiting' });
    expect(warehouse.calls).toEqual([]);
    await expect(shop.ledger(orderId)).resolves.toMatchObject({ state: 'waiting', orderNumber: 'WEB-1001' });

    shop.rules = rules();
    await expect(deliver()).resolves.toEqual({ kind: 'exported' });
  });

  it('writes nothing for a repeated message', async () => {
    const { shop, deliver } = setUp(pause);
    await deliver();
    const before = await shop.ledger(orderId);
    await expect(deliver()).resolves.toEqual({ kind: 'waiting' });
    await expect(shop.ledger(orderId)).resolves.toEqual(before);
  });

  it('no longer counts an order as waiting that was cancelled meanwhile', async () => {
    const { shop, deliver } = setUp(pause);
    await deliver();
    shop.change(orderId, { orderState: 'Cancelled' });
    await expect(deliver()).resolves.toMatchObject({ kind: 'ignored' });
    await expect(shop.ledger(orderId)).resolves.toMatchObject({ state: 'ignored' });
  });
});

describe('an export in shadow mode', () => {
  it('decides and records, and writes nothing to Peoplevox nor to the order', async () => {
    const { shop, deliver, warehouse } = setUp(shadow);
    const version = shop.order(orderId)?.version;
    await expect(deliver()).resolves.toEqual({
      kind: 'shadow',
      would: 'would send WEB-1001 to PrimarySite, 1 line(s)',
    });
    expect(warehouse.saves()).toEqual([]);
    expect(shop.order(orderId)?.version).toBe(version);
    const entry = await shop.ledger(orderId);
    expect(entry).toMatchObject({ state: 'shadow', salesOrders: [] });
    expect(entry?.trace.at(-1)?.what).toBe('would send WEB-1001 to PrimarySite, 1 line(s)');

    await deliver();
    await expect(shop.ledger(orderId)).resolves.toEqual(entry);
  });

  it('exports the order once the mode is live', async () => {
    const { shop, deliver } = setUp(shadow);
    await deliver();
    shop.rules = rules();
    await expect(deliver()).resolves.toEqual({ kind: 'exported' });
  });

  it('does not set a missing order number', async () => {
    const { shop, deliver } = setUp({ ...shadow, orderExport: { number: { missing: 'generate' } } });
    shop.change(orderId, { orderNumber: undefined });
    await expect(deliver()).resolves.toMatchObject({ kind: 'shadow' });
    expect(shop.updates).toEqual([]);
  });

  it('raises the exceptions of an order that could not be sent', async () => {
    const { shop, deliver } = setUp(shadow);
    shop.change(orderId, { shippingAddress: { ...londonAddress, city: undefined } });
    await expect(deliver()).resolves.toEqual({ kind: 'held', codes: ['order-invalid'] });
    await expect(shop.openCodes()).resolves.toEqual(['order-invalid']);
  });

  it('does not cancel in Peoplevox what was exported before', async () => {
    const { shop, deliver, warehouse } = setUp({});
    await deliver();
    shop.rules = rules(shadow);
    shop.change(orderId, { orderState: 'Cancelled' });
    await expect(deliver()).resolves.toEqual({ kind: 'shadow', would: 'would cancel WEB-1001' });
    expect(warehouse.orders.get('WEB-1001')).toMatchObject({ Status: 'New' });

    shop.rules = rules();
    await expect(deliver()).resolves.toEqual({ kind: 'cancelled' });
  });

  it('does not change in Peoplevox what was exported before', async () => {
    const { shop, deliver, warehouse } = setUp({});
    await deliver();
    const saves = warehouse.saves().length;
    shop.rules = rules(shadow);
    shop.change(orderId, { shippingAddress: { ...londonAddress, streetName: 'Low Road' } });
    await expect(deliver()).resolves.toMatchObject({ kind: 'shadow' });
    expect(warehouse.saves()).toHaveLength(saves);

    shop.rules = rules();
    await expect(deliver()).resolves.toEqual({ kind: 'exported' });
    expect(warehouse.orders.get('WEB-1001')?.['ShippingAddressLine1']).toContain('Low Road');
  });
});

describe('an export that is switched off', () => {
  it('touches nothing, not even the exceptions of held orders', async () => {
    const { shop, deliver, warehouse } = setUp({});
    shop.change(orderId, { shippingAddress: { ...londonAddress, city: undefined } });
    await deliver();
    shop.rules = rules(off);
    const calls = warehouse.calls.length;
    const before = await shop.ledger(orderId);
    await expect(deliver()).resolves.toEqual({ kind: 'ignored', reason: 'order export is switched off' });
    expect(warehouse.calls).toHaveLength(calls);
    await expect(shop.ledger(orderId)).resolves.toEqual(before);
    await expect(shop.openCodes()).resolves.toEqual(['order-invalid']);
  });
});

describe('after an attempt of which nothing was sent', () => {
  it('an order is still subject to the pause', async () => {
    const { shop, deliver, warehouse } = setUp({});
    warehouse.mishap = (call) => (call.template === 'Sales orders' ? 'away' : undefined);
    await expect(deliver()).rejects.toMatchObject({ kind: 'unavailable' });
    warehouse.mishap = () => undefined;
    shop.rules = rules(pause);
    await expect(deliver()).resolves.toEqual({ kind: 'waiting' });
    expect(warehouse.orders.size).toBe(0);
  });
});

describe('rules that route to another site', () => {
  const sites = [{ reference: 'PrimarySite' }, { reference: 'North', supplyChannel: 'north' }];

  it('leave the lines of an exported order where they were sent, so that nothing ships twice', async () => {
    const { shop, deliver, warehouse } = setUp({ sites });
    await deliver();
    shop.rules = rules({ sites, defaultSite: 'North' });
    await expect(deliver()).resolves.toEqual({ kind: 'unchanged' });
    expect([...warehouse.orders.keys()]).toEqual(['WEB-1001']);
  });
});
