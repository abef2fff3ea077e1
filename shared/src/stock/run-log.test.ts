import { createMemoryDocuments } from '../../../sandbox/simulation/memory-documents';
import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { keepSummaries, RUNS_KEY, type RunSummary } from './run-log';
import { newTally } from './tally';

it('keeps the summaries of the last 100 runs, newest first', async () => {
  const clock = createVirtualClock(0);
  const documents = createMemoryDocuments(clock);
  const summary = (index: number): RunSummary => ({
    ...newTally(),
    run: `run-${index}`,
    kind: 'delta',
    outcome: 'done',
    mode: 'live',
    startedAt: '2026-03-02T09:00:00.000Z',
    seconds: 1,
    staleness: 60,
  });
  const world = { clock, random: () => 0.5 };
  for (let index = 0; index < 70; index += 1)
    await keepSummaries(documents, world, [summary(2 * index), summary(2 * index + 1)]);
  await keepSummaries(documents, world, []);
  const stored = await documents.read<{ runs: RunSummary[] }>('peoplevox-connector', RUNS_KEY);
  expect(stored?.value.runs).toHaveLength(100);
  expect([stored?.value.runs[0]?.run, stored?.value.runs.at(-1)?.run]).toEqual(['run-139', 'run-40']);
});
