import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { sleep, systemClock, systemWorld } from '../../shared/src/runtime';
import {
  createCommercetoolsEmulator,
  httpExtensionCaller,
  listen,
  openApiInspector,
  type FaultDial,
} from '../commercetools';
import {
  findPubSubEmulator,
  readConnectFile,
  startConnect,
  startPubSubEmulator,
  type Connect,
  type ConnectOptions,
} from '../connect';
import {
  callOverHttp,
  createPeoplevoxSimulator,
  serve,
  type CallbackFate,
  type FaultHook,
} from '../peoplevox';
import {
  addProduct,
  API_CLIENT,
  asMerchant,
  commercetoolsEnvironment,
  LIVE_RULES,
  MERCHANT_CLIENT,
  PROJECT_KEY,
  REPOSITORY,
  stockPeoplevox,
  TENANT,
} from '../simulation/merchant';
import { openInbox } from './inbox';

export const RUNS = resolve(REPOSITORY, '.runs/demo');

interface StageOptions {
  readonly skus: readonly string[];
  /** Round trip of each call to Peoplevox. */
  readonly peoplevoxLatencyMs?: number;
  readonly connect?: Partial<Pick<ConnectOptions, 'instances' | 'cloud' | 'retryPolicy' | 'schedules'>>;
  /** The genuine Pub/Sub emulator if it is on this machine. */
  readonly genuineQueue?: boolean;
  readonly commercetoolsFaults?: FaultDial;
  /** The rules document that is there before anything is deployed; else the first deployment writes its own. */
  readonly rules?: object;
  /** Applications that are deployed; all that connect.yaml names if not given. */
  readonly applications?: readonly string[];
  /** Over the values that are given to every application. */
  readonly configuration?: Readonly<Record<string, string>>;
  /** false: requests are not held against the OpenAPI description, for benchmarks. */
  readonly inspected?: boolean;
  /** Round trip of each call to commercetools. */
  readonly commercetoolsLatencyMs?: number;
  /** What becomes of a callback of Peoplevox on its way. */
  readonly callbackFate?: CallbackFate;
  /** What goes wrong with a call to Peoplevox. */
  readonly peoplevoxFaults?: FaultHook;
  /** Heap of each process at most, in MB; Node's own bound if not given. */
  readonly heapMb?: number;
}

export const CALLBACK_SECRET = 'sandbox-callback-s3cret';
const EXTENSION_SECRET = 'sandbox-extension-s3cret';

/** The rest of the 15 calls that the tenant allows in 15 s: deployment has five events to subscribe. */
export const SHARES: Readonly<Record<string, string>> = { 'despatch-processor': '4' };

/** Each application has a Peoplevox user of its own, and of the values those whose keys it declares. */
function configurations(values: Readonly<Record<string, string>>, only: readonly string[] | undefined) {
  const deployed = readConnectFile(REPOSITORY).filter(({ name }) => only?.includes(name) ?? true);
  return Object.fromEntries(
    deployed.map(({ name, configuration }) => {
      const share = SHARES[name];
      const all = new Map(
        Object.entries({
          PEOPLEVOX_USERNAME: name,
          ...(share !== undefined && { PEOPLEVOX_REQUESTS_PER_15_SECONDS: share }),
          ...values,
        }),
      );
      const own = configuration.flatMap(({ key }) => {
        const value = all.get(key);
        return value === undefined ? [] : [[key, value] as const];
      });
      return [name, Object.fromEntries(own)];
    }),
  );
}

