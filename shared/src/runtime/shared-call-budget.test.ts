import { seededRandom } from '../../../sandbox/simulation/random';
import { createVirtualClock, type VirtualClock } from '../../../sandbox/simulation/virtual-clock';
import type { BudgetStore, CallBudget, Reservation } from './call-budget';
import { sleep } from './clock';
import { memoryBudgetStore } from './memory-budget-store';
import { createCallBudget } from './shared-call-budget';

const START = Date.UTC(2026, 10, 1);

interface CountingStore extends BudgetStore {
  readonly operations: string[];
}

function counting(store: BudgetStore): CountingStore {
  const operations: string[] = [];
  return {
    operations,
    read: () => {
      operations.push('read');
      return store.read();
    },
    write: (state, version) => {
      operations.push('write');
      return store.write(state, version);
    },
  };
}

function setUp(share: number) {
  const clock = createVirtualClock(START);
  const store = counting(memoryBudgetStore(clock));
  const instance = (seed = 1, room = 0): CallBudget =>
    createCallBudget({ clock, random: seededRandom(seed), store, share, room });
  return { clock, store, instance, budget: instance() };
}

/** Notes the time (from the start) at which the reservation comes. */
function noteGrant(clock: VirtualClock, reserving: Promise<Reservation>): { at?: number } {
  const note: { at?: number } = {};
  void reserving.then(() => {
    note.at = clock.now() - START;
  });
  return note;
}

async function useAll(reservation: Reservation): Promise<void> {
  while (reservation.left > 0) {
    reservation.begin();
    reservation.end();
  }
  await reservation.settle();
}

describe('room that is left to those who go first', () => {
  it('is kept free, so that they find a call at any time', async () => {
    const { clock, instance } = setUp(4);
    const [patient, first] = [instance(1, 1), instance(2)];
    for (let call = 0; call < 3; call += 1) await clock.runUntil(patient.reserve(1).then(useAll));
    const more = noteGrant(clock, patient.reserve(1));
    await clock.advance(1_000);
    expect(more.at).toBeUndefined();
    await clock.runUntil(first.reserve(1).then(useAll));
    expect(clock.now() - START).toBeLessThan(2_000);
    await clock.advance(20_000);
    expect(more.at).toBeGreaterThanOrEqual(15_000);
  });

  it('is given up for a reservation that needs the whole share, and while the share is halved', async () => {
    const { clock, instance } = setUp(4);
    const patient = instance(1, 1);
    const all = noteGrant(clock, patient.reserve(4));
    await clock.advance(100);
    expect(all.at).toBeLessThan(100);
    const throttled = instance(2, 3);
    await clock.advance(120_000);
    await clock.runUntil(throttled.throttled(1_000));
    const one = noteGrant(clock, throttled.reserve(1));
    await clock.advance(20_000);
    expect(one.at).toBeDefined();
  });
});

