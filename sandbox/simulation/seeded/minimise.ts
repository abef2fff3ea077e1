import type { Plan } from './plan';
import { run, type RunResult } from './run';

interface Minimised {
  readonly plan: Plan;
  /** The calls that must go wrong, such as `peoplevox SaveData Sales orders #3`. */
  readonly faults: ReadonlySet<string>;
  readonly result: RunResult;
}

/** Leaves out whatever the violation does not need: acts first, then faults, the largest parts first. */
export async function minimise(plan: Plan, broken: RunResult): Promise<Minimised> {
  const invariant = broken.violation?.invariant;
  let smallest: Minimised = { plan, faults: new Set(broken.fired), result: broken };

  /** Takes the smaller one if it still breaks the same invariant. */
  async function tried(acts: Plan['acts'], faults: readonly string[]): Promise<boolean> {
    const candidate = { plan: { ...plan, acts }, faults: new Set(faults) };
    const result = await run(candidate.plan, { only: candidate.faults });
    if (result.violation?.invariant !== invariant) return false;
    smallest = { ...candidate, result };
    return true;
  }

  await shrink(
    () => smallest.plan.acts,
    (acts) => tried(acts, [...smallest.faults]),
  );
  await shrink(
    () => [...smallest.faults],
    (faults) => tried(smallest.plan.acts, faults),
  );
  await shrink(
    () => smallest.plan.acts,
    (acts) => tried(acts, [...smallest.faults]),
  );
  return smallest;
}

/** Halves, quarters, … single ones are left out as long as what remains will do. */
async function shrink<T>(
  current: () => readonly T[],
  willDo: (remaining: readonly T[]) => Promise<boolean>,
): Promise<void> {
  for (let size = Math.ceil(current().length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < current().length;) {
      const all = current();
      const remaining = [...all.slice(0, from), ...all.slice(from + size)];
      if (!(await willDo(remaining))) from += size;
    }
  }
}
