import { perform } from './acts';
import { createInvariants, type Violation } from './invariants';
import { ACTIVE_MS, planOf, type Plan } from './plan';
import { createShop } from './shop';
import { createSeededWorld, type SeededWorldOptions } from './world';

const MINUTE = 60_000;
/** After the last fault at least each job once … */
const LEAST_REST_MS = 3.5 * MINUTE;
/** … and at most the longest pause of the queue, leases and breakers that have to run out, and some ticks. */
const MOST_REST_MS = 14 * MINUTE;

export interface RunResult {
  readonly seed: number;
  readonly hash: string;
  /** Calls to commercetools and to Peoplevox. */
  readonly calls: readonly [number, number];
  readonly violation: Violation | undefined;
  readonly hits: ReadonlyMap<string, number>;
  readonly fired: readonly string[];
  readonly history: readonly string[];
  readonly log: readonly string[];
}

/** Plays a plan to its end, or until an invariant is broken. */
export async function run(plan: Plan, options: SeededWorldOptions = {}): Promise<RunResult> {
  const world = createSeededWorld(plan, options);
  const { clock, history } = world;
  await clock.runUntil(world.install());
  const shop = createShop(world);
  const invariants = createInvariants(world, shop);
  world.start();
  const startedAt = clock.now();
  let violation: Violation | undefined;
  const look = (): boolean => {
    violation ??= invariants.atEveryStep();
    return violation === undefined;
  };
  world.watch({
    afterWrite: () => void look(),
    afterAcknowledgement: (orderId) => {
      violation ??= invariants.atAcknowledgement(orderId);
    },
  });
  /** Lets time pass until everything is as it should be; what is wrong if it never is. */
  async function rested(): Promise<Violation | undefined> {
    await clock.advance(LEAST_REST_MS);
    const end = clock.now() + MOST_REST_MS - LEAST_REST_MS;
    while (look() && invariants.atRest() !== undefined && clock.now() < end) await clock.advance(MINUTE / 2);
    return violation ?? invariants.atRest();
  }
  for (const act of plan.acts) {
    await clock.advance(startedAt + act.at - clock.now());
    perform({ world, shop }, act);
    await clock.settle();
    if (!look()) break;
  }
  if (look()) {
    await clock.advance(Math.max(0, startedAt + ACTIVE_MS - clock.now()));
    history.note('all is calm');
    world.calm();
    violation = await rested();
  }
  return {
    seed: plan.seed,
    hash: history.hash(),
    calls: [world.commercetools.journal.length, world.peoplevox.journal.length],
    violation,
    hits: world.faults.hits,
    fired: world.faults.fired,
    history: history.lines,
    log: world.lines,
  };
}

export function runSeed(seed: number): Promise<RunResult> {
  return run(planOf(seed));
}
