import { createApplication } from '../../sku-audit/src/application';
import type { AuditSummary, AuditTick } from '../../shared/src/catalogue';
import { createCommercetools, createDocuments } from '../../shared/src/commercetools';
import { createLog, type Fetch, type World } from '../../shared/src/runtime';
import { createCommercetoolsEmulator, emulatorFetch } from '../commercetools';
import { createPeoplevoxSimulator, simulatorFetch, type SettingsInput } from '../peoplevox';
import type { TenantOptions } from '../peoplevox/tenant';
import { API_CLIENT, LIVE_RULES, MERCHANT_CLIENT, PROJECT_KEY, TENANT, placeOrder } from './merchant';
import { startProcess } from './process';
import { seededRandom } from './random';
import { createVirtualClock } from './virtual-clock';

const API = 'https://api.commercetools.test';

export interface CatalogueWorldOptions {
  readonly seed?: number;
  readonly rules?: object;
  readonly peoplevox?: SettingsInput;
  readonly tenant?: Partial<TenantOptions>;
  /** Round trip of each call to Peoplevox. */
  readonly peoplevoxLatencyMs?: number;
  readonly requestsPer15Seconds?: number;
}

export interface Goods {
  readonly barcode?: string;
  /** true if not given. */
  readonly published?: boolean;
  readonly name?: string;
  /** Further variant attributes. */
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly productAttributes?: Readonly<Record<string, unknown>>;
  /** Key of the product type; `goods` if not given. */
  readonly productType?: string;
}

