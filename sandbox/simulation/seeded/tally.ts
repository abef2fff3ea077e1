import { createHash } from 'node:crypto';
import type { SeedReport } from './slice';

/** How often each fault struck, by operation and kind of fault: `peoplevox SaveData Sales orders` → `reset` → 12. */
export type Hits = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface Violated {
  readonly seed: number;
  readonly invariant: string;
  readonly what: string;
}

/** What was seen of some seeds. */
export interface Figures {
  readonly first: number;
  readonly seeds: number;
  /** Of the histories of all seeds in order: the same again says that every seed went the same way. */
  readonly history: string;
  readonly violations: readonly Violated[];
  readonly hits: Hits;
}

export function createTally(first: number) {
  const hits = new Map<string, number>();
  const hashes = new Map<number, string>();
  const violations: Violated[] = [];

  return {
    count(report: SeedReport): void {
      hashes.set(report.seed, report.hash);
      for (const [hit, times] of Object.entries(report.hits)) hits.set(hit, (hits.get(hit) ?? 0) + times);
      const { seed, broken } = report;
      if (broken !== undefined) violations.push({ seed, invariant: broken.invariant, what: broken.what });
    },
    get seeds() {
      return hashes.size;
    },
    figures(): Figures {
      const inOrder = [...hashes].sort(([one], [other]) => one - other).map(([, hash]) => hash);
      return {
        first,
        seeds: hashes.size,
        history: createHash('sha256').update(inOrder.join('\n')).digest('hex').slice(0, 16),
        violations: [...violations].sort((one, other) => one.seed - other.seed),
        hits: [...hits].reduce<Hits>((all, [hit, times]) => {
          const [operation = '', fault = ''] = hit.split(': ');
          return addedHits(all, { [operation]: { [fault]: times } });
        }, {}),
      };
    },
  };
}

export function addedHits(some: Hits, others: Hits): Hits {
  return merged(some, others, (one = {}, other = {}) => merged(one, other, (a = 0, b = 0) => a + b));
}

/** By name, in the order of the alphabet. */
function merged<T>(
  some: Readonly<Record<string, T>>,
  others: Readonly<Record<string, T>>,
  both: (one: T | undefined, other: T | undefined) => T,
): Record<string, T> {
  const names = [...new Set([...Object.keys(some), ...Object.keys(others)])].sort((one, other) =>
    one < other ? -1 : 1,
  );
  return Object.fromEntries(names.map((name) => [name, both(some[name], others[name])]));
}

/** A line an operation: how often it went wrong, and how. */
export function hitsInWords(hits: Hits): string[] {
  const width = Math.max(0, ...Object.keys(hits).map(({ length }) => length));
  return Object.entries(hits).map(([operation, faults]) => {
    const total = Object.values(faults).reduce((sum, times) => sum + times, 0);
    const kinds = Object.entries(faults).map(([fault, times]) => `${fault} ${times}`);
    return `  ${operation.padEnd(width)} ${String(total).padStart(7)}  ${kinds.join(', ')}`;
  });
}
