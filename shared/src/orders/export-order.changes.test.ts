import type { LineItem } from '@commercetools/platform-sdk';
import { createMemoryDocuments } from '../../../sandbox/simulation/memory-documents';
import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { CLAIM_MS } from './sending/batches';
import { createInstallation } from './export-order.fixture';
import { LEDGER_CONTAINER, type LedgerEntry } from './ledger';
import {
  lineItem,
  londonAddress,
  order,
  orderId,
  rules,
  secondLineId,
  supplyFrom,
} from './composition/order.fixture';

const twoSites = {
  sites: [{ reference: 'PrimarySite' }, { reference: 'North', supplyChannel: 'north' }],
};
const plate = (overrides: Partial<LineItem> = {}) =>
  lineItem({ id: secondLineId, variant: { id: 1, sku: 'PLATE' }, quantity: 1, ...overrides });
const fromNorth = plate(supplyFrom('north'));
const moved = { ...londonAddress, streetName: 'Low Road' };

/** An order that Peoplevox has. */
async function exported(document: Readonly<Record<string, unknown>> = {}, lineItems = [lineItem()]) {
  const clock = createVirtualClock(Date.parse('2026-04-01T10:00:00Z'));
  const shop = createInstallation(createMemoryDocuments(clock), clock);
  const app = shop.instance();
  const deliver = () => clock.runUntil(app.process(orderId));
  shop.rules = rules(document);
  shop.put(order({ lineItems }));
  await expect(deliver()).resolves.toEqual({ kind: 'exported' });
  const { warehouse } = shop;
  const quantities = (number = 'WEB-1001'): Readonly<Record<string, string | undefined>> =>
    Object.fromEntries<string | undefined>(
      (warehouse.lines.get(number) ?? []).map((line) => [line['ItemCode'] ?? '', line['QuantityOrdered']]),
    );
  return { clock, shop, deliver, warehouse, quantities };
}

