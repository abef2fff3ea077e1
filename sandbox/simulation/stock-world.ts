import { createApplication as createInventoryImport } from '../../inventory-import/src/application';
import { createApplication as createOrderExport } from '../../order-export/src/application';
import { createCommercetools, createDocuments, type Documents } from '../../shared/src/commercetools';
import { createLog, type Fetch, type World } from '../../shared/src/runtime';
import type { TickResult } from '../../shared/src/stock';
import { createCommercetoolsEmulator, emulatorFetch, type FaultDial } from '../commercetools';
import { createPeoplevoxSimulator, simulatorFetch, type SettingsInput } from '../peoplevox';
import type { TenantOptions } from '../peoplevox/tenant';
import {
  addProduct as addMerchantsProduct,
  LIVE_RULES,
  MERCHANT_CLIENT,
  placeOrder,
  PROJECT_KEY,
  TENANT,
} from './merchant';
import { startProcess } from './process';
import { seededRandom } from './random';
import { createVirtualClock } from './virtual-clock';

const API = 'https://api.commercetools.test';
const PEOPLEVOX = 'https://wms.peoplevox.test';

export interface StockWorldOptions {
  readonly seed?: number;
  readonly rules?: object;
  /** How late commercetools shows what an order took; drawn for each order if not given. */
  readonly inventoryLagMs?: number;
  readonly commercetoolsFaults?: FaultDial;
  readonly peoplevox?: SettingsInput;
  readonly tenant?: Partial<TenantOptions>;
  /** Round trip of each call. */
  readonly latencyMs?: number;
  readonly commercetoolsLatencyMs?: number;
  /** 08:00 UTC if not given. */
  readonly startAt?: string;
  readonly timeZone?: string;
  /** The share of the connector; the whole limit of a tenant if not given. */
  readonly requestsPer15Seconds?: number;
}

