import { createVirtualClock } from '../../sandbox/simulation/virtual-clock';
import { endOfScript, type Fetch } from '../../shared/src/runtime';
import { createConnectApi } from './connect-api';
import { publish } from './publish';
import { redeploy } from './redeploy';

const REGION = 'europe-west1.gcp';
const SETTINGS = { region: REGION, projectKey: 'shop', clientId: 'me', clientSecret: 's:1' };
const STAGED = '/connectors/drafts/key=peoplevox';
const DEPLOYMENT = '/shop/deployments/key=production';

/** Answers each call with the next answer for it, and the last one again and again. */
function setUp(answers: Readonly<Record<string, readonly [object, ...object[]]>>) {
  const clock = createVirtualClock(Date.UTC(2026, 2, 2, 9));
  const asked: string[] = [];
  const queues = new Map(Object.entries(answers).map(([call, list]) => [call, [...list]]));
  const fetch: Fetch = async (input, init) => {
    const request = new Request(input, init);
    const { host, pathname, search } = new URL(request.url);
    const text = await request.text();
    if (host === `auth.${REGION}.commercetools.com`) {
      expect(request.headers.get('authorization')).toBe(`Basic ${Buffer.from('me:s:1').toString('base64')}`);
      return Response.json({ access_token: 'token' });
    }
    expect([host, request.headers.get('authorization')]).toEqual([
      `connect.${REGION}.commercetools.com`,
      'Bearer token',
    ]);
    const call = `${request.method} ${pathname}`;
    if (request.method === 'POST') asked.push(`${call} ${text}`);
    else if (search !== '') asked.push(`${call}${search}`);
    const queue = queues.get(call) ?? [];
    const answer = queue.length > 1 ? queue.shift() : queue[0];
    if (answer === undefined) return Response.json({ message: 'not expected' }, { status: 404 });
    return Response.json(answer);
  };
  const said: string[] = [];
  const parts = {
    api: createConnectApi(SETTINGS, fetch),
    clock,
    say: (line: string) => void said.push(line),
  };
  return { clock, asked, said, parts };
}

const staged = (fields: object) => ({
  version: 7,
  status: 'Draft',
  isPreviewable: 'none',
  repository: { url: 'https://git.example/peoplevox.git', tag: 'v1.0.0' },
  ...fields,
});
const RELEASE = {
  connectorKey: 'peoplevox',
  repositoryUrl: 'https://git.example/peoplevox.git',
  tag: 'v1.1.0',
  certification: false,
};
const entry = (title: string) => ({ entries: [{ type: 'Error', title, message: 'in order-export' }] });

describe('publishing', () => {
  const calls = (...reads: readonly [object, ...object[]]) => ({
    [`GET ${STAGED}`]: reads,
    [`POST ${STAGED}`]: [{}] as const,
  });

  it('points at the tag, waits until it is previewable, publishes it and waits again', async () => {
    const { clock, asked, said, parts } = setUp(
      calls(
        staged({}),
        staged({ version: 7 }),
        staged({ version: 8 }),
        staged({ version: 9, isPreviewable: 'pending' }),
        staged({ version: 9, isPreviewable: 'pending' }),
        staged({ version: 10, isPreviewable: 'true' }),
        staged({ version: 10, isPreviewable: 'true' }),
        staged({ version: 11, status: 'Processing' }),
        staged({ version: 12, status: 'Published' }),
      ),
    );
    await clock.runUntil(publish(parts, RELEASE));
    expect(asked).toEqual([
      `POST ${STAGED} {"version":7,"actions":[{"action":"setRepository","url":"https://git.example/peoplevox.git","tag":"v1.1.0"}]}`,
      `POST ${STAGED} {"version":8,"actions":[{"action":"updatePreviewable"}]}`,
      `POST ${STAGED} {"version":10,"actions":[{"action":"publish","certification":false}]}`,
    ]);
    expect(said.at(-1)).toBe('v1.1.0: Published.');
  });

  it('sets no repository that is set, when it is run again', async () => {
    const repository = { url: RELEASE.repositoryUrl, tag: RELEASE.tag };
    const { clock, asked, parts } = setUp(
      calls(staged({ repository, isPreviewable: 'true', status: 'Published' })),
    );
    await clock.runUntil(publish(parts, RELEASE));
    expect(asked.join('\n')).not.toContain('setRepository');
  });

  it('ends with the report of the platform where that does not pass', async () => {
    const unfit = setUp(
      calls(staged({ isPreviewable: 'false', previewableReport: entry('Unit tests failed') })),
    );
    await expect(unfit.clock.runUntil(publish(unfit.parts, RELEASE))).rejects.toThrow(
      'v1.1.0 is not previewable:\n- Error: Unit tests failed in order-export',
    );
    expect(unfit.asked.join('\n')).not.toContain('publish');
    const failed = setUp(
      calls(staged({ isPreviewable: 'true', status: 'Failed', publishingReport: entry('Scan failed') })),
    );
    await expect(failed.clock.runUntil(publish(failed.parts, RELEASE))).rejects.toThrow(
      'v1.1.0 was not published:\n- Error: Scan failed in order-export',
    );
  });

  it('gives up after three quarters of an hour, and says what the platform refuses', async () => {
    const endless = setUp(calls(staged({ isPreviewable: 'pending' })));
    await expect(endless.clock.runUntil(publish(endless.parts, RELEASE))).rejects.toThrow(
      'Making it previewable was not over after 45 minutes.',
    );
    const unknown = setUp({});
    await expect(unknown.clock.runUntil(publish(unknown.parts, RELEASE))).rejects.toThrow(
      `GET ${STAGED} was answered 404: {"message":"not expected"}`,
    );
  });
});

