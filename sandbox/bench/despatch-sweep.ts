import { parseArgs } from 'node:util';
import { LIVE_RULES, stockPeoplevox } from '../simulation/merchant';
import { createReconciliationWorld, type ReconciliationWorld } from '../simulation/reconciliation-world';

/**
 * Despatches that no callback announced, found and booked by reconciliation: production code in virtual time, Peoplevox
 * at 300 ms a call and at its default limit. Usage: npm run bench:despatch-sweep [-- --despatches 1000]
 */
const { despatches } = parseArgs({ options: { despatches: { type: 'string' } } }).values;

const LATENCY_MS = 300;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const SKU = 'MUG-BLUE';

async function open(count: number): Promise<ReconciliationWorld> {
  const world = createReconciliationWorld({ peoplevoxLatencyMs: LATENCY_MS });
  stockPeoplevox(world.peoplevox, [SKU], count);
  world.addInstance();
  await world.clock.runUntil(world.install(LIVE_RULES));
  for (let index = 0; index < count; index += 1) world.place(`BENCH-${index}`, SKU);
  await world.clock.runUntil(world.broker.drained(), DAY);
  await world.clock.advance(MINUTE);
  await world.reconcile();
  await world.clock.advance(10 * MINUTE);
  return world;
}

function despatchAll({ warehouse }: ReconciliationWorld['peoplevox'], count: number): void {
  for (let index = 0; index < count; index += 1) {
    const salesOrderNumber = `BENCH-${index}`;
    warehouse.startWave({ salesOrderNumbers: [salesOrderNumber] });
    warehouse.pick({ salesOrderNumber });
    warehouse.despatch({ salesOrderNumber, packages: [{ tracking: `TRK-${index}` }] });
  }
}

function isBooked({ commercetools }: ReconciliationWorld): boolean {
  return [...commercetools.project.collections.order.values()].every(
    ({ shipmentState }) => shipmentState === 'Shipped',
  );
}

async function measure(count: number): Promise<void> {
  const world = await open(count);
  despatchAll(world.peoplevox, count);
  const calls = {
    peoplevox: world.peoplevox.journal.length,
    commercetools: world.commercetools.journal.length,
  };
  const [startedAt, cpu] = [world.clock.now(), process.cpuUsage()];
  let runs = 0;
  while (!isBooked(world)) {
    if (runs > 0) await world.clock.advance(10 * MINUTE);
    await world.reconcile();
    runs += 1;
  }
  const { user, system } = process.cpuUsage(cpu);
  process.stdout.write(
    `${count} despatches: booked after ${((world.clock.now() - startedAt) / MINUTE).toFixed(1)} min in ${runs} run(s), ` +
      `${world.peoplevox.journal.length - calls.peoplevox} calls to Peoplevox, ` +
      `${world.commercetools.journal.length - calls.commercetools} to commercetools, ` +
      `${((user + system) / 1e6).toFixed(1)} s of processor time with both emulators\n`,
  );
}

async function main(): Promise<void> {
  for (const count of despatches === undefined ? [10, 100, 1_000] : [Number(despatches)])
    await measure(count);
}

void main();
