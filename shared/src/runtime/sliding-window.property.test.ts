import fc from 'fast-check';
import { seededRandom } from '../../../sandbox/simulation/random';
import { createVirtualClock, type VirtualClock } from '../../../sandbox/simulation/virtual-clock';
import type { BudgetStore, CallBudget, Reservation } from './call-budget';
import { sleep, type Clock } from './clock';
import { memoryBudgetStore } from './memory-budget-store';
import { createCallBudget } from './shared-call-budget';
import type { Random } from './world';

const WINDOW_MS = 15_000;
const START = Date.UTC(2026, 2, 1);

interface Errand {
  readonly instance: number;
  readonly startsAt: number;
  readonly calls: number;
  readonly used: number;
  readonly latencyMs: number;
  /** Where between its beginning and its end a call arrives at the server, 0 to 1. */
  readonly arrival: number;
  readonly together: boolean;
  readonly end: 'settled' | 'crash before settling' | 'crash in the middle of the calls';
}

interface Story {
  readonly share: number;
  readonly skews: readonly number[];
  readonly storeLatencyMs: number;
  readonly storeOffset: number;
  readonly readsTellTime: boolean;
  readonly errands: readonly Errand[];
  readonly throttledAt: readonly number[];
  readonly seed: number;
}

const errand: fc.Arbitrary<Errand> = fc.record({
  instance: fc.nat(3),
  startsAt: fc.nat(40_000),
  calls: fc.integer({ min: 1, max: 8 }),
  used: fc.nat(8),
  latencyMs: fc.nat(5_000),
  arrival: fc.double({ min: 0, max: 1, noNaN: true }),
  together: fc.boolean(),
  end: fc.constantFrom(
    'settled',
    'settled',
    'settled',
    'crash before settling',
    'crash in the middle of the calls',
  ),
});

const story: fc.Arbitrary<Story> = fc.record({
  share: fc.integer({ min: 1, max: 8 }),
  skews: fc.array(fc.integer({ min: -300_000, max: 300_000 }), { minLength: 1, maxLength: 4 }),
  storeLatencyMs: fc.nat(400),
  storeOffset: fc.integer({ min: -60_000, max: 60_000 }),
  readsTellTime: fc.boolean(),
  errands: fc.array(errand, { minLength: 1, maxLength: 14 }),
  throttledAt: fc.array(fc.nat(60_000), { maxLength: 2 }),
  seed: fc.integer(),
});

function shifted(clock: Clock, byMs: number): Clock {
  return { now: () => clock.now() + byMs, after: (delayMs, run) => clock.after(delayMs, run) };
}

/** A store at some distance: an operation happens somewhere between its asking and its answer. */
function distant(memory: BudgetStore, clock: VirtualClock, random: Random, told: Story): BudgetStore {
  const travel = (): Promise<void> => sleep(clock, Math.floor(random() * told.storeLatencyMs));
  return {
    read: async () => {
      await travel();
      const { state, version, serverTime } = await memory.read();
      await travel();
      return told.readsTellTime ? { state, version, serverTime } : { state, version };
    },
    write: async (state, version) => {
      await travel();
      const answer = await memory.write(state, version);
      await travel();
      return answer;
    },
  };
}

async function call(
  clock: VirtualClock,
  reservation: Reservation,
  { latencyMs, arrival }: Errand,
  arrivals: number[],
) {
  reservation.begin();
  await sleep(clock, latencyMs * arrival);
  arrivals.push(clock.now());
  await sleep(clock, latencyMs * (1 - arrival));
}

async function run(clock: VirtualClock, budget: CallBudget, told: Errand, share: number, arrivals: number[]) {
  await sleep(clock, told.startsAt);
  const calls = Math.min(told.calls, share);
  const used = Math.min(told.used, calls);
  const reservation = await budget.reserve(calls);
  const one = async (): Promise<void> => {
    await call(clock, reservation, told, arrivals);
    reservation.end();
  };
  if (told.end === 'crash in the middle of the calls') {
    if (used > 0) await call(clock, reservation, told, arrivals);
    return;
  }
  if (told.together) await Promise.all(Array.from({ length: used }, one));
  else for (let made = 0; made < used; made += 1) await one();
  if (told.end === 'settled') await reservation.settle();
}

async function play(told: Story): Promise<number[]> {
  const clock = createVirtualClock(START);
  const random = seededRandom(told.seed);
  const memory = memoryBudgetStore(shifted(clock, told.storeOffset));
  const budgets = told.skews.map((skew) =>
    createCallBudget({
      clock: shifted(clock, skew),
      random,
      store: distant(memory, clock, random, told),
      share: told.share,
    }),
  );
  const budgetOf = (instance: number): CallBudget => {
    const budget = budgets[instance % budgets.length];
    if (budget === undefined) throw new Error('No such instance.');
    return budget;
  };
  const arrivals: number[] = [];
  const errands = told.errands.map((next) => run(clock, budgetOf(next.instance), next, told.share, arrivals));
  const throttles = told.throttledAt.map(async (at, index) => {
    await sleep(clock, at);
    await budgetOf(index).throttled(5_000);
  });
  await clock.runUntil(Promise.all([...errands, ...throttles]), 3_600_000);
  return arrivals.sort((a, b) => a - b);
}

/** The most arrivals in any window that begins with one of them, both ends included. */
function mostInAWindow(arrivals: readonly number[]): number {
  return arrivals.reduce((most, first, index) => {
    const inside = arrivals.slice(index).filter((at) => at <= first + WINDOW_MS).length;
    return Math.max(most, inside);
  }, 0);
}

describe('the sliding window over all instances', () => {
  it('never lets more than the share arrive in any 15 s, and grants everything in the end', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (told) => {
        expect(mostInAWindow(await play(told))).toBeLessThanOrEqual(told.share);
      }),
      { numRuns: 200 },
    );
  });

  it('uses the whole share: as many calls as fit arrive in each window when all are in a hurry', async () => {
    const hurry: Errand = {
      instance: 0,
      startsAt: 0,
      calls: 1,
      used: 1,
      latencyMs: 0,
      arrival: 0,
      together: false,
      end: 'settled',
    };
    const arrivals = await play({
      share: 5,
      skews: [0],
      storeLatencyMs: 0,
      storeOffset: 0,
      readsTellTime: true,
      errands: new Array<Errand>(20).fill(hurry),
      throttledAt: [],
      seed: 1,
    });
    expect(arrivals).toHaveLength(20);
    expect((arrivals.at(-1) ?? 0) - START).toBeLessThan(3 * (WINDOW_MS + 100));
  });
});
