import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleSlice } from './bundle';
import { playSeeds } from './fleet';
import { huntMutants } from './hunt';
import type { SeedReport } from './slice';

const RUNS = resolve(__dirname, '../../../.runs/simulation');
const BUNDLE = resolve(RUNS, 'slice.cjs');

const print = (line: string) => void process.stdout.write(`${line}\n`);

/** `npm run simulate -- --seeds N [--first-seed S] [--mutants] [--result FILE]` */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '1000' },
      'first-seed': { type: 'string', default: '1' },
      threads: { type: 'string', default: String(availableParallelism()) },
      mutants: { type: 'boolean', default: false },
      /** Where the figures go as JSON, for a run in slices. */
      result: { type: 'string' },
    },
  });
  const [seeds, first, threads] = [values.seeds, values['first-seed'], values.threads].map(Number);
  if (![seeds, first, threads].every((number) => Number.isInteger(number) && (number ?? 0) > 0))
    throw new TypeError('--seeds, --first-seed and --threads are whole numbers above 0.');
  mkdirSync(RUNS, { recursive: true });
  if (values.mutants) {
    process.exitCode = (await huntMutants({
      folder: RUNS,
      seeds: seeds ?? 200,
      threads: threads ?? 1,
      print,
    }))
      ? 0
      : 1;
    return;
  }
  await bundleSlice(BUNDLE);
  const figures = await simulate(seeds ?? 0, first ?? 1, threads ?? 1);
  if (values.result !== undefined) writeFileSync(values.result, `${JSON.stringify(figures, null, 2)}\n`);
  process.exitCode = figures.violations.length === 0 ? 0 : 1;
}

async function simulate(seeds: number, first: number, threads: number) {
  const startedAt = process.hrtime.bigint();
  const hits = new Map<string, number>();
  const hashes = new Map<number, string>();
  const broken: SeedReport[] = [];
  await playSeeds({
    bundle: BUNDLE,
    threads,
    first,
    seeds,
    minimise: true,
    onReport: (report) => {
      hashes.set(report.seed, report.hash);
      for (const [hit, count] of Object.entries(report.hits)) hits.set(hit, (hits.get(hit) ?? 0) + count);
      if (report.broken !== undefined) {
        broken.push(report);
        tell(report);
      }
      if (hashes.size % 250 === 0) print(`  ${hashes.size} of ${seeds} seeds`);
    },
  });
  const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
  const faults = [...hits.values()].reduce((sum, count) => sum + count, 0);
  print(
    `${seeds} seeds from ${first}: ${broken.length} broken, ${faults} faults at ${hits.size} combinations of operation and fault, ${seconds.toFixed(0)} s on ${threads} threads.`,
  );
  const inOrder = [...hashes].sort(([one], [other]) => one - other).map(([, hash]) => hash);
  const history = createHash('sha256').update(inOrder.join('\n')).digest('hex').slice(0, 16);
  print(`History of all seeds: ${history}`);
  return {
    first,
    seeds,
    seconds: Math.round(seconds),
    history,
    violations: broken.map(({ seed, broken: what }) => ({
      seed,
      invariant: what?.invariant,
      what: what?.what,
    })),
    hits: Object.fromEntries([...hits].sort(([one], [other]) => (one < other ? -1 : 1))),
  };
}

function tell({ seed, broken }: SeedReport): void {
  if (broken === undefined) return;
  print('');
  print(`✗ seed ${seed}: ${broken.invariant}`);
  print(`  ${broken.what}`);
  print(`  The least that shows it: ${broken.acts} acts, faults: ${broken.faults.join('; ') || 'none'}`);
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
