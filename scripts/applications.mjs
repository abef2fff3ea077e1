/**
 * The applications that connect.yaml deploys, in its order: what is installed, built, linted and tested follows from it.
 * Read without a YAML parser, since setup needs it before anything is installed; a test holds it against the official
 * specification.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../connect.yaml', import.meta.url));

/** Name, which is also the folder, and endpoint with its leading slash. */
export const applications = [
  ...readFileSync(file, 'utf8').matchAll(
    /^ {2}- name: ['"]?([\w-]+)['"]?\n(?: {4}.*\n)*? {4}endpoint: ['"]?\/?([\w/-]+)/gm,
  ),
].map(([, name, endpoint]) => ({ name, endpoint: `/${endpoint}` }));
