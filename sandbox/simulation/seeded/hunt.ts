import { resolve } from 'node:path';
import { bundleSlice } from './bundle';
import { playSeeds } from './fleet';
import { mutants, type Mutant } from './mutants';

interface HuntOptions {
  readonly folder: string;
  /** Seeds within which each must be caught. */
  readonly seeds: number;
  readonly threads: number;
  /** Only mutants whose name holds this text. */
  readonly only: string;
  readonly print: (line: string) => void;
}

interface Caught {
  /** From 1; undefined: never. */
  readonly afterSeeds: number | undefined;
  readonly invariant: string;
}

/** Plants each fault in turn and plays seeds until an invariant breaks. True: all were caught. */
export async function huntMutants({ folder, seeds, threads, only, print }: HuntOptions): Promise<boolean> {
  const results = new Map<string, Caught>();
  const hunted = mutants.filter(({ name }) => name.includes(only));
  const waiting = [...hunted.entries()];
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, mutant] = next;
      const caught = await hunt(mutant, resolve(folder, `mutant-${index}.cjs`), seeds);
      results.set(mutant.name, caught);
      print(
        caught.afterSeeds === undefined
          ? `✗ survived ${seeds} seeds: ${mutant.name}`
          : `✓ caught by seed ${caught.afterSeeds}: ${mutant.name} (${caught.invariant})`,
      );
    }
  };
  await Promise.all(Array.from({ length: threads }, lane));
  const numbers = [...results.values()].flatMap(({ afterSeeds }) => afterSeeds ?? []).sort((a, b) => a - b);
  print(
    `${numbers.length} of ${hunted.length} planted faults caught, median after ${numbers[Math.floor(numbers.length / 2)] ?? 0} seeds.`,
  );
  return numbers.length === hunted.length;
}

async function hunt(mutant: Mutant, bundle: string, seeds: number): Promise<Caught> {
  await bundleSlice(bundle, mutant);
  let caught: Caught = { afterSeeds: undefined, invariant: '' };
  await playSeeds({
    bundle,
    threads: 1,
    first: 1,
    seeds,
    untilFirst: true,
    onReport: ({ seed, broken }) => {
      if (broken !== undefined) caught = { afterSeeds: seed, invariant: broken.invariant };
    },
  });
  return caught;
}