describe('a call budget', () => {
  it('grants up to the share at once and the next call when the first has left the window', async () => {
    const { clock, budget } = setUp(3);
    await useAll(await budget.reserve(2));
    await clock.advance(4_000);
    await useAll(await budget.reserve(1));
    const next = noteGrant(clock, budget.reserve(2));
    await clock.advance(15_000);
    expect(next.at).toBeGreaterThan(15_000);
    expect(next.at).toBeLessThan(15_100);
  });

  it('counts a call until 15 s after its reply, not after its beginning', async () => {
    const { clock, budget } = setUp(1);
    const slow = await budget.reserve(1);
    slow.begin();
    await clock.advance(9_000);
    slow.end();
    await slow.settle();
    const next = noteGrant(clock, budget.reserve(1));
    await clock.advance(30_000);
    expect(next.at).toBeGreaterThan(24_000);
    expect(next.at).toBeLessThan(24_100);
  });

  it('counts a call that was begun and never ended from its settlement on', async () => {
    const { clock, budget } = setUp(1);
    const slow = await budget.reserve(1);
    slow.begin();
    await clock.advance(5_000);
    await slow.settle();
    const next = noteGrant(clock, budget.reserve(1));
    await clock.advance(30_000);
    expect(next.at).toBeGreaterThan(20_000);
  });

  it('gives unused calls back at settlement, without any wait', async () => {
    const { clock, budget } = setUp(2);
    const first = await budget.reserve(2);
    const next = noteGrant(clock, budget.reserve(2));
    await clock.advance(1_000);
    expect(next.at).toBeUndefined();
    await first.settle();
    await clock.settle();
    expect(next.at).toBe(1_000);
  });

  it('takes back what a dead holder kept, 75 s after the grant', async () => {
    const { clock, budget, instance } = setUp(2);
    await budget.reserve(2);
    const next = noteGrant(clock, instance(2).reserve(1));
    await clock.advance(74_900);
    expect(next.at).toBeUndefined();
    await clock.advance(6_000);
    expect(next.at).toBeGreaterThan(75_000);
  });

  it('refuses to begin a call in a reservation that was held too long', async () => {
    const { clock, budget } = setUp(2);
    const reservation = await budget.reserve(2);
    await clock.advance(60_001);
    expect(reservation.left).toBe(0);
    expect(() => reservation.begin()).toThrow('held too long');
  });

  it('refuses a call more than was reserved, and an end without a beginning', async () => {
    const { budget } = setUp(2);
    const reservation = await budget.reserve(1);
    expect(() => reservation.end()).toThrow('after it has begun');
    reservation.begin();
    expect(() => reservation.begin()).toThrow('All 1 calls');
  });

  it('refuses to reserve more than the share', async () => {
    await expect(setUp(2).budget.reserve(3)).rejects.toThrow('the share is 2');
  });

  it('grants in the order of asking: a small request does not overtake a large one', async () => {
    const { clock, budget } = setUp(3);
    await useAll(await budget.reserve(2));
    const large = noteGrant(clock, budget.reserve(3));
    const small = noteGrant(clock, budget.reserve(1));
    await clock.advance(10_000);
    expect([large.at, small.at]).toEqual([undefined, undefined]);
    await clock.advance(6_000);
    expect(large.at).toBeGreaterThan(15_000);
    expect(small.at).toBeUndefined();
  });

  it('lets an aborted request go, with the reason, and the next one in', async () => {
    const { clock, budget } = setUp(3);
    await useAll(await budget.reserve(2));
    const abort = new AbortController();
    const large = budget.reserve(3, abort.signal);
    const small = noteGrant(clock, budget.reserve(1));
    await clock.advance(1_000);
    abort.abort(new Error('too late'));
    await expect(large).rejects.toThrow('too late');
    await clock.settle();
    expect(small.at).toBe(1_000);
  });

  it('gives back what was granted to a request that was aborted while the grant was being written', async () => {
    const { clock, store } = setUp(2);
    const slowStore: BudgetStore = {
      read: () => store.read(),
      write: async (state, version) => {
        await sleep(clock, 100);
        return store.write(state, version);
      },
    };
    const budget = createCallBudget({ clock, random: seededRandom(1), store: slowStore, share: 2 });
    const abort = new AbortController();
    const first = budget.reserve(2, abort.signal);
    clock.after(50, () => abort.abort(new Error('too late')));
    await expect(clock.runUntil(first)).rejects.toThrow('too late');
    await clock.runUntil(budget.reserve(2), 1_000);
    expect((await store.read()).state).toMatchObject({ held: [{ calls: 2 }] });
  });

  it('does not even ask for a signal that is aborted already', async () => {
    const { budget, store } = setUp(2);
    await expect(budget.reserve(1, AbortSignal.abort(new Error('over')))).rejects.toThrow('over');
    expect(store.operations).toEqual([]);
  });
});

