import * as z from 'zod';
import {
  createApplication as createDespatchProcessor,
  createParts as createDespatchParts,
} from '../../../despatch-processor/src/application';
import { prepare as prepareDespatches } from '../../../despatch-processor/src/connector/prepare';
import {
  createApplication as createInventoryImport,
  createParts as createInventoryParts,
} from '../../../inventory-import/src/application';
import {
  createApplication as createOrderExport,
  createParts as createOrderParts,
} from '../../../order-export/src/application';
import { prepare as prepareOrders } from '../../../order-export/src/connector/prepare';
import { createApplication as createReconciliation } from '../../../reconciliation/src/application';
import { createApplication as createSkuAudit } from '../../../sku-audit/src/application';
import { createChargeWriter } from '../../../reconciliation/src/charge-writer';
import { createCommercetools } from '../../../shared/src/commercetools';
import { createLog, sleep, type Fetch, type World } from '../../../shared/src/runtime';
import { createCommercetoolsEmulator, emulatorFetch } from '../../commercetools';
import { pubSubEnvelope } from '../../connect/envelope';
import { createPushDispatcher } from '../../connect/push-dispatcher';
import { createPeoplevoxSimulator, simulatorFetch, type Callback } from '../../peoplevox';
import { API_CLIENT, MERCHANT_CLIENT, PROJECT_KEY, TENANT } from '../merchant';
import { callbackNameOf } from '../callback-name';
import { createVirtualClock } from '../virtual-clock';
import { deployJob, deployService } from './deployment';
import { between, chosen, createDice } from './dice';
import { createDoom } from './doom';
import { createFaults } from './faults';
import { createHistory } from './history';
import { captureRules, pay, settleCharges } from './payments';
import { PLENTIFUL, SCARCE, STOCK, type Plan, type Write } from './plan';
import type { Process } from '../process';
import { createWitness } from './witness';

const API = 'https://api.commercetools.test';
const PEOPLEVOX = 'https://wms.peoplevox.test';
const QUEUE = 'https://order-export.test/';
const CALLBACKS = 'https://connect.test/despatch-processor';
const WEBHOOK = 'https://hooks.test/';
export const CALLBACK_SECRET = 'callback-s3cr3t';
const MINUTE = 60_000;

const APPLICATIONS = [
  'order-export',
  'despatch-processor',
  'inventory-import',
  'sku-audit',
  'reconciliation',
] as const;
type ApplicationName = (typeof APPLICATIONS)[number];

/** Peoplevox calls of each in any 15 s, of a limit of 15. */
const SHARES: Readonly<Record<ApplicationName, number>> = {
  'order-export': 7,
  'despatch-processor': 2,
  'inventory-import': 4,
  'sku-audit': 4,
  reconciliation: 4,
};

/** Schedules of the jobs: so that all of them run in the few minutes of a simulated day. */
const SCHEDULES = {
  stock: STOCK,
  sweeps: { firstMs: 1.5 * MINUTE, everyMs: 3 * MINUTE },
  audit: { firstMs: 2 * MINUTE, everyMs: 9 * MINUTE },
};

/** How soon the payment connector takes Charges up. */
const SETTLE_EVERY_MS = 7_000;

/** The merchant's rules: everything live, and waits that are as short as they may be. */
const RULES = {
  mode: { orders: 'live', stock: 'live', despatch: 'live' },
  orderExport: { partialShipment: true },
  defaultServiceType: 'RM48',
  inventory: { maxZeroedShare: 1 },
  despatch: { closeAfterMinutes: 2 },
  reconciliation: { graceMinutes: 1, driftEveryMinutes: 5 },
};
export interface SeededWorldOptions {
  /** Only these faults of the plan strike; undefined: all. */
  readonly only?: ReadonlySet<string>;
}

/** Sees what the connector does to both systems, as it happens. */
interface Watcher {
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

const WRITES: Readonly<Record<Write, (url: string, body: string) => boolean>> = {
  stock: (url) => url.startsWith(`${API}/${PROJECT_KEY}/inventory`),
  order: (url) => url.startsWith(`${API}/${PROJECT_KEY}/orders`),
  document: (url) => url.startsWith(`${API}/${PROJECT_KEY}/custom-objects`),
  'sales order': (url, body) => url.startsWith(PEOPLEVOX) && body.includes('SaveData'),
};

function urlOf(input: Parameters<Fetch>[0]): string {
  return input instanceof Request ? input.url : input.toString();
}

/**
 * Both systems, what lies between them and all applications of the connector, in one process and in virtual time.
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
  let watcher: Watcher = { afterWrite: () => undefined, afterAcknowledgement: () => undefined };
  let isCalm = false;

  /** What the payment service provider says. */
  const verdicts = dice.stream('verdicts');
  const commercetools = createCommercetoolsEmulator({
    clock,
    random,
    projectKey: PROJECT_KEY,
    settings: { clients: [API_CLIENT, MERCHANT_CLIENT], inventoryLagMs: setting.inventoryLagMs },
    ports: {
      capture: () =>
        isCalm ? 'approved' : chosen(verdicts, ['approved', 'approved', 'received', 'rejected']),
      deliver: (_subscription, message) =>
        onItsWay('message', (copies) => void broker.publish(message, { copies })),
    },
  });
  const peoplevox = createPeoplevoxSimulator({
    clock,
    random,
    tenant: {
      ...TENANT,
      users: APPLICATIONS.map((username) => ({ username, password: TENANT.password })),
    },
    settings: {
      limit: setting.limit,
      statusRows: setting.statusRows,
      lateChanges: setting.lateChanges,
      templateDates: setting.templateDates,
    },
    faults: faults.peoplevox,
    callback: (callback) =>
      onItsWay('callback', (copies) => {
        for (let copy = 0; copy < copies; copy += 1) void callBack(callback);
      }),
  });

