import { join } from 'node:path';
import * as z from 'zod';
import { systemWorld, uuid } from '../../shared/src/runtime';
import { CALLBACK_SECRET, comesTrue, documentsOf, openStage, type Stage } from '../demo/stage';
import { freePort, startProcess } from '../connect/process';
import { untilReady } from '../connect/readiness';
import {
  API_CLIENT,
  commercetoolsEnvironment,
  LIVE_RULES,
  merchantToken,
  placeOrder,
  REPOSITORY,
  TENANT,
} from '../simulation/merchant';
import { costsOf, type ProcessCosts } from './stock/process-costs';

/**
 * A month of so many orders, nearly all of them despatched, as real processes, commercetools at 20 ms a call: how long
 * reconciliation takes to prepare it, how long the operator API to stream it, and what each holds in memory at most.
 * The process that streams has a heap of at most 64 MB: what it holds does not grow with the month. The orders are marked
 * as exported and have no ledger entries. Usage: npm run bench:month-end [-- --orders 100000]
 */
const LATENCY_MS = 20;
const LIMIT_S = 60;
const HEAP = '--max-old-space-size=64';
const START_LIMIT_MS = 30_000;

const PATIENCE_MS = 30 * 60_000;

const runs = z.object({
  runs: z.array(
    z.object({
      sweeps: z.array(
        z.object({
          sweep: z.string(),
          seconds: z.number(),
          details: z.record(z.string(), z.number()).optional(),
        }),
      ),
    }),
  ),
});

/** Seconds that the sweep took which prepared the month; undefined: none has yet. */
function preparedIn(stage: Stage): number | undefined {
  const found = documentsOf(stage, 'peoplevox-connector').flatMap(
    (value) => runs.safeParse(value).data ?? [],
  );
  const sweeps = found.flatMap((known) => known.runs).flatMap(({ sweeps: some }) => some);
  return sweeps.find(({ sweep, details }) => sweep === 'month-end' && details?.['months'] === 1)?.seconds;
}

function option(name: string, otherwise: number): number {
  const asked = process.argv.indexOf(`--${name}`);
  return asked < 0 ? otherwise : Number(process.argv[asked + 1]);
}

/** The month before this one: it is over, and all of it is listed. */
function lastMonth(): { readonly name: string; readonly noon: (index: number) => string } {
  const date = new Date(systemWorld.clock.now());
  const first = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 1, 1, 12));
  const name = first.toISOString().slice(0, 7);
  return { name, noon: (index) => new Date(first.getTime() + (index % 28) * 86_400_000).toISOString() };
}

/** Copies of one order: what they have in common is in memory once. */
function fill({ commercetools }: Stage, count: number, noon: (index: number) => string): void {
  const orders = commercetools.project.collections.order;
  const model = placeOrder(commercetools, 'MODEL', [
    { sku: 'MUG-BLUE', quantity: 2 },
    { sku: 'MUG-RED', quantity: 1 },
  ]);
  orders.delete(model.id);
  const channel = commercetools.project.collections.channel.find('key', 'peoplevox');
  if (model.shippingInfo === undefined || channel === undefined)
    throw new Error('The stage lacks something.');
  const items = model.lineItems.map(({ id, quantity }) => ({ id, quantity }));
  for (let index = 0; index < count; index += 1) {
    const at = noon(index);
    const number = `GB-${String(index).padStart(7, '0')}`;
    const isDespatched = index % 10 !== 0;
    const delivery = {
      id: uuid(systemWorld.random),
      key: `DES-${index}`,
      createdAt: at,
      items,
      parcels: [],
      custom: { type: { typeId: 'type' as const, id: 'delivery' }, fields: { despatchedAt: at } },
    };
    orders.put({
      ...model,
      // In their order: the emulator sorts all of them for each page.
      id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      orderNumber: number,
      createdAt: at,
      lastModifiedAt: at,
      shipmentState: isDespatched ? 'Shipped' : 'Canceled',
      shippingInfo: { ...model.shippingInfo, deliveries: isDespatched ? [delivery] : [] },
      syncInfo: [{ channel: { typeId: 'channel', id: channel.id }, externalId: number, syncedAt: at }],
    });
  }
}

function costsNow(stage: Stage, application: string): ProcessCosts {
  const [instance] = stage.connect.application(application).instances();
  return costsOf(instance?.pid ?? 0);
}

function mb({ peakMb }: ProcessCosts): string {
  return `${peakMb.toFixed(0)} MB`;
}