/** Both systems in virtual time, with sku-audit as it is deployed. */
export function createCatalogueWorld(options: CatalogueWorldOptions = {}) {
  const clock = createVirtualClock(Date.parse('2026-03-02T01:30:00Z'));
  const random = seededRandom(options.seed ?? 1);
  const commercetools = createCommercetoolsEmulator({
    clock,
    random,
    projectKey: PROJECT_KEY,
    settings: { clients: [API_CLIENT, MERCHANT_CLIENT], inventoryLagMs: 0 },
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
  const toCommercetools = emulatorFetch(commercetools);
  const toPeoplevox = simulatorFetch(peoplevox, { clock, latencyMs: options.peoplevoxLatencyMs ?? 0 });
  const network: Fetch = (input, init) =>
    new Request(input).url.startsWith(API) ? toCommercetools(input, init) : toPeoplevox(input, init);
  const world: World = { clock, random, fetch: network };
  const lines: string[] = [];
  const log = createLog({ level: 'debug', write: (line) => void lines.push(line), clock });
  const project = { projectKey: PROJECT_KEY, apiUrl: API, authUrl: API };
  const as = ({ id, secret }: { readonly id: string; readonly secret: string }) => ({
    ...project,
    clientId: id,
    clientSecret: secret,
  });
  const settings = {
    commercetools: as(API_CLIENT),
    peoplevox: {
      url: 'https://wms.peoplevox.test',
      clientId: TENANT.clientId,
      username: TENANT.username,
      password: TENANT.password,
      passwordEncoding: 'base64',
      timeZone: 'Europe/London',
      requestsPer15Seconds: options.requestsPer15Seconds ?? 15,
    },
    LOG_LEVEL: 'debug',
  } as const;
  const api = createCommercetools({ settings: as(MERCHANT_CLIENT), world, log });
  const documents = createDocuments(api);

  function start() {
    const life = startProcess(world);
    const application = createApplication(settings, life.world, log);
    return { tick: () => application.tick(), end: () => life.end() };
  }
  let auditor = start();

  async function setRules(rules: object): Promise<void> {
    const before = await documents.read('peoplevox-connector', 'configuration');
    const value = { ...LIVE_RULES, ...options.rules, ...rules };
    await documents.write('peoplevox-connector', 'configuration', value, before?.version ?? 0);
    // Read again within a minute of a change; a new process reads at once.
    auditor = start();
  }

  async function productType(key: string): Promise<void> {
    if (commercetools.project.collections['product-type'].find('key', key) !== undefined) return;
    await api
      .productTypes()
      .post({ body: { key, name: key, description: key } })
      .execute();
  }

  const productOf = (sku: string) => commercetools.project.collections.product.find('sku', sku);

  async function change(sku: string, ...actions: readonly object[]): Promise<void> {
    const product = productOf(sku);
    if (product === undefined) throw new Error(`No product has the SKU ${sku}.`);
    const body = { version: product.version, actions: [...actions] as never[] };
    await api.products().withId({ ID: product.id }).post({ body }).execute();
  }

  return {
    clock,
    random,
    api,
    documents,
    commercetools,
    peoplevox,
    lines,
    setRules,
    /** A product with one variant. */
    async sell(sku: string, goods: Goods = {}): Promise<void> {
      const { barcode, published = true, name = `Goods ${sku}`, productType: type = 'goods' } = goods;
      await productType(type);
      const listed = (values: object) =>
        Object.entries(values).map(([key, value]: [string, unknown]) => ({ name: key, value }));
      const attributes = listed({ ...(barcode !== undefined && { barcode }), ...goods.attributes });
      await api
        .products()
        .post({
          body: {
            productType: { typeId: 'product-type', key: type },
            name: { en: name },
            slug: { en: `p-${Math.floor(random() * 1e12)}` },
            masterVariant: { sku, attributes },
            attributes: listed(goods.productAttributes ?? {}),
            publish: published,
          },
        })
        .execute();
    },
    /** Update actions of the product with this SKU. */
    change,
    async remove(sku: string): Promise<void> {
      const product = productOf(sku);
      if (product === undefined) return;
      if (product.masterData.published) await change(sku, { action: 'unpublish' });
      const version = productOf(sku)?.version ?? 0;
      await api.products().withId({ ID: product.id }).delete({ queryArgs: { version } }).execute();
    },
    /** An Item type, as a person makes it; Peoplevox itself refuses some of what a test needs. */
    stock(code: string, columns: Readonly<Record<string, string>> = {}): void {
      const barcode = columns['Barcode'] ?? `seed ${code}`;
      peoplevox.seed('Item types', [{ ItemCode: code, Name: `Goods ${code}`, ...columns, Barcode: barcode }]);
    },
    /** Sets a column without Peoplevox's own checks. */
    force(code: string, column: string, value: string): void {
      peoplevox.floor.items.get(code)?.columns.set(column, value);
    },
    place: (orderNumber: string, sku: string, overrides = {}) =>
      placeOrder(commercetools, orderNumber, [{ sku, quantity: 1 }], overrides),
    tick: (): Promise<AuditTick> => auditor.tick(),
    /** The process is killed; the next tick finds a new one. */
    kill: () => {
      auditor.end();
      auditor = start();
    },
    /** A person asks for an audit, and the schedule comes by. Rejects unless it is completed. */
    async audit(): Promise<AuditSummary> {
      await documents.write('peoplevox-connector', 'request-sku-audit', {}, 0);
      const { outcome, summary, reason } = await auditor.tick();
      if (outcome !== 'done' || summary === undefined)
        throw new Error(`The audit is ${outcome}: ${reason ?? ''}`);
      return summary;
    },
    onPeoplevoxCall: (act: (template: string) => void) => {
      onPeoplevoxCall = act;
    },
    /** Calls to Peoplevox for Item types so far. */
    itemTypeCalls: (): number =>
      peoplevox.journal.filter(
        ({ operation, template }) => operation === 'GetData' && template === 'Item types',
      ).length,
    documentsOf: (container: string): { readonly key: string; readonly value: unknown }[] =>
      [...commercetools.project.collections['key-value-document'].values(container)].map(
        ({ key, value }: { key: string; value: unknown }) => ({ key, value }),
      ),
  };
}

export type CatalogueWorld = ReturnType<typeof createCatalogueWorld>;
