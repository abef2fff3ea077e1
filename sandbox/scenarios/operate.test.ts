import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { comesTrue, documentsOf, openStage, type Stage } from '../demo/stage';
import { API_CLIENT, commercetoolsEnvironment, REPOSITORY, TENANT } from '../simulation/merchant';

const SKUS = ['MUG-BLUE', 'MUG-RED'];

let stage: Stage;
let folder: string;

interface Ran {
  readonly code: number;
  readonly output: string;
}

/** A command as a person runs it; what it needs stands in the environment. */
function run(
  command: string,
  args: readonly string[],
  overrides: Readonly<Record<string, string>> = {},
  input = '',
) {
  return new Promise<Ran>((settle) => {
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', `operate/${command}/index.ts`, ...args],
      {
        cwd: REPOSITORY,
        env: {
          PATH: process.env['PATH'],
          ...commercetoolsEnvironment(API_CLIENT, stage.commercetoolsUrl),
          PEOPLEVOX_URL: stage.peoplevoxUrl,
          PEOPLEVOX_CLIENT_ID: TENANT.clientId,
          PEOPLEVOX_USERNAME: TENANT.username,
          PEOPLEVOX_PASSWORD: TENANT.password,
          PEOPLEVOX_REQUESTS_PER_15_SECONDS: '15',
          ...overrides,
        },
      },
      (_, stdout, stderr) => settle({ code: child.exitCode ?? -1, output: stdout + stderr }),
    );
    child.stdin?.end(input);
  });
}

const keysOf = ({ commercetools }: Stage) =>
  [...commercetools.project.collections['key-value-document'].values()].map(({ key }) => key);
const rulesOf = () =>
  documentsOf(stage, 'peoplevox-connector').find((value) => JSON.stringify(value).includes('"mode"'));
const writes = () =>
  stage.commercetools.journal
    .filter(({ method, path }) => method !== 'GET' && !path.includes('/oauth/'))
    .map(({ method, path }) => `${method} ${path}`);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'operate-'));
  stage = await openStage({ skus: SKUS, applications: ['order-export', 'despatch-processor'] });
  // Once order-export has had the test notification of its Subscription, the applications are idle: what is written then
  // is the commands' own.
  await comesTrue(() => keysOf(stage).includes('alive-order-export'));
  stage.peoplevox.settings.limit = null;
}, 60_000);

afterAll(async () => {
  await stage.close();
  rmSync(folder, { recursive: true });
});

describe('the commands of whoever installs and operates, run against both systems', () => {
  it('doctor says what is to be mended after a first deployment, by whom, and writes nothing', async () => {
    const before = writes();
    const { code, output } = await run('doctor', []);
    expect(output).toContain('ok     What the deployments made');
    expect(output).toContain('no shipping method is mapped to a Service type');
    expect(output).toContain('Nothing to mend.');
    expect(code).toBe(0);
    expect(writes()).toEqual(before);

    const closed = await run('doctor', [], { PEOPLEVOX_PASSWORD: 'not-the-pa55' });
    expect(closed.code).toBe(1);
    expect(closed.output).toContain('Peoplevox refused the log-in');
    for (const secret of [TENANT.password, 'not-the-pa55', API_CLIENT.secret])
      expect(output + closed.output).not.toContain(secret);
  }, 60_000);

  it('doctor names every key of the environment that lacks', async () => {
    const { code, output } = await run('doctor', [], { CTP_PROJECT_KEY: '', PEOPLEVOX_CLIENT_ID: '' });
    expect(code).toBe(1);
    expect(output).toMatch(/CTP_PROJECT_KEY is missing[^]*PEOPLEVOX_CLIENT_ID is missing/);
  }, 60_000);

  it('configure asks at the terminal, shows the difference and writes; run again it has nothing to change', async () => {
    const asked = await run('configure', [], {}, ['', '', '1', '', '', 'yes', ''].join('\n'));
    expect(asked.output).toContain('+ orderExport.paymentStates: ["Paid"]');
    expect(asked.output).toContain('Written; in force within a minute.');
    expect(asked.code).toBe(0);
    expect(rulesOf()).toMatchObject({
      mode: { orders: 'shadow' },
      sites: [{ reference: 'PrimarySite' }],
      orderExport: { paymentStates: ['Paid'] },
    });

    const before = writes();
    writeFileSync(join(folder, 'answers.json'), '{}');
    const again = await run('configure', ['--answers', join(folder, 'answers.json'), '--yes']);
    expect(again.output).toContain('nothing to change');
    expect(again.code).toBe(0);
    expect(writes()).toEqual(before);
  }, 60_000);

  it('configure writes nothing when the answers end too early', async () => {
    await stage.setRules({ mode: { orders: 'off' } });
    const { code, output } = await run('configure', [], {}, '1\n');
    expect(code).toBe(1);
    expect(output).toContain('The answers ended before the questions');
    expect(rulesOf()).toEqual({ mode: { orders: 'off' } });
  }, 60_000);

  it('doctor --qa tries one order out, says what is refuted and what to do then, and cleans up', async () => {
    await stage.setRules({ defaultServiceType: 'RM48', skuAudit: { barcodeAttribute: '' } });
    stage.peoplevox.settings.lineDeletion = 'refuse';
    const subscribed = stage.peoplevox.subscriptions.active().length;
    const { code, output } = await run('doctor', ['--qa', '--item', 'MUG-RED']);
    expect(output).toContain('Nothing to mend.');
    expect(output).toMatch(
      /refuted {4}SaveData with Action 2[^]*Then: Set orderExport\.removedLines to zero or report/,
    );
    expect(output).toMatch(/Test order TEST-\w+: \d\d confirmed, 1 refuted, \d+ not tested\./);
    expect(code).toBe(1);
    expect([...stage.peoplevox.floor.orders.values()]).toMatchObject([{ status: 'Cancelled' }]);
    expect(stage.peoplevox.subscriptions.active()).toHaveLength(subscribed);
  }, 120_000);

  it('doctor --qa sends nothing to a tenant that is no QA one', async () => {
    const orders = stage.peoplevox.floor.orders.size;
    const { code, output } = await run('doctor', ['--qa'], { PEOPLEVOX_CLIENT_ID: 'realshop' });
    expect(code).toBe(1);
    expect(output).toContain('Tenant realshop does not look like a QA tenant');
    expect(stage.peoplevox.floor.orders.size).toBe(orders);
  }, 60_000);
});
