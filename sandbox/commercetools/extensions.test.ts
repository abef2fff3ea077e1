import { EventEmitter, once } from 'node:events';
import type { ExtensionReply, HttpDestination } from './core/project';
import { anyBody, testProject, type Body } from './testing';

interface Called {
  readonly destination: HttpDestination;
  readonly body: Body;
  readonly timeoutMs: number;
}

function extended(reply: (called: Called) => ExtensionReply | Promise<ExtensionReply>, extra: object = {}) {
  const calls: Called[] = [];
  const project = testProject({
    ports: {
      callExtension: async (destination, body, timeoutMs) => {
        const called = { destination, body: anyBody.parse(JSON.parse(JSON.stringify(body))), timeoutMs };
        calls.push(called);
        return reply(called);
      },
    },
  });
  project.create('/extensions', {
    key: 'peoplevox-order',
    destination: {
      type: 'HTTP',
      url: 'http://127.0.0.1:1/extension',
      authentication: { type: 'AuthorizationHeader', headerValue: 'secret' },
    },
    triggers: [
      { resourceTypeId: 'order', actions: ['Create', 'Update'], condition: 'orderState = "Cancelled"' },
    ],
    ...extra,
  });
  const { id } = project.emulator.seedOrder({ lineItems: [{ sku: 'A' }], orderNumber: 'O-1' });
  const act = (...actions: readonly unknown[]) =>
    project.askAsync('POST', `/orders/${id}`, { version: 1, actions });
  const cancel = { action: 'changeOrderState', orderState: 'Cancelled' };
  return { ...project, id, calls, act, cancel, order: () => project.ask('GET', `/orders/${id}`).body };
}

const nothing = (): ExtensionReply => ({ status: 200, body: '' });

describe('API extensions', () => {
  it('are called when their condition holds, with the resource as it would be', async () => {
    const { act, cancel, calls, id } = extended(nothing);
    expect((await act({ action: 'setLocale', locale: 'en' })).status).toBe(200);
    expect(calls).toEqual([]);
    const { act: again, calls: asked } = extended(nothing, {
      additionalContext: { includeOldResource: true },
      timeoutInMs: 900,
    });
    expect(await again(cancel)).toMatchObject({ status: 200, body: { orderState: 'Cancelled' } });
    expect(asked).toMatchObject([
      {
        destination: { url: 'http://127.0.0.1:1/extension', headers: { authorization: 'secret' } },
        timeoutMs: 900,
        body: {
          action: 'Update',
          resource: { typeId: 'order', id, obj: { orderState: 'Cancelled' } },
          oldResource: { obj: { orderState: 'Open' } },
        },
      },
    ]);
  });

  it('refuse with errors of their own, and nothing is written', async () => {
    const errors = [{ code: 'InvalidOperation', message: 'Already picked.' }];
    const { act, cancel, order } = extended(() => ({ status: 400, body: JSON.stringify({ errors }) }));
    expect(await act(cancel)).toMatchObject({
      status: 400,
      body: {
        message: 'Already picked.',
        errors: [{ code: 'InvalidOperation', extensionKey: 'peoplevox-order' }],
      },
    });
    expect(order()).toMatchObject({ version: 1, orderState: 'Open' });
  });

  it('add update actions to the same commit', async () => {
    const actions = [{ action: 'changeShipmentState', shipmentState: 'Canceled' }];
    const { act, cancel } = extended(() => ({ status: 200, body: JSON.stringify({ actions }) }));
    expect((await act(cancel)).body).toMatchObject({
      version: 3,
      orderState: 'Cancelled',
      shipmentState: 'Canceled',
    });
  });

  it.each([
    [
      'an action that cannot be applied',
      200,
      { actions: [{ action: 'removeDelivery', deliveryKey: 'x' }] },
      400,
      'ExtensionUpdateActionsFailed',
    ],
    ['an answer that is none', 200, 'hello', 502, 'ExtensionBadResponse'],
    ['another status', 500, {}, 502, 'ExtensionBadResponse'],
    ['a refusal without errors', 400, {}, 502, 'ExtensionBadResponse'],
  ])('fail the write with %s', async (_, status, body, expected, code) => {
    const { act, cancel, order } = extended(() => ({
      status,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }));
    expect(await act(cancel)).toMatchObject({ status: expected, code });
    expect(order()['version']).toBe(1);
  });

  it('that do not answer in time fail the write', async () => {
    const { act, cancel } = extended(() => Promise.reject(new Error('No result within 2000 ms.')));
    expect(await act(cancel)).toMatchObject({ status: 504, code: 'ExtensionNoResponse' });
  });

  it('do not hide that another write came first', async () => {
    const release = new EventEmitter();
    const waiting = once(release, 'go').then(nothing);
    const { act, cancel, update, id } = extended(() => waiting);
    const slow = act(cancel);
    expect(update(`/orders/${id}`, { action: 'setLocale', locale: 'en' }).status).toBe(200);
    release.emit('go');
    expect(await slow).toMatchObject({ status: 409, code: 'ConcurrentModification' });
  });

  it('may refuse an order that is being placed', async () => {
    const refusing = extended(
      () => ({
        status: 400,
        body: JSON.stringify({ errors: [{ code: 'InvalidInput', message: 'No postcode.' }] }),
      }),
      { triggers: [{ resourceTypeId: 'order', actions: ['Create'] }] },
    );
    await expect(refusing.emulator.placeOrder({ lineItems: [{ sku: 'A' }] })).rejects.toThrow('No postcode.');
    expect(refusing.ask('GET', '/orders').body['count']).toBe(1);
    expect(refusing.calls.at(-1)?.body['action']).toBe('Create');
    const welcoming = extended(nothing, { triggers: [{ resourceTypeId: 'order', actions: ['Create'] }] });
    await welcoming.emulator.placeOrder({ lineItems: [{ sku: 'A' }] });
    expect(welcoming.ask('GET', '/orders').body['count']).toBe(2);
  });

  it('with a condition that makes no sense fail the write', async () => {
    const triggers = [{ resourceTypeId: 'order', actions: ['Update'], condition: 'nope = 1' }];
    const { ask, id, cancel } = extended(nothing, { triggers });
    const refused = ask('POST', `/orders/${id}`, { version: 1, actions: [cancel] });
    expect(refused).toMatchObject({ status: 400, code: 'ExtensionPredicateEvaluationFailed' });
  });

  it('do not show their secret, and do not take the mask for it', () => {
    const { ask, update } = extended(nothing);
    const { body } = ask('GET', '/extensions/key=peoplevox-order');
    expect(JSON.stringify(body)).not.toContain('secret');
    expect(
      update('/extensions/key=peoplevox-order', {
        action: 'changeDestination',
        destination: body['destination'],
      }).code,
    ).toBe('InvalidInput');
    const triggers = [{ resourceTypeId: 'order', actions: ['Update'] }];
    expect(
      update('/extensions/key=peoplevox-order', { action: 'changeTriggers', triggers }).body,
    ).toMatchObject({ triggers });
  });
});
