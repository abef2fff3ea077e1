import * as z from 'zod';
import {
  createApplication as createDespatchProcessor,
  createParts as createDespatchParts,
} from '../../despatch-processor/src/application';
import { prepare as prepareDespatches } from '../../despatch-processor/src/connector/prepare';
import { createApplication as createInventoryImport } from '../../inventory-import/src/application';
import { createApplication as createReconciliation } from '../../reconciliation/src/application';
import { environmentSchema } from '../../reconciliation/src/environment';
import type { RunReport } from '../../reconciliation/src/reconciliation';
import { createCommercetools, createDocuments, ensureType } from '../../shared/src/commercetools';
import { DELIVERY_TYPE, PARCEL_TYPE } from '../../shared/src/despatch';
import { readEnvironment, type Fetch } from '../../shared/src/runtime';
import { callbackNameOf } from './callback-name';
import { MERCHANT_CLIENT, placeOrder, TENANT } from './merchant';
import { startProcess } from './process';
import { createSimulatedWorld, type SimulatedWorldOptions } from './world';

const CALLBACKS = 'https://connect.test/despatch-processor';
const HOOKS = 'https://hooks.test/';
const MINUTE = 60_000;
const USERS = ['inventory-import', 'reconciliation', 'despatch-processor'];

interface Told {
  readonly owner: string;
  readonly text: string;
}

/** The simulated world with inventory-import and reconciliation beside order-export, and webhooks of the teams. */
export function createReconciliationWorld(options: SimulatedWorldOptions = {}) {
  const world = createSimulatedWorld({
    ...options,
    tenant: { users: USERS.map((username) => ({ username, password: TENANT.password })), ...options.tenant },
  });
  const { clock, random, log, settings } = world;
  const told: Told[] = [];
  let isWebhookDown = false;
  const network: Fetch = async (input, init) => {
    const { url } = new Request(input);
    if (!url.startsWith(HOOKS)) return world.network(input, init);
    if (isWebhookDown) return new Response(null, { status: 500 });
    const body = z.object({ text: z.string() }).parse(JSON.parse(z.string().parse(init?.body)));
    told.push({ owner: url.slice(HOOKS.length), text: body.text });
    return new Response('ok');
  };
  const outside = { clock, random, fetch: network };
  const { commercetools, peoplevox } = settings;
  const job = (username: string) => ({
    ...settings,
    peoplevox: { ...peoplevox, username, requestsPer15Seconds: 4 },
  });
  const hooks = Object.fromEntries(
    ['WAREHOUSE', 'ECOMMERCE', 'MERCHANDISING', 'FINANCE', 'INTEGRATION'].map((owner) => [
      `NOTIFY_WEBHOOK_URL_${owner}`,
      `${HOOKS}${owner.toLowerCase()}`,
    ]),
  );
  const reconciliationSettings = readEnvironment(environmentSchema, {
    CTP_PROJECT_KEY: commercetools.projectKey,
    CTP_CLIENT_ID: commercetools.clientId,
    CTP_CLIENT_SECRET: commercetools.clientSecret,
    CTP_API_URL: commercetools.apiUrl,
    CTP_AUTH_URL: commercetools.authUrl,
    PEOPLEVOX_URL: peoplevox.url,
    PEOPLEVOX_CLIENT_ID: peoplevox.clientId,
    PEOPLEVOX_USERNAME: 'reconciliation',
    PEOPLEVOX_PASSWORD: peoplevox.password,
    ...hooks,
  });

  function startReconciliation() {
    const life = startProcess(outside);
    return { ...createReconciliation(reconciliationSettings, life.world, log), end: () => life.end() };
  }

  let reconciler = startReconciliation();
  const importer = createInventoryImport(job('inventory-import'), outside, log);
  const merchant = { ...commercetools, clientId: MERCHANT_CLIENT.id, clientSecret: MERCHANT_CLIENT.secret };
  const api = createCommercetools({ settings: merchant, world: outside, log });
  const documents = createDocuments(api);

  async function reconcile(): Promise<RunReport> {
    const result = await clock.runUntil(reconciler.tick());
    if (result.outcome !== 'ran') throw new Error(`Reconciliation: ${JSON.stringify(result)}`);
    return result.report;
  }

  /** A product for each SKU, as Peoplevox has the item. */
  async function addProducts(skus: readonly string[]): Promise<void> {
    if (world.commercetools.project.collections['product-type'].find('key', 'goods') === undefined)
      await api
        .productTypes()
        .post({ body: { key: 'goods', name: 'Goods', description: 'Goods' } })
        .execute();
    for (const sku of skus) {
      const productType = { typeId: 'product-type' as const, key: 'goods' };
      const body = {
        productType,
        name: { en: sku },
        slug: { en: sku.toLowerCase() },
        masterVariant: { sku },
      };
      await api.products().post({ body }).execute();
    }
  }

  /** As both deployments do it. */
  async function install(rules?: object): Promise<void> {
    for (const type of [DELIVERY_TYPE, PARCEL_TYPE]) await ensureType(api, type);
    await world.install(rules);
  }

  /** Deployed as a service, so that despatches are announced by callbacks. */
  async function deployDespatchProcessor(): Promise<void> {
    const processorSettings = {
      ...settings,
      peoplevox: { ...peoplevox, username: 'despatch-processor', requestsPer15Seconds: 2 },
      checkout: { url: commercetools.apiUrl },
      PEOPLEVOX_CALLBACK_SECRET: ['callback-s3cr3t'],
    } as const;
    await prepareDespatches(createDespatchParts(processorSettings, outside, log), CALLBACKS);
    const processor = createDespatchProcessor(processorSettings, outside, log);
    world.onCallback(async ({ url, body = '' }) => {
      const name = callbackNameOf(url);
      if (name !== undefined) await processor.callback(name, body);
    });
  }

  return {
    ...world,
    install,
    deployDespatchProcessor: () => clock.runUntil(deployDespatchProcessor()),
    addProducts: (skus: readonly string[]) => clock.runUntil(addProducts(skus)),
    network,
    api,
    documents,
    told,
    /** One run, as the schedule makes it. */
    reconcile,
    /** One tick of inventory-import. */
    importStock: () => clock.runUntil(importer.tick()),
    startReconciliation,
    /** The process of reconciliation is killed; the next run finds a new one. */
    killReconciliation: () => {
      reconciler.end();
      reconciler = startReconciliation();
    },
    /** Reconciliation reads rules and Channel anew. */
    restartReconciliation: () => {
      reconciler = startReconciliation();
    },
    breakWebhooks: (isDown: boolean) => {
      isWebhookDown = isDown;
    },
    place: (orderNumber: string, sku = 'MUG-BLUE', quantity = 1, overrides = {}) =>
      placeOrder(world.commercetools, orderNumber, [{ sku, quantity }], overrides),
    /** Lets minutes pass in which the schedules go on: stock each minute, reconciliation every ten if wanted. */
    async pass(minutes: number, schedules: { readonly stock?: boolean } = {}): Promise<void> {
      for (let minute = 0; minute < minutes; minute += 1) {
        await clock.advance(MINUTE);
        if (schedules.stock === true) await clock.runUntil(importer.tick());
      }
    },
    documentsOf: (container: string): { readonly key: string; readonly value: unknown }[] =>
      [...world.commercetools.project.collections['key-value-document'].values(container)].map(
        ({ key, value }): { key: string; value: unknown } => ({ key, value }),
      ),
  };
}

export type ReconciliationWorld = ReturnType<typeof createReconciliationWorld>;
