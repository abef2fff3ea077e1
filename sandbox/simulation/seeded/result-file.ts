import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { addedHits, type Figures } from './tally';

const hits = z.record(z.string(), z.record(z.string(), z.number()));

/** A long run, slice by slice; each slice says which commit it played. */
const resultFile = z.object({
  seeds: z.number(),
  slices: z.array(
    z.object({
      commit: z.string(),
      first: z.number(),
      seeds: z.number(),
      seconds: z.number(),
      history: z.string(),
      violations: z.array(z.object({ seed: z.number(), invariant: z.string(), what: z.string() })),
    }),
  ),
  /** Of all slices. */
  hits,
});
type ResultFile = z.infer<typeof resultFile>;

const EMPTY: ResultFile = { seeds: 0, slices: [], hits: {} };

/** Where a run in slices is written down. */
interface Results {
  /** The seed after the last that was played. */
  readonly next: number;
  add(figures: Figures, seconds: number): void;
}

export function openResults(path: string): Results {
  const before = existsSync(path) ? resultFile.parse(JSON.parse(readFileSync(path, 'utf8'))) : EMPTY;
  const last = before.slices.at(-1);
  return {
    next: last === undefined ? 1 : last.first + last.seeds,
    add: ({ hits: more, ...slice }, seconds) => {
      const after: ResultFile = {
        seeds: before.seeds + slice.seeds,
        slices: [
          ...before.slices,
          { commit: commit(), seconds: Math.round(seconds), ...slice } as ResultFile['slices'][number],
        ],
        hits: addedHits(before.hits, more),
      };
      writeFileSync(path, `${JSON.stringify(after, null, 2)}\n`);
    },
  };
}

/** The commit that is played; with a plus where files were changed since. */
function commit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: __dirname, encoding: 'utf8' }).trim();
  const isClean = git('status', '--porcelain', '--', ':/', ':!/docs') === '';
  return `${git('rev-parse', '--short', 'HEAD')}${isClean ? '' : '+'}`;
}
