import { createApplication as createOrderExport } from '../../order-export/src/application';
import { createCommercetools, createDocuments, createServerClock } from '../../shared/src/commercetools';
import { createRulesSource } from '../../shared/src/configuration';
import {
  createDespatchBooking,
  createReturnBooking,
  DELIVERY_TYPE,
  PARCEL_TYPE,
  type Booking,
  type DespatchParts,
} from '../../shared/src/despatch';
import {
  createExceptionStore,
  type ConnectorException,
  type ExceptionCode,
} from '../../shared/src/exceptions';
import { notShipped, readLedger } from '../../shared/src/orders';
import { createPeoplevoxClient } from '../../shared/src/peoplevox';
import {
  createBreaker,
  createCallBudget,
  createLog,
  memoryBudgetStore,
  sleep,
  type Fetch,
  type World,
} from '../../shared/src/runtime';
import { createCommercetoolsEmulator, emulatorFetch, openApiInspector } from '../commercetools';
import { createPeoplevoxSimulator, simulatorFetch } from '../peoplevox';
import type { TenantOptions } from '../peoplevox/tenant';
import { asMerchant, LIVE_RULES, MERCHANT_CLIENT, placeOrder, PROJECT_KEY, TENANT } from './merchant';
import { seededRandom } from './random';
import { createVirtualClock } from './virtual-clock';

const API = 'https://api.commercetools.test';
const PEOPLEVOX = 'https://wms.peoplevox.test';
const TIME_ZONE = 'Europe/London';
/** Every request to commercetools is checked against its description, where that is at hand. */
const inspector = openApiInspector();

interface DespatchWorldOptions {
  readonly seed?: number;
  readonly rules?: object;
  readonly tenant?: Partial<TenantOptions>;
  /** Round trip of each call. */
  readonly latencyMs?: number;
  /** One ledger for all is lost: nobody remembers what was sent. */
  readonly withoutLedger?: boolean;
}

interface BookerOptions extends Pick<DespatchParts, 'afterBooking'> {
  /** The process dies with the request of this number (from 1): before it is sent, or once it was carried out. */
  readonly dies?: { readonly at: number; readonly when: 'before' | 'after' };
  /** commercetools refuses updates of orders that hold this action, with 400. */
  readonly refuses?: string;
  /** It answers requests for these orders with this status and error code instead of doing what they ask. */
  readonly stumbles?: {
    readonly on: string;
    readonly orders: readonly string[];
    readonly status: number;
    readonly code: string;
  };
  /** It hesitates before each update of an order. */
  readonly hesitatesMs?: number;
}

