import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { commercetoolsEnvironment, MERCHANT_CLIENT, REPOSITORY } from '../simulation/merchant';
import type { Stage } from './stage';

/** Runs a command of the operator as a person in a terminal does; what it prints. Rejects when it exits otherwise than with 0. */
export async function inTerminal(
  { commercetoolsUrl, connect }: Stage,
  command: string,
  args: readonly string[],
): Promise<string> {
  const [url = ''] = connect.application('despatch-processor').urls();
  const { stdout } = await promisify(execFile)(command, [...args], {
    cwd: REPOSITORY,
    env: {
      ...process.env,
      CONNECT_SERVICE_URL: url,
      ...commercetoolsEnvironment(MERCHANT_CLIENT, commercetoolsUrl),
    },
  });
  return stdout;
}