/** The built despatch-processor; it asks Peoplevox nothing here. */
async function startStreamer({ commercetoolsUrl }: Stage) {
  const port = await freePort();
  const folder = join(REPOSITORY, 'despatch-processor');
  const owned = startProcess({
    command: process.execPath,
    args: [HEAP, join(folder, 'dist/index.js')],
    cwd: folder,
    environment: {
      NODE_ENV: 'production',
      PORT: String(port),
      ...commercetoolsEnvironment(API_CLIENT, commercetoolsUrl),
      PEOPLEVOX_URL: commercetoolsUrl,
      PEOPLEVOX_CLIENT_ID: TENANT.clientId,
      PEOPLEVOX_USERNAME: TENANT.username,
      PEOPLEVOX_PASSWORD: TENANT.password,
      PEOPLEVOX_CALLBACK_SECRET: CALLBACK_SECRET,
    },
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(`${url}/status`, owned, systemWorld, START_LIMIT_MS);
  return { owned, endpoint: `${url}/despatch-processor` };
}

async function prepare(
  stage: Stage,
  operator: string,
  headers: Readonly<Record<string, string>>,
): Promise<string> {
  const asked = await fetch(operator, { method: 'POST', headers });
  if (asked.status !== 202) throw new Error(`Asking for the month was answered ${asked.status}.`);
  const calls = stage.commercetools.journal.length;
  const before = costsNow(stage, 'reconciliation');
  // Whoever waits for its answer may lose patience before the emulator has answered everything.
  void stage.connect.job('reconciliation').run();
  await comesTrue(() => preparedIn(stage) !== undefined, PATIENCE_MS, 1_000);
  const after = costsNow(stage, 'reconciliation');
  const seconds = preparedIn(stage);
  if (seconds === undefined) throw new Error(stage.connect.output().slice(-20).join('\n'));
  const requests = stage.commercetools.journal.length - calls;
  return `prepared in ${seconds.toFixed(0)} s by one run of reconciliation (${(after.cpuSeconds - before.cpuSeconds).toFixed(1)} s of a processor and ${requests} requests for the whole run), peak RSS ${mb(after)}`;
}

/** Takes the file as it comes, keeping nothing of it but its last lines. */
async function take(operator: string, headers: Readonly<Record<string, string>>) {
  const startedAt = performance.now();
  const response = await fetch(operator, { headers });
  if (response.status !== 200 || response.body === null)
    throw new Error(`The month was answered ${response.status}.`);
  const decoder = new TextDecoder();
  let [lines, bytes, end] = [0, 0, ''];
  for await (const part of response.body as AsyncIterable<Uint8Array>) {
    const text = decoder.decode(part, { stream: true });
    bytes += part.length;
    lines += text.split('"order",').length - 1;
    end = (end + text).slice(-6_000);
  }
  return { seconds: (performance.now() - startedAt) / 1000, bytes, lines, end };
}

async function main(): Promise<void> {
  const count = option('orders', 100_000);
  const { name, noon } = lastMonth();
  const stage = await openStage({
    skus: ['MUG-BLUE', 'MUG-RED'],
    applications: ['order-export', 'reconciliation'],
    commercetoolsLatencyMs: LATENCY_MS,
    inspected: false,
  });
  let streamer: Awaited<ReturnType<typeof startStreamer>> | undefined;
  try {
    const notBefore = noon(0);
    await stage.setRules({
      ...LIVE_RULES,
      orderExport: { notBefore },
      reconciliation: { monthEndDays: 0 },
    });
    fill(stage, count, noon);
    streamer = await startStreamer(stage);
    const { owned, endpoint } = streamer;
    const operator = `${endpoint}/operator/month-end?month=${name}`;
    const headers = { authorization: `Bearer ${await merchantToken(stage.commercetools)}` };
    process.stdout.write(`${count} orders: ${await prepare(stage, operator, headers)}\n`);
    const idle = costsOf(owned.pid);
    const { seconds, bytes, lines, end } = await take(operator, headers);
    const after = costsOf(owned.pid);
    const isRight = lines === count && end.includes('"end",') && !end.includes('does not balance');
    process.stdout.write(
      `streamed in ${seconds.toFixed(1)} s (${(after.cpuSeconds - idle.cpuSeconds).toFixed(1)} s of a processor): ${lines} lines, ${(bytes / 1e6).toFixed(1)} MB; peak RSS ${mb(idle)} before, ${mb(after)} after; ${isRight ? 'complete, every tie-out balances' : 'NOT as it must be'}\n`,
    );
    process.exitCode = isRight && seconds < LIMIT_S ? 0 : 1;
  } finally {
    await streamer?.owned.stop();
    await stage.close();
  }
}

void main();
