import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { record, text } from './record';

/** A copy of a built application folder, as the container image holds it: no sibling folder. */
export interface Image {
  readonly folder: string;
  /** The `start` script in words. */
  readonly start: readonly string[];
}

function startScript(folder: string): string {
  const file: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return text(record(record(file)['scripts'])['start']);
}

/**
 * Copies an application folder below `into`. Its modules are linked, for what a bundle loads when it first needs it
 * (scripts/build-like-connect.mjs proves that the image has it after `npm prune`).
 */
export function makeImage(applicationFolder: string, into: string): Image {
  const start = startScript(applicationFolder).split(/\s+/);
  const entry = start.at(-1) ?? '';
  if (!existsSync(join(applicationFolder, entry))) {
    throw new Error(
      `${applicationFolder} is not built: ${entry} is missing. Run \`npm run setup -- --build\` first.`,
    );
  }
  const folder = join(into, basename(applicationFolder));
  mkdirSync(folder, { recursive: true });
  cpSync(applicationFolder, folder, {
    recursive: true,
    filter: (source) => basename(source) !== 'node_modules',
  });
  symlinkSync(join(applicationFolder, 'node_modules'), join(folder, 'node_modules'));
  return { folder, start };
}
