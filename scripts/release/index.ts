/**
 * What the workflow `release` runs, here or on any machine:
 *   tsx scripts/release/index.ts publish     the ConnectorStaged CONNECTOR_KEY at REPOSITORY_URL and TAG;
 *                                            CERTIFICATION=true asks for commercetools' review
 *   tsx scripts/release/index.ts redeploy    the deployments DEPLOYMENT_KEYS, parted by `;`, one after the other
 * with CTP_PROJECT_KEY, CTP_CLIENT_ID, CTP_CLIENT_SECRET and CTP_REGION. Exits 1 when the platform refuses.
 */
import * as z from 'zod';
import { readEnvironment, runMain, systemWorld } from '../../shared/src/runtime';
import { readConnectFile } from '../../sandbox/connect';
import { createConnectApi } from './connect-api';
import { publish } from './publish';
import { redeploy } from './redeploy';

const expected = (what: string) => z.string(`expected ${what}`);
const client = z.object({
  CTP_PROJECT_KEY: expected('the key of the project'),
  CTP_CLIENT_ID: expected('the id of an API client that may manage connectors'),
  CTP_CLIENT_SECRET: expected('its secret'),
  CTP_REGION: expected('its region, such as europe-west1.gcp'),
});
const publishing = client.extend({
  CONNECTOR_KEY: expected('the key of the ConnectorStaged'),
  REPOSITORY_URL: expected('the address of the repository, ending in .git').regex(
    /\.git$/,
    'must end in .git',
  ),
  TAG: expected('the tag to publish'),
  CERTIFICATION: z.enum(['true', 'false'], 'expected true or false').default('false'),
});
const redeploying = client.extend({ DEPLOYMENT_KEYS: expected('keys of deployments, parted by ;') });

function partsOf(env: z.output<typeof client>) {
  const settings = {
    region: env.CTP_REGION,
    projectKey: env.CTP_PROJECT_KEY,
    clientId: env.CTP_CLIENT_ID,
    clientSecret: env.CTP_CLIENT_SECRET,
  };
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  return { api: createConnectApi(settings, systemWorld.fetch), clock: systemWorld.clock, say };
}

const commands: Readonly<Record<string, () => Promise<void>>> = {
  publish: async () => {
    const env = readEnvironment(publishing, process.env);
    await publish(partsOf(env), {
      connectorKey: env.CONNECTOR_KEY,
      repositoryUrl: env.REPOSITORY_URL,
      tag: env.TAG,
      certification: env.CERTIFICATION === 'true',
    });
  },
  redeploy: async () => {
    const env = readEnvironment(redeploying, process.env);
    const parts = partsOf(env);
    const applications = readConnectFile('.')
      .filter(({ scripts }) => scripts.postDeploy !== '')
      .map(({ name }) => name);
    for (const deploymentKey of env.DEPLOYMENT_KEYS.split(';').map((key) => key.trim()))
      await redeploy(parts, { projectKey: env.CTP_PROJECT_KEY, deploymentKey, applications });
  },
};

runMain(async () => {
  const command = commands[process.argv[2] ?? ''];
  if (command === undefined) throw new Error('Usage: tsx scripts/release/index.ts publish|redeploy');
  await command();
});
