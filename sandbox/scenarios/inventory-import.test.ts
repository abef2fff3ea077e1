import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import { sleep, systemClock } from '../../shared/src/runtime';
import type { Fault, FaultDial } from '../commercetools';
import { comesTrue, documentsOf, openStage, type Stage } from '../demo/stage';
import { addProduct, PERSONAL, placeOrder, REPOSITORY, stockPeoplevox } from '../simulation/merchant';

const JOB = 'inventory-import';
const SUMMARY = 'Item inventory summary';
/** Three pages of the report. */
const SKUS = Array.from({ length: 2_300 }, (_, index) => `SKU-${String(index).padStart(4, '0')}`);
const ORDERED = 'SKU-0003';

let stage: Stage | undefined;

/**
 * Every item with 5 units; commercetools has wrong numbers for half of them and no entry for the others; an order of 2
 * units that Peoplevox does not know.
 */
async function open(options: Partial<Parameters<typeof openStage>[0]> = {}): Promise<Stage> {
  const opened = await openStage({
    skus: [],
    applications: [JOB],
    configuration: { PEOPLEVOX_REQUESTS_PER_15_SECONDS: '15' },
    peoplevoxLatencyMs: 30,
    ...options,
  });
  stage = opened;
  stockPeoplevox(opened.peoplevox, SKUS, 5);
  for (let from = 0; from < SKUS.length; from += 100) {
    const [first, ...others] = SKUS.slice(from, from + 100);
    if (first !== undefined) await addProduct(opened.commercetools, [first, ...others]);
  }
  for (const sku of SKUS.filter((_, index) => index % 2 === 1))
    await opened.asMerchant('POST', '/inventory', { sku, quantityOnStock: 1 });
  await opened.asMerchant('POST', '/channels', { key: 'peoplevox', roles: ['OrderExport'] });
  await opened.setRules();
  placeOrder(opened.commercetools, 'GB-1', [{ sku: ORDERED, quantity: 2 }]);
  return opened;
}

const quantities = ({ commercetools }: Stage) =>
  [...commercetools.project.collections['inventory-entry'].values()]
    .map(({ sku, quantityOnStock }) => `${sku} ${quantityOnStock}`)
    .toSorted();
const END = SKUS.map((sku) => `${sku} ${sku === ORDERED ? 3 : 5}`);
/** The first few entries that are not as they should be. */
function wrong(opened: Stage): string[] {
  const actual = new Set(quantities(opened));
  return [
    ...END.filter((entry) => !actual.has(entry)),
    ...(actual.size === END.length ? [] : [`${actual.size} entries`]),
  ].slice(0, 3);
}
const isAtEnd = (opened: Stage) => wrong(opened).length === 0;

/** Calls the job as its schedule would, only faster, until all is as it should be. */
async function runUntilEnd(opened: Stage): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (let call = 0; call < 60 && !isAtEnd(opened); call += 1) {
    if (call > 0) await sleep(systemClock, 1_500);
    answers.push((await opened.connect.job(JOB).run()).body);
  }
  return answers;
}

const pagesRead = ({ peoplevox }: Stage) =>
  peoplevox.journal.filter(({ template }) => template === SUMMARY).length;
const stockWrites = ({ commercetools }: Stage) =>
  commercetools.journal.filter(({ method, path }) => method === 'POST' && path.includes('/inventory')).length;
const outcomeOf = z.object({ outcome: z.string() });
const chunk = z.object({ records: z.array(z.object({ sku: z.string(), to: z.number() })) });
const movements = (opened: Stage) =>
  documentsOf(opened, 'peoplevox-audit').flatMap((value) => chunk.parse(value).records);

beforeAll(() => {
  if (!existsSync(resolve(REPOSITORY, JOB, 'dist/index.js')))
    throw new Error(
      'The applications are not built: run `npm run setup -- --build`, or `npm test`, which does.',
    );
});

afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

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
    {
      what: 'breaks off, answers nonsense, refuses and forgets the session',
      faults: [
        { kind: 'reset' },
        { kind: 'html' },
        { kind: 'session-lost' },
        { kind: 'truncated' },
        { kind: 'refuse' },
      ],
    },
    {
      what: 'throttles',
      faults: [
        { kind: 'http', status: 429, headers: { 'retry-after': '2' } },
        { kind: 'http', status: 503 },
      ],
    },
  ] as const)(
    'comes to the same end when Peoplevox $what in the middle of a run',
    async ({ faults }) => {
      const opened = await open();
      for (const [index, fault] of faults.entries())
        opened.peoplevox.faults.set({ template: SUMMARY, skip: index === 0 ? 1 : 0, fault });
      opened.peoplevox.faults.set({ template: 'Sales orders', fault: faults[0] });
      await runUntilEnd(opened);
      expect(wrong(opened)).toEqual([]);
      expect(opened.peoplevox.faults.rules()).toEqual([]);
      expect(opened.peoplevox.peak()).toBeLessThanOrEqual(15);
    },
    150_000,
  );

  it('comes to the same end when commercetools throttles, fails and breaks off', async () => {
    const faults: readonly Fault[] = [
      { status: 503 },
      'reset',
      { status: 429, headers: { 'retry-after': '1' } },
      'reply-lost',
      { status: 502 },
    ];
    let requests = 0;
    const dial: FaultDial = ({ path }) => {
      if (!path.includes('/inventory')) return undefined;
      requests += 1;
      return requests % 40 === 0 ? faults[(requests / 40) % faults.length] : undefined;
    };
    const opened = await open({ commercetoolsFaults: dial });
    await runUntilEnd(opened);
    expect(requests / 40).toBeGreaterThan(faults.length);
    expect(wrong(opened)).toEqual([]);
  }, 150_000);

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
