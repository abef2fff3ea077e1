import type { Log } from './log';
import { createLog } from './logger';
import { runMain } from './run-main';

export type DeploymentScript = 'post-deploy' | 'pre-undeploy';

/**
 * How the script of an application ended, as the last line of its log says it. The platform does not reliably mark a
 * deployment as failed whose script failed (facts/commercetools §2), so whoever deploys looks for these words.
 */
export function endOfScript(application: string, script: DeploymentScript, end: 'done' | 'failed'): string {
  return `${script} of ${application}: ${end}.`;
}

/** Does the work of a script, logs its words and how it ended. Rejects with what the work rejects with. */
export async function runScript(
  {
    application,
    script,
    log,
  }: { readonly application: string; readonly script: DeploymentScript; readonly log: Log },
  work: () => Promise<readonly string[]>,
): Promise<void> {
  try {
    for (const line of await work()) log.info(line);
    log.info(endOfScript(application, script, 'done'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.error(endOfScript(application, script, 'failed'), { reason });
    throw error;
  }
}

/** The whole process of a script: its log, its work, and its exit code (see runMain). */
export function deploymentScript(
  application: string,
  script: DeploymentScript,
  work: (log: Log) => Promise<readonly string[]>,
): void {
  const log = createLog({ level: 'info' });
  runMain(() => runScript({ application, script, log }, () => work(log)));
}
