import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { mutants } from './mutants';
import { planOf } from './plan';
import { regressions } from './regressions';
import { run, runSeed } from './run';

const MINUTE = 60_000;

describe('the simulation', () => {
  it(
    'plays a seed the same way twice',
    async () => {
      const [one, other] = [await runSeed(1), await runSeed(1)];
      expect(other.hash).toBe(one.hash);
      expect(other.calls).toEqual(one.calls);
      expect((await runSeed(2)).hash).not.toBe(one.hash);
    },
    MINUTE,
  );

  it('tells a plan from its seed alone', () => {
    expect(planOf(7)).toEqual(planOf(7));
  });
});

describe('a planted fault', () => {
  it.each(mutants)('has its place: $name', ({ file, from }) => {
    expect(readFileSync(resolve(__dirname, '../../..', file), 'utf8').split(from)).toHaveLength(2);
  });
});

describe('what the simulation found once stays mended', () => {
  it.each(regressions)(
    '$holds',
    async ({ plan, faults }) => {
      const { violation, fired } = await run(plan, { only: new Set(faults) });
      expect(violation).toBeUndefined();
      expect(fired).toEqual(expect.arrayContaining([...faults]));
    },
    MINUTE,
  );
});
