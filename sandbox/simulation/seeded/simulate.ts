import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleSlice } from './bundle';
import { playSeeds } from './fleet';
import { huntMutants } from './hunt';
import { openResults } from './result-file';
import type { SeedReport } from './slice';
import { createTally, hitsInWords, type Figures } from './tally';

const RUNS = resolve(__dirname, '../../../.runs/simulation');
const BUNDLE = resolve(RUNS, 'slice.cjs');

const print = (line: string) => void process.stdout.write(`${line}\n`);

/**
 * `npm run simulate -- --seeds N [--first-seed S] [--result FILE]`, or `-- --mutants [--seeds N] [--only TEXT]`. With a result file a
 * run goes on where the file ends, and is added to it.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string' },
      'first-seed': { type: 'string' },
      threads: { type: 'string', default: String(availableParallelism()) },
      mutants: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      result: { type: 'string' },
    },
  });
  const threads = wholeNumber('threads', values.threads);
  mkdirSync(RUNS, { recursive: true });
  if (values.mutants) {
    const seeds = wholeNumber('seeds', values.seeds ?? '200');
    const areAllCaught = await huntMutants({ folder: RUNS, seeds, threads, only: values.only, print });
    process.exitCode = areAllCaught ? 0 : 1;
    return;
  }
  const results = values.result === undefined ? undefined : openResults(values.result);
  const first = wholeNumber('first-seed', values['first-seed'] ?? String(results?.next ?? 1));
  await bundleSlice(BUNDLE);
  const { figures, seconds } = await simulate(wholeNumber('seeds', values.seeds ?? '1000'), first, threads);
  results?.add(figures, seconds);
  process.exitCode = figures.violations.length === 0 ? 0 : 1;
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new TypeError(`--${name} is a whole number above 0, not "${text}".`);
  return number;
}

async function simulate(
  seeds: number,
  first: number,
  threads: number,
): Promise<{ readonly figures: Figures; readonly seconds: number }> {
  const startedAt = process.hrtime.bigint();
  const tally = createTally(first);
  await playSeeds({
    bundle: BUNDLE,
    threads,
    first,
    seeds,
    minimise: true,
    onReport: (report) => {
      tally.count(report);
      tell(report);
      if (tally.seeds % 250 === 0) print(`  ${tally.seeds} of ${seeds} seeds`);
    },
  });
  const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
  const figures = tally.figures();
  print('Faults by operation:');
  for (const line of hitsInWords(figures.hits)) print(line);
  print(
    `${seeds} seeds from ${first}: ${figures.violations.length} broken, ${seconds.toFixed(0)} s on ${threads} threads. History of all: ${figures.history}`,
  );
  return { figures, seconds };
}

function tell({ seed, broken }: SeedReport): void {
  if (broken === undefined) return;
  print('');
  print(`✗ seed ${seed}: ${broken.invariant}`);
  print(`  ${broken.what}`);
  print(
    `  The least that shows it: ${broken.plan.acts.length} acts, faults: ${broken.faults.join('; ') || 'none'}`,
  );
  for (const line of broken.history.filter(isTelling).slice(-60)) print(`  │ ${line}`);
  print(`  Again: npm run simulate -- --seeds 1 --first-seed ${seed}`);
}

/** Documents and ticks fill the history of a quiet world. */
function isTelling(line: string): boolean {
  return !/ (?:POST|DELETE) custom-objects| inventory-import /.test(line);
}

main().catch((error: unknown) => {
  process.stderr.write(
    `The simulation could not be run: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
});
