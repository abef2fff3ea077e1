import { join } from 'node:path';
import { build } from 'esbuild';
import { z } from 'zod';
import { systemWorld } from '../../../shared/src/runtime';
import { freePort, startProcess } from '../../connect/process';
import { untilReady } from '../../connect/readiness';
import { MERCHANT_CLIENT, PROJECT_KEY, REPOSITORY, TENANT } from '../../simulation/merchant';
import { costsOf, type ProcessCosts } from './process-costs';
import type { Shop } from './shop';

/** What Node allows its heap in a container of 512 MB, which Connect gives to a job (reference connect §2.5). */
const HEAP = '--max-old-space-size=256';
const START_LIMIT_MS = 30_000;
export const NOTHING: ProcessCosts = { peakMb: NaN, cpuSeconds: NaN };

/** Bundles inventory-import as its own `npm run bundle` does; returns the file. */
export async function buildConnector(into: string): Promise<string> {
  const outfile = join(into, 'inventory-import.js');
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

export interface Work extends ProcessCosts {
  readonly seconds: number;
}

const tick = z.object({
  outcome: z.string(),
  reason: z.string().optional(),
  runs: z.array(z.object({ kind: z.string(), outcome: z.string(), reason: z.string().optional() })),
});

/** One tick of a fresh process: the time from the request of the schedule to the answer, without the start. */
export async function runConnector(bundle: string, shop: Shop): Promise<Work> {
  const port = await freePort();
  const owned = startProcess({
    command: process.execPath,
    args: [HEAP, bundle],
    cwd: join(bundle, '..'),
    environment: {
      NODE_ENV: 'production',
      PORT: String(port),
      CTP_PROJECT_KEY: PROJECT_KEY,
      CTP_CLIENT_ID: MERCHANT_CLIENT.id,
      CTP_CLIENT_SECRET: MERCHANT_CLIENT.secret,
      CTP_API_URL: shop.commercetoolsUrl,
      CTP_AUTH_URL: shop.commercetoolsUrl,
      PEOPLEVOX_URL: shop.peoplevoxUrl,
      PEOPLEVOX_CLIENT_ID: TENANT.clientId,
      PEOPLEVOX_USERNAME: TENANT.username,
      PEOPLEVOX_PASSWORD: TENANT.password,
    },
  });
  try {
    const url = `http://127.0.0.1:${port}`;
    await untilReady(`${url}/status`, owned, systemWorld, START_LIMIT_MS);
    const before = costsOf(owned.pid)?.cpuSeconds ?? NaN;
    const startedAt = performance.now();
    const response = await fetch(`${url}/inventory-import`, { method: 'POST' });
    const seconds = (performance.now() - startedAt) / 1000;
    const { outcome, reason = '', runs } = tick.parse(await response.json());
    const unfinished = runs.filter((run) => run.outcome !== 'done');
    if (outcome !== 'done' || unfinished.length > 0)
      throw new Error(`The tick was not completed: ${outcome} ${reason} ${JSON.stringify(unfinished)}`);
    const { peakMb, cpuSeconds } = costsOf(owned.pid) ?? NOTHING;
    return { seconds, peakMb, cpuSeconds: cpuSeconds - before };
  } finally {
    await owned.stop();
  }
}
