import * as z from 'zod';
import { endOfScript, type Clock } from '../../shared/src/runtime';
import type { ConnectApi } from './connect-api';
import { waitFor } from './wait';

export interface RedeployParts {
  readonly api: ConnectApi;
  readonly clock: Clock;
  readonly say: (line: string) => void;
}

export interface Redeployment {
  readonly projectKey: string;
  readonly deploymentKey: string;
  /** Applications with a post-deploy script. */
  readonly applications: readonly string[];
}

const DEPLOY_MS = 45 * 60_000;
/** Log lines arrive a little after they were written. */
const REPORT_MS = 10 * 60_000;
const UNDER_WAY = ['Draft', 'Queued', 'Deploying'];

const deployment = z.looseObject({
  version: z.number(),
  status: z.string(),
  details: z
    .looseObject({
      build: z.looseObject({
        report: z
          .looseObject({
            entries: z.array(
              z.looseObject({
                type: z.string(),
                title: z.string(),
                message: z.string().optional(),
                application: z.string().optional(),
              }),
            ),
          })
          .optional(),
      }),
    })
    .optional(),
});
type Deployment = z.output<typeof deployment>;
const logPage = z.looseObject({
  data: z.array(z.looseObject({ severity: z.string(), details: z.unknown() })),
  next: z.string().nullish(),
});

/**
 * Has a deployment take the published version of its connector, with its configuration as it is, waits for it, and for
 * the word of every post-deploy script: a deployment may be called "Deployed" although a script failed
 * (facts/commercetools §2). Prints what the scripts said.
 * @throws when the deployment or a script failed, with what they said
 */
export async function redeploy({ api, clock, say }: RedeployParts, wanted: Redeployment): Promise<void> {
  const { projectKey, deploymentKey, applications } = wanted;
  const path = `/${projectKey}/deployments/key=${encodeURIComponent(deploymentKey)}`;
  const read = async (): Promise<Deployment> => deployment.parse(await api.get(path));
  const before = await read();
  const startDate = new Date(clock.now()).toISOString();
  await api.post(path, { version: before.version, actions: [{ action: 'redeploy', updateConnector: true }] });
  const isOver = ({ version, status }: Deployment) => version > before.version && !UNDER_WAY.includes(status);
  const after = await waitFor(clock, { what: deploymentKey, withinMs: DEPLOY_MS }, read, isOver);
  if (after.status !== 'Deployed')
    throw new Error(
      `${deploymentKey} is ${after.status}; the version before it goes on.\n${reportOf(after)}`,
    );
  say(`${deploymentKey} is deployed.`);

  const failed: string[] = [];
  for (const application of applications) {
    const lines = await waitFor(
      clock,
      { what: `post-deploy of ${application} in ${deploymentKey}`, withinMs: REPORT_MS },
      () => readLog(api, `${path}/logs`, { applicationName: application, startDate }),
      (seen) => endOf(application, seen) !== undefined,
    );
    lines.forEach((line) => say(`  ${application}: ${line}`));
    if (endOf(application, lines) === 'failed') failed.push(application);
  }
  if (failed.length > 0) throw new Error(`post-deploy failed in ${deploymentKey}: ${failed.join(', ')}.`);
}

function endOf(application: string, lines: readonly string[]): 'done' | 'failed' | undefined {
  return (['failed', 'done'] as const).find((end) =>
    lines.some((line) => line.includes(endOfScript(application, 'post-deploy', end))),
  );
}

/** Every line since the redeployment began, in the order of the log. What `details` holds is not documented. */
async function readLog(
  api: ConnectApi,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<string[]> {
  const lines: string[] = [];
  for (let pageToken: string | undefined; ;) {
    const page = logPage.parse(
      await api.get(path, { ...query, ...(pageToken !== undefined && { pageToken }) }),
    );
    lines.push(...page.data.map(({ severity, details }) => `${severity} ${textOf(details)}`));
    if (page.next === undefined || page.next === null || page.next === '') return lines;
    pageToken = page.next;
  }
}

const textOf = (details: unknown): string =>
  typeof details === 'string' ? details : JSON.stringify(details);

function reportOf({ details }: Deployment): string {
  const entries = details?.build.report?.entries ?? [];
  if (entries.length === 0) return 'The platform gives no report.';
  return entries
    .map(({ type, title, message = '', application = 'all' }) =>
      `- ${type} (${application}): ${title} ${message}`.trimEnd(),
    )
    .join('\n');
}