/** Both systems over HTTP and the connector deployed as Connect does it, on this machine. */
export async function openStage(options: StageOptions) {
  const { clock, random } = systemWorld;
  const early: (() => void)[] = [];
  let connect: Connect | undefined;

  const commercetools = createCommercetoolsEmulator({
    clock,
    random,
    projectKey: PROJECT_KEY,
    settings: { clients: [API_CLIENT, MERCHANT_CLIENT], inventoryLagMs: 0 },
    ...(options.inspected !== false && { inspector: openApiInspector() }),
    ports: {
      deliver: (subscription, payload) => {
        const send = () => void connect?.publish(subscription.destination, payload);
        // Post-deploy makes the Subscription, whose test notification comes before the deployment is complete.
        if (connect === undefined) early.push(send);
        else send();
      },
      callExtension: httpExtensionCaller(systemWorld),
    },
  });
  const inbox = await openInbox();
  const users = readConnectFile(REPOSITORY).map(({ name }) => ({
    username: name,
    password: TENANT.password,
  }));
  const peoplevox = createPeoplevoxSimulator({
    clock,
    random,
    tenant: { ...TENANT, users },
    callback: callOverHttp,
    ...(options.callbackFate && { callbackFate: options.callbackFate }),
    ...(options.peoplevoxFaults && { faults: options.peoplevoxFaults }),
  });
  stockPeoplevox(peoplevox, options.skus, 100);
  for (const sku of options.skus) await addProduct(commercetools, [sku]);
  /** Sets the rules document as a person would. What runs already takes it up within a minute. */
  const setRules = (rules: object = LIVE_RULES) =>
    asMerchant(commercetools, 'POST', '/custom-objects', {
      container: 'peoplevox-connector',
      key: 'configuration',
      value: rules,
    });
  if (options.rules) await setRules(options.rules);
  const api = await listen(commercetools, {
    port: 0,
    latencyMs: options.commercetoolsLatencyMs ?? 0,
    faults: options.commercetoolsFaults,
  });
  const wms = await serve(peoplevox, { clock, latencyMs: options.peoplevoxLatencyMs ?? 0 });
  const jar = options.genuineQueue === true ? findPubSubEmulator() : undefined;
  const pubSub = jar === undefined ? undefined : await startPubSubEmulator(jar);

  async function close(): Promise<void> {
    await connect?.stop();
    await Promise.all([api.close(), wms.close(), pubSub?.stop(), inbox.close()]);
  }

  try {
    connect = await startConnect({
      repository: REPOSITORY,
      apiClient: {
        ...commercetoolsEnvironment(API_CLIENT, api.url),
        ...(options.heapMb !== undefined && { NODE_OPTIONS: `--max-old-space-size=${options.heapMb}` }),
      },
      configuration: configurations(
        {
          PEOPLEVOX_URL: wms.url,
          PEOPLEVOX_CLIENT_ID: TENANT.clientId,
          PEOPLEVOX_PASSWORD: TENANT.password,
          ...inbox.configuration,
          PEOPLEVOX_CALLBACK_SECRET: CALLBACK_SECRET,
          EXTENSION_SECRET,
          ...options.configuration,
        },
        options.applications,
      ),
      retryPolicy: { minBackoffMs: 1_000, maxBackoffMs: 5_000 },
      schedules: false,
      ...(pubSub && { broker: pubSub.createBroker }),
      ...options.connect,
    });
  } catch (error) {
    await close();
    throw error;
  }
  const deployed = connect;
  early.splice(0).forEach((send) => send());
  mkdirSync(RUNS, { recursive: true });

  return {
    commercetools,
    peoplevox,
    connect: deployed,
    /** What the teams were told, the oldest first. */
    told: inbox.told,
    /** API and authentication of commercetools. */
    commercetoolsUrl: api.url,
    peoplevoxUrl: wms.url,
    queue:
      pubSub === undefined
        ? "the sandbox's own queue, which keeps Pub/Sub's rules"
        : 'the Google Pub/Sub emulator that was found here',
    asMerchant: (method: string, path: string, body: unknown) =>
      asMerchant(commercetools, method, path, body),
    setRules,
    close,
  };
}

export type Stage = Awaited<ReturnType<typeof openStage>>;

export function documentsOf(stage: Pick<Stage, 'commercetools'>, container: string): unknown[] {
  return [...stage.commercetools.project.collections['key-value-document'].values()]
    .filter((document) => document.container === container)
    .map((document): unknown => document.value);
}

/** Looks ten times a second if not told otherwise; false when it does not come true in time. */
export async function comesTrue(isTrue: () => boolean, withinMs = 60_000, everyMs = 100): Promise<boolean> {
  const until = systemClock.now() + withinMs;
  while (systemClock.now() < until) {
    if (isTrue()) return true;
    await sleep(systemClock, everyMs);
  }
  return isTrue();
}
