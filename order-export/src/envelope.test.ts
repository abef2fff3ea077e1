import { readEnvelope } from './envelope';

const orderId = '3f2a9c1e-7b64-4d0a-9e55-8c1d2b3a4f60';

const payload = (overrides: Readonly<Record<string, unknown>> = {}) => ({
  notificationType: 'Message',
  projectKey: 'mug-shop',
  resource: { typeId: 'order', id: orderId },
  id: 'message-1',
  type: 'OrderCreated',
  sequenceNumber: 1,
  resourceVersion: 1,
  order: { shippingAddress: { firstName: 'Ada', email: 'ada@example.com' } },
  ...overrides,
});

const base64 = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64');
const pubSub = (content: unknown, messageId: string | undefined = '4711') => ({
  message: { data: base64(content), messageId, publishTime: '2026-04-01T10:00:00Z', attributes: {} },
  subscription: 'projects/p/subscriptions/s',
});
const sns = (content: unknown, Type = 'Notification') => ({
  Type,
  MessageId: 'sns-1',
  TopicArn: 'arn',
  Message: JSON.stringify(content),
});
const cloudEvent = (data: unknown) => ({
  specversion: '1.0',
  id: 'event-1',
  type: 'com.commercetools.order.message.OrderCreated',
  source: '/mug-shop/orders',
  subject: orderId,
  data,
});

describe('an order message', () => {
  it.each<[string, unknown]>([
    ['Pub/Sub push', pubSub(payload())],
    ['SNS notification', sns(payload())],
    ['bare payload', payload()],
    ['CloudEvent', cloudEvent(payload())],
    ['CloudEvent in a Pub/Sub push', pubSub(cloudEvent(payload()))],
    ['CloudEvent in an SNS notification', sns(cloudEvent(payload()))],
  ])('is read from a %s', (_, body) => {
    expect(readEnvelope(body)).toEqual({
      kind: 'order',
      orderId,
      messageType: 'OrderCreated',
      messageId: 'message-1',
    });
  });

  it('is known by the id of its push where it has none itself', () => {
    expect(readEnvelope(pubSub(payload({ id: undefined })))).toMatchObject({ messageId: '4711' });
    expect(readEnvelope(sns(payload({ id: undefined })))).toMatchObject({ messageId: 'sns-1' });
  });

  it('is read where its payload did not fit', () => {
    const cut = {
      notificationType: 'Message',
      resource: { typeId: 'order', id: orderId },
      id: 'message-1',
      payloadNotIncluded: { reason: 'too large', payloadType: 'OrderCreated' },
    };
    expect(readEnvelope(pubSub(cut))).toMatchObject({ kind: 'order', orderId, messageType: 'OrderCreated' });
    const irrelevant = { ...cut, payloadNotIncluded: { reason: 'too large', payloadType: 'DeliveryAdded' } };
    expect(readEnvelope(pubSub(irrelevant))).toMatchObject({ kind: 'nothing' });
  });
});

describe('nothing to do', () => {
  it.each<[string, unknown]>([
    [
      'the test notification of a new Subscription',
      pubSub({
        notificationType: 'ResourceCreated',
        resource: { typeId: 'subscription', id: 's' },
        version: 1,
      }),
    ],
    ['the confirmation of an SNS subscription', sns({}, 'SubscriptionConfirmation')],
    ['a message about something else', pubSub(payload({ resource: { typeId: 'payment', id: 'p' } }))],
    ['a message that changes nothing for the export', pubSub(payload({ type: 'DeliveryAdded' }))],
    ['a message that our own update causes', pubSub(payload({ type: 'OrderSyncInfoUpdated' }))],
  ])('is the verdict on %s', (_, body) => {
    expect(readEnvelope(body)).toMatchObject({ kind: 'nothing' });
  });

  it('is said without any text of strangers', () => {
    const hostile = 'x\n{"severity":"ERROR"} ada@example.com';
    for (const body of [payload({ type: hostile }), payload({ resource: { typeId: hostile, id: orderId } })])
      expect(JSON.stringify(readEnvelope(body))).not.toMatch(/severity|ada@/);
  });
});

describe('an unreadable message', () => {
  it.each<[string, unknown, string, RegExp]>([
    [
      'base64 that is none',
      { message: { data: '%%%', messageId: '4711' } },
      '4711',
      /message\.data is not JSON/,
    ],
    ['data that is not JSON', { message: { data: 'aGVsbG8=', messageId: '4711' } }, '4711', /not JSON/],
    ['empty data', { message: { data: '', messageId: '4711' } }, '4711', /not JSON/],
    [
      'an SNS text that is not JSON',
      { Type: 'Notification', MessageId: 'sns-1', Message: '{' },
      'sns-1',
      /Message is not JSON/,
    ],
    ['an SNS notification without text', { Type: 'Notification', MessageId: 'sns-1' }, 'sns-1', /not JSON/],
    ['a payload without resource', pubSub({ type: 'OrderCreated' }), '4711', /does not name the resource/],
    ['a payload that is a text', pubSub('OrderCreated'), '4711', /does not name the resource/],
    ['a payload of null', pubSub(null), '4711', /does not name the resource/],
    ['a CloudEvent without data', cloudEvent(undefined), 'event-1', /does not name the resource/],
    ['a bare payload without resource', { id: 'message-1', type: 'OrderCreated' }, 'message-1', /resource/],
  ])('is told with its identifier and cause: %s', (_, body, messageId, cause) => {
    const read = readEnvelope(body);
    expect(read).toMatchObject({ kind: 'unreadable', messageId });
    expect(read.kind === 'unreadable' && read.cause).toMatch(cause);
  });

  it.each([undefined, null, 7, 'text', [], {}, { message: {} }, { message: null }])(
    'has an identifier made of its content where it has none: %p',
    (body) => {
      const read = readEnvelope(body);
      expect(read.kind === 'unreadable' && read.messageId).toMatch(/^[0-9a-f]{16}$/);
      expect(readEnvelope(body)).toEqual(read);
    },
  );

  it.each(['', '../customers', 'a/b', 'a b', 'a"b', "x') or true", '\u0000', 'ä', 'x'.repeat(257)])(
    'is one with an order id like %p, which it does not repeat',
    (id) => {
      const read = readEnvelope(pubSub(payload({ resource: { typeId: 'order', id } })));
      expect(read).toMatchObject({ kind: 'unreadable', messageId: '4711' });
    },
  );

  it('never repeats an identifier that is none', () => {
    const hostile = 'x\nada@example.com';
    const bodies = [
      pubSub({}, hostile),
      pubSub(payload({ id: hostile })),
      { Type: 'Notification', MessageId: hostile, Message: '{' },
      { id: hostile },
    ];
    for (const body of bodies) expect(JSON.stringify(readEnvelope(body))).not.toContain('ada@');
  });

  it('is one that hides its content in __proto__, which changes no object', () => {
    const body: unknown = JSON.parse(`{"__proto__":${JSON.stringify(payload())}}`);
    expect(readEnvelope(body)).toMatchObject({ kind: 'unreadable' });
    expect(readEnvelope(pubSub(body))).toMatchObject({ kind: 'unreadable' });
    expect({}).not.toHaveProperty('resource');
  });
});