/** Both systems in virtual time, with order-export as it is deployed and any number of processes that book despatches. */
export function createDespatchWorld(options: DespatchWorldOptions = {}) {
  const clock = createVirtualClock(Date.parse('2026-03-02T08:00:00Z'));
  const random = seededRandom(options.seed ?? 1);
  const messages: { readonly type: string; readonly [field: string]: unknown }[] = [];
  const commercetools = createCommercetoolsEmulator({
    clock,
    random,
    projectKey: PROJECT_KEY,
    settings: { clients: [MERCHANT_CLIENT], inventoryLagMs: 0 },
    inspector,
    ports: { deliver: (_subscription, payload) => void messages.push(payload as never) },
  });
  const peoplevox = createPeoplevoxSimulator({
    clock,
    random,
    tenant: { ...TENANT, ...options.tenant },
    settings: { limit: null },
  });
  const latencyMs = options.latencyMs ?? 0;
  const toCommercetools = emulatorFetch(commercetools, { latencyMs });
  const toPeoplevox = simulatorFetch(peoplevox, { clock, latencyMs });
  const network: Fetch = (input, init) =>
    new Request(input).url.startsWith(API) ? toCommercetools(input, init) : toPeoplevox(input, init);
  const lines: string[] = [];
  const log = createLog({ level: 'debug', write: (line) => void lines.push(line), clock });
  const project = {
    projectKey: PROJECT_KEY,
    clientId: MERCHANT_CLIENT.id,
    clientSecret: MERCHANT_CLIENT.secret,
    apiUrl: API,
    authUrl: API,
  };
  const tenant = {
    url: PEOPLEVOX,
    clientId: TENANT.clientId,
    username: TENANT.username,
    password: TENANT.password,
    passwordEncoding: 'base64',
    timeZone: TIME_ZONE,
    requestsPer15Seconds: 15,
  } as const;
  const settings = { commercetools: project, peoplevox: tenant, LOG_LEVEL: 'debug' } as const;

  /** A process of its own: after its end nothing comes back, no timer fires. */
  function booker({ dies, afterBooking, refuses, stumbles, hesitatesMs = 0 }: BookerOptions = {}) {
    let requests = 0;
    const never = new Promise<never>(() => undefined);
    const isDead = () => dies !== undefined && requests >= dies.at;
    const life: World = {
      random,
      clock: {
        now: () => clock.now(),
        after: (delayMs, run) => clock.after(delayMs, () => (isDead() ? undefined : run())),
      },
      fetch: async (input, init) => {
        if (isDead()) return never;
        requests += 1;
        if (isDead() && dies?.when === 'before') return never;
        const { method, url } = new Request(input, init);
        if (hesitatesMs > 0 && method === 'POST' && url.includes('/orders/')) await sleep(clock, hesitatesMs);
        const stumbling = stumbles?.orders.some((id) => url.includes(`/orders/${id}`));
        if (stumbles !== undefined && stumbling === true && method === stumbles.on) {
          const { status: statusCode, code } = stumbles;
          return Response.json(
            { statusCode, message: 'No.', errors: [{ code, message: 'No.', extensionKey: 'vat-check' }] },
            { status: statusCode },
          );
        }
        if (
          refuses !== undefined &&
          method === 'POST' &&
          typeof init?.body === 'string' &&
          init.body.includes(`"${refuses}"`)
        )
          return Response.json(
            { statusCode: 400, message: 'No.', errors: [{ code: 'InvalidOperation', message: 'No.' }] },
            { status: 400 },
          );
        const reply = await network(input, init);
        return isDead() ? never : reply;
      },
    };
    const api = createCommercetools({ settings: project, world: life, log });
    const documents = createDocuments(api);
    const exceptions = createExceptionStore({ documents, clock: life.clock, log, world: life });
    const rules = createRulesSource({ documents, exceptions, clock: life.clock, log });
    const parts: DespatchParts = {
      api,
      documents,
      exceptions,
      rules: async () => (await rules.current()).rules,
      client: createPeoplevoxClient({
        settings: tenant,
        world: life,
        budget: createCallBudget({
          clock: life.clock,
          random,
          store: memoryBudgetStore(life.clock),
          share: 15,
        }),
        breaker: createBreaker({ clock: life.clock }),
        log,
      }),
      ledger: {
        salesOrdersOf: async (orderId) =>
          options.withoutLedger === true
            ? undefined
            : (await readLedger(documents, orderId))?.value.salesOrders,
      },
      notShipped,
      serverClock: createServerClock(documents, life.clock),
      world: life,
      log,
      projectKey: PROJECT_KEY,
      timeZone: TIME_ZONE,
      ...(afterBooking && { afterBooking }),
    };
    const despatches = createDespatchBooking(parts);
    const returns = createReturnBooking(parts);
    return {
      book: (...numbers: readonly string[]) => despatches.book(numbers.map((number) => ({ number }))),
      bookAgain: (number: string, reading: unknown) => despatches.book([{ number, reading }]),
      returns,
      /** Requests that it has made. */
      requests: () => requests,
    };
  }

  const world: World = { clock, random, fetch: network };
  const api = createCommercetools({ settings: project, world, log });
  const documents = createDocuments(api);
  const exporter = createOrderExport(settings, world, log);

  async function install(): Promise<void> {
    await api
      .channels()
      .post({ body: { key: 'peoplevox', roles: ['OrderExport'] } })
      .execute();
    for (const body of [DELIVERY_TYPE, PARCEL_TYPE]) await api.types().post({ body }).execute();
    await api
      .subscriptions()
      .post({
        body: {
          key: 'notifications',
          destination: { type: 'GoogleCloudPubSub', topic: 'notifications', projectId: 'merchant' },
          messages: [{ resourceTypeId: 'order' }],
        },
      })
      .execute();
    await setRules({});
    peoplevox.seed('Customers', [{ Reference: 'SOMEBODY', Name: 'Somebody else' }]);
  }

  async function setRules(rules: object): Promise<void> {
    const before = await documents.read('peoplevox-connector', 'configuration');
    const value = { ...LIVE_RULES, ...options.rules, ...rules };
    await documents.write('peoplevox-connector', 'configuration', value, before?.version ?? 0);
  }

  const orders = commercetools.project.collections.order;

  return {
    clock,
    random,
    api,
    documents,
    commercetools,
    peoplevox,
    warehouse: peoplevox.warehouse,
    lines,
    messages,
    install,
    setRules,
    booker,
    /** Items in Peoplevox with so many units each. */
    stock: (quantity: number, ...skus: readonly string[]) => {
      for (const sku of skus) {
        if (!peoplevox.floor.items.has(sku))
          peoplevox.seed('Item types', [{ ItemCode: sku, Name: `Item ${sku}`, Barcode: `BC-${sku}` }]);
        if (quantity > 0) peoplevox.warehouse.receiveStock({ itemCode: sku, quantity });
      }
    },
    place: (
      orderNumber: string,
      lineItems: readonly { readonly sku: string; readonly quantity: number }[],
      overrides: Parameters<typeof placeOrder>[3] = {},
    ) => placeOrder(commercetools, orderNumber, lineItems, overrides),
    exportOrder: (orderId: string) =>
      exporter.receive({
        notificationType: 'Message',
        id: `message-${orderId}`,
        type: 'OrderCreated',
        resource: { typeId: 'order', id: orderId },
      }),
    /** An act of the merchant's own programs on an order. */
    change: (orderId: string, ...actions: readonly object[]) =>
      asMerchant(commercetools, 'POST', `/orders/${orderId}`, {
        version: orders.get(orderId)?.version,
        actions,
      }),
    order: (orderNumber: string) => {
      const found = orders.find('orderNumber', orderNumber);
      if (found === undefined) throw new Error(`There is no order ${orderNumber}.`);
      return found;
    },
    /** Deliveries as people read them: key, units by SKU, Parcels by key with tracking number. */
    deliveries: (orderNumber: string) => {
      const order = orders.find('orderNumber', orderNumber);
      const sku = (id: string) => order?.lineItems.find((line) => line.id === id)?.variant.sku ?? '?';
      const infos = [order?.shippingInfo, ...(order?.shipping ?? []).map((entry) => entry.shippingInfo)];
      return infos.flatMap((info) =>
        (info?.deliveries ?? []).map(({ key, items, parcels }) => ({
          key,
          items: items.map(({ id, quantity }) => `${quantity} ${sku(id)}`),
          parcels: parcels.map(
            (parcel) => `${parcel.key ?? ''}: ${parcel.trackingData?.trackingId ?? 'no number'}`,
          ),
        })),
      );
    },
    /** Codes of exceptions by status. */
    exceptions: (status: 'open' | 'resolved' = 'open'): ExceptionCode[] =>
      [...commercetools.project.collections['key-value-document'].values('peoplevox-exceptions')]
        .map(({ value }) => value as { readonly code: ExceptionCode; readonly status: string })
        .filter((exception) => exception.status === status)
        .map(({ code }) => code)
        .toSorted((one, other) => one.localeCompare(other)),
    exception: (code: ExceptionCode) =>
      [...commercetools.project.collections['key-value-document'].values('peoplevox-exceptions')]
        .map(({ value }) => value as Pick<ConnectorException, 'code' | 'owner' | 'subject' | 'message'>)
        .find((exception) => exception.code === code),
    /** Updates of orders so far. */
    orderUpdates: (): number =>
      commercetools.journal.filter(
        ({ method, path, status }) => method === 'POST' && /\/orders\/[^/]+$/.test(path) && status === 200,
      ).length,
    minutes: (count: number) => clock.advance(count * 60_000),
  };
}

