import { query, text } from '../testing';
import { extra, placedOrder } from './testing';

const address = { country: 'DE', city: 'Bonn', postalCode: '53111' };

describe('an order that is read', () => {
  it('shows when it was written last and how many Messages it has had', () => {
    const { path, act, ask } = placedOrder();
    const before = ask('GET', path).body;
    act({ action: 'changeOrderState', orderState: 'Confirmed' });
    expect(before).toMatchObject({ lastMessageSequenceNumber: 1 });
    expect(ask('GET', path).body).toMatchObject({
      lastMessageSequenceNumber: 2,
      versionModifiedAt: expect.any(String) as unknown,
    });
  });
});

describe('updateSyncInfo', () => {
  const sync = (externalId: string, key = 'peoplevox') => ({
    action: 'updateSyncInfo',
    channel: { typeId: 'channel', key },
    externalId,
  });

  it('keeps one entry for each channel, raises the version and sends no Message', () => {
    const { create, act, messages, ask } = placedOrder();
    const channel = create('/channels', { key: 'peoplevox', roles: ['OrderExport'] });
    create('/channels', { key: 'erp', roles: ['OrderImport'] });
    expect(act(sync('O-1'), sync('E-1', 'erp')).body).toMatchObject({ version: 3 });
    expect(act(sync('O-1,O-1-2')).body).toMatchObject({
      version: 4,
      syncInfo: [{ externalId: 'E-1' }, { externalId: 'O-1,O-1-2', channel: { id: channel['id'] } }],
    });
    expect(messages()).toEqual([]);
    const count = (predicate: string) => ask('GET', `/orders${query(predicate)}`).body['count'];
    const where = `syncInfo(channel(id = "${text(channel, 'id')}"))`;
    expect(count(where)).toBe(1);
    expect(count(`not(${where})`)).toBe(0);
    expect(count('syncInfo is empty')).toBe(0);
    expect(count('syncInfo(externalId = "E-1")')).toBe(1);
  });

  it('refuses a channel without a role for it', () => {
    const { create, act } = placedOrder();
    create('/channels', { key: 'peoplevox', roles: ['InventorySupply'] });
    expect(act(sync('O-1'))).toMatchObject({ status: 400, code: 'InvalidInput' });
    expect(act(sync('O-1', 'none')).code).toBe('ReferencedResourceNotFound');
  });
});