describe('a changed order before picking', () => {
  it('gets its new address to Peoplevox, and nothing else', async () => {
    const { shop, deliver, warehouse } = await exported();
    const before = warehouse.saves().length;
    shop.change(orderId, { shippingAddress: moved });
    await expect(deliver()).resolves.toEqual({ kind: 'exported' });
    expect(warehouse.orders.get('WEB-1001')?.['ShippingAddressLine1']).toContain('Low Road');
    expect(warehouse.saves().slice(before)).toMatchObject([
      { templateName: 'Customers' },
      { templateName: 'Sales orders', action: 1 },
    ]);
    await expect(deliver()).resolves.toEqual({ kind: 'unchanged' });
  });

  it('is held, and nothing of it counts as sent, while the template lacks a column that new rules fill', async () => {
    const { clock, shop, deliver, warehouse } = await exported();
    const before = warehouse.saves().length;
    shop.rules = rules({ orderAttributes: { Gift: { from: 'locale', required: true } } });
    shop.change(orderId, { locale: 'en-GB' });
    await expect(deliver()).resolves.toEqual({ kind: 'held', codes: ['order-rejected'] });
    expect(warehouse.saves()).toHaveLength(before);
    expect((await shop.exceptions())[0]?.message).toContain('Gift (Sales orders)');
    warehouse.tenantColumns.get('Sales orders')?.push('Gift');
    await clock.advance(60_000);
    await expect(deliver()).resolves.toEqual({ kind: 'exported' });
    expect(warehouse.orders.get('WEB-1001')?.['Gift']).toBe('en-GB');
    expect(await shop.openCodes()).toEqual([]);
  });

  it.each([
    ['phone number', { ...londonAddress, phone: '+44 20 7946 0999' }, { Phone: '+44 20 7946 0999' }],
    ['mobile number', { ...londonAddress, mobile: '+44 7700 900123' }, { Mobile: '+44 7700 900123' }],
  ])('gets its corrected %s to Peoplevox, in the row of its customer', async (_, shippingAddress, row) => {
    const { shop, deliver, warehouse } = await exported();
    shop.change(orderId, { shippingAddress });
    await expect(deliver()).resolves.toEqual({ kind: 'exported' });
    expect([...warehouse.customers.values()]).toMatchObject([row]);
    await expect(deliver()).resolves.toEqual({ kind: 'unchanged' });
  });

  it('has a phone number that is corrected once picking has begun told to a person', async () => {
    const { shop, deliver, warehouse } = await exported();
    warehouse.setStatus('WEB-1001', 'Picking');
    shop.change(orderId, { shippingAddress: { ...londonAddress, phone: '+44 20 7946 0999' } });
    await expect(deliver()).resolves.toEqual({ kind: 'held', codes: ['change-too-late'] });
    expect(warehouse.customers.values().next().value?.['Phone']).not.toBe('+44 20 7946 0999');
  });

  it('that an earlier version exported is not sent again because its customer was not noted', async () => {
    const { shop, deliver } = await exported();
    const stored = await shop.outside.documents.read<LedgerEntry>(LEDGER_CONTAINER, orderId);
    const salesOrders = stored?.value.salesOrders.map(({ customer: _noted, ...rest }) => rest) ?? [];
    const value = { ...stored?.value, salesOrders };
    await shop.outside.documents.write(LEDGER_CONTAINER, orderId, value, stored?.version ?? 0);
    await expect(deliver()).resolves.toEqual({ kind: 'unchanged' });
  });

  it('gets quantities and added lines to Peoplevox', async () => {
    const { shop, deliver, quantities } = await exported();
    shop.change(orderId, { lineItems: [lineItem({ quantity: 5 }), plate()] });
    await expect(deliver()).resolves.toEqual({ kind: 'exported' });
    expect(quantities()).toEqual({ 'MUG-RED': '5', PLATE: '1' });
  });

  it.each([
    ['delete', { 'MUG-RED': '2' }],
    ['zero', { 'MUG-RED': '2', PLATE: '0' }],
  ])('loses its removed line in Peoplevox where the rule is %s', async (removedLines, left) => {
    const { shop, deliver, quantities } = await exported({ orderExport: { removedLines } }, [
      lineItem(),
      plate(),
    ]);
    shop.change(orderId, { lineItems: [lineItem()] });
    await expect(deliver()).resolves.toEqual({ kind: 'exported' });
    expect(quantities()).toEqual(left);
    await expect(deliver()).resolves.toEqual({ kind: 'unchanged' });
  });

  it('has its removed line told to a person where the rule is report', async () => {
    const { shop, deliver, quantities } = await exported({ orderExport: { removedLines: 'report' } }, [
      lineItem(),
      plate(),
    ]);
    shop.change(orderId, { lineItems: [lineItem()] });
    await expect(deliver()).resolves.toEqual({ kind: 'held', codes: ['change-too-late'] });
    expect(quantities()).toEqual({ 'MUG-RED': '2', PLATE: '1' });
    const [told] = await shop.exceptions();
    expect(told?.message).toContain('PLATE: removed, was 1');
  });

  it('has its first address again after it was changed back, also where a removed line is only reported', async () => {
    const { shop, deliver, warehouse } = await exported({ orderExport: { removedLines: 'report' } }, [
      lineItem(),
      plate(),
    ]);
    shop.change(orderId, { lineItems: [lineItem()], shippingAddress: moved });
    await deliver();
    shop.change(orderId, { shippingAddress: londonAddress });
    await deliver();
    expect(warehouse.orders.get('WEB-1001')?.['ShippingAddressLine1']).toContain('High Street');
  });

  it('gets a further sales order for a line that was added from another site', async () => {
    const { shop, deliver, warehouse, quantities } = await exported(twoSites);
    shop.change(orderId, { lineItems: [lineItem(), fromNorth] });
    await expect(deliver()).resolves.toEqual({ kind: 'exported' });
    expect(warehouse.orders.get('WEB-1001-2')).toMatchObject({ Site: 'North' });
    expect(quantities('WEB-1001-2')).toEqual({ PLATE: '1' });
    expect(shop.order(orderId)?.syncInfo).toMatchObject([{ externalId: 'WEB-1001,WEB-1001-2' }]);
  });

  it('does not leave that further sales order on hold where completeness is shown by OnHold', async () => {
    const { shop, deliver, warehouse } = await exported({
      ...twoSites,
      orderExport: { completeBy: 'onHold' },
    });
    shop.change(orderId, { lineItems: [lineItem(), fromNorth] });
    await expect(deliver()).resolves.toEqual({ kind: 'exported' });
    expect(warehouse.orders.get('WEB-1001-2')).toMatchObject({ OnHold: 'False' });
  });

  it('has the sales order of a site cancelled that ships nothing of it any more, and never uses its number again', async () => {
    const { shop, deliver, warehouse, quantities } = await exported(twoSites, [lineItem(), fromNorth]);
    shop.change(orderId, { lineItems: [lineItem()] });
    await expect(deliver()).resolves.toEqual({ kind: 'exported' });
    expect(warehouse.orders.get('WEB-1001-2')).toMatchObject({ Status: 'Cancelled' });

    shop.change(orderId, { lineItems: [lineItem(), fromNorth] });
    await expect(deliver()).resolves.toEqual({ kind: 'exported' });
    expect(quantities('WEB-1001-3')).toEqual({ PLATE: '1' });
    expect(shop.order(orderId)?.syncInfo).toMatchObject([{ externalId: 'WEB-1001,WEB-1001-3' }]);
  });

  it('gets its added line although the reply to a first attempt was lost on the way there', async () => {
    const { clock, shop, deliver, warehouse, quantities } = await exported();
    warehouse.mishap = (call) =>
      call.operation === 'SaveData' && call.template === 'Sales order items' ? 'away' : undefined;
    shop.change(orderId, { lineItems: [lineItem(), plate()] });
    await expect(deliver()).rejects.toMatchObject({ name: 'NotYet' });
    warehouse.mishap = () => undefined;
    await expect(deliver()).rejects.toThrow('may still be on their way');
    await clock.advance(CLAIM_MS);
    await expect(deliver()).resolves.toEqual({ kind: 'exported' });
    expect(quantities()).toEqual({ 'MUG-RED': '2', PLATE: '1' });
  });

  it('is cancelled in Peoplevox when it is cancelled', async () => {
    const { shop, deliver, warehouse } = await exported();
    shop.change(orderId, { orderState: 'Cancelled' });
    await expect(deliver()).resolves.toEqual({ kind: 'cancelled' });
    expect(warehouse.orders.get('WEB-1001')).toMatchObject({ Status: 'Cancelled' });
    await expect(shop.ledger(orderId)).resolves.toMatchObject({ state: 'cancelled' });
    const calls = warehouse.calls.length;
    await expect(deliver()).resolves.toMatchObject({ kind: 'ignored' });
    expect(warehouse.calls).toHaveLength(calls);
  });

  it('is exported under a new number when its cancellation is taken back', async () => {
    const { shop, deliver, warehouse, quantities } = await exported();
    shop.change(orderId, { orderState: 'Cancelled' });
    await deliver();
    shop.change(orderId, { orderState: 'Open' });
    await expect(deliver()).resolves.toEqual({ kind: 'exported' });
    expect(quantities('WEB-1001-2')).toEqual({ 'MUG-RED': '2' });
    expect(warehouse.orders.get('WEB-1001')).toMatchObject({ Status: 'Cancelled' });
  });

  it('is cancelled in Peoplevox when the cancellation came between deciding and sending', async () => {
    const clock = createVirtualClock(0);
    const shop = createInstallation(createMemoryDocuments(clock), clock);
    const { warehouse } = shop;
    shop.put(order());
    warehouse.meanwhile = ({ operation }) => {
      if (operation === 'SaveData' && shop.order(orderId)?.orderState === 'Open')
        shop.change(orderId, { orderState: 'Cancelled' });
    };
    await expect(clock.runUntil(shop.instance().process(orderId))).resolves.toEqual({
      kind: 'cancelled',
    });
    expect(warehouse.orders.get('WEB-1001')).toMatchObject({ Status: 'Cancelled' });
    expect(shop.order(orderId)?.syncInfo).toEqual([]);
  });
});

