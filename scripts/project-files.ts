import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

export const REPOSITORY = join(__dirname, '..');
/** What is installed, built or hidden is nobody's text. */
const LEFT_OUT = /^(?:node_modules|dist|\..*)$/;

/** Paths, from the root of the repository, of all files below a folder that end so (`.md`). */
export function filesBelow(folder: string, endings: ReadonlySet<string>): readonly string[] {
  return readdirSync(join(REPOSITORY, folder), { withFileTypes: true })
    .filter(({ name }) => !LEFT_OUT.test(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path, endings);
      return endings.has(extname(path)) ? [path] : [];
    });
}

export function readText(path: string): string {
  return readFileSync(join(REPOSITORY, path), 'utf8');
}
