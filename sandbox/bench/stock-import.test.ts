import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildConnector } from './stock/connector';
import { measureLimited } from './stock/limit';
import { renderReport } from './stock/report';
import { createResults } from './stock/results';
import { measureConnector } from './stock/slices';

const SKUS = 200;
const folder = mkdtempSync(join(tmpdir(), 'bench-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the benchmark of the stock import', () => {
  it('puts the built application to each piece of work, and counts what it costs', async () => {
    const bundle = await buildConnector(folder);
    const plan = {
      skus: SKUS,
      latencyMs: 0,
      works: ['create', 'unchanged', 'changed', 'changesRead'],
    } as const;
    const measured = await measureConnector(bundle, plan);
    expect(measured.map(({ work }) => work)).toEqual(plan.works);
    const calls = (index: number) => measured[index]?.calls.commercetools ?? NaN;
    // A request an entry to create or change, and none where nothing changed.
    expect(calls(0)).toBeGreaterThan(SKUS);
    expect(calls(1)).toBeLessThan(SKUS / 2);
    expect(calls(2) - calls(1)).toBeGreaterThanOrEqual(SKUS / 10);
    for (const { seconds, cpuSeconds, peakMb } of measured) {
      expect(Math.min(seconds, cpuSeconds)).toBeGreaterThan(0);
      expect(peakMb).toBeGreaterThan(20);
    }
    const results = createResults(join(folder, 'results.json'));
    results.keep('small', { measured, limited: [] });
    const report = renderReport(Object.values(results.read()));
    expect(report).toContain('| 200 | 0 ms | all created |');
    expect(report).not.toContain('NaN');
  });

  it('tells how long a full run takes at the default limit, in virtual time', async () => {
    const { virtualMinutes, ticks, peoplevoxCalls } = await measureLimited(8000);
    // 8 pages and a few calls more, 4 of them in any 15 s.
    expect(peoplevoxCalls).toBeGreaterThanOrEqual(8);
    expect(virtualMinutes).toBeGreaterThanOrEqual(15 / 60);
    expect(virtualMinutes).toBeLessThan(3);
    expect(ticks).toBe(1);
  });
});
