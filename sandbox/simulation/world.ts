import { createApplication, createParts } from '../../order-export/src/application';
import { prepare } from '../../order-export/src/connector/prepare';
import { environmentSchema } from '../../order-export/src/environment';
import { createLog, readEnvironment, type Fetch } from '../../shared/src/runtime';
import { createCommercetoolsEmulator, emulatorFetch, type FaultDial } from '../commercetools';
import { createPushDispatcher, pubSubEnvelope } from '../connect';
import {
  createPeoplevoxSimulator,
  simulatorFetch,
  type CallbackPort,
  type SettingsInput,
} from '../peoplevox';
import type { TenantOptions } from '../peoplevox/tenant';
import {
  API_CLIENT,
  asMerchant,
  commercetoolsEnvironment,
  LIVE_RULES,
  MERCHANT_CLIENT,
  PROJECT_KEY,
  TENANT,
} from './merchant';
import { startProcess } from './process';
import { seededRandom } from './random';
import { createVirtualClock, type VirtualClock } from './virtual-clock';

const API = 'https://api.commercetools.test';
const PEOPLEVOX = 'https://wms.peoplevox.test';

export interface SimulatedWorldOptions {
  readonly seed?: number;
  readonly peoplevox?: SettingsInput;
  readonly tenant?: Partial<TenantOptions>;
  /** One way, each call. */
  readonly peoplevoxLatencyMs?: number;
  readonly commercetoolsFaults?: FaultDial;
  readonly requestsPer15Seconds?: number;
}

/** An instance of order-export that can be killed like a process: nothing of it runs on. */
interface SimulatedInstance {
  kill(): void;
}

/**
 * Both systems, the queue and any number of instances of order-export in one process and in virtual time. The
 * production code is the one that is deployed; only sockets and timers are imagined.
 */
export function createSimulatedWorld(options: SimulatedWorldOptions = {}) {
  const clock: VirtualClock = createVirtualClock(Date.UTC(2026, 2, 2, 9));
  const random = seededRandom(options.seed ?? 1);
  const logLines: string[] = [];
  const commercetools = createCommercetoolsEmulator({
    clock,
    random,
    projectKey: PROJECT_KEY,
    settings: { clients: [API_CLIENT, MERCHANT_CLIENT], inventoryLagMs: 0 },
    ports: { deliver: (_subscription, payload) => void broker.publish(payload, { copies: copies() }) },
  });
  const peoplevox = createPeoplevoxSimulator({
    clock,
    random,
    tenant: { ...TENANT, ...options.tenant },
    settings: { limit: { requests: 15 }, ...options.peoplevox },
    callback: (callback) => takeCallback?.(callback),
  });
  let takeCallback: CallbackPort | undefined;
  const instances = new Map<string, (body: unknown) => Promise<{ readonly status: number }>>();
  let copiesOfEach = 1;
  const copies = () => copiesOfEach;

  const toCommercetools = emulatorFetch(commercetools, { faults: options.commercetoolsFaults });
  const toPeoplevox = simulatorFetch(peoplevox, { clock, latencyMs: options.peoplevoxLatencyMs ?? 0 });
  const network: Fetch = (input, init) => {
    const url = new Request(input).url;
    if (url.startsWith(API)) return toCommercetools(input, init);
    if (url.startsWith(PEOPLEVOX)) return toPeoplevox(input, init);
    return toInstance(url, init);
  };

  async function toInstance(url: string, init: RequestInit | undefined): Promise<Response> {
    const instance = instances.get(url);
    if (instance === undefined) throw new TypeError('fetch failed');
    const { status } = await instance(JSON.parse(typeof init?.body === 'string' ? init.body : ''));
    return new Response(null, { status });
  }

  const broker = createPushDispatcher(
    {
      name: 'order-export',
      endpoints: () => [...instances.keys()],
      ackDeadlineMs: 10_000,
      minBackoffMs: 10_000,
      maxBackoffMs: 600_000,
    },
    { clock, random, fetch: network },
    { envelope: pubSubEnvelope('projects/sandbox/subscriptions/order-export'), maxInFlight: 5_000 },
  );

  const settings = readEnvironment(environmentSchema, {
    ...commercetoolsEnvironment(API_CLIENT, API),
    PEOPLEVOX_URL: PEOPLEVOX,
    PEOPLEVOX_CLIENT_ID: TENANT.clientId,
    PEOPLEVOX_USERNAME: TENANT.username,
    PEOPLEVOX_PASSWORD: TENANT.password,
    PEOPLEVOX_REQUESTS_PER_15_SECONDS: String(options.requestsPer15Seconds ?? 7),
  });
  const log = createLog({ level: 'debug', write: (line) => void logLines.push(line), clock });

  function addInstance(): SimulatedInstance {
    const life = startProcess({ clock, random, fetch: network });
    const url = `https://order-export-${instances.size + 1}-${Math.floor(random() * 1e9)}.test/`;
    const application = createApplication(settings, life.world, log);
    instances.set(url, (body) => application.receive(body));
    return {
      kill: () => {
        instances.delete(url);
        life.end();
      },
    };
  }

  const DESTINATION = { type: 'GoogleCloudPubSub', topic: 'order-export', projectId: 'sandbox' } as const;

  /** Post-deploy as it is deployed, then the rules as a person would set them. */
  async function install(rules: object = LIVE_RULES): Promise<void> {
    const parts = createParts(settings, { clock, random, fetch: network }, log);
    await prepare({ ...parts, destination: DESTINATION });
    const { documents } = parts;
    const before = await documents.read('peoplevox-connector', 'configuration');
    await documents.write('peoplevox-connector', 'configuration', rules, before?.version ?? 0);
  }

  return {
    install,
    asMerchant: (method: string, path: string, body: unknown) =>
      asMerchant(commercetools, method, path, body),
    clock,
    random,
    commercetools,
    peoplevox,
    broker,
    logLines,
    network,
    settings,
    log,
    addInstance,
    /** Who takes the callbacks of Peoplevox from now on; they are lost without. */
    onCallback: (take: CallbackPort) => {
      takeCallback = take;
    },
    /** How often each message is delivered from now on, at least. */
    deliverEach: (count: number) => {
      copiesOfEach = count;
    },
  };
}

export type SimulatedWorld = ReturnType<typeof createSimulatedWorld>;
