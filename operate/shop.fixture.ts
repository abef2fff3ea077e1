import { createCommercetoolsEmulator, emulatorFetch } from '../sandbox/commercetools';
import { createPeoplevoxSimulator, simulatorFetch, type SettingsInput } from '../sandbox/peoplevox';
import type { TenantOptions } from '../sandbox/peoplevox/tenant';
import {
  addProduct,
  API_CLIENT,
  asMerchant,
  MERCHANT_CLIENT,
  PROJECT_KEY,
  stockPeoplevox,
  TENANT,
} from '../sandbox/simulation/merchant';
import { seededRandom } from '../sandbox/simulation/random';
import { createVirtualClock } from '../sandbox/simulation/virtual-clock';
import type { Fetch } from '../shared/src/runtime';
import { openAccess, type Access } from './access';

const COMMERCETOOLS = 'https://api.commercetools.test';
const PEOPLEVOX = 'https://wms.peoplevox.test';

export interface ShopOptions {
  readonly tenant?: Partial<TenantOptions>;
  readonly peoplevox?: SettingsInput;
  /** What the person believes the tenant's zone to be. */
  readonly timeZone?: string;
  readonly password?: string;
  readonly clientSecret?: string;
  /** Scopes of the API client, without project. */
  readonly scopes?: readonly string[];
  /** 09:00 in London in summer if not given. */
  readonly now?: number;
}

/** Both systems in one process and in virtual time, and the access of a person to them. */
export async function openShop(options: ShopOptions = {}) {
  const clock = createVirtualClock(options.now ?? Date.UTC(2026, 6, 15, 8));
  const random = seededRandom(1);
  const scopes = options.scopes?.map((scope) => `${scope}:${PROJECT_KEY}`) ?? [
    ...API_CLIENT.scopes,
    `view_stores:${PROJECT_KEY}`,
  ];
  const commercetools = createCommercetoolsEmulator({
    clock,
    random,
    projectKey: PROJECT_KEY,
    settings: { clients: [{ ...API_CLIENT, scopes }, MERCHANT_CLIENT], inventoryLagMs: 0 },
    ports: { deliver: () => undefined },
  });
  const peoplevox = createPeoplevoxSimulator({
    clock,
    random,
    tenant: { ...TENANT, ...options.tenant },
    settings: options.peoplevox ?? {},
  });
  stockPeoplevox(peoplevox, ['MUG', 'POT'], 10);
  await addProduct(commercetools, ['MUG', 'POT']);

  const toCommercetools = emulatorFetch(commercetools);
  const toPeoplevox = simulatorFetch(peoplevox, { clock });
  const fetch: Fetch = async (input, init) => {
    const { url } = new Request(input, init);
    if (url.startsWith(COMMERCETOOLS)) return toCommercetools(input, init);
    if (url.startsWith(PEOPLEVOX)) return toPeoplevox(input, init);
    return new Response(null, { status: 204 });
  };
  const settings = {
    commercetools: {
      projectKey: PROJECT_KEY,
      clientId: API_CLIENT.id,
      clientSecret: options.clientSecret ?? API_CLIENT.secret,
      apiUrl: COMMERCETOOLS,
      authUrl: COMMERCETOOLS,
    },
    peoplevox: {
      url: PEOPLEVOX,
      clientId: peoplevox.tenant.clientId,
      username: TENANT.username,
      password: options.password ?? TENANT.password,
      passwordEncoding: 'base64' as const,
      timeZone: options.timeZone ?? peoplevox.tenant.timeZone,
      requestsPer15Seconds: 4,
    },
  };
  const access: Access = openAccess(settings, { clock, random, fetch });
  const merchant = async (path: string, body: object) => {
    const { status } = await asMerchant(commercetools, 'POST', path, body);
    if (status !== 201 && status !== 200) throw new Error(`${path} answered ${status}.`);
  };

  return {
    clock,
    commercetools,
    peoplevox,
    access,
    merchant,
    setRules: (value: object) =>
      merchant('/custom-objects', { container: 'peoplevox-connector', key: 'configuration', value }),
    /** Requests to commercetools that changed something. */
    writes: () =>
      commercetools.journal.filter(({ method, path }) => method !== 'GET' && !path.includes('/oauth/')),
  };
}

export type Shop = Awaited<ReturnType<typeof openShop>>;
