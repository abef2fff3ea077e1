import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import { minimise } from './minimise';
import { planOf, type Plan } from './plan';
import { regressions } from './regressions';
import { run } from './run';

/** Seeds of one worker: every `step`th from `first`. */
const work = z.object({
  first: z.number(),
  end: z.number(),
  step: z.number(),
  /** Ends with the first violation, as hunting for a planted fault does. */
  untilFirst: z.boolean(),
  /** Plays what was found once, instead of seeds. */
  recorded: z.boolean(),
  /** Leaves out of a broken seed what it does not need. */
  minimise: z.boolean(),
});

export type Work = z.output<typeof work>;

/** What a worker tells of a seed. */
export interface SeedReport {
  readonly seed: number;
  readonly hash: string;
  readonly hits: Readonly<Record<string, number>>;
  readonly broken?: {
    readonly invariant: string;
    readonly what: string;
    readonly history: readonly string[];
    /** The least that shows it, where that was looked for. */
    readonly plan: Plan;
    readonly faults: readonly string[];
  };
}

async function play(plan: Plan, isMinimised: boolean, only?: ReadonlySet<string>): Promise<SeedReport> {
  const { seed } = plan;
  const result = await run(plan, only && { only });
  const report = { seed, hash: result.hash, hits: Object.fromEntries(result.hits) };
  if (result.violation === undefined) return report;
  const least = isMinimised ? await minimise(plan, result) : undefined;
  const { violation = result.violation, history } = least?.result ?? result;
  return {
    ...report,
    broken: {
      ...violation,
      history,
      plan: least?.plan ?? plan,
      faults: [...(least?.faults ?? result.fired)],
    },
  };
}

async function main(): Promise<void> {
  const { first, end, step, untilFirst, recorded, minimise: isMinimised } = work.parse(workerData);
  if (recorded) {
    for (const { plan, faults } of regressions)
      parentPort?.postMessage(await play(plan, false, new Set(faults)));
    return;
  }
  for (let seed = first; seed < end; seed += step) {
    const report = await play(planOf(seed), isMinimised);
    parentPort?.postMessage(report);
    if (untilFirst && report.broken !== undefined) return;
  }
}

// Most errors of a simulated world are refusals that belong to it: nobody reads where they came from.
Error.stackTraceLimit = 0;
void main();