  const news = dice.stream('news');
  /** Messages and callbacks get lost, come several times, or late and so in another order. */
  function onItsWay(what: string, arrive: (copies: number) => void): void {
    if (!isCalm && news() < setting.lostEvents) {
      history.note(`a ${what} is lost`);
      return;
    }
    const copies = !isCalm && news() < setting.repeatedEvents ? between(news, 2, 3) : 1;
    const lateMs = !isCalm && news() < setting.lateEvents ? between(news, 1_000, 4 * MINUTE) : 0;
    if (lateMs === 0) arrive(copies);
    else clock.after(lateMs, () => arrive(copies));
  }

  const witness = createWitness(commercetools, history, () => watcher.afterWrite());
  const toCommercetools = emulatorFetch(witness.emulator, { faults: faults.commercetools });
  const latency = dice.stream('peoplevox latency');
  const toPeoplevox = simulatorFetch(peoplevox, {
    clock,
    latencyMs: () => {
      const [least, most] = setting.peoplevoxLatencyMs;
      return Math.round(least + latency() * (most - least));
    },
  });
  const told: string[] = [];
  let isCommercetoolsAway = false;

  const network: Fetch = async (input, init) => {
    const url = urlOf(input);
    if (url.startsWith(API)) {
      if (isCommercetoolsAway) throw new TypeError('fetch failed');
      return toCommercetools(input, init);
    }
    if (url.startsWith(PEOPLEVOX)) {
      try {
        return await toPeoplevox(input, init);
      } finally {
        watcher.afterWrite();
      }
    }
    const body = typeof init?.body === 'string' ? init.body : '';
    if (url.startsWith(QUEUE)) return receive(JSON.parse(body));
    if (url.startsWith(WEBHOOK)) told.push(body);
    return new Response('ok');
  };
  const world: World = { clock, random, fetch: network };

  const project = {
    projectKey: PROJECT_KEY,
    clientId: API_CLIENT.id,
    clientSecret: API_CLIENT.secret,
    apiUrl: API,
    authUrl: API,
  };
  const settingsOf = (username: ApplicationName) =>
    ({
      commercetools: project,
      peoplevox: {
        url: PEOPLEVOX,
        clientId: TENANT.clientId,
        username,
        password: TENANT.password,
        passwordEncoding: 'base64',
        timeZone: 'Europe/London',
        requestsPer15Seconds: (SHARES[username] * setting.limit.requests) / 15,
      },
      LOG_LEVEL: 'info',
    }) as const;
  const despatchSettings = {
    ...settingsOf('despatch-processor'),
    checkout: { url: API },
    PEOPLEVOX_CALLBACK_SECRET: [CALLBACK_SECRET],
  } as const;
  const webhooks = {
    warehouse: WEBHOOK,
    ecommerce: WEBHOOK,
    merchandising: WEBHOOK,
    finance: WEBHOOK,
    integration: WEBHOOK,
  };

  let started = 0;
  const skewMs = () => {
    started += 1;
    return setting.skewsMs[started % setting.skewsMs.length] ?? 0;
  };
  const doom = createDoom((write, url, body) => WRITES[write](url, body));
  const deployed = <T>(name: ApplicationName, start: (own: World) => T) => ({
    name,
    start,
    world,
    history,
    skewMs,
    fate: doom.fate,
  });
  const orderExport = deployService(
    setting.instances,
    deployed('order-export', (own) => createOrderExport(settingsOf('order-export'), own, log)),
  );
  const despatchProcessor = deployService(
    setting.instances,
    deployed('despatch-processor', (own) => {
      // The payments SDK has a network of its own; what reconciliation charges by keeps the same promise on this one.
      const ownApi = createCommercetools({ settings: project, world: own, log });
      const application = createDespatchProcessor(
        despatchSettings,
        own,
        log,
        createChargeWriter(ownApi, own),
      );
      application.wake();
      return application;
    }),
  );

  async function receive(body: unknown): Promise<Response> {
    const instance = orderExport.next();
    if (instance === undefined) throw new TypeError('fetch failed');
    const { status } = await instance.application.receive(body);
    history.note(`order-export answers ${status}`);
    if (status === 200) watcher.afterAcknowledgement(orderIdIn(body));
    return new Response(null, { status });
  }

