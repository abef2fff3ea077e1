import { systemWorld, uuid } from '../../../shared/src/runtime';
import { createCommercetoolsEmulator, listen } from '../../commercetools';
import { createPeoplevoxSimulator, serve } from '../../peoplevox';
import {
  addProduct,
  asMerchant,
  MERCHANT_CLIENT,
  merchantToken,
  PROJECT_KEY,
  TENANT,
} from '../../simulation/merchant';

const SITE = 'PrimarySite';
const VARIANTS = 100;
const RULES = { mode: { stock: 'live' } };

export interface ShopOptions {
  readonly skus: number;
  /** Of each request to commercetools; Peoplevox answers at once. */
  readonly latencyMs: number;
}

function quantityAtFirst(index: number): number {
  return 10 + ((index * 7) % 90);
}

/**
 * Both systems over HTTP in this process: so many SKUs at one site, whose stock is the entry without channel.
 * Peoplevox's limit is lifted, and requests are not checked against the OpenAPI description.
 */
export async function openShop({ skus: count, latencyMs }: ShopOptions) {
  const { clock, random } = systemWorld;
  const skus = Array.from({ length: count }, (_, index) => `SKU-${String(index).padStart(7, '0')}`);
  const commercetools = createCommercetoolsEmulator({
    clock,
    random,
    projectKey: PROJECT_KEY,
    settings: { clients: [MERCHANT_CLIENT], inventoryLagMs: 0 },
  });
  const peoplevox = createPeoplevoxSimulator({ clock, random, tenant: TENANT, settings: { limit: null } });
  const { collections } = commercetools.project;
  const { items } = peoplevox.floor;
  skus.forEach((sku, index) => {
    const item = { code: sku, active: true, columns: new Map([['Name', `Item ${sku}`]]), stock: new Map() };
    items.set(sku, item);
    items.stockAt(item, SITE).onHand = quantityAtFirst(index);
  });
  const api = await listen(commercetools, { port: 0, latencyMs });
  const wms = await serve(peoplevox, { clock });

  async function post(path: string, body: object): Promise<void> {
    const { status } = await asMerchant(commercetools, 'POST', path, body);
    if (status >= 300) throw new Error(`The emulator answered ${status} to POST ${path}.`);
  }

  async function setDocument(key: string, value: object): Promise<void> {
    await post('/custom-objects', { container: 'peoplevox-connector', key, value });
  }

  /** What post-deploy and a person would have done. */
  async function install(): Promise<void> {
    await post('/channels', { key: 'peoplevox', roles: ['OrderExport'] });
    await setDocument('configuration', RULES);
  }

  async function addProducts(): Promise<void> {
    for (let from = 0; from < skus.length; from += VARIANTS) {
      const [master = '', ...others] = skus.slice(from, from + VARIANTS);
      await addProduct(commercetools, [master, ...others]);
    }
  }

  const onHand = (sku: string): number => items.get(sku)?.stock.get(SITE)?.onHand ?? NaN;

  return {
    skus,
    commercetoolsUrl: api.url,
    peoplevoxUrl: wms.url,
    install,
    token: () => merchantToken(commercetools),
    addProducts,
    requestFull: () => setDocument('request-stock-full', {}),
    /** Entries as an import has left them. */
    addEntries: () => {
      const at = new Date(clock.now()).toISOString();
      for (const sku of skus) {
        const head = { id: uuid(random), version: 1, createdAt: at, lastModifiedAt: at };
        const quantity = onHand(sku);
        collections['inventory-entry'].put({
          ...head,
          sku,
          quantityOnStock: quantity,
          availableQuantity: quantity,
        });
      }
    },
    /** Every tenth SKU has a unit more. `unseen`: the report of changes does not show it. */
    changeEveryTenth: (how?: 'unseen') => {
      for (const sku of skus.filter((_, index) => index % 10 === 0)) {
        const item = items.get(sku);
        if (how === undefined) peoplevox.warehouse.adjustStock({ itemCode: sku, quantity: 1 });
        else if (item !== undefined) items.stockAt(item, SITE).onHand += 1;
      }
    },
    /** What Peoplevox has, by SKU. */
    onHand,
    /** SKUs whose entry does not show what Peoplevox has. */
    wrong: (): number => {
      const shown = new Map<string, number>();
      for (const { sku, quantityOnStock } of collections['inventory-entry'].values())
        shown.set(sku, quantityOnStock);
      return skus.filter((sku) => shown.get(sku) !== onHand(sku)).length;
    },
    /** Requests so far. */
    calls: () => ({ commercetools: commercetools.journal.length, peoplevox: peoplevox.journal.length }),
    close: async () => {
      await Promise.all([api.close(), wms.close()]);
    },
  };
}

export type Shop = Awaited<ReturnType<typeof openShop>>;