describe('a cancellation that Peoplevox refuses', () => {
  it('is tried again, also where it never said that it has the order', async () => {
    const clock = createVirtualClock(0);
    const shop = createInstallation(createMemoryDocuments(clock), clock);
    const { warehouse } = shop;
    const deliver = () => clock.runUntil(shop.instance().process(orderId));
    shop.put(order());
    warehouse.mishap = ({ operation, template }) =>
      operation === 'SaveData' && template === 'Sales orders' ? 'reply-lost' : undefined;
    await expect(deliver()).rejects.toMatchObject({ name: 'NotYet' });
    await clock.advance(CLAIM_MS);
    warehouse.mishap = () => undefined;
    warehouse.refusal = (_template, row) => (row['Status'] === 'Cancelled' ? 'Not now.' : undefined);
    shop.change(orderId, { orderState: 'Cancelled' });
    await expect(deliver()).resolves.toEqual({ kind: 'held', codes: ['order-rejected'] });
    warehouse.refusal = () => undefined;
    await expect(deliver()).resolves.toEqual({ kind: 'cancelled' });
    expect(warehouse.orders.get('WEB-1001')).toMatchObject({ Status: 'Cancelled' });
  });
});

describe('a requested delivery date that is taken back', () => {
  const byField = { orderExport: { requestedDeliveryDate: 'custom.fields.due' } };
  const due = (fields: Readonly<Record<string, string>>) => ({
    custom: { type: { typeId: 'type' as const, id: 't' }, fields },
  });

  async function dated() {
    const all = await exported(byField);
    all.shop.change(orderId, due({ due: '2026-05-01' }));
    await all.deliver();
    expect(all.warehouse.orders.get('WEB-1001')).toMatchObject({
      RequestedDeliveryDate: '2026-05-01 00:00:00',
    });
    return all;
  }

  it('is emptied in Peoplevox', async () => {
    const { shop, deliver, warehouse } = await dated();
    shop.change(orderId, due({}));
    await expect(deliver()).resolves.toEqual({ kind: 'exported' });
    expect(warehouse.orders.get('WEB-1001')).toMatchObject({ RequestedDeliveryDate: '' });
    await expect(deliver()).resolves.toEqual({ kind: 'unchanged' });
  });

  it('is not said to be gone where Peoplevox keeps it, and a person is told', async () => {
    const { shop, deliver, warehouse } = await dated();
    warehouse.meanwhile = (call) => {
      if (call.operation === 'SaveData' && call.template === 'Sales orders')
        warehouse.orders.set('WEB-1001', {
          ...warehouse.orders.get('WEB-1001'),
          RequestedDeliveryDate: '2026-05-01 00:00:00',
        });
    };
    shop.change(orderId, due({}));
    await expect(deliver()).resolves.toEqual({ kind: 'held', codes: ['change-too-late'] });
    expect((await shop.exceptions())[0]?.message).toContain('RequestedDeliveryDate was emptied');
    await expect(deliver()).resolves.toEqual({ kind: 'held', codes: ['change-too-late'] });
    expect((await shop.ledger(orderId))?.salesOrders[0]?.possible.length).toBeGreaterThan(1);
  });

  it('is not touched in an order that never had one', async () => {
    const { shop, deliver, warehouse } = await exported(byField);
    shop.change(orderId, { shippingAddress: moved });
    await deliver();
    expect(warehouse.saves().at(-1)?.columns).not.toContain('RequestedDeliveryDate');
  });
});

