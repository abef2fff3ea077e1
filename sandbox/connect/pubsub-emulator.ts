import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { systemWorld, type World } from '../../shared/src/runtime';
import type { Broker, BrokerFactory, PushSubscription } from './broker';
import { createDrain } from './drain';
import { freePort, startProcess } from './process';
import { startPushRelay } from './push-relay';
import { untilReady } from './readiness';

/** Google's own Pub/Sub emulator, running: makes a broker of a topic and a push subscription in it. */
export interface PubSubEmulator {
  readonly url: string;
  readonly createBroker: BrokerFactory;
  stop(): Promise<void>;
}

const SDK_FOLDER = '/usr/lib/google-cloud-sdk/platform/pubsub-emulator/lib';
const START_LIMIT_MS = 60_000;
/** As in the destinations that `startConnect` hands to post-deploy. */
const PROJECT_ID = 'sandbox';

/** Path of the emulator's jar; undefined where it or Java is not installed: nobody needs it, it is only the more real. */
export function findPubSubEmulator(): string | undefined {
  const inSdk = existsSync(SDK_FOLDER) ? readdirSync(SDK_FOLDER).filter((file) => file.endsWith('.jar')) : [];
  const candidates = [
    process.env['PUBSUB_EMULATOR_JAR'] ?? '',
    ...inSdk.map((file) => join(SDK_FOLDER, file)),
  ];
  const jar = candidates.find((path) => path !== '' && existsSync(path));
  const path = (process.env['PATH'] ?? '').split(delimiter);
  return path.some((folder) => existsSync(join(folder, 'java'))) ? jar : undefined;
}

/** @param jar as `findPubSubEmulator` returns it */
export async function startPubSubEmulator(jar: string, world: World = systemWorld): Promise<PubSubEmulator> {
  const port = await freePort();
  const emulator = startProcess({
    command: 'java',
    args: ['-Xmx256m', '-jar', jar, '--host=127.0.0.1', `--port=${port}`],
    cwd: '.',
    environment: {},
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, emulator, world, START_LIMIT_MS);
  let brokers = 0;
  return {
    url,
    createBroker: (subscription) => {
      brokers += 1;
      // Several deployments may share one emulator.
      return createBroker(url, { ...subscription, name: `${subscription.name}-${brokers}` }, world);
    },
    stop: () => emulator.kill(),
  };
}

/** Request and reply of the emulator's REST API; throws with its words when it refuses. */
async function call(world: World, method: string, url: string, body?: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await world.fetch(url, { method, headers, body: JSON.stringify(body) });
  const reply = await response.text();
  if (!response.ok)
    throw new Error(`The Pub/Sub emulator refused ${method} ${url}: ${response.status} ${reply}`);
}

async function createBroker(url: string, subscription: PushSubscription, world: World): Promise<Broker> {
  const topic = `projects/${PROJECT_ID}/topics/${subscription.name}`;
  const name = `projects/${PROJECT_ID}/subscriptions/${subscription.name}`;
  let published = 0;
  const relay = await startPushRelay(subscription, world, () => drain.check());
  const outstanding = (): number => published - relay.acknowledged.size;
  const drain = createDrain(outstanding);

  await call(world, 'PUT', `${url}/v1/${topic}`, {});
  await call(world, 'PUT', `${url}/v1/${name}`, {
    topic,
    pushConfig: { pushEndpoint: relay.url },
    // Pub/Sub takes no deadline under 10 s.
    ackDeadlineSeconds: Math.max(10, Math.ceil(subscription.ackDeadlineMs / 1000)),
    retryPolicy: {
      minimumBackoff: `${subscription.minBackoffMs / 1000}s`,
      maximumBackoff: `${subscription.maxBackoffMs / 1000}s`,
    },
  });

  return {
    publish: async (payload, { copies = 1 } = {}) => {
      const data = Buffer.from(JSON.stringify(payload)).toString('base64');
      published += copies;
      await call(world, 'POST', `${url}/v1/${topic}:publish`, { messages: Array(copies).fill({ data }) });
    },
    stats: () => ({
      published,
      ...relay.counts,
      acknowledged: relay.acknowledged.size,
      expired: 0,
      outstanding: outstanding(),
    }),
    drained: () => drain.drained(),
    stop: async () => {
      await call(world, 'DELETE', `${url}/v1/${name}`);
      await relay.close();
    },
  };
}
