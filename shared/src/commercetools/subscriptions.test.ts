import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { type Script, createScripted, json, refusal } from './fixtures/scripted-commercetools';
import { ensureSubscription, isSameDestination, removeSubscription } from './subscriptions';

const scripted = (script: Script) => createScripted(createVirtualClock(Date.UTC(2026, 0, 5, 9)), script);

const ours = { type: 'GoogleCloudPubSub', projectId: 'p', topic: 'ours' } as const;
const theirs = { ...ours, topic: 'theirs' };
const messages = [{ resourceTypeId: 'order', types: ['OrderCreated', 'OrderDeleted'] }];
const wanted = { key: 'peoplevox-order-export', destination: ours, messages };
const existing = { id: 's1', version: 2, key: wanted.key, destination: ours, messages, changes: [] };

function inTurn(...answers: Response[]): Script['answer'] {
  return (_, turn) => answers[turn] ?? new Error(`unexpected request ${turn}`);
}

describe('ensureSubscription', () => {
  it('creates the subscription where there is none', async () => {
    const client = scripted({ answer: inTurn(refusal(404, 'ResourceNotFound'), json(201, existing)) });
    await expect(ensureSubscription(client.api, wanted)).resolves.toEqual({
      subscription: existing,
      change: 'created',
    });
    expect(client.sent[0]).toMatchObject({
      method: 'GET',
      path: 'subscriptions/key=peoplevox-order-export',
    });
    expect(client.sent[1]).toMatchObject({ method: 'POST', path: 'subscriptions', body: wanted });
  });

  it('changes nothing where nothing differs, whatever the order of the message types', async () => {
    const reordered = [{ resourceTypeId: 'order', types: ['OrderDeleted', 'OrderCreated'] }];
    const client = scripted({ answer: inTurn(json(200, { ...existing, messages: reordered })) });
    await expect(ensureSubscription(client.api, wanted)).resolves.toMatchObject({ change: 'none' });
    expect(client.sent).toHaveLength(1);
  });

  it.each([
    ['the destination', { destination: theirs }, { action: 'changeDestination', destination: ours }],
    ['the messages', { messages: [{ resourceTypeId: 'order' }] }, { action: 'setMessages', messages }],
  ])('changes only %s where only that differs', async (_, difference, action) => {
    const client = scripted({
      answer: inTurn(json(200, { ...existing, ...difference }), json(200, existing)),
    });
    await expect(ensureSubscription(client.api, wanted)).resolves.toEqual({
      subscription: existing,
      change: 'updated',
    });
    expect(client.sent[1]).toMatchObject({
      path: 'subscriptions/s1',
      body: { version: 2, actions: [action] },
    });
  });
});

describe('removeSubscription', () => {
  it('deletes the version of the subscription that points at the destination', async () => {
    const client = scripted({ answer: inTurn(json(200, existing), json(200, existing)) });
    await expect(removeSubscription(client.api, wanted.key, ours)).resolves.toBe('removed');
    expect(client.sent[1]).toMatchObject({ method: 'DELETE', path: 'subscriptions/s1' });
    expect(client.sent[1]?.query.get('version')).toBe('2');
  });

  it('keeps one that points elsewhere', async () => {
    const client = scripted({ answer: inTurn(json(200, { ...existing, destination: theirs })) });
    await expect(removeSubscription(client.api, wanted.key, ours)).resolves.toBe('kept');
    expect(client.sent).toHaveLength(1);
  });

  it('keeps one that is pointed elsewhere at that very moment', async () => {
    const client = scripted({
      answer: inTurn(
        json(200, existing),
        refusal(409, 'ConcurrentModification'),
        json(200, { ...existing, destination: theirs }),
      ),
    });
    await expect(removeSubscription(client.api, wanted.key, ours)).resolves.toBe('kept');
  });

  it('has nothing to do where there is none', async () => {
    const client = scripted({ answer: inTurn(refusal(404, 'ResourceNotFound')) });
    await expect(removeSubscription(client.api, wanted.key, ours)).resolves.toBe('absent');
  });
});

describe('isSameDestination', () => {
  const topic = { type: 'SNS', topicArn: 'arn:aws:sns:eu:1:t' } as const;

  it('overlooks secrets, and what commercetools adds', () => {
    const stored = { ...topic, accessKey: '****', authenticationMode: 'Credentials' } as const;
    expect(isSameDestination(stored, { ...topic, accessKey: 'key' })).toBe(true);
  });

  it('tells topics and types apart', () => {
    expect(isSameDestination(topic, { ...topic, topicArn: 'arn:aws:sns:eu:1:u' })).toBe(false);
    expect(isSameDestination(topic, ours)).toBe(false);
  });
});