describe('a changed order after picking has begun', () => {
  it('is told to the warehouse, and the exception resolves itself when the change is taken back', async () => {
    const { shop, deliver, warehouse } = await exported();
    warehouse.setStatus('WEB-1001', 'Picking');
    const saves = warehouse.saves().length;
    shop.change(orderId, { shippingAddress: moved });
    await expect(deliver()).resolves.toEqual({ kind: 'held', codes: ['change-too-late'] });
    expect(warehouse.saves()).toHaveLength(saves);
    const [told] = await shop.exceptions();
    expect(told).toMatchObject({ owner: 'warehouse' });
    expect(told?.message).toContain('"Picking"');
    expect(JSON.stringify(told)).not.toContain('Low Road');

    shop.change(orderId, { shippingAddress: londonAddress });
    await expect(deliver()).resolves.toEqual({ kind: 'unchanged' });
    await expect(shop.openCodes()).resolves.toEqual([]);
  });

  it.each([
    ['the form of countries', { orderExport: { countryFormat: 'iso2' } }],
    ['a mapping', { orderAttributes: { Attribute1: { from: 'customerEmail' } } }],
    ['what Peoplevox ships', { notShippedByPeoplevox: { skuPrefixes: ['PLATE'] } }],
  ])('is not held because the rules changed alone: %s', async (_, document) => {
    const { shop, deliver, warehouse } = await exported({}, [lineItem(), plate()]);
    warehouse.setStatus('WEB-1001', 'Picking');
    const saves = warehouse.saves().length;
    const before = (await shop.ledger(orderId))?.salesOrders;
    shop.rules = rules(document);
    shop.change(orderId, { paymentState: 'Paid' });
    await expect(deliver()).resolves.toEqual({ kind: 'exported' });
    expect(warehouse.saves()).toHaveLength(saves);
    await expect(shop.openCodes()).resolves.toEqual([]);
    // The ledger says what Peoplevox has, not what the rules would have now.
    expect((await shop.ledger(orderId))?.salesOrders).toEqual(before);

    shop.change(orderId, { shippingAddress: moved });
    await expect(deliver()).resolves.toEqual({ kind: 'held', codes: ['change-too-late'] });
  });

  it('is not held by new rules after a change that did not matter', async () => {
    const { shop, deliver, warehouse } = await exported();
    warehouse.setStatus('WEB-1001', 'Picking');
    shop.change(orderId, { custom: { type: { typeId: 'type', id: 't' }, fields: { erp: 'seen' } } });
    await expect(deliver()).resolves.toEqual({ kind: 'unchanged' });
    shop.rules = rules({ orderExport: { countryFormat: 'iso2' } });
    await expect(deliver()).resolves.toEqual({ kind: 'exported' });
    await expect(shop.openCodes()).resolves.toEqual([]);
  });

  it('is not held when only the rules would have one of its sales orders cancelled', async () => {
    const { shop, deliver, warehouse } = await exported(twoSites, [lineItem(), fromNorth]);
    warehouse.setStatus('WEB-1001-2', 'Picking');
    shop.rules = rules({ ...twoSites, notShippedByPeoplevox: { skuPrefixes: ['PLATE'] } });
    await expect(deliver()).resolves.toEqual({ kind: 'exported' });
    expect(warehouse.orders.get('WEB-1001-2')).toMatchObject({ Status: 'Picking' });
    await expect(shop.openCodes()).resolves.toEqual([]);
  });

  it('is told to the warehouse when picking began between looking and sending', async () => {
    const { shop, deliver, warehouse } = await exported();
    warehouse.refusal = (template) => {
      // Peoplevox says that it took the row, and its pickers keep what they have.
      if (template === 'Sales order items') warehouse.setStatus('WEB-1001', 'Picking');
      return undefined;
    };
    warehouse.meanwhile = (call) => {
      if (call.template === 'Sales order items' && call.operation === 'SaveData')
        warehouse.lines.set('WEB-1001', [
          {
            SalesOrderNumber: 'WEB-1001',
            ItemCode: 'MUG-RED',
            Line: '0a1b2c3d4e5f4a6b',
            QuantityOrdered: '2',
          },
        ]);
    };
    shop.change(orderId, { lineItems: [lineItem({ quantity: 5 })] });
    await expect(deliver()).resolves.toEqual({ kind: 'held', codes: ['change-too-late'] });
    await expect(deliver()).resolves.toEqual({ kind: 'held', codes: ['change-too-late'] });
    await expect(shop.openCodes()).resolves.toEqual(['change-too-late']);
    // What Peoplevox did not take stays spoken for.
    await expect(shop.ledger(orderId)).resolves.toMatchObject({
      salesOrders: [{ lines: [{ quantity: 5, certain: 2 }] }],
    });
  });

  it('stays told after the parcel has left as it was', async () => {
    const { shop, deliver, warehouse } = await exported();
    warehouse.setStatus('WEB-1001', 'Picked');
    shop.change(orderId, { shippingAddress: moved });
    await expect(deliver()).resolves.toEqual({ kind: 'held', codes: ['change-too-late'] });
    shop.change(orderId, { shipmentState: 'Shipped' });
    await expect(deliver()).resolves.toMatchObject({ kind: 'ignored' });
    await expect(shop.openCodes()).resolves.toEqual(['change-too-late']);
    // Nobody looks at it again and again.
    await expect(shop.ledger(orderId)).resolves.toMatchObject({ held: [], told: ['change-too-late'] });
  });

  it('that is cancelled after it has left is told once', async () => {
    const { shop, deliver, warehouse } = await exported();
    warehouse.setStatus('WEB-1001', 'Despatched');
    shop.change(orderId, { shipmentState: 'Shipped', orderState: 'Cancelled' });
    await expect(deliver()).resolves.toEqual({ kind: 'held', codes: ['cancel-too-late'] });
    const calls = warehouse.calls.length;
    await expect(deliver()).resolves.toMatchObject({ kind: 'ignored' });
    await expect(deliver()).resolves.toMatchObject({ kind: 'ignored' });
    expect(warehouse.calls).toHaveLength(calls);
    expect(await shop.exceptions()).toMatchObject([
      { code: 'cancel-too-late', status: 'open', occurrences: 1 },
    ]);
  });

  it('that is cancelled after it came back is nobody’s fault', async () => {
    const { shop, deliver, warehouse } = await exported();
    warehouse.setStatus('WEB-1001', 'Despatched');
    shop.change(orderId, {
      shipmentState: 'Shipped',
      orderState: 'Cancelled',
      returnInfo: [{ items: [], returnTrackingId: 'RET-1' }],
    });
    await expect(deliver()).resolves.toMatchObject({ kind: 'ignored' });
    await expect(shop.openCodes()).resolves.toEqual([]);
  });

  it('tells of the line that went, not of those behind it', async () => {
    const { shop, deliver, warehouse } = await exported({}, [lineItem(), plate()]);
    warehouse.setStatus('WEB-1001', 'Picked');
    shop.change(orderId, { lineItems: [plate()] });
    await expect(deliver()).resolves.toEqual({ kind: 'held', codes: ['change-too-late'] });
    const [told] = await shop.exceptions();
    expect(told?.message).toContain('MUG-RED: removed, was 2');
    expect(told?.message).not.toContain('PLATE');
  });

  it('is not cancelled in Peoplevox, and the warehouse is told', async () => {
    const { shop, deliver, warehouse } = await exported();
    warehouse.setStatus('WEB-1001', 'Despatched');
    shop.change(orderId, { orderState: 'Cancelled' });
    await expect(deliver()).resolves.toEqual({ kind: 'held', codes: ['cancel-too-late'] });
    expect(warehouse.orders.get('WEB-1001')).toMatchObject({ Status: 'Despatched' });
  });

  it('is left alone once it is shipped', async () => {
    const { shop, deliver, warehouse } = await exported();
    const calls = warehouse.calls.length;
    shop.change(orderId, { shipmentState: 'Shipped', shippingAddress: moved });
    await expect(deliver()).resolves.toMatchObject({ kind: 'ignored' });
    expect(warehouse.calls).toHaveLength(calls);
  });

  it('raises an exception that stays when the warehouse has cancelled the sales order itself', async () => {
    const { shop, deliver, warehouse } = await exported();
    warehouse.setStatus('WEB-1001', 'Cancelled');
    shop.change(orderId, { lineItems: [lineItem(), plate()] });
    await expect(deliver()).resolves.toEqual({ kind: 'held', codes: ['order-cancelled-in-warehouse'] });
    await expect(deliver()).resolves.toEqual({ kind: 'held', codes: ['order-cancelled-in-warehouse'] });
    expect(warehouse.lines.get('WEB-1001')).toHaveLength(1);
  });

  it('raises an exception when somebody deleted the sales order, and does not create it again', async () => {
    const { shop, deliver, warehouse } = await exported();
    warehouse.orders.delete('WEB-1001');
    shop.change(orderId, { shippingAddress: moved });
    await expect(deliver()).resolves.toEqual({ kind: 'held', codes: ['order-missing-in-peoplevox'] });
    expect(warehouse.orders.has('WEB-1001')).toBe(false);
  });
});
