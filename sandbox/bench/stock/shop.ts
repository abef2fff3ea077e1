import { systemWorld } from '../../../shared/src/runtime';
import { createCommercetoolsEmulator, listen } from '../../commercetools';
import { createPeoplevoxSimulator, serve } from '../../peoplevox';
import { asMerchant, MERCHANT_CLIENT, merchantToken, PROJECT_KEY, TENANT } from '../../simulation/merchant';
import { createCatalogue } from './catalogue';

const RULES = { mode: { stock: 'live' } };

export interface ShopOptions {
  readonly skus: number;
  /** Of each request to commercetools; Peoplevox answers at once. */
  readonly latencyMs: number;
}

/**
 * Both systems over HTTP in this process, with the connector installed in commercetools. Peoplevox's limit is lifted,
 * and requests are not checked against the OpenAPI description.
 */
export async function openShop({ skus, latencyMs }: ShopOptions) {
  const { clock, random } = systemWorld;
  const commercetools = createCommercetoolsEmulator({
    clock,
    random,
    projectKey: PROJECT_KEY,
    settings: { clients: [MERCHANT_CLIENT], inventoryLagMs: 0 },
  });
  const peoplevox = createPeoplevoxSimulator({ clock, random, tenant: TENANT, settings: { limit: null } });
  const catalogue = createCatalogue(commercetools, peoplevox, skus);

  async function post(path: string, body: object): Promise<void> {
    const { status } = await asMerchant(commercetools, 'POST', path, body);
    if (status >= 300) throw new Error(`The emulator answered ${status} to POST ${path}.`);
  }
  const setDocument = (key: string, value: object) =>
    post('/custom-objects', { container: 'peoplevox-connector', key, value });

  await post('/channels', { key: 'peoplevox', roles: ['OrderExport'] });
  await setDocument('configuration', RULES);
  const api = await listen(commercetools, { port: 0, latencyMs });
  const wms = await serve(peoplevox, { clock });

  return {
    catalogue,
    commercetoolsUrl: api.url,
    peoplevoxUrl: wms.url,
    token: () => merchantToken(commercetools),
    /** As a person asks for a full comparison. */
    requestFull: () => setDocument('request-stock-full', {}),
    /** Requests so far. */
    calls: () => ({ commercetools: commercetools.journal.length, peoplevox: peoplevox.journal.length }),
    close: async () => {
      await Promise.all([api.close(), wms.close()]);
    },
  };
}

export type Shop = Awaited<ReturnType<typeof openShop>>;