/** Both systems in virtual time, with inventory-import and order-export as they are deployed. */
export function createStockWorld(options: StockWorldOptions = {}) {
  const clock = createVirtualClock(Date.parse(options.startAt ?? '2026-03-02T08:00:00Z'));
  const random = seededRandom(options.seed ?? 1);
  const lag = options.inventoryLagMs;
  const commercetools = createCommercetoolsEmulator({
    clock,
    random,
    projectKey: PROJECT_KEY,
    settings: { clients: [MERCHANT_CLIENT], ...(lag !== undefined && { inventoryLagMs: lag }) },
  });
  let onPeoplevoxCall = (_template: string): void => undefined;
  const peoplevox = createPeoplevoxSimulator({
    clock,
    random,
    tenant: { ...TENANT, ...options.tenant },
    settings: { limit: null, ...options.peoplevox },
    faults: (call) => {
      onPeoplevoxCall(call.template ?? call.operation);
      return undefined;
    },
  });
  const latencyMs = options.latencyMs ?? 0;
  const toCommercetools = emulatorFetch(commercetools, {
    latencyMs: options.commercetoolsLatencyMs ?? latencyMs,
    ...(options.commercetoolsFaults && { faults: options.commercetoolsFaults }),
  });
  const toPeoplevox = simulatorFetch(peoplevox, { clock, latencyMs });
  const network: Fetch = (input, init) =>
    new Request(input).url.startsWith(API) ? toCommercetools(input, init) : toPeoplevox(input, init);
  const world: World = { clock, random, fetch: network };
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
    timeZone: options.timeZone ?? 'Europe/London',
    requestsPer15Seconds: options.requestsPer15Seconds ?? 15,
  } as const;
  const settings = { commercetools: project, peoplevox: tenant, LOG_LEVEL: 'debug' } as const;
  const api = createCommercetools({ settings: project, world, log });
  const documents: Documents = createDocuments(api);

  /** inventory-import as one process; `end` ends it as a kill does: nothing of it runs on. */
  function startImport() {
    const life = startProcess(world);
    const application = createInventoryImport(settings, life.world, log);
    return { tick: () => application.tick(), end: () => life.end() };
  }
  let importer = startImport();
  let exporter = createOrderExport(settings, world, log);

  async function install(): Promise<void> {
    await api
      .channels()
      .post({ body: { key: 'peoplevox', roles: ['OrderExport'] } })
      .execute();
    await setRules({});
  }

  async function setRules(rules: object): Promise<void> {
    const before = await documents.read('peoplevox-connector', 'configuration');
    const value = { ...LIVE_RULES, ...options.rules, ...rules };
    await documents.write('peoplevox-connector', 'configuration', value, before?.version ?? 0);
    // Read again within a minute of a change; a new process reads at once.
    importer = startImport();
    exporter = createOrderExport(settings, world, log);
  }

  const addProduct = (...skus: readonly [string, ...string[]]) => addMerchantsProduct(commercetools, skus);

  return {
    clock,
    random,
    api,
    documents,
    commercetools,
    peoplevox,
    lines,
    network,
    install,
    setRules,
    addProduct,
    /** An item in Peoplevox with so many units, and its product in commercetools. */
    async stock(sku: string, quantity: number, site?: string): Promise<void> {
      if (!peoplevox.floor.items.has(sku))
        peoplevox.seed('Item types', [{ ItemCode: sku, Name: `Item ${sku}`, Barcode: `BC-${sku}` }]);
      if (quantity > 0) peoplevox.warehouse.receiveStock({ itemCode: sku, quantity, ...(site && { site }) });
      if (commercetools.project.collections.product.find('sku', sku) === undefined) await addProduct(sku);
    },
    async addEntry(sku: string, quantityOnStock: number, channelKey?: string): Promise<void> {
      const supplyChannel = channelKey && ({ typeId: 'channel', key: channelKey } as const);
      await api
        .inventory()
        .post({ body: { sku, quantityOnStock, ...(supplyChannel && { supplyChannel }) } })
        .execute();
    },
    async addChannel(key: string): Promise<void> {
      await api
        .channels()
        .post({ body: { key, roles: ['InventorySupply'] } })
        .execute();
    },
    place: (orderNumber: string, sku: string, quantity: number, overrides = {}) =>
      placeOrder(commercetools, orderNumber, [{ sku, quantity }], overrides),
    /** order-export gets the message of an order. */
    exportOrder: (orderId: string) =>
      exporter.receive({
        notificationType: 'Message',
        id: `message-${orderId}`,
        type: 'OrderCreated',
        resource: { typeId: 'order', id: orderId },
      }),
    tick: (): Promise<TickResult> => importer.tick(),
    startImport,
    /** The process of inventory-import is killed; the next tick finds a new one. */
    killImport: () => {
      importer.end();
      importer = startImport();
    },
    /** quantityOnStock of the entry; undefined: there is none. */
    quantity: (sku: string, channelKey?: string): number | undefined => {
      const channel = channelKey && commercetools.project.collections.channel.find('key', channelKey)?.id;
      return [...commercetools.project.collections['inventory-entry'].values()].find(
        (entry) => entry.sku === sku && entry.supplyChannel?.id === (channel ? channel : undefined),
      )?.quantityOnStock;
    },
    /** Called when a call has come to Peoplevox, before it is answered. */
    onPeoplevoxCall: (act: (template: string) => void) => {
      onPeoplevoxCall = act;
    },
    /** Writes of InventoryEntries so far. */
    stockWrites: (): number =>
      commercetools.journal.filter(({ method, path }) => method === 'POST' && path.includes('/inventory'))
        .length,
    documentsOf: (container: string): readonly { readonly key: string; readonly value: unknown }[] =>
      [...commercetools.project.collections['key-value-document'].values(container)].map(
        ({ key, value }: { key: string; value: unknown }) => ({ key, value }),
      ),
  };
}

export type StockWorld = ReturnType<typeof createStockWorld>;
