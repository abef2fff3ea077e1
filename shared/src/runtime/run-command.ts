import { existsSync } from 'node:fs';
import { runMain } from './run-main';

/**
 * Runs a command of a person's terminal (see runMain). It finds its settings where the applications do, in the
 * environment, and in a file `.env` of the working directory where the environment lacks them.
 */
export function runCommand(command: () => Promise<void>): void {
  runMain(async () => {
    if (existsSync('.env')) process.loadEnvFile('.env');
    await command();
  });
}
