import { testProject } from './testing';

const destination = { type: 'GoogleCloudPubSub', projectId: 'project', topic: 'topic' };
const orders = (...types: readonly string[]) => ({ resourceTypeId: 'order', types });

describe('subscriptions', () => {
  it('get a test notification when they are created or point elsewhere', () => {
    const { create, update, delivered } = testProject();
    const { id } = create('/subscriptions', { key: 'sub', destination, messages: [orders()] });
    update('/subscriptions/key=sub', { action: 'setMessages', messages: [orders('OrderCreated')] });
    expect(delivered).toHaveLength(1);
    update('/subscriptions/key=sub', {
      action: 'changeDestination',
      destination: { ...destination, topic: 'other' },
    });
    expect(delivered.map(({ payload }) => payload)).toMatchObject([
      {
        notificationType: 'ResourceCreated',
        projectKey: 'test',
        resource: { typeId: 'subscription', id },
        version: 1,
      },
      { notificationType: 'ResourceCreated', resource: { typeId: 'subscription', id }, version: 3 },
    ]);
    expect(delivered[1]?.subscription.destination).toMatchObject({ topic: 'other' });
  });

  it('get the types that they name, in order, each its own copy', () => {
    const { create, emulator, update, delivered } = testProject();
    create('/subscriptions', { key: 'all', destination, messages: [orders()] });
    create('/subscriptions', { key: 'some', destination, messages: [orders('OrderStateChanged')] });
    delivered.length = 0;
    const { id } = emulator.seedOrder({ lineItems: [{ sku: 'A' }] });
    update(`/orders/${id}`, { action: 'changeOrderState', orderState: 'Confirmed' });
    expect(delivered.map(({ subscription, payload }) => [subscription.key, payload['type']])).toEqual([
      ['all', 'OrderCreated'],
      ['all', 'OrderStateChanged'],
      ['some', 'OrderStateChanged'],
    ]);
  });

  it('get changes without the resource when they ask for changes', () => {
    const { create, emulator, delivered } = testProject();
    create('/subscriptions', { destination, changes: [{ resourceTypeId: 'order' }] });
    const { id } = emulator.seedOrder({ lineItems: [{ sku: 'A' }] });
    expect(delivered.at(-1)?.payload).toMatchObject({
      notificationType: 'ResourceCreated',
      resource: { typeId: 'order', id },
    });
    expect(delivered.at(-1)?.payload).not.toHaveProperty('order');
  });

  it('get only the head of a message that is over 256 KB', () => {
    const { create, emulator, delivered } = testProject();
    create('/subscriptions', { destination, messages: [orders()] });
    const { id } = emulator.seedOrder({
      lineItems: [{ sku: 'A', name: { en: 'x'.repeat(256 * 1024) } }],
      orderNumber: 'big',
    });
    const payload = delivered.at(-1)?.payload;
    expect(payload).toMatchObject({
      notificationType: 'Message',
      resource: { id },
      sequenceNumber: 1,
      payloadNotIncluded: { payloadType: 'OrderCreated' },
      resourceUserProvidedIdentifiers: { orderNumber: 'big' },
    });
    expect(payload).not.toHaveProperty('order');
    expect(payload).not.toHaveProperty('type');
  });

  it('get CloudEvents on request', () => {
    const { create, emulator, delivered } = testProject();
    const format = { type: 'CloudEvents', cloudEventsVersion: '1.0' };
    create('/subscriptions', { destination, messages: [orders()], format });
    const { id } = emulator.seedOrder({ lineItems: [{ sku: 'A' }] });
    expect(delivered.map(({ payload }) => payload)).toMatchObject([
      { specversion: '1.0', type: 'com.commercetools.subscription.change.ResourceCreated' },
      {
        specversion: '1.0',
        type: 'com.commercetools.order.message.OrderCreated',
        source: '/test/orders',
        subject: id,
        sequence: '1',
        data: { type: 'OrderCreated', order: { id } },
      },
    ]);
  });

  it('must be to something, and are deleted by version', () => {
    const { ask, create } = testProject();
    expect(ask('POST', '/subscriptions', { destination, messages: [] }).code).toBe('InvalidInput');
    create('/subscriptions', { key: 'sub', destination, messages: [orders()] });
    expect(ask('POST', '/subscriptions', { key: 'sub', destination, messages: [orders()] }).code).toBe(
      'DuplicateField',
    );
    expect(ask('DELETE', '/subscriptions/key=sub?version=2').status).toBe(409);
    expect(ask('DELETE', '/subscriptions/key=sub?version=1').status).toBe(200);
  });

  it('are at most 50', () => {
    const { ask } = testProject();
    const last = Array.from({ length: 51 }, () =>
      ask('POST', '/subscriptions', { destination, messages: [orders()] }),
    ).at(-1);
    expect(last).toMatchObject({ status: 400, code: 'MaxResourceLimitExceeded' });
  });
});
