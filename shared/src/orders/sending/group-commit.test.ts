import { createVirtualClock } from '../../../../sandbox/simulation/virtual-clock';
import type { Reservation } from '../../runtime/call-budget';
import { createGroupCommit, type GroupCommitOptions } from './group-commit';

const noCalls: Omit<Reservation, 'settle'> = { left: 0, begin: () => undefined, end: () => undefined };

/** Jobs are words; the result of a word is the word in capitals, its weight its length. */
function setUp(options: Partial<GroupCommitOptions<string, string, string>> = {}) {
  const clock = createVirtualClock(0);
  const batches: { readonly at: number; readonly jobs: readonly string[] }[] = [];
  let settled = 0;
  const reservation: Reservation = {
    ...noCalls,
    settle: async () => {
      settled += 1;
    },
  };
  const commit = createGroupCommit<string, string, string>({
    clock,
    windowMs: 100,
    maxJobs: 100,
    maxWeight: 500,
    maxWaiting: 1_000,
    weigh: (job) => job.length,
    reserve: async () => reservation,
    admit: async (jobs) => jobs.map((ticket) => ({ ticket })),
    run: async (jobs) => {
      batches.push({ at: clock.now(), jobs });
      return jobs.map((job) => job.toUpperCase());
    },
    ...options,
  });
  return { clock, commit, batches, reservation, settled: () => settled };
}

/** A reservation that is granted when told. */
function laterReservation(reservation: Reservation) {
  let grant: () => void = () => undefined;
  const reserve = () =>
    new Promise<Reservation>((resolve) => {
      grant = () => resolve(reservation);
    });
  return { reserve, grant: () => grant() };
}

