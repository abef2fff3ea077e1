import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { Conflict } from './documents';
import { type Script, createScripted, json, refusal } from './fixtures/scripted-commercetools';
import { getCustomer, getOrder, updateOrder } from './orders';

const scripted = (script: Script) => createScripted(createVirtualClock(Date.UTC(2026, 0, 5, 9)), script);

const order = { id: 'o1', version: 3, orderNumber: 'N-1' };
const EXPANDED = [
  'lineItems[*].supplyChannel',
  'lineItems[*].productType',
  'shippingInfo.shippingMethod',
  'shipping[*].shippingInfo.shippingMethod',
  'paymentInfo.payments[*]',
  'state',
  'customerGroup',
];

describe('orders', () => {
  it('are read by id with all that is decided on expanded', async () => {
    const client = scripted({ answer: () => json(200, order) });
    await expect(getOrder(client.api, 'o1')).resolves.toEqual(order);
    expect(client.sent[0]).toMatchObject({ method: 'GET', path: 'orders/o1' });
    expect(client.sent[0]?.query.getAll('expand')).toEqual(EXPANDED);
  });

  it('are undefined once deleted', async () => {
    const client = scripted({ answer: () => refusal(404, 'ResourceNotFound') });
    await expect(getOrder(client.api, 'o1')).resolves.toBeUndefined();
    await expect(getCustomer(client.api, 'c1')).resolves.toBeUndefined();
  });

  it('are updated onto one version and come back expanded', async () => {
    const client = scripted({ answer: () => json(200, order) });
    const actions = [{ action: 'setOrderNumber', orderNumber: 'N-1' } as const];
    await expect(updateOrder(client.api, 'o1', 2, actions)).resolves.toEqual(order);
    expect(client.sent[0]).toMatchObject({
      method: 'POST',
      path: 'orders/o1',
      body: { version: 2, actions },
    });
    expect(client.sent[0]?.query.getAll('expand')).toEqual(EXPANDED);
  });

  it('reject with Conflict when they have changed meanwhile', async () => {
    const client = scripted({ answer: () => refusal(409, 'ConcurrentModification') });
    await expect(updateOrder(client.api, 'o1', 2, [])).rejects.toBeInstanceOf(Conflict);
  });
});

describe('customers', () => {
  it('are read by id', async () => {
    const client = scripted({ answer: () => json(200, { id: 'c1' }) });
    await expect(getCustomer(client.api, 'c1')).resolves.toEqual({ id: 'c1' });
    expect(client.sent[0]).toMatchObject({ method: 'GET', path: 'customers/c1' });
  });
});
