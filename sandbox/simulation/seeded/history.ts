import { createHash } from 'node:crypto';
import type { Clock } from '../../../shared/src/runtime';

/** What happened in a run, in order; two runs of a seed have the same hash. */
export interface History {
  note(what: string): void;
  readonly lines: readonly string[];
  hash(): string;
}

/** @param kept how many of the last lines are kept for people; the hash covers all. */
export function createHistory(clock: Clock, kept = 400): History {
  const digest = createHash('sha256');
  const startedAt = clock.now();
  const lines: string[] = [];
  return {
    lines,
    note: (what) => {
      const seconds = ((clock.now() - startedAt) / 1000).toFixed(3).padStart(9);
      const line = `${seconds} ${what}`;
      digest.update(`${line}\n`);
      lines.push(line);
      if (lines.length > kept) lines.shift();
    },
    hash: () => digest.copy().digest('hex').slice(0, 16),
  };
}
