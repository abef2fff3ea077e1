import { createServer, type Server } from 'node:http';
import { systemWorld } from '../../shared/src/runtime';
import type { Broker, BrokerFactory } from './broker';
import { pubSubEnvelope } from './envelope';
import { findPubSubEmulator, startPubSubEmulator, type PubSubEmulator } from './pubsub-emulator';
import { createPushDispatcher } from './push-dispatcher';
import { record, text } from './record';

interface Listener {
  readonly url: string;
  readonly bodies: string[];
  close(): Promise<void>;
}

/** An application that answers its pushes with the given statuses in turn, and then with 204. */
async function startListener(statuses: readonly number[] = []): Promise<Listener> {
  const bodies: string[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      response.writeHead(statuses[bodies.length] ?? 204).end();
      bodies.push(body);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/order-export`,
    bodies,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

function dataOf(body: string | undefined): unknown {
  const { message } = record(JSON.parse(body ?? ''));
  return JSON.parse(Buffer.from(text(record(message)['data']), 'base64').toString('utf8'));
}

const digits: unknown = expect.stringMatching(/^\d+$/);
const time: unknown = expect.stringMatching(/Z$/);
const subscriptionName: unknown = expect.stringMatching(/^projects\/sandbox\/subscriptions\//);

const jar = findPubSubEmulator();
let emulator: PubSubEmulator | undefined;
beforeAll(async () => {
  if (jar !== undefined) emulator = await startPubSubEmulator(jar);
}, 90_000);
afterAll(() => emulator?.stop());

const inProcess: BrokerFactory = (subscription) => {
  const envelope = pubSubEnvelope('projects/sandbox/subscriptions/s');
  return Promise.resolve(createPushDispatcher(subscription, systemWorld, { envelope }));
};
const inEmulator: BrokerFactory = (subscription) => {
  if (emulator === undefined) throw new Error('The Pub/Sub emulator is not running.');
  return emulator.createBroker(subscription);
};

describe.each([
  { kind: 'the dispatcher in this process', create: inProcess, present: true },
  { kind: 'the Pub/Sub emulator', create: inEmulator, present: jar !== undefined },
])('a broker: $kind', ({ create, present }) => {
  const test = present ? it : it.skip;
  const listeners: Listener[] = [];
  const brokers: Broker[] = [];

  async function brokerFor(...endpoints: Listener[]): Promise<Broker> {
    listeners.push(...endpoints);
    const broker = await create({
      name: 'orders',
      endpoints: () => endpoints.map(({ url }) => url),
      ackDeadlineMs: 10_000,
      minBackoffMs: 100,
      maxBackoffMs: 1000,
    });
    brokers.push(broker);
    return broker;
  }

  afterEach(async () => {
    await Promise.all(brokers.splice(0).map((broker) => broker.stop()));
    await Promise.all(listeners.splice(0).map((listener) => listener.close()));
  });

  test('pushes the payload in the envelope of Pub/Sub', async () => {
    const app = await startListener();
    const broker = await brokerFor(app);
    await broker.publish({ type: 'OrderCreated', name: 'Zoë 📦' });
    await broker.drained();
    expect(JSON.parse(app.bodies[0] ?? '')).toMatchObject({
      message: { messageId: digits, message_id: digits, publishTime: time },
      subscription: subscriptionName,
    });
    expect(dataOf(app.bodies[0])).toEqual({ type: 'OrderCreated', name: 'Zoë 📦' });
  });

  test('delivers again, under the same message id, until the application acknowledges', async () => {
    const app = await startListener([503]);
    const broker = await brokerFor(app);
    await broker.publish({ type: 'OrderCreated' });
    await broker.drained();
    const ids = app.bodies.map((body) => /"messageId"\s*:\s*"(\d+)"/.exec(body)?.[1]);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(broker.stats()).toMatchObject({
      published: 1,
      pushes: 2,
      refused: 1,
      acknowledged: 1,
      outstanding: 0,
    });
  });

  test('delivers every copy that is asked for', async () => {
    const app = await startListener();
    const broker = await brokerFor(app);
    await broker.publish({ type: 'OrderCreated' }, { copies: 3 });
    await broker.drained();
    expect(app.bodies.map(dataOf)).toEqual(Array(3).fill({ type: 'OrderCreated' }));
  });

  test('spreads the load over the instances', async () => {
    const apps = await Promise.all([startListener(), startListener()]);
    const broker = await brokerFor(...apps);
    for (let order = 0; order < 10; order += 1) await broker.publish({ order });
    await broker.drained();
    expect(apps.map(({ bodies }) => bodies.length)).toEqual([5, 5]);
  });

  test('keeps the message while no instance is there', async () => {
    const app = await startListener();
    const broker = await brokerFor(app);
    await app.close();
    await broker.publish({ type: 'OrderCreated' });
    while (broker.stats().refused === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(broker.stats()).toMatchObject({ acknowledged: 0, outstanding: 1 });
  });
});
