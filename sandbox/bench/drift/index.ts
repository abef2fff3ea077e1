import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import * as z from 'zod';
import { systemWorld, uuid } from '../../../shared/src/runtime';
import { createCommercetoolsEmulator, listen } from '../../commercetools';
import { createPeoplevoxSimulator, serve } from '../../peoplevox';
import {
  asMerchant,
  commercetoolsEnvironment,
  MERCHANT_CLIENT,
  PROJECT_KEY,
  REPOSITORY,
  TENANT,
} from '../../simulation/merchant';

/**
 * Drift of many entries: one run of reconciliation in a process of its own against both systems over HTTP, with Peoplevox's
 * limit lifted. Every thousandth entry is wrong. Usage: npm run bench:drift [-- --entries 100000]
 */
const SITE = 'PrimarySite';
const WRONG = 1_000;

const outcome = z.object({
  seconds: z.number(),
  peakMb: z.number(),
  cpuSeconds: z.number(),
  result: z.object({
    report: z.object({
      sweeps: z.array(
        z.object({
          sweep: z.string(),
          outcome: z.string(),
          seconds: z.number(),
          reason: z.string().optional(),
          details: z.record(z.string(), z.number()).optional(),
        }),
      ),
    }),
  }),
});

async function openShop(count: number) {
  const { clock, random } = systemWorld;
  const commercetools = createCommercetoolsEmulator({
    clock,
    random,
    projectKey: PROJECT_KEY,
    settings: { clients: [MERCHANT_CLIENT], inventoryLagMs: 0 },
  });
  const peoplevox = createPeoplevoxSimulator({ clock, random, tenant: TENANT, settings: { limit: null } });
  const { items } = peoplevox.floor;
  const at = new Date(clock.now() - 3_600_000).toISOString();
  for (let index = 0; index < count; index += 1) {
    const sku = `SKU-${String(index).padStart(7, '0')}`;
    const item = { code: sku, active: true, columns: new Map([['Name', `Item ${sku}`]]), stock: new Map() };
    items.set(sku, item);
    const quantity = 10 + ((index * 7) % 90);
    items.stockAt(item, SITE).onHand = quantity;
    const quantityOnStock = index % WRONG === 0 ? quantity + 1 : quantity;
    commercetools.project.collections['inventory-entry'].put({
      id: uuid(random),
      version: 1,
      createdAt: at,
      lastModifiedAt: at,
      sku,
      quantityOnStock,
      availableQuantity: quantityOnStock,
    });
  }
  const put = (key: string, value: object) =>
    asMerchant(commercetools, 'POST', '/custom-objects', { container: 'peoplevox-connector', key, value });
  await asMerchant(commercetools, 'POST', '/channels', { key: 'peoplevox', roles: ['OrderExport'] });
  await put('configuration', { mode: { orders: 'live', stock: 'live' } });
  const now = clock.now();
  const full = { run: 'bench', startedAt: now, terms: '', known: count, rows: count };
  await put('stock', {
    schemaVersion: 1,
    cursor: now,
    applied: [],
    underWay: [],
    unallocated: 0,
    again: [],
    completedAt: now,
    unbroken: true,
    full,
  });
  const api = await listen(commercetools, { port: 0 });
  const wms = await serve(peoplevox, { clock });
  return { commercetools, peoplevox, api, wms };
}

async function bundle(into: string): Promise<string> {
  const outfile = join(into, 'reconciliation.js');
  await build({
    entryPoints: [join(__dirname, 'unlimited-app.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    alias: { zod: join(REPOSITORY, 'shared/node_modules/zod') },
    logLevel: 'error',
  });
  return outfile;
}

async function measure(count: number, file: string): Promise<void> {
  const { commercetools, peoplevox, api, wms } = await openShop(count);
  const before = commercetools.journal.length;
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [file], {
      env: {
        ...process.env,
        NODE_ENV: 'production',
        ...commercetoolsEnvironment(MERCHANT_CLIENT, api.url),
        PEOPLEVOX_URL: wms.url,
        PEOPLEVOX_CLIENT_ID: TENANT.clientId,
        PEOPLEVOX_USERNAME: TENANT.username,
        PEOPLEVOX_PASSWORD: TENANT.password,
      },
      maxBuffer: 1e8,
    });
    const { result, peakMb, cpuSeconds } = outcome.parse(JSON.parse(stdout));
    const drift = result.report.sweeps.find(({ sweep }) => sweep === 'drift');
    const found = drift?.details?.['unexplained'] ?? NaN;
    const expected = Math.ceil(count / WRONG);
    process.stdout.write(
      `${count} entries: ${drift?.outcome ?? 'no drift'} in ${(drift?.seconds ?? NaN).toFixed(1)} s (${cpuSeconds.toFixed(1)} s of a processor), peak RSS ${peakMb.toFixed(0)} MB, ` +
        `${peoplevox.journal.length} calls to Peoplevox, ${commercetools.journal.length - before} to commercetools, ${found} of ${expected} wrong entries found.${drift?.reason ?? ''}\n`,
    );
    if (found !== expected) process.exitCode = 1;
  } finally {
    await Promise.all([api.close(), wms.close()]);
  }
}

async function main(): Promise<void> {
  const asked = process.argv.indexOf('--entries');
  const counts = asked < 0 ? [1_000, 10_000, 100_000] : [Number(process.argv[asked + 1])];
  const folder = mkdtempSync(join(tmpdir(), 'bench-drift-'));
  try {
    const file = await bundle(folder);
    for (const count of counts) await measure(count, file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
