import { join } from 'node:path';
import * as z from 'zod';
import { systemWorld } from '../../shared/src/runtime';
import { createCommercetoolsEmulator, listen } from '../commercetools';
import { freePort, startProcess } from '../connect/process';
import { untilReady } from '../connect/readiness';
import { createPeoplevoxSimulator, serve } from '../peoplevox';
import {
  API_CLIENT,
  asMerchant,
  commercetoolsEnvironment,
  MERCHANT_CLIENT,
  PROJECT_KEY,
  REPOSITORY,
  TENANT,
} from '../simulation/merchant';
import { costsOf } from './stock/process-costs';

/**
 * One audit of so many SKUs on each side: the built application as a process of its own, both systems over HTTP in this
 * one. Usage: npm run bench:sku-audit [-- --skus 100000 --share 15 --faulty 1000]
 *
 * `share`: calls to Peoplevox in 15 seconds, which sets the pace. `faulty`: SKUs of which Peoplevox has none.
 */
const HEAP = '--max-old-space-size=256';
const VARIANTS = 20;
const START_LIMIT_MS = 30_000;

function option(name: string, otherwise: number): number {
  const asked = process.argv.indexOf(`--${name}`);
  return asked < 0 ? otherwise : Number(process.argv[asked + 1]);
}

/** Goods as shops have them: a barcode among other attributes, a price. */
function variantOf(sku: string, index: number): object {
  const text = (name: string) => ({ name, value: `${name} of ${sku}`.padEnd(60, '.') });
  return {
    sku,
    attributes: [
      { name: 'barcode', value: barcodeOf(index) },
      ...['colour', 'material', 'care', 'origin'].map(text),
    ],
    prices: [{ value: { type: 'centPrecision', currencyCode: 'GBP', centAmount: 1250, fractionDigits: 2 } }],
  };
}

function barcodeOf(index: number): string {
  return String(5_000_000_000_000 + index);
}

async function openSystems(skus: readonly string[], faulty: number) {
  const { clock, random } = systemWorld;
  const commercetools = createCommercetoolsEmulator({
    clock,
    random,
    projectKey: PROJECT_KEY,
    settings: { clients: [API_CLIENT, MERCHANT_CLIENT], inventoryLagMs: 0 },
  });
  const peoplevox = createPeoplevoxSimulator({ clock, random, tenant: TENANT, settings: { limit: null } });
  const every = faulty === 0 ? Infinity : Math.floor(skus.length / faulty);
  skus.forEach((code, index) => {
    const columns = new Map([
      ['Name', `Item ${code}`],
      ['Barcode', barcodeOf(index)],
    ]);
    if (index % every !== 0 || every === Infinity)
      peoplevox.floor.items.set(code, { code, active: true, columns, stock: new Map() });
  });
  const post = async (path: string, body: object) => {
    const { status } = await asMerchant(commercetools, 'POST', path, body);
    if (status >= 300) throw new Error(`The emulator answered ${status} to POST ${path}.`);
  };
  await post('/product-types', { key: 'goods', name: 'Goods', description: 'Goods' });
  for (let from = 0; from < skus.length; from += VARIANTS) {
    const variants = skus.slice(from, from + VARIANTS).map((sku, offset) => variantOf(sku, from + offset));
    await post('/products', {
      productType: { typeId: 'product-type', key: 'goods' },
      name: { en: `Goods ${from}` },
      slug: { en: `goods-${from}` },
      masterVariant: variants[0],
      variants: variants.slice(1),
      publish: true,
    });
  }
  const api = await listen(commercetools, { port: 0 });
  const wms = await serve(peoplevox, { clock });
  const calls = { commercetools: commercetools.journal.length, peoplevox: 0 };
  return {
    environment: {
      ...commercetoolsEnvironment(API_CLIENT, api.url),
      PEOPLEVOX_URL: wms.url,
      PEOPLEVOX_CLIENT_ID: TENANT.clientId,
      PEOPLEVOX_USERNAME: TENANT.username,
      PEOPLEVOX_PASSWORD: TENANT.password,
    },
    requests: () => commercetools.journal.length - calls.commercetools,
    close: () => Promise.all([api.close(), wms.close()]),
  };
}

const tick = z.object({
  outcome: z.literal('done'),
  summary: z.object({
    pages: z.number(),
    calls: z.number(),
    items: z.number(),
    variants: z.number(),
    faults: z.record(z.string(), z.number()),
    exceptions: z.object({ raised: z.number() }),
  }),
});

async function measure(count: number, share: number, faulty: number): Promise<string> {
  const skus = Array.from({ length: count }, (_, index) => `SKU-${String(index).padStart(7, '0')}`);
  const systems = await openSystems(skus, faulty);
  const port = await freePort();
  const owned = startProcess({
    command: process.execPath,
    args: [HEAP, join(REPOSITORY, 'sku-audit/dist/index.js')],
    cwd: join(REPOSITORY, 'sku-audit'),
    environment: {
      NODE_ENV: 'production',
      PORT: String(port),
      PEOPLEVOX_REQUESTS_PER_15_SECONDS: String(share),
      ...systems.environment,
    },
  });
  try {
    const url = `http://127.0.0.1:${port}`;
    await untilReady(`${url}/status`, owned, systemWorld, START_LIMIT_MS);
    const startedAt = performance.now();
    const response = await fetch(`${url}/sku-audit`, { method: 'POST' });
    const { summary } = tick.parse(await response.json());
    const seconds = (performance.now() - startedAt) / 1000;
    const costs = costsOf(owned.pid);
    return [
      `${summary.variants} SKUs × ${summary.items} Item types, ${share} calls in 15 s: ${seconds.toFixed(0)} s`,
      `${summary.pages} pages, ${summary.calls} calls to Peoplevox, ${systems.requests()} requests to commercetools`,
      `peak RSS ${costs.peakMb.toFixed(0)} MB, ${costs.cpuSeconds.toFixed(1)} s of processor time`,
      `faults ${JSON.stringify(summary.faults)}, ${summary.exceptions.raised} exceptions raised`,
    ].join('; ');
  } finally {
    await owned.stop();
    await systems.close();
  }
}

async function main(): Promise<void> {
  const result = await measure(option('skus', 100_000), option('share', 15), option('faulty', 0));
  process.stdout.write(`${result}\n`);
}

void main();
