import { resolve } from 'node:path';
import * as z from 'zod';
import type { CommercetoolsEmulator } from '../commercetools';
import { declaredScopes } from '../connect';
import type { PeoplevoxSimulator } from '../peoplevox';

/** A small merchant on both sides: the same SKUs and ItemCodes, one shipping method, one site. */
interface Merchant {
  readonly skus: readonly string[];
}

export const REPOSITORY = resolve(__dirname, '../..');
export const PROJECT_KEY = 'sandbox-shop';
export const API_CLIENT = {
  id: 'connect-client',
  secret: 'connect-secret',
  scopes: declaredScopes(REPOSITORY).map((scope) => `${scope}:${PROJECT_KEY}`),
};
export const MERCHANT_CLIENT = {
  id: 'merchant',
  secret: 'merchant-secret',
  scopes: [`manage_project:${PROJECT_KEY}`],
};
export const TENANT = { clientId: 'sandboxQa1', username: 'order-export', password: 'sandbox-Pa55' };

/** The variables by which a process comes to commercetools; API and authentication have one address here. */
export function commercetoolsEnvironment(
  { id, secret }: { readonly id: string; readonly secret: string },
  url: string,
) {
  return {
    CTP_PROJECT_KEY: PROJECT_KEY,
    CTP_CLIENT_ID: id,
    CTP_CLIENT_SECRET: secret,
    CTP_API_URL: url,
    CTP_AUTH_URL: url,
  };
}

export function stockPeoplevox(
  peoplevox: PeoplevoxSimulator,
  skus: readonly string[],
  quantity: number,
): Merchant {
  for (const sku of skus) {
    peoplevox.seed('Item types', [{ ItemCode: sku, Name: `Item ${sku}`, Barcode: `BC-${sku}` }]);
    if (quantity > 0) peoplevox.warehouse.receiveStock({ itemCode: sku, quantity });
  }
  return { skus };
}

/** Rules of the merchant: live, every shipping method goes by Royal Mail. */
export const LIVE_RULES = {
  mode: { orders: 'live' },
  defaultServiceType: 'RM48',
} as const;

export const ADDRESS = {
  firstName: 'Winifred',
  lastName: 'Ashdown',
  streetName: 'Larkspur Lane',
  streetNumber: '7',
  postalCode: 'BS1 4QA',
  city: 'Bristol',
  country: 'GB',
  email: 'winifred.ashdown@example.com',
  phone: '+44 117 496 0123',
} as const;

/** The values of an order that must never show up in a log, an exception or the ledger. */
export const PERSONAL = [
  ADDRESS.firstName,
  ADDRESS.lastName,
  ADDRESS.streetName,
  ADDRESS.postalCode,
  ADDRESS.email,
  ADDRESS.phone,
] as const;

export function placeOrder(
  commercetools: CommercetoolsEmulator,
  orderNumber: string,
  lines: readonly { readonly sku: string; readonly quantity: number }[],
  overrides: Partial<Parameters<CommercetoolsEmulator['seedOrder']>[0]> = {},
) {
  return commercetools.seedOrder({
    orderNumber,
    customerEmail: ADDRESS.email,
    shippingAddress: ADDRESS,
    billingAddress: ADDRESS,
    lineItems: lines.map((line) => ({ ...line, centAmount: 1250 })),
    ...overrides,
  });
}

/** A product whose variants have these SKUs. */
export async function addProduct(
  commercetools: CommercetoolsEmulator,
  skus: readonly [string, ...string[]],
): Promise<void> {
  const [master, ...others] = skus;
  if (commercetools.project.collections['product-type'].find('key', 'goods') === undefined)
    await asMerchant(commercetools, 'POST', '/product-types', {
      key: 'goods',
      name: 'Goods',
      description: 'Goods',
    });
  const { status } = await asMerchant(commercetools, 'POST', '/products', {
    productType: { typeId: 'product-type', key: 'goods' },
    name: { en: master },
    slug: { en: `product-${commercetools.project.collections.product.size}` },
    masterVariant: { sku: master },
    variants: others.map((sku) => ({ sku })),
  });
  if (status !== 201) throw new Error(`The product of ${master} was not made: ${status}.`);
}

/** An access token for the merchant's own programs. */
export async function merchantToken(commercetools: CommercetoolsEmulator): Promise<string> {
  const { id, secret } = MERCHANT_CLIENT;
  const credentials = Buffer.from([id, secret].join(':')).toString('base64');
  const granted = await commercetools.handle({
    method: 'POST',
    path: '/oauth/token',
    query: new URLSearchParams(),
    headers: {
      authorization: `Basic ${credentials}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  });
  return z.object({ access_token: z.string() }).parse(granted.body).access_token;
}

/** A call to commercetools as the merchant's own programs make it. */
export async function asMerchant(
  commercetools: CommercetoolsEmulator,
  method: string,
  path: string,
  body: unknown,
): Promise<{ readonly status: number; readonly body?: unknown }> {
  return commercetools.handle({
    method,
    path: `/${PROJECT_KEY}${path}`,
    query: new URLSearchParams(),
    headers: {
      authorization: `Bearer ${await merchantToken(commercetools)}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
}
