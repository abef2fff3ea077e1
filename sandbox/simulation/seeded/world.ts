import {
  createApplication as createInventoryImport,
  createParts as createInventoryParts,
} from '../../../inventory-import/src/application';
import {
  createApplication as createOrderExport,
  createParts as createOrderParts,
} from '../../../order-export/src/application';
import { prepare } from '../../../order-export/src/connector/prepare';
import { createLog, sleep, type Fetch, type World } from '../../../shared/src/runtime';
import { createCommercetoolsEmulator, emulatorFetch } from '../../commercetools';
import { createPushDispatcher, pubSubEnvelope } from '../../connect';
import { createPeoplevoxSimulator, simulatorFetch } from '../../peoplevox';
import { API_CLIENT, MERCHANT_CLIENT, PROJECT_KEY, TENANT } from '../merchant';
import { z } from 'zod';
import { createVirtualClock } from '../virtual-clock';
import { between, createDice } from './dice';
import { createFaults } from './faults';
import { createHistory } from './history';
import { PLENTIFUL, SCARCE, type Plan } from './plan';
import { startProcess, type Process } from './process';
import { createWitness } from './witness';

const API = 'https://api.commercetools.test';
const PEOPLEVOX = 'https://wms.peoplevox.test';
const MINUTE = 60_000;

/** An application as Connect runs it: so many instances, or one request at each tick. */
interface Instance {
  readonly application: string;
  readonly process: Process;
  readonly receive: (body: unknown) => Promise<{ readonly status: number }>;
}

/** Sees what the connector does to both systems, as it happens. */
export interface Watcher {
  /** After every call that may have written something. */
  readonly afterWrite: () => void;
  readonly afterAcknowledgement: (orderId: string) => void;
}

const envelope = z.object({ message: z.object({ data: z.string() }) });
const payload = z.object({ resource: z.object({ id: z.string() }) });

function orderIdIn(body: unknown): string {
  const { message } = envelope.parse(body);
  return payload.parse(JSON.parse(Buffer.from(message.data, 'base64').toString())).resource.id;
}

export interface SeededWorldOptions {
  /** Only these faults of the plan strike; undefined: all. */
  readonly only?: ReadonlySet<string>;
}

const SCOPES = [...API_CLIENT.scopes, `manage_products:${PROJECT_KEY}`];

/** The rules of the merchant, all modes live. */
const RULES = {
  mode: { orders: 'live', stock: 'live' },
  orderExport: { partialShipment: true },
  defaultServiceType: 'RM48',
  inventory: { maxZeroedShare: 1 },
};

/**
 * Both systems, the queue between them and every application of the connector, in one process and in virtual time.
 * The production code is the one that is deployed; what the seed decides is everything around it.
 */
