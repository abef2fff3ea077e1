import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { record, text } from './record';

/** A copy of a built application folder, as the container image holds it: no sibling folder, no modules for development. */
export interface Image {
  readonly folder: string;
  /** The `start` script in words, without the variables that it sets. */
  readonly start: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

function packageSection(folder: string, section: string): Record<string, unknown> {
  const file: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return record(record(file)[section]);
}

/** For what a bundle loads when it first needs it. shared/ is inside the bundles. */
function linkDependencies(applicationFolder: string, folder: string): void {
  for (const [name, version] of Object.entries(packageSection(folder, 'dependencies'))) {
    if (text(version).startsWith('file:')) continue;
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(applicationFolder, 'node_modules', name), link);
  }
}

function assignment(word: string): [string, string] {
  const [name = '', value = ''] = word.split('=');
  return [name, value];
}

/**
 * Copies an application folder below `into`. Of its modules only its dependencies come along
 * (scripts/build-like-connect.mjs proves that the image has them after `npm prune`).
 */
export function makeImage(applicationFolder: string, into: string): Image {
  const words = text(packageSection(applicationFolder, 'scripts')['start']).split(/\s+/);
  const isVariable = (word: string) => /^\w+=/.test(word);
  const start = words.filter((word) => !isVariable(word));
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
  linkDependencies(applicationFolder, folder);
  return { folder, start, variables: Object.fromEntries(words.filter(isVariable).map(assignment)) };
}
