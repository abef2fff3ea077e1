import type { HintTally } from 'peoplevox-connector-shared/despatch';
import { PeoplevoxError } from 'peoplevox-connector-shared/peoplevox';
import { createLog, type Clock } from 'peoplevox-connector-shared/runtime';
import { createHintWorker } from './hint-worker';

type Result = HintTally | 'busy' | 'idle' | Error | (() => 'idle');
const worked: HintTally = {
  booked: 1,
  unchanged: 0,
  foreign: 0,
  orphan: 0,
  held: 0,
  shadow: 0,
  failed: 0,
  later: 0,
  newer: 0,
};

function setUp(results: readonly Result[]) {
  let now = 0;
  const timers: { due: number; run: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    after: (delayMs, run) => {
      const timer = { due: now + delayMs, run };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
  };
  const lines: string[] = [];
  const passes: number[] = [];
  const foreign: number[] = [];
  const left = [...results];
  const worker = createHintWorker({
    work: async () => {
      passes.push(now);
      const result = left.shift() ?? 'idle';
      if (result instanceof Error) throw result;
      return typeof result === 'function' ? result() : result;
    },
    onForeign: (count) => void foreign.push(count),
    world: { clock, random: () => 0 },
    log: createLog({ level: 'warn', write: (line) => void lines.push(line) }),
  });
  /** Lets timers run until there are none, or until `end`. */
  async function run(end = Infinity): Promise<void> {
    for (;;) {
      await new Promise((resolve) => void setImmediate(resolve));
      const next = timers.toSorted((one, other) => one.due - other.due)[0];
      if (next === undefined || next.due > end) return;
      timers.splice(timers.indexOf(next), 1);
      now = next.due;
      next.run();
    }
  }
  return { worker, passes, foreign, lines, run };
}

describe('the worker', () => {
  it('gathers what comes together, and goes on until nothing is due', async () => {
    const { worker, passes, run } = setUp([worked, worked]);
    worker.wake();
    worker.wake();
    worker.wake();
    await run();
    expect(passes).toEqual([250, 500, 750]);
  });

  it('looks again when a hint comes while its last pass finds nothing', async () => {
    const made: ReturnType<typeof setUp> = setUp([
      () => {
        made.worker.wake();
        return 'idle';
      },
    ]);
    made.worker.wake();
    await made.run();
    expect(made.passes).toEqual([250, 500]);
  });

  it('waits for another instance that works, and takes what that leaves', async () => {
    const { worker, passes, run } = setUp(['busy', worked]);
    worker.wake();
    await run();
    expect(passes).toEqual([250, 3_500, 3_750]);
  });

  it('gives up after three failures in a row, and tries again when it is woken', async () => {
    const away = new Error('away');
    const { worker, passes, run } = setUp([away, away, away, worked]);
    worker.wake();
    await run();
    expect(passes).toHaveLength(3);
    worker.wake();
    await run();
    expect(passes).toHaveLength(5);
  });

  it('says why hints could not be worked, and quotes nothing of a failure that nobody foresaw', async () => {
    const away = new PeoplevoxError('unavailable', 'GetData', 'Peoplevox does not answer.');
    const { worker, lines, run } = setUp([away, new TypeError('Ann Smith')]);
    worker.wake();
    await run();
    expect(lines.join()).toContain('Peoplevox does not answer.');
    expect(lines.join()).toContain('unforeseen TypeError');
    expect(lines.join()).not.toContain('Ann Smith');
  });

  it('wakes for hints that were put off', async () => {
    const { worker, passes, run } = setUp([{ ...worked, later: 1, nextInMs: 600_000 }, 'idle', worked]);
    worker.wake();
    await run();
    expect(passes).toEqual([250, 500, 600_500, 600_750]);
  });

  it('wakes for the first of them, whatever later passes put off for longer', async () => {
    const { worker, passes, run } = setUp([
      { ...worked, later: 1, nextInMs: 600_000 },
      { ...worked, later: 1, nextInMs: 86_400_000 },
      'idle',
    ]);
    worker.wake();
    await run();
    expect(passes.slice(0, 4)).toEqual([250, 500, 750, 600_500]);
  });

  it('counts sales orders that are not ours', async () => {
    const { worker, foreign, run } = setUp([{ ...worked, foreign: 3 }]);
    worker.wake();
    await run();
    expect(foreign).toEqual([3]);
  });
});
