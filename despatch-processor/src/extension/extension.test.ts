import { rulesSchema, type Rules } from 'peoplevox-connector-shared/configuration';
import { createLog, type Clock } from 'peoplevox-connector-shared/runtime';
import { createExtension, type Begun, type ExtensionDoorParts } from './extension';

const address = { country: 'GB', city: 'Bristol', postalCode: 'BS1 4QA' };
const order = {
  id: 'o1',
  orderState: 'Open',
  lineItems: [{ id: 'l1', quantity: 2, variant: { id: 1, sku: 'MUG', attributes: [] } }],
  shippingAddress: address,
  shippingInfo: { shippingMethodName: 'Standard', deliveries: [] },
  syncInfo: [],
  shipping: [],
};
const BOTH = { refuseLateChanges: true, refuseUnexportableOrders: true };
const PICKED: readonly Begun[] = [{ number: 'GB-1', status: 'Picked' }];

function setUp(overrides: Partial<ExtensionDoorParts> = {}, extension: object = BOTH) {
  const lines: string[] = [];
  const asked: string[] = [];
  const timers: { run: () => void }[] = [];
  const clock: Clock = {
    now: () => 0,
    after: (_, run) => {
      timers.push({ run });
      return () => undefined;
    },
  };
  const judge = createExtension({
    rules: async (): Promise<Rules> => rulesSchema.parse({ extension }),
    begun: async (orderId) => {
      asked.push(orderId);
      return PICKED;
    },
    faults: async () => [],
    world: { clock },
    log: createLog({ level: 'debug', write: (line) => void lines.push(line) }),
    ...overrides,
  });
  const update = (change: object, before: object = order) =>
    judge({
      action: 'Update',
      resource: { typeId: 'order', id: 'o1', obj: { ...before, ...change } },
      oldResource: { typeId: 'order', id: 'o1', obj: before },
    });
  const create = (placed: object = order) =>
    judge({ action: 'Create', resource: { typeId: 'order', id: 'o1', obj: placed } });
  return { judge, update, create, lines, asked, expire: () => timers.forEach(({ run }) => run()) };
}

describe('a change of an order whose picking has begun', () => {
  it.each([
    ['is cancelled', { orderState: 'Cancelled' }, 'cancelled'],
    ['goes elsewhere', { shippingAddress: { ...address, city: 'Bath' } }, 'changed'],
    ['has another quantity', { lineItems: [{ ...order.lineItems[0], quantity: 3 }] }, 'changed'],
    ['has another SKU', { lineItems: [{ ...order.lineItems[0], variant: { sku: 'TRAY' } }] }, 'changed'],
    ['has a line more', { lineItems: [...order.lineItems, { ...order.lineItems[0], id: 'l2' }] }, 'changed'],
    ['goes another way', { shippingInfo: { shippingMethodName: 'Express' } }, 'changed'],
  ])('is refused: it %s', async (_, change, word) => {
    const { update } = setUp();
    await expect(update(change)).resolves.toEqual({
      errors: [
        {
          code: 'InvalidOperation',
          message: `The order can no longer be ${word}: the warehouse has begun it (sales order GB-1 is "Picked"). Ask the warehouse to stop it, or expect a return.`,
          extensionExtraInfo: { reason: 'picking-has-begun', salesOrders: ['GB-1'] },
        },
      ],
    });
  });

  it.each([
    ['syncInfo', { syncInfo: [{ channel: { id: 'c' }, externalId: 'GB-1' }] }],
    ['a Delivery', { shippingInfo: { ...order.shippingInfo, deliveries: [{ id: 'd' }] } }],
    ['the shipment state', { shipmentState: 'Partial' }],
    ['a return', { returnInfo: [{ items: [] }] }],
    ['states of lines', { lineItems: [{ ...order.lineItems[0], state: [{ quantity: 2 }] }] }],
    ['custom fields', { custom: { fields: { gift: true } } }],
    ['its payment', { paymentState: 'Paid' }],
    ['nothing', {}],
  ])('passes without a look when it is %s', async (_, change) => {
    const { update, asked } = setUp();
    await expect(update(change)).resolves.toBeUndefined();
    expect(asked).toEqual([]);
  });

  it('passes while picking has not begun', async () => {
    const { update } = setUp({ begun: async () => [] });
    await expect(update({ orderState: 'Cancelled' })).resolves.toBeUndefined();
  });

  it('is refused where the order itself shows a Delivery', async () => {
    const { update } = setUp({ begun: async () => [] });
    const despatched = { ...order, shippingInfo: { ...order.shippingInfo, deliveries: [{ id: 'd' }] } };
    await expect(update({ orderState: 'Cancelled' }, despatched)).resolves.toMatchObject({
      errors: [{ message: expect.stringContaining('a part of it is despatched') as string }],
    });
  });

  it('passes when the rule is off', async () => {
    const { update, asked } = setUp({}, { refuseUnexportableOrders: true });
    await expect(update({ orderState: 'Cancelled' })).resolves.toBeUndefined();
    expect(asked).toEqual([]);
  });
});

describe('a new order that could not be exported', () => {
  it('is refused, every fault named', async () => {
    const { create } = setUp({ faults: async () => [{ message: 'No city.' }, { message: 'No SKU.' }] });
    await expect(create()).resolves.toMatchObject({
      errors: [
        { code: 'InvalidInput', message: 'No city.' },
        { code: 'InvalidInput', message: 'No SKU.' },
      ],
    });
  });

  it('passes when it has no fault, and when the rule is off', async () => {
    await expect(setUp().create()).resolves.toBeUndefined();
    const off = setUp({ faults: async () => [{ message: 'No city.' }] }, { refuseLateChanges: true });
    await expect(off.create()).resolves.toBeUndefined();
  });

  it('passes when it cannot be judged, with a word in the log', async () => {
    const { create, lines } = setUp({ faults: async () => undefined });
    await expect(create()).resolves.toBeUndefined();
    expect(lines).toHaveLength(1);
  });
});

describe('anything unexpected', () => {
  it.each([
    undefined,
    null,
    'text',
    {},
    { action: 'Delete' },
    { action: 'Create', resource: { typeId: 'cart' } },
  ])('passes, and is logged: %j', async (body) => {
    const { judge, lines } = setUp();
    await expect(judge(body)).resolves.toBeUndefined();
    expect(lines).toHaveLength(1);
  });

  it('passes when our own documents cannot be read, and its message stays out of the log', async () => {
    const { update, lines } = setUp({ begun: () => Promise.reject(new TypeError('Winifred')) });
    await expect(update({ orderState: 'Cancelled' })).resolves.toBeUndefined();
    expect(lines.join()).toContain('TypeError');
    expect(lines.join()).not.toContain('Winifred');
  });

  it('passes when it takes too long', async () => {
    const { update, expire } = setUp({ begun: () => new Promise(() => undefined) });
    const judging = update({ orderState: 'Cancelled' });
    await new Promise((resolve) => void setImmediate(resolve));
    expire();
    await expect(judging).resolves.toBeUndefined();
  });
});
