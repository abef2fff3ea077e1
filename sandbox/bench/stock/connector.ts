import { request, type IncomingMessage } from 'node:http';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import * as z from 'zod';
import { scripts } from '../../../inventory-import/package.json';
import { systemWorld } from '../../../shared/src/runtime';
import { freePort, startProcess } from '../../connect/process';
import { untilReady } from '../../connect/readiness';
import { commercetoolsEnvironment, MERCHANT_CLIENT, REPOSITORY, TENANT } from '../../simulation/merchant';
import { costsOf, type Work } from './process-costs';
import type { Shop } from './shop';

const START_LIMIT_MS = 30_000;

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

const tick = z.object({
  outcome: z.string(),
  reason: z.string().optional(),
  runs: z.array(z.object({ kind: z.string(), outcome: z.string(), reason: z.string().optional() })),
});

/** inventory-import in a process of its own, healthy and without work yet. */
export async function startConnector(bundle: string, shop: Shop) {
  const port = await freePort();
  const owned = startProcess({
    command: process.execPath,
    args: [...flagsOf(scripts.start), bundle],
    cwd: dirname(bundle),
    environment: {
      NODE_ENV: 'production',
      PORT: String(port),
      ...commercetoolsEnvironment(MERCHANT_CLIENT, shop.commercetoolsUrl),
      PEOPLEVOX_URL: shop.peoplevoxUrl,
      PEOPLEVOX_CLIENT_ID: TENANT.clientId,
      PEOPLEVOX_USERNAME: TENANT.username,
      PEOPLEVOX_PASSWORD: TENANT.password,
    },
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(`${url}/status`, owned, systemWorld, START_LIMIT_MS);

  return {
    /** One tick of the schedule, from the request to the answer; rejects unless everything was done. */
    tick: async (): Promise<Work> => {
      const before = costsOf(owned.pid);
      const startedAt = performance.now();
      const answer = await post(`${url}/inventory-import`);
      const seconds = (performance.now() - startedAt) / 1000;
      const { outcome, reason = '', runs } = tick.parse(JSON.parse(answer));
      const unfinished = runs.filter((run) => run.outcome !== 'done');
      if (outcome !== 'done' || unfinished.length > 0)
        throw new Error(`The tick was not completed: ${outcome} ${reason} ${JSON.stringify(unfinished)}`);
      const after = costsOf(owned.pid);
      return { seconds, peakMb: after.peakMb, cpuSeconds: after.cpuSeconds - before.cpuSeconds };
    },
    stop: () => owned.stop(),
  };
}

/** The body of the answer, however long it takes: `fetch` gives up after five minutes. */
async function post(url: string): Promise<string> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { method: 'POST' }, resolve).on('error', reject).end();
  });
  response.setEncoding('utf8');
  let body = '';
  for await (const piece of response) body += String(piece);
  return body;
}

/** What the `start` script gives to Node: `node <flags> <file>`. */
function flagsOf(start: string): readonly string[] {
  return start.split(' ').filter((word) => word.startsWith('-'));
}