describe('the head of an order', () => {
  it('gets a number once', () => {
    const { act, emulator, ask, update } = placedOrder({ orderNumber: undefined });
    expect(act({ action: 'setOrderNumber', orderNumber: 'N-1' }).status).toBe(200);
    expect(act({ action: 'setOrderNumber', orderNumber: 'N-2' }).code).toBe('InvalidOperation');
    expect(ask('GET', '/orders/order-number=N-1').status).toBe(200);
    const other = emulator.seedOrder({ lineItems: [{ sku: 'A' }] });
    expect(update(`/orders/${other.id}`, { action: 'setOrderNumber', orderNumber: 'N-1' })).toMatchObject({
      code: 'DuplicateField',
      body: { errors: [{ field: 'orderNumber' }] },
    });
  });

  it('changes addresses and tells the old and the new one', () => {
    const { act, messages, order } = placedOrder();
    act({ action: 'setShippingAddress', address });
    act({ action: 'setBillingAddress', address });
    act({ action: 'setShippingAddress', address });
    expect(messages()).toMatchObject([
      {
        type: 'OrderShippingAddressSet',
        address,
        oldAddress: { city: 'Leeds' },
        sequenceNumber: 2,
        resourceVersion: 2,
      },
      { type: 'OrderBillingAddressSet', address, sequenceNumber: 3, resourceVersion: 3 },
    ]);
    expect(order()).toMatchObject({ shippingAddress: address, version: 3 });
  });

  it('keeps custom fields of its own and of its addresses; only its own have Messages', () => {
    const { act, messages, order } = placedOrder();
    act(
      { action: 'setCustomType', type: extra },
      { action: 'setCustomField', name: 'note', value: 'a' },
      { action: 'setCustomField', name: 'note', value: 'b' },
      { action: 'setCustomField', name: 'note' },
      { action: 'setShippingAddressCustomType', type: extra, fields: { note: 'x' } },
      { action: 'setShippingAddressCustomField', name: 'note', value: 'y' },
      { action: 'setCustomType' },
    );
    expect(messages().map(({ type }) => type)).toEqual([
      'OrderCustomTypeSet',
      'OrderCustomFieldAdded',
      'OrderCustomFieldChanged',
      'OrderCustomFieldRemoved',
      'OrderCustomTypeRemoved',
    ]);
    expect(order().shippingAddress?.custom?.fields).toEqual({ note: 'y' });
    expect(order()).not.toHaveProperty('custom');
  });

  it('changes e-mail, store, purchase order number and payments', () => {
    const { act, create, messages, order } = placedOrder();
    create('/stores', { key: 'uk' });
    create('/payments', { key: 'pay', amountPlanned: { centAmount: 1, currencyCode: 'GBP' } });
    const payment = { typeId: 'payment', key: 'pay' };
    act(
      { action: 'setCustomerEmail', email: 'new@example.org' },
      { action: 'setStore', store: { typeId: 'store', key: 'uk' } },
      { action: 'setPurchaseOrderNumber', purchaseOrderNumber: 'PO' },
      { action: 'addPayment', payment },
      { action: 'addPayment', payment },
    );
    expect(order()).toMatchObject({ customerEmail: 'new@example.org', store: { key: 'uk' }, version: 5 });
    expect(messages().map(({ type }) => type)).toEqual([
      'OrderCustomerEmailSet',
      'OrderStoreSet',
      'OrderPurchaseOrderNumberSet',
      'OrderPaymentAdded',
    ]);
    act({ action: 'removePayment', payment });
    expect(order()).not.toHaveProperty('paymentInfo');
  });
});

describe('an update', () => {
  it('is all or nothing', () => {
    const { act, order, messages } = placedOrder();
    const before = order();
    const failed = act(
      { action: 'changeOrderState', orderState: 'Confirmed' },
      { action: 'removeDelivery', deliveryKey: 'none' },
    );
    expect(failed.status).toBe(400);
    expect(order()).toBe(before);
    expect(messages()).toEqual([]);
  });

  it('with a stale version is refused, even one that would change nothing', () => {
    const { ask, path, act } = placedOrder();
    act({ action: 'changeOrderState', orderState: 'Confirmed' });
    const stale = { version: 1, actions: [{ action: 'changeOrderState', orderState: 'Confirmed' }] };
    expect(ask('POST', path, stale)).toMatchObject({
      status: 409,
      code: 'ConcurrentModification',
      body: { errors: [{ currentVersion: 2 }] },
    });
    expect(ask('POST', '/orders/order-number=O-1', { ...stale, version: 2 })).toMatchObject({
      status: 200,
      body: { version: 2 },
    });
  });

  it('has at most 500 actions, all of them known', () => {
    const { act } = placedOrder();
    const same = Array.from({ length: 501 }, () => ({ action: 'changeOrderState', orderState: 'Open' }));
    expect(act(...same)).toMatchObject({ status: 400, code: 'InvalidInput' });
    expect(act(...same.slice(1)).status).toBe(200);
    expect(act({ action: 'explode' })).toMatchObject({ status: 400, code: 'InvalidJsonInput' });
  });
});

describe('a deletion', () => {
  it('needs the current version and sends OrderDeleted', () => {
    const { ask, path, messages, act } = placedOrder();
    act({ action: 'changeOrderState', orderState: 'Cancelled' });
    expect(ask('DELETE', `${path}?version=1`).status).toBe(409);
    expect(ask('DELETE', `${path}?version=2`)).toMatchObject({ status: 200, body: { orderNumber: 'O-1' } });
    expect(ask('GET', path).status).toBe(404);
    expect(messages().at(-1)).toMatchObject({
      type: 'OrderDeleted',
      order: { orderNumber: 'O-1' },
      sequenceNumber: 3,
    });
  });
});