export type DespatchWorld = ReturnType<typeof createDespatchWorld>;

/** Installed, with 100 each of MUG, POT and CUP in the warehouse. */
export async function openDespatchWorld(options: DespatchWorldOptions = {}): Promise<DespatchWorld> {
  const world = createDespatchWorld(options);
  world.stock(100, 'MUG', 'POT', 'CUP');
  await world.clock.runUntil(world.install());
  return world;
}

type Lines = Parameters<DespatchWorld['place']>[1];

/** Placed and exported. */
export async function exported(
  world: DespatchWorld,
  number: string,
  lines: Lines,
  overrides: Parameters<DespatchWorld['place']>[2] = {},
) {
  const order = world.place(number, lines, overrides);
  // A 503 comes again, as Pub/Sub would send it again.
  while ((await world.clock.runUntil(world.exportOrder(order.id))).status >= 300)
    await world.clock.advance(10_000);
  return order;
}

/** Placed, exported, allocated and picked: ready to be packed. */
export async function picked(
  world: DespatchWorld,
  number: string,
  lines: Lines,
  overrides: Parameters<DespatchWorld['place']>[2] = {},
) {
  const order = await exported(world, number, lines, overrides);
  world.warehouse.startWave({ salesOrderNumbers: [number] });
  world.warehouse.pick({ salesOrderNumber: number });
  return order;
}

/** Booked by a process of its own; the outcome of the first number. */
export async function book(
  world: DespatchWorld,
  ...numbers: readonly string[]
): Promise<Booking | undefined> {
  const outcomes = await world.clock.runUntil(world.booker().book(...numbers));
  return outcomes.get(numbers[0] ?? '');
}

/** Looks again as the hint asks for, until nothing more is asked for. */
export async function bookUntilSettled(world: DespatchWorld, number: string): Promise<Booking | undefined> {
  let outcome = await book(world, number);
  while (outcome !== undefined && 'again' in outcome && outcome.again !== undefined) {
    const { afterMs, reading } = outcome.again;
    await world.clock.advance(afterMs);
    outcome = (await world.clock.runUntil(world.booker().bookAgain(number, reading))).get(number);
  }
  return outcome;
}
