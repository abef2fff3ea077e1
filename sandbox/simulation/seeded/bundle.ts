import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import type { Mutant } from './mutants';

const ROOT = resolve(__dirname, '../../..');

/** A mutant whose place is gone proves nothing. */
class MutantOutdated extends Error {
  override readonly name = 'MutantOutdated';
}

/** Bundles the worker of the simulation, with a planted fault if there is one. */
export async function bundleSlice(outfile: string, mutant?: Mutant): Promise<void> {
  await build({
    entryPoints: [resolve(__dirname, 'slice.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    alias: { zod: resolve(ROOT, 'node_modules/zod') },
    // Loaded when first needed, which is never here.
    external: ['@google-cloud/pubsub', '@commercetools/connect-payments-sdk'],
    logLevel: 'error',
    plugins: mutant === undefined ? [] : [planting(mutant)],
  });
}

function planting({ name, file, from, to }: Mutant): Plugin {
  const path = resolve(ROOT, file);
  return {
    name: 'plant-a-fault',
    setup: (building) => {
      building.onLoad({ filter: new RegExp(`${escaped(path)}$`) }, async () => {
        const source = await readFile(path, 'utf8');
        if (source.split(from).length !== 2)
          throw new MutantOutdated(`"${name}": its place in ${file} is not there exactly once.`);
        return { contents: source.replace(from, () => to), loader: 'ts' };
      });
    },
  };
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