  /** Nothing public says that Peoplevox tries again. */
  async function callBack({ url, body = '' }: Callback): Promise<void> {
    const name = callbackNameOf(url);
    const instance = despatchProcessor.next();
    if (instance === undefined || name === undefined) {
      history.note('nobody takes a callback');
      return;
    }
    const { status } = await instance.application.callback(name, body);
    history.note(`despatch-processor answers ${status} to ${name}`);
  }

  const broker = createPushDispatcher(
    {
      name: 'order-export',
      endpoints: () => (orderExport.running().length > 0 ? [QUEUE] : []),
      ackDeadlineMs: 10_000,
      minBackoffMs: 10_000,
      // Connect waits up to ten minutes; so long a pause would only make the simulation slower.
      maxBackoffMs: 90_000,
    },
    world,
    { envelope: pubSubEnvelope('projects/sandbox/subscriptions/order-export'), maxInFlight: 5_000 },
  );

  const jobs: { readonly running: () => readonly Process[] }[] = [];
  function start(): void {
    faults.rage(true);
    if (setting.capture?.by === 'charge') void settle();
    jobs.push(
      deployJob(
        SCHEDULES.stock,
        deployed('inventory-import', (own) =>
          createInventoryImport(settingsOf('inventory-import'), own, log),
        ),
      ),
      deployJob(
        SCHEDULES.sweeps,
        deployed('reconciliation', (own) =>
          createReconciliation(
            { ...settingsOf('reconciliation'), checkout: { url: API }, webhooks },
            own,
            log,
          ),
        ),
      ),
      deployJob(
        SCHEDULES.audit,
        deployed('sku-audit', (own) => createSkuAudit(settingsOf('sku-audit'), own, log)),
      ),
    );
  }

  const quiet: World = {
    clock,
    random,
    fetch: (input, init) => (urlOf(input).startsWith(API) ? toMerchant : toPeoplevox)(input, init),
  };
  const toMerchant = emulatorFetch(commercetools);
  const merchant = { ...project, clientId: MERCHANT_CLIENT.id, clientSecret: MERCHANT_CLIENT.secret };
  const { api, documents } = createInventoryParts(
    { ...settingsOf('inventory-import'), commercetools: merchant },
    quiet,
    log,
  );

  async function settle(): Promise<void> {
    for (;;) {
      await sleep(clock, SETTLE_EVERY_MS);
      const { payment } = commercetools.project.collections;
      await settleCharges(api, payment.values(), { verdicts, isCalm });
    }
  }

  /** Both systems as they stand when the connector is installed, post-deploy, and a person who sets it live. */
  async function install(): Promise<void> {
    for (const sku of [...SCARCE, PLENTIFUL]) {
      peoplevox.seed('Item types', [{ ItemCode: sku, Name: `Item ${sku}`, Barcode: `BC-${sku}` }]);
      peoplevox.warehouse.receiveStock({ itemCode: sku, quantity: sku === PLENTIFUL ? 40 : 5 });
    }
    peoplevox.seed('Customers', [{ Reference: 'SOMEBODY', Name: 'Somebody else' }]);
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
          publish: true,
        },
      })
      .execute();
    await pay(plan, api);
    const destination = { type: 'GoogleCloudPubSub', topic: 'order-export', projectId: 'sandbox' } as const;
    await prepareOrders({ ...createOrderParts(settingsOf('order-export'), quiet, log), destination });
    const before = await documents.read('peoplevox-connector', 'configuration');
    const rules = { ...RULES, ...captureRules(plan) };
    await documents.write('peoplevox-connector', 'configuration', rules, before?.version ?? 0);
    await prepareDespatches(createDespatchParts(despatchSettings, quiet, log), CALLBACKS);
  }

  /** Every process that works now. */
  const processes = (): readonly Process[] => [
    ...[...orderExport.running(), ...despatchProcessor.running()].map(({ process }) => process),
    ...jobs.flatMap(({ running }) => running()),
  ];

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
    /** What the teams were told at their webhooks. */
    told,
    witness,
    watch: (eyes: Watcher) => {
      watcher = eyes;
    },
    api,
    documents,
    install,
    start,
    isCalm: () => isCalm,
    /** From now on nothing goes wrong any more. */
    calm: () => {
      faults.rage(false);
      isCalm = true;
      doom.lift();
      peoplevox.faults.clear();
      isCommercetoolsAway = false;
      peoplevox.away = false;
    },
    /** Whether a callback with this secret would be let in. */
    isLetIn: (secret: string) => despatchProcessor.next()?.application.isCallbackSecret(secret) ?? false,
    processes,
    /** A process is to die at a write to come, whichever makes it. */
    doomWrite: doom.pronounce,
    async outage(system: 'peoplevox' | 'commercetools', ms: number): Promise<void> {
      const setAway = (isAway: boolean) => {
        if (system === 'peoplevox') peoplevox.away = isAway;
        else isCommercetoolsAway = isAway;
      };
      setAway(true);
      await sleep(clock, ms);
      setAway(false);
    },
  };
}

export type SeededWorld = ReturnType<typeof createSeededWorld>;
