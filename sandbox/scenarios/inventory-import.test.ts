import * as z from 'zod';
import { comesTrue, documentsOf, type Stage } from '../demo/stage';
import { PERSONAL } from '../simulation/merchant';
import { createStockStage, isAtEnd, JOB, runUntilEnd, SKUS, SUMMARY, wrong } from './stock-stage';

const open = createStockStage();

const pagesRead = ({ peoplevox }: Stage) =>
  peoplevox.journal.filter(({ template }) => template === SUMMARY).length;
const stockWrites = ({ commercetools }: Stage) =>
  commercetools.journal.filter(({ method, path }) => method === 'POST' && path.includes('/inventory')).length;
const outcomeOf = z.object({ outcome: z.string() });
const chunk = z.object({ records: z.array(z.object({ sku: z.string(), to: z.number() })) });
const movements = (opened: Stage) =>
  documentsOf(opened, 'peoplevox-audit').flatMap((value) => chunk.parse(value).records);

describe('inventory-import as a real process', () => {
  it('brings everything to its number in one call, and says so', async () => {
    const opened = await open();
    expect(await opened.connect.job(JOB).run()).toMatchObject({
      status: 200,
      body: {
        outcome: 'done',
        runs: [{ kind: 'full', outcome: 'done', read: 2300, created: 1150, changed: 1150, failed: 0 }],
      },
    });
    expect(wrong(opened)).toEqual([]);
    expect(movements(opened)).toHaveLength(2300);
    const written = opened.connect.output().join('\n');
    expect(written).toContain('Stock was changed.');
    for (const value of [...PERSONAL, 'sandbox-Pa55', 'connect-secret']) expect(written).not.toContain(value);
  }, 60_000);

  it.each([
    ['between two pages', 300, (opened: Stage) => pagesRead(opened) === 2],
    ['while entries are written', 30, (opened: Stage) => stockWrites(opened) > SKUS.length],
  ])(
    'comes to the same end when it is killed %s',
    async (_, peoplevoxLatencyMs, isTheMoment) => {
      const opened = await open({ peoplevoxLatencyMs });
      const application = opened.connect.application(JOB);
      const call = opened.connect.job(JOB).run();
      await expect(comesTrue(() => isTheMoment(opened), 60_000, 5)).resolves.toBe(true);
      const [victim] = application.instances();
      if (victim === undefined) throw new Error('Nothing is running.');
      await victim.kill();
      expect(isAtEnd(opened)).toBe(false);
      expect((await call).status).toBe(0);
      await application.restart(victim);
      // As long as the lease of the one that was killed lives, calls are answered with "busy".
      const outcomes = (await runUntilEnd(opened)).map((body) => outcomeOf.parse(body).outcome);
      expect(outcomes).toEqual([...outcomes.slice(0, -1).map(() => 'busy'), 'done']);
      expect(wrong(opened)).toEqual([]);
      expect(new Set(movements(opened).map(({ sku }) => sku)).size).toBe(SKUS.length);
    },
    150_000,
  );

  it('works once although two instances are called at the same time', async () => {
    const opened = await open({ connect: { instances: { [JOB]: 2 } } });
    const job = opened.connect.job(JOB);
    const before = stockWrites(opened);
    const answers = await Promise.all([job.run(), job.run(), job.run(), job.run()]);
    const outcomes = answers.map(({ body }) => outcomeOf.parse(body).outcome);
    expect(outcomes.toSorted()).toEqual(['busy', 'busy', 'busy', 'done']);
    expect(wrong(opened)).toEqual([]);
    expect(stockWrites(opened) - before).toBe(2300);
    expect(new Set(movements(opened).map(({ sku }) => sku)).size).toBe(movements(opened).length);
  }, 60_000);
});