describe('group commit', () => {
  it('sends jobs together that arrive within the window of the first, and gives each its own result', async () => {
    const { clock, commit, batches } = setUp();
    const one = commit.join('one');
    await clock.advance(99);
    const two = commit.join('two');
    await expect(clock.runUntil(Promise.all([one, two]))).resolves.toEqual(['ONE', 'TWO']);
    expect(batches).toEqual([{ at: 100, jobs: ['one', 'two'] }]);
  });

  it('does not wait for the window once the batch is full, and never sends more than it may', async () => {
    const { clock, commit, batches } = setUp({ maxJobs: 3 });
    const all = ['a', 'b', 'c', 'd'].map((job) => commit.join(job));
    await clock.runUntil(Promise.all(all));
    expect(batches).toEqual([
      { at: 0, jobs: ['a', 'b', 'c'] },
      { at: 0, jobs: ['d'] },
    ]);
  });

  it('parts jobs that weigh too much together, and sends one alone that weighs too much itself', async () => {
    const { clock, commit, batches } = setUp({ maxWeight: 5 });
    await clock.runUntil(Promise.all(['aaa', 'bb', 'c', 'too heavy', 'd'].map((job) => commit.join(job))));
    expect(batches.map(({ jobs }) => jobs)).toEqual([['aaa', 'bb'], ['c'], ['too heavy'], ['d']]);
  });

  it('goes on collecting until its calls are reserved', async () => {
    const later = laterReservation(setUp().reservation);
    const { clock, commit, batches } = setUp({ reserve: later.reserve });
    const one = commit.join('one');
    await clock.advance(5_000);
    const two = commit.join('two');
    expect(commit.waiting).toBe(2);
    expect(batches).toEqual([]);
    later.grant();
    await clock.runUntil(Promise.all([one, two]));
    expect(batches).toEqual([{ at: 5_000, jobs: ['one', 'two'] }]);
  });

  it('collects the next batch while one is running, and runs one at a time', async () => {
    let finish: () => void = () => undefined;
    const started: (readonly string[])[] = [];
    const { clock, commit } = setUp({
      run: (jobs) => {
        started.push(jobs);
        return new Promise((resolve) => {
          finish = () => resolve(jobs);
        });
      },
    });
    const one = commit.join('one');
    await clock.advance(100);
    const others = [commit.join('two'), commit.join('three')];
    await clock.advance(10_000);
    expect(started).toEqual([['one']]);
    finish();
    await one;
    await clock.settle();
    expect(started).toEqual([['one'], ['two', 'three']]);
    finish();
    await expect(Promise.all(others)).resolves.toEqual(['two', 'three']);
  });

  it('starts afresh after it ran empty', async () => {
    const { clock, commit, batches } = setUp();
    await clock.runUntil(commit.join('one'));
    await clock.advance(1_000);
    await clock.runUntil(commit.join('two'));
    expect(batches.map(({ at }) => at)).toEqual([100, 1_200]);
  });

  it('fills the places of jobs that are not admitted with others that wait', async () => {
    const asked: (readonly [readonly string[], readonly string[]])[] = [];
    const { clock, commit, batches } = setUp({
      maxJobs: 3,
      admit: async (jobs, admitted) => {
        asked.push([jobs, [...admitted]]);
        return jobs.map((job) => (job.startsWith('no') ? { result: 'refused' } : { ticket: job }));
      },
    });
    const results = clock.runUntil(
      Promise.all(['no1', 'a', 'no2', 'b', 'c', 'd'].map((job) => commit.join(job))),
    );
    await expect(results).resolves.toEqual(['refused', 'A', 'refused', 'B', 'C', 'D']);
    expect(batches.map(({ jobs }) => jobs)).toEqual([['a', 'b', 'c'], ['d']]);
    expect(asked[1]).toEqual([['b', 'c'], ['a']]);
  });

  it('gives calls back that were reserved when nothing is admitted', async () => {
    const parts = setUp({ admit: async (jobs) => jobs.map(() => ({ result: 'done elsewhere' })) });
    await expect(parts.clock.runUntil(parts.commit.join('one'))).resolves.toBe('done elsewhere');
    await parts.clock.settle();
    expect(parts.settled()).toBe(1);
    expect(parts.batches).toEqual([]);
  });

  it('rejects the jobs whose admission fails, and goes on', async () => {
    let isBroken = true;
    const { clock, commit } = setUp({
      admit: async (jobs) => {
        if (isBroken) throw new Error('the store is away');
        return jobs.map((ticket) => ({ ticket }));
      },
    });
    await expect(clock.runUntil(commit.join('one'))).rejects.toThrow('the store is away');
    isBroken = false;
    await expect(clock.runUntil(commit.join('two'))).resolves.toBe('TWO');
  });

  it('refuses jobs when too many wait', async () => {
    const { clock, commit } = setUp({ maxWaiting: 2 });
    const taken = [commit.join('one'), commit.join('two')];
    await expect(commit.join('three')).rejects.toMatchObject({ name: 'QueueFull' });
    await expect(clock.runUntil(Promise.all(taken))).resolves.toEqual(['ONE', 'TWO']);
  });

  it('rejects the jobs of a batch that fails, and sends those that wait', async () => {
    const { clock, commit } = setUp({
      maxJobs: 1,
      run: async ([job = '']) => {
        if (job === 'bad') throw new Error('no such order');
        return [job];
      },
    });
    const results = clock.runUntil(Promise.allSettled([commit.join('bad'), commit.join('good')]));
    await expect(results).resolves.toMatchObject([
      { status: 'rejected', reason: { message: 'no such order' } },
      { status: 'fulfilled', value: 'good' },
    ]);
  });

  it('rejects only the job for which a batch has no result', async () => {
    const { clock, commit } = setUp({ run: async ([first = '']) => [first] });
    const results = clock.runUntil(Promise.allSettled([commit.join('one'), commit.join('two')]));
    await expect(results).resolves.toMatchObject([{ value: 'one' }, { status: 'rejected' }]);
  });

  it('rejects all that wait when no calls can be had, and tries again for later jobs', async () => {
    let isBroken = true;
    const parts = setUp();
    const { clock, commit } = setUp({
      reserve: async () => {
        if (isBroken) throw new Error('the store is away');
        return parts.reservation;
      },
    });
    const results = await clock.runUntil(Promise.allSettled([commit.join('one'), commit.join('two')]));
    expect(results).toMatchObject([
      { status: 'rejected', reason: { message: 'the store is away' } },
      { status: 'rejected', reason: { message: 'the store is away' } },
    ]);
    isBroken = false;
    await expect(clock.runUntil(commit.join('three'))).resolves.toBe('THREE');
  });
});