describe('a call budget and its store', () => {
  it('needs one write to reserve and one to settle, once it has read the state', async () => {
    const { clock, budget, store } = setUp(3);
    for (let round = 0; round < 3; round += 1) {
      await useAll(await budget.reserve(3));
      await clock.advance(16_000);
    }
    expect(store.operations).toEqual(['read', ...new Array<string>(6).fill('write')]);
  });

  it('leaves the store alone while it knows when there will be room', async () => {
    const { clock, budget, store } = setUp(1);
    await useAll(await budget.reserve(1));
    const before = store.operations.length;
    const next = noteGrant(clock, budget.reserve(1));
    await clock.advance(14_999);
    expect(store.operations).toHaveLength(before);
    await clock.advance(200);
    expect(next.at).toBeDefined();
    expect(store.operations).toHaveLength(before + 1);
  });

  it('writes what waits together in one go', async () => {
    const { budget, store } = setUp(4);
    await Promise.all([budget.reserve(1), budget.reserve(1), budget.reserve(2)]);
    expect(store.operations).toEqual(['read', 'write']);
  });

  it('looks rarely while others hold the room', async () => {
    const { clock, store, budget, instance } = setUp(1);
    await budget.reserve(1);
    const other = noteGrant(clock, instance(2).reserve(1));
    await clock.advance(80_000);
    expect(other.at).toBeGreaterThan(75_000);
    expect(store.operations.length).toBeLessThan(22);
  });

  it('learns the time by a first write where the store does not tell it to readers', async () => {
    const clock = createVirtualClock(START);
    const memory = memoryBudgetStore(clock);
    const store: BudgetStore = {
      read: async () => {
        const { state, version } = await memory.read();
        return { state, version };
      },
      write: (state, version) => memory.write(state, version),
    };
    const slowClock = {
      now: () => clock.now() - 200_000,
      after: (delayMs: number, run: () => void) => clock.after(delayMs, run),
    };
    const one = createCallBudget({ clock, random: seededRandom(1), store, share: 1 });
    const other = createCallBudget({ clock: slowClock, random: seededRandom(2), store, share: 1 });
    await useAll(await one.reserve(1));
    const next = noteGrant(clock, other.reserve(1));
    await clock.advance(16_000);
    expect(next.at).toBeGreaterThan(15_000);
  });

  it.each([['text'], [{ schemaVersion: 1, leaves: 'gone' }], [{ leaves: [] }]])(
    'takes an unreadable state (%j) for a full window, once',
    async (rubbish) => {
      const { clock, budget, store, instance } = setUp(2);
      await store.write(rubbish, 0);
      const first = noteGrant(clock, budget.reserve(2));
      await clock.advance(10_000);
      const second = noteGrant(clock, instance(2).reserve(1));
      await clock.advance(4_900);
      expect([first.at, second.at]).toEqual([undefined, undefined]);
      await clock.advance(300);
      expect([first.at, second.at].filter((at) => at !== undefined)).toHaveLength(1);
    },
  );

  it('never overwrites the state of a newer version', async () => {
    const { clock, budget, store } = setUp(2);
    await store.write({ schemaVersion: 2 }, 0);
    await expect(clock.runUntil(budget.reserve(1))).rejects.toThrow('newer version');
    expect(await store.read()).toMatchObject({ state: { schemaVersion: 2 }, version: 1 });
  });

  it('rejects what waits when the store keeps failing, and recovers with it', async () => {
    const clock = createVirtualClock(START);
    const memory = memoryBudgetStore(clock);
    let isDown = true;
    const store: BudgetStore = {
      read: () => (isDown ? Promise.reject(new Error('store is down')) : memory.read()),
      write: (state, version) => memory.write(state, version),
    };
    const budget = createCallBudget({ clock, random: seededRandom(1), store, share: 1 });
    await expect(clock.runUntil(budget.reserve(1))).rejects.toThrow('store is down');
    isDown = false;
    await expect(clock.runUntil(budget.reserve(1))).resolves.toBeDefined();
  });

  it('finds a grant again whose answer was lost, and does not count it twice', async () => {
    const clock = createVirtualClock(START);
    const memory = memoryBudgetStore(clock);
    let losses = 1;
    const store: BudgetStore = {
      read: () => memory.read(),
      write: async (state, version) => {
        const answer = await memory.write(state, version);
        losses -= 1;
        if (losses >= 0) throw new Error('connection reset');
        return answer;
      },
    };
    const budget = createCallBudget({ clock, random: seededRandom(1), store, share: 2 });
    const both = Promise.all([budget.reserve(1), budget.reserve(1)]);
    await clock.runUntil(both, 5_000);
    expect((await memory.read()).state).toMatchObject({ held: [{ calls: 1 }, { calls: 1 }] });
  });

  it('keeps a settlement that could not be written and sends it with the next write', async () => {
    const clock = createVirtualClock(START);
    const memory = memoryBudgetStore(clock);
    let isDown = false;
    const store: BudgetStore = {
      read: () => (isDown ? Promise.reject(new Error('down')) : memory.read()),
      write: (state, version) => (isDown ? Promise.reject(new Error('down')) : memory.write(state, version)),
    };
    const budget = createCallBudget({ clock, random: seededRandom(1), store, share: 2 });
    const reservation = await budget.reserve(2);
    isDown = true;
    await clock.runUntil(reservation.settle());
    isDown = false;
    await expect(clock.runUntil(budget.reserve(2), 1_000)).resolves.toBeDefined();
  });
});
