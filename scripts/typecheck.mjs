/** Checks the types of the whole checkout, and of each package as it is built alone: node scripts/typecheck.mjs */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { applications } from './applications.mjs';

const cwd = fileURLToPath(new URL('..', import.meta.url));
const tsc = fileURLToPath(new URL('../node_modules/typescript-7/bin/tsc', import.meta.url));

for (const project of ['.', 'shared', ...applications.map(({ name }) => name)]) {
  const { status } = spawnSync(process.execPath, [tsc, '--noEmit', '-p', project], { cwd, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