describe('redeploying', () => {
  const WANTED = {
    projectKey: 'shop',
    deploymentKey: 'production',
    applications: ['order-export', 'sku-audit'],
  };
  const at = (version: number, status: string, details?: object) => ({
    version,
    status,
    ...(details && { details }),
  });
  const line = (details: unknown, severity = 'INFO') => ({ severity, details });
  const page = (...data: object[]) => ({ data, next: '' });
  const done = (application: string) => line({ message: endOfScript(application, 'post-deploy', 'done') });

  it('takes the new version with the configuration as it is, and waits for the word of every script', async () => {
    const { clock, asked, said, parts } = setUp({
      [`GET ${DEPLOYMENT}`]: [
        at(3, 'Deployed'),
        at(3, 'Deployed'),
        at(4, 'Queued'),
        at(4, 'Deploying'),
        at(5, 'Deployed'),
      ],
      [`POST ${DEPLOYMENT}`]: [{}],
      [`GET ${DEPLOYMENT}/logs`]: [
        page(),
        { data: [line('Channel "peoplevox": there already.')], next: 'more' },
        page(done('order-export')),
        page(done('sku-audit')),
      ],
    });
    await clock.runUntil(redeploy(parts, WANTED));
    expect(asked[0]).toBe(
      `POST ${DEPLOYMENT} {"version":3,"actions":[{"action":"redeploy","updateConnector":true}]}`,
    );
    expect(asked[1]).toMatch(/logs\?applicationName=order-export&startDate=2026-03-02T09%3A00/);
    expect(asked[3]).toMatch(/applicationName=order-export.*pageToken=more/);
    expect(said).toContain('  order-export: INFO Channel "peoplevox": there already.');
  });

  it('fails where a script failed although the platform calls it deployed', async () => {
    const failed = line(
      { message: endOfScript('order-export', 'post-deploy', 'failed'), reason: 'no scope' },
      'ERROR',
    );
    const { clock, said, parts } = setUp({
      [`GET ${DEPLOYMENT}`]: [at(3, 'Deployed'), at(4, 'Deployed')],
      [`POST ${DEPLOYMENT}`]: [{}],
      [`GET ${DEPLOYMENT}/logs`]: [page(failed), page(done('sku-audit'))],
    });
    await expect(clock.runUntil(redeploy(parts, WANTED))).rejects.toThrow(
      'post-deploy failed in production: order-export.',
    );
    expect(said.join('\n')).toContain('no scope');
  });

  it('fails with the report of the platform, and where no script says a word', async () => {
    const report = {
      build: {
        id: 'b',
        report: { entries: [{ type: 'Error', title: 'Build failed', application: 'sku-audit' }] },
      },
    };
    const broken = setUp({
      [`GET ${DEPLOYMENT}`]: [at(3, 'Deployed'), at(4, 'Failed', report)],
      [`POST ${DEPLOYMENT}`]: [{}],
    });
    await expect(broken.clock.runUntil(redeploy(broken.parts, WANTED))).rejects.toThrow(
      'production is Failed; the version before it goes on.\n- Error (sku-audit): Build failed',
    );
    const silent = setUp({
      [`GET ${DEPLOYMENT}`]: [at(3, 'Deployed'), at(4, 'Deployed')],
      [`POST ${DEPLOYMENT}`]: [{}],
      [`GET ${DEPLOYMENT}/logs`]: [page()],
    });
    await expect(silent.clock.runUntil(redeploy(silent.parts, WANTED))).rejects.toThrow(
      'post-deploy of order-export in production was not over after 10 minutes.',
    );
  });
});