export function createSeededWorld(plan: Plan, { only }: SeededWorldOptions = {}) {
  const { setting, seed } = plan;
  const dice = createDice(seed);
  const clock = createVirtualClock(Date.UTC(2026, 2, 2, 9));
  const history = createHistory(clock);
  const random = dice.stream('world');
  const faults = createFaults({ dice, setting, history, ...(only && { only }) });
  const lines: string[] = [];
  const log = createLog({ level: 'info', write: (line) => void lines.push(line), clock });

  const events = dice.stream('events');
  const commercetools = createCommercetoolsEmulator({
    clock,
    random,
    projectKey: PROJECT_KEY,
    settings: {
      clients: [{ ...API_CLIENT, scopes: SCOPES }, MERCHANT_CLIENT],
      inventoryLagMs: setting.inventoryLagMs,
    },
    ports: { deliver: (_subscription, payload) => publish(payload) },
  });
  const peoplevoxLatency = dice.stream('peoplevox latency');
  const peoplevox = createPeoplevoxSimulator({
    clock,
    random,
    tenant: TENANT,
    settings: {
      limit: { requests: 15, answer: setting.limit.answer },
      statusRows: setting.statusRows,
      lateChanges: setting.lateChanges,
      templateDates: setting.templateDates,
    },
    faults: faults.peoplevox,
  });
  let watcher: Watcher = { afterWrite: () => undefined, afterAcknowledgement: () => undefined };
  const witness = createWitness(commercetools, history, () => watcher.afterWrite());
  const toCommercetools = emulatorFetch(witness.emulator, { faults: faults.commercetools });
  const toPeoplevox = simulatorFetch(peoplevox, {
    clock,
    latencyMs: () => {
      const [least, most] = setting.peoplevoxLatencyMs;
      return Math.round(least + peoplevoxLatency() * (most - least));
    },
  });
  const instances = new Map<string, Instance>();
  const outages = new Set<string>();
  const network: Fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : input.toString();
    if (url.startsWith(API)) {
      if (outages.has('commercetools')) throw new TypeError('fetch failed');
      return toCommercetools(input, init);
    }
    if (!url.startsWith(PEOPLEVOX)) return toInstance(url, init);
    try {
      return await toPeoplevox(input, init);
    } finally {
      watcher.afterWrite();
    }
  };
  const world: World = { clock, random, fetch: network };

  async function toInstance(url: string, init: RequestInit | undefined): Promise<Response> {
    const instance = instances.get(url);
    if (instance === undefined) throw new TypeError('fetch failed');
    const body: unknown = JSON.parse(typeof init?.body === 'string' ? init.body : '');
    const { status } = await instance.receive(body);
    history.note(`${instance.application} answers ${status}`);
    if (status === 200) watcher.afterAcknowledgement(orderIdIn(body));
    return new Response(null, { status });
  }

  const broker = createPushDispatcher(
    {
      name: 'order-export',
      endpoints: () => [...instances.keys()],
      ackDeadlineMs: 10_000,
      minBackoffMs: 10_000,
      // Connect waits up to ten minutes; so long a pause would only make the simulation slower.
      maxBackoffMs: 90_000,
    },
    world,
    { envelope: pubSubEnvelope('projects/sandbox/subscriptions/order-export'), maxInFlight: 5_000 },
  );

  /** Messages get lost before the queue, come twice, or late and so in another order. */
  function publish(payload: unknown): void {
    const isOver = clock.now() > endOfFaults;
    if (!isOver && events() < setting.lostEvents) {
      history.note('a message is lost');
      return;
    }
    const copies = !isOver && events() < setting.repeatedEvents ? between(events, 2, 3) : 1;
    const lateMs = !isOver && events() < setting.lateEvents ? between(events, 1_000, 4 * MINUTE) : 0;
    if (lateMs === 0) void broker.publish(payload, { copies });
    else clock.after(lateMs, () => void broker.publish(payload, { copies }));
  }
  let endOfFaults = Number.POSITIVE_INFINITY;

  const project = {
    projectKey: PROJECT_KEY,
    clientId: API_CLIENT.id,
    clientSecret: API_CLIENT.secret,
    apiUrl: API,
    authUrl: API,
  };
  const tenant = (requestsPer15Seconds: number) =>
    ({
      url: PEOPLEVOX,
      clientId: TENANT.clientId,
      username: TENANT.username,
      password: TENANT.password,
      passwordEncoding: 'base64',
      timeZone: 'Europe/London',
      requestsPer15Seconds,
    }) as const;
  const settingsWith = (share: number) =>
    ({ commercetools: project, peoplevox: tenant(share), LOG_LEVEL: 'info' }) as const;

  let started = 0;
  const skewOf = (index: number) => setting.skewsMs[index % setting.skewsMs.length] ?? 0;

  function startOrderExport(): Instance {
    started += 1;
    const url = `https://order-export-${started}.test/`;
    const process = startProcess(world, {
      skewMs: skewOf(started),
      onDeath: (awayMs) => {
        instances.delete(url);
        history.note('an instance of order-export ends');
        clock.after(awayMs, startOrderExport);
      },
    });
    const application = createOrderExport(settingsWith(7), process.world, log);
    const instance = { application: 'order-export', process, receive: application.receive };
    instances.set(url, instance);
    return instance;
  }

  let importer: { readonly process: Process; readonly tick: () => Promise<unknown> } | undefined;
  function startInventoryImport() {
    started += 1;
    const process = startProcess(world, { skewMs: skewOf(started) });
    const application = createInventoryImport(settingsWith(4), process.world, log);
    importer = { process, tick: () => application.tick() };
    return importer;
  }

  /** The job is called each minute, whatever became of the call before. */
  function schedule(everyMs: number, call: () => Promise<unknown>): void {
    clock.after(everyMs, () => {
      schedule(everyMs, call);
      call().catch((error: unknown) => {
        throw error;
      });
    });
  }

  async function tickInventory(): Promise<void> {
    const { tick, process } = importer?.process.isAlive() === true ? importer : startInventoryImport();
    const result = await tick();
    if (process.isAlive()) history.note(`inventory-import ${JSON.stringify(result).slice(0, 40)}`);
  }

  const fetchQuietly = emulatorFetch(commercetools);
  const quiet: World = {
    clock,
    random,
    fetch: async (input, init) => {
      const url = input instanceof Request ? input.url : input.toString();
      return url.startsWith(API) ? fetchQuietly(input, init) : toPeoplevox(input, init);
    },
  };
  const { api, documents } = createInventoryParts(settingsWith(4), quiet, log);

  /** Both systems as they stand when the connector is installed, post-deploy, and a person who sets it live. */
  async function install(): Promise<void> {
    for (const sku of [...SCARCE, PLENTIFUL])
      peoplevox.seed('Item types', [{ ItemCode: sku, Name: `Item ${sku}`, Barcode: `BC-${sku}` }]);
    const types = api.productTypes();
    await types.post({ body: { key: 'goods', name: 'Goods', description: 'Goods' } }).execute();
    const [master, ...variants] = [...SCARCE, PLENTIFUL].map((sku) => ({ sku }));
    await api
      .products()
      .post({
        body: {
          productType: { typeId: 'product-type', key: 'goods' },
          name: { en: 'Goods' },
          slug: { en: 'goods' },
          ...(master && { masterVariant: master }),
          variants,
        },
      })
      .execute();
    const parts = createOrderParts(settingsWith(7), quiet, log);
    const destination = { type: 'GoogleCloudPubSub', topic: 'order-export', projectId: 'sandbox' } as const;
    await prepare({ ...parts, destination });
    const before = await documents.read('peoplevox-connector', 'configuration');
    await documents.write('peoplevox-connector', 'configuration', RULES, before?.version ?? 0);
  }

  function start(): void {
    faults.rage(true);
    for (let index = 0; index < setting.instances; index += 1) startOrderExport();
    clock.after(0, () => void tickInventory());
    schedule(MINUTE, tickInventory);
  }

  return {
    plan,
    dice,
    clock,
    random,
    history,
    faults,
    commercetools,
    peoplevox,
    broker,
    lines,
    witness,
    watch: (eyes: Watcher) => {
      watcher = eyes;
    },
    api,
    documents,
    install,
    start,
    /** From now on nothing goes wrong any more. */
    calm: () => {
      faults.rage(false);
      endOfFaults = clock.now();
      outages.clear();
      peoplevox.away = false;
    },
    /** Every process that works now. */
    processes: (): readonly Process[] => [
      ...[...instances.values()].map(({ process }) => process),
      ...(importer?.process.isAlive() === true ? [importer.process] : []),
    ],
    async outage(system: 'peoplevox' | 'commercetools', ms: number): Promise<void> {
      if (system === 'peoplevox') peoplevox.away = true;
      outages.add(system);
      await sleep(clock, ms);
      if (system === 'peoplevox') peoplevox.away = false;
      outages.delete(system);
    },
  };
}

export type SeededWorld = ReturnType<typeof createSeededWorld>;
