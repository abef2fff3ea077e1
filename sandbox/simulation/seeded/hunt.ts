import { resolve } from 'node:path';
import { bundleSlice } from './bundle';
import { playRecorded, playSeeds } from './fleet';
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
  /** From 1; undefined: by no seed. */
  readonly afterSeeds: number | undefined;
  /** What was broken; undefined: nothing, so that it survived. */
  readonly invariant: string | undefined;
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
      print(inWords(mutant, caught, seeds));
    }
  };
  await Promise.all(Array.from({ length: threads }, lane));
  const numbers = [...results.values()].flatMap(({ afterSeeds }) => afterSeeds ?? []).sort((a, b) => a - b);
  const survivors = hunted.filter(({ name }) => results.get(name)?.invariant === undefined);
  print(
    `${hunted.length - survivors.length} of ${hunted.length} planted faults caught, ${numbers.length} of them by seeds: median after ${numbers[Math.floor(numbers.length / 2)] ?? 0}.`,
  );
  return survivors.length === 0;
}

function inWords({ name }: Mutant, { afterSeeds, invariant }: Caught, seeds: number): string {
  if (invariant === undefined) return `✗ survived ${seeds} seeds: ${name}`;
  const by = afterSeeds === undefined ? 'what was found once' : `seed ${afterSeeds}`;
  return `✓ caught by ${by}: ${name} (${invariant})`;
}

async function hunt(mutant: Mutant, bundle: string, seeds: number): Promise<Caught> {
  await bundleSlice(bundle, mutant);
  let caught: Caught = { afterSeeds: undefined, invariant: undefined };
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
  if (caught.invariant !== undefined) return caught;
  await playRecorded({
    bundle,
    onReport: ({ broken }) => {
      if (broken !== undefined) caught = { afterSeeds: undefined, invariant: broken.invariant };
    },
  });
  return caught;
}
