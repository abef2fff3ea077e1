import { sleep, systemClock } from '../../shared/src/runtime';
import { comesTrue, openStage } from '../demo/stage';
import { placeOrder } from '../simulation/merchant';

/**
 * One order at a time on a quiet system, real processes: from the order message to the rows confirmed in Peoplevox, and
 * to the mark in commercetools. Usage: npm run bench:latency [-- --orders 20]
 */
const PAUSE_MS = 5_200;

async function measure(orders: number, peoplevoxLatencyMs: number): Promise<void> {
  const stage = await openStage({
    skus: ['MUG-BLUE'],
    applications: ['order-export'],
    peoplevoxLatencyMs,
    // Three orders in 15 s must not wait for calls.
    configuration: { PEOPLEVOX_REQUESTS_PER_15_SECONDS: '15' },
  });
  try {
    await stage.setRules();
    const { order: placed } = stage.commercetools.project.collections;
    const times: { confirmed: number; marked: number }[] = [];
    for (let index = -1; index < orders; index += 1) {
      const number = `BENCH-${index + 1}`;
      const startedAt = performance.now();
      const { id } = placeOrder(stage.commercetools, number, [{ sku: 'MUG-BLUE', quantity: 1 }]);
      await comesTrue(() => stage.peoplevox.floor.orders.get(number)?.status === 'Allocated', 60_000, 5);
      const confirmed = performance.now() - startedAt;
      await comesTrue(() => placed.get(id)?.syncInfo.length === 1, 60_000, 5);
      // The first one finds everything cold.
      if (index >= 0) times.push({ confirmed, marked: performance.now() - startedAt });
      await sleep(systemClock, PAUSE_MS);
    }
    print(peoplevoxLatencyMs, times);
  } finally {
    await stage.close();
  }
}

function print(latencyMs: number, times: readonly { confirmed: number; marked: number }[]): void {
  const line = (what: 'confirmed' | 'marked') => {
    const sorted = times.map((time) => time[what]).toSorted((one, other) => one - other);
    const at = (share: number) => Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? NaN);
    return `${what}: median ${at(0.5)} ms, p95 ${at(0.95)} ms`;
  };
  process.stdout.write(
    `Peoplevox at ${latencyMs} ms a call, ${times.length} orders: ${line('confirmed')}; ${line('marked')}\n`,
  );
}

async function main(): Promise<void> {
  const asked = process.argv.indexOf('--orders');
  const orders = asked < 0 ? 20 : Number(process.argv[asked + 1]);
  for (const latencyMs of [0, 300]) await measure(orders, latencyMs);
}

void main();
