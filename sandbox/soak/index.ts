import { parseArgs } from 'node:util';
import { sleep, systemClock } from '../../shared/src/runtime';
import { residentMb } from '../bench/stock/process-costs';
import { leakedFrom } from '../demo/leaks';
import { openStage, type Stage } from '../demo/stage';
import { addProduct, LIVE_RULES, placeOrder, stockPeoplevox } from '../simulation/merchant';
import { seededRandom } from '../simulation/random';
import { unsettled } from './end-state';
import { createWeather } from './weather';

/**
 * The built applications over real sockets: orders, despatches and jobs without a pause, while a process is killed (SIGKILL)
 * every few seconds and calls go wrong on both sides; then quiet, in which all must come right.
 * Usage: npm run soak [-- --minutes 10 --seed 1]
 */
const { minutes, seed } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' } },
}).values;

const SKUS = Array.from({ length: 10 }, (_, index) => `SKU-${index}`);
const TWICE = ['order-export', 'despatch-processor', 'inventory-import', 'reconciliation'];
const ORDER_EVERY_MS = 700;
const DESPATCH_EVERY_MS = 900;
const KILL_EVERY_MS = 4_000;
const LOOK_EVERY_MS = 10_000;
const JOBS = { 'inventory-import': 10_000, reconciliation: 20_000 };
const QUIET_MS = 15 * 60_000;
/** So little that what is not given back would end a process within the hour. */
const HEAP_MB = 72;

const random = seededRandom(Number(seed));
const weather = createWeather(random);
let isOver = false;

/** Does it again and again until the load is over. */
async function every(ms: number, act: () => void | Promise<void>): Promise<void> {
  while (!isOver) {
    await act();
    await sleep(systemClock, ms);
  }
}

function any<T>(choices: readonly T[]): T | undefined {
  return choices[Math.floor(random() * choices.length)];
}

/** Orders and despatches, as a shop and a warehouse make them. */
function createPeople({ commercetools, peoplevox }: Stage) {
  let placed = 0;
  return {
    order: () => {
      placed += 1;
      const lines = [{ sku: any(SKUS) ?? '', quantity: 1 + Math.floor(random() * 3) }];
      placeOrder(commercetools, `SOAK-${placed}`, lines);
    },
    despatch: () => {
      const { floor, warehouse } = peoplevox;
      const order = any([...floor.orders.values()].filter(({ status }) => status === 'Allocated'));
      if (order === undefined) return;
      const salesOrderNumber = order.number;
      warehouse.startWave({ salesOrderNumbers: [salesOrderNumber] });
      warehouse.pick({ salesOrderNumber });
      warehouse.despatch({ salesOrderNumber, packages: [{ tracking: `TRK-${salesOrderNumber}` }] });
    },
    placed: () => placed,
  };
}

/** Kills one of the second instances: the first live through it all, so that their memory tells something. */
function createKiller({ connect }: Stage) {
  let kills = 0;
  return {
    strike: async () => {
      const application = connect.application(any(TWICE) ?? '');
      const [, victim] = application.instances();
      if (victim === undefined) return;
      await victim.kill();
      kills += 1;
      await application.restart(victim);
    },
    kills: () => kills,
  };
}

/** Resident memory of the instances that live through it all, in MB, from the beginning. */
function createScales({ connect }: Stage) {
  const weighed = new Map<string, number[]>();
  return {
    look: () => {
      for (const name of TWICE) {
        const [first] = connect.application(name).instances();
        if (first !== undefined) weighed.set(name, [...(weighed.get(name) ?? []), residentMb(first.pid)]);
      }
    },
    /** Medians of the second and of the last quarter. */
    words: () =>
      [...weighed].map(([name, all]) => {
        const quarter = (index: number) =>
          median(all.slice((all.length * index) / 4, (all.length * (index + 1)) / 4)).toFixed(0);
        return `${name}: ${quarter(1)} MB in the second quarter, ${quarter(3)} MB in the last`;
      }),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

async function load(stage: Stage): Promise<void> {
  weather.begin();
  const people = createPeople(stage);
  const killer = createKiller(stage);
  const scales = createScales(stage);
  const busy = [
    every(ORDER_EVERY_MS, people.order),
    every(DESPATCH_EVERY_MS, people.despatch),
    every(KILL_EVERY_MS, killer.strike),
    every(LOOK_EVERY_MS, scales.look),
    ...Object.entries(JOBS).map(([name, ms]) =>
      every(ms, async () => {
        await stage.connect.job(name).run();
      }),
    ),
  ];
  await sleep(systemClock, Number(minutes) * 60_000);
  isOver = true;
  await Promise.all(busy);
  const { size } = stage.peoplevox.floor.despatches;
  say(
    `${people.placed()} orders, ${size} despatches, ${killer.kills()} kills; calls to Peoplevox: ${stage.peoplevox.journal.length}`,
  );
  for (const [kind, times] of weather.seen()) say(`  ${kind}: ${times}`);
  for (const words of scales.words()) say(`  ${words}`);
}

/** Until everything is as it must be, or the time is over; returns what is not. */
async function quiet(stage: Stage): Promise<string[]> {
  weather.clear();
  const until = systemClock.now() + QUIET_MS;
  let left = unsettled(stage, SKUS);
  while (left.length > 0 && systemClock.now() < until) {
    for (const name of Object.keys(JOBS)) await stage.connect.job(name).run();
    await sleep(systemClock, 5_000);
    left = unsettled(stage, SKUS);
  }
  return left;
}

function say(words: string): void {
  process.stdout.write(`${words}\n`);
}

async function main(): Promise<void> {
  const stage = await openStage({
    skus: [],
    peoplevoxLatencyMs: 100,
    commercetoolsLatencyMs: 10,
    inspected: false,
    applications: TWICE,
    heapMb: HEAP_MB,
    connect: { instances: Object.fromEntries(TWICE.map((name) => [name, 2])) },
    commercetoolsFaults: weather.commercetools,
    peoplevoxFaults: weather.peoplevox,
    callbackFate: weather.callback,
  });
  try {
    stockPeoplevox(stage.peoplevox, SKUS, 100_000);
    for (const sku of SKUS) await addProduct(stage.commercetools, [sku]);
    await stage.setRules({ ...LIVE_RULES, inventory: { maxZeroedShare: 1 } });
    say(`Seed ${seed}, ${minutes} minutes of load …`);
    await load(stage);
    say('Quiet: no more faults, no more kills …');
    const startedAt = systemClock.now();
    const leaked = leakedFrom(stage).map(
      (value) => `${value.length} characters of personal data were written`,
    );
    const wrong = [...(await quiet(stage)), ...leaked];
    say(
      `After ${((systemClock.now() - startedAt) / 1000).toFixed(0)} s: ${wrong.length === 0 ? 'everything is as it must be.' : ''}`,
    );
    for (const words of wrong) say(`  ✗ ${words}`);
    process.exitCode = wrong.length === 0 ? 0 : 1;
  } finally {
    await stage.close();
  }
}

void main();
