import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startConnect, type Connect, type ConnectOptions } from '.';
import { record, text } from './record';

const connectYaml = `
inheritAs:
  apiClient: { scopes: [manage_orders] }
  configuration:
    standardConfiguration:
      - { key: LOG_LEVEL, description: d, default: 'info' }
deployAs:
  - name: order-export
    applicationType: event
    endpoint: /order-export
    scripts: { postDeploy: npm run --silent connector:post-deploy, preUndeploy: npm run --silent connector:pre-undeploy }
    healthCheck: { path: /status }
    configuration:
      standardConfiguration:
        - { key: PEOPLEVOX_URL, description: d, required: true }
        - { key: START, description: d }
        - { key: POST_DEPLOY, description: d }
      securedConfiguration:
        - { key: PEOPLEVOX_PASSWORD, description: d, required: true }
  - name: nightly
    applicationType: job
    endpoint: /nightly
    properties: { schedule: '* * * * * *' }
  - name: never-deployed
    applicationType: service
    endpoint: /never
`;

/** Answers /env with its environment; takes pushes after 50 ms, each with a log line. */
const application = `
if (process.env.START === 'broken') { console.error('cannot start: no such tenant'); process.exit(3); }
const http = require('node:http');
http.createServer((request, response) => {
  if (request.url === '/env') return response.end(JSON.stringify(process.env));
  if (request.url === '/status') return response.end();
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => setTimeout(() => {
    console.log(JSON.stringify({ pid: process.pid, took: body }));
    response.writeHead(204).end();
  }, 50));
}).listen(process.env.PORT);
`;
const script = `
console.log(JSON.stringify({ script: process.argv[1].includes('post') ? 'post' : 'pre', ...process.env }));
process.exit(process.env.POST_DEPLOY === 'fails' ? 1 : 0);
`;

let repository: string;
const deployed: Connect[] = [];

beforeAll(() => {
  repository = mkdtempSync(join(tmpdir(), 'connect-test-'));
  writeFileSync(join(repository, 'connect.yaml'), connectYaml);
  const nightly = join(repository, 'nightly');
  mkdirSync(join(nightly, 'dist'), { recursive: true });
  writeFileSync(
    join(nightly, 'package.json'),
    JSON.stringify({ name: 'nightly', scripts: { start: 'node dist/index.js' } }),
  );
  writeFileSync(join(nightly, 'dist', 'index.js'), application);
  const folder = join(repository, 'order-export');
  mkdirSync(join(folder, 'dist', 'connector'), { recursive: true });
  mkdirSync(join(folder, 'node_modules', 'left-behind'), { recursive: true });
  const scripts = {
    start: 'node dist/index.js',
    'connector:post-deploy': 'node dist/connector/post-deploy.js',
    'connector:pre-undeploy': 'node dist/connector/pre-undeploy.js',
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'order-export', scripts }));
  writeFileSync(join(folder, 'dist', 'index.js'), application);
  writeFileSync(join(folder, 'dist', 'connector', 'post-deploy.js'), script);
  writeFileSync(join(folder, 'dist', 'connector', 'pre-undeploy.js'), script);
});
afterEach(() => Promise.all(deployed.splice(0).map((connect) => connect.stop())));
afterAll(() => rmSync(repository, { recursive: true }));

const configuration = { PEOPLEVOX_URL: 'http://127.0.0.1:1', PEOPLEVOX_PASSWORD: 'in-clear' };

async function start(options: Partial<ConnectOptions> = {}): Promise<Connect> {
  const connect = await startConnect({
    repository,
    apiClient: { CTP_PROJECT_KEY: 'shop' },
    configuration: { 'order-export': configuration },
    retryPolicy: { minBackoffMs: 50, maxBackoffMs: 200 },
    postDeploy: false,
    ...options,
  });
  deployed.push(connect);
  return connect;
}

const google = { type: 'GoogleCloudPubSub', projectId: 'sandbox', topic: 'order-export' };
const logged = (lines: readonly string[]): Record<string, unknown>[] =>
  lines.map((line) => record(JSON.parse(line)));
const someText: unknown = expect.any(String);
const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}`);

describe('the Connect runtime', () => {
  it('gives an application what is declared, the API client and the port, and nothing of the host', async () => {
    process.env['SECRET_OF_THE_HOST'] = 'x';
    const connect = await start();
    const [instance] = connect.application('order-export').instances();
    const environment: unknown = await (await fetch(`${instance?.url}/env`)).json();
    expect(environment).toEqual({
      PATH: someText,
      HOME: someText,
      NODE_ENV: 'production',
      CTP_PROJECT_KEY: 'shop',
      ...configuration,
      LOG_LEVEL: 'info',
      PORT: String(instance?.port),
      K_SERVICE: 'order-export',
      K_REVISION: 'order-export-00001',
      K_CONFIGURATION: 'order-export',
    });
  });

  it('names every fault of a configuration before anything starts', async () => {
    const faulty = { 'order-export': { PEOPLEVOX_URL: '', OTHER: 'x' } };
    await expect(start({ configuration: faulty })).rejects.toThrow(
      'Configuration of order-export: OTHER is not declared; PEOPLEVOX_URL is required; PEOPLEVOX_PASSWORD is required.',
    );
  });

  it('runs post-deploy with the topic and the address of the application', async () => {
    const connect = await start({ postDeploy: true });
    const [instance] = connect.application('order-export').instances();
    expect(logged(connect.output())).toEqual([
      expect.objectContaining({
        script: 'post',
        CONNECT_SERVICE_URL: `${instance?.url}/order-export`,
        CONNECT_SUBSCRIPTION_DESTINATION: 'GoogleCloudPubSub',
        CONNECT_GCP_PROJECT_ID: 'sandbox',
        CONNECT_GCP_TOPIC_NAME: 'order-export',
        PEOPLEVOX_PASSWORD: 'in-clear',
      }),
    ]);
  });

  it('tells the scripts of the topic at Amazon, and pushes as SNS does', async () => {
    const connect = await start({ postDeploy: true, cloud: 'aws' });
    const topicArn = 'arn:aws:sns:eu-central-1:000000000000:order-export';
    await connect.publish({ type: 'SNS', topicArn }, { type: 'OrderCreated' });
    await connect.broker('order-export').drained();
    const [push, postDeploy] = logged(connect.output());
    expect(postDeploy).toMatchObject({
      CONNECT_SUBSCRIPTION_DESTINATION: 'SNS',
      CONNECT_AWS_TOPIC_ARN: topicArn,
    });
    expect(JSON.parse(text(push?.['took']))).toMatchObject({
      Type: 'Notification',
      Message: '{"type":"OrderCreated"}',
    });
  });

  it('fails the deployment, in the words of the script, when post-deploy fails', async () => {
    const failing = { 'order-export': { ...configuration, POST_DEPLOY: 'fails' } };
    await expect(start({ postDeploy: true, configuration: failing })).rejects.toThrow(
      /postDeploy of order-export ended with 1:\n.*"POST_DEPLOY":"fails"/,
    );
  });

  it('fails the deployment, in the words of the application, when it does not start', async () => {
    const broken = { 'order-export': { ...configuration, START: 'broken' } };
    await expect(start({ configuration: broken })).rejects.toThrow('cannot start: no such tenant');
  });

  it('refuses a message for a topic that does not exist', async () => {
    const connect = await start();
    await expect(connect.publish({ ...google, topic: 'other' }, {})).rejects.toThrow(
      'There is no topic for {',
    );
  });

  it('delivers again after kill -9 in the middle of a push', async () => {
    const connect = await start();
    const exporter = connect.application('order-export');
    const [first] = exporter.instances();
    if (first === undefined) throw new Error('No instance.');
    await connect.publish(google, { type: 'OrderCreated' });
    await first.kill();
    expect(exporter.urls()).toEqual([]);
    const second = await exporter.restart(first);
    await connect.broker('order-export').drained();
    expect(second.port).toBe(first.port);
    expect(logged(connect.output()).map(({ pid }) => pid)).toEqual([second.pid]);
  });

  it('spreads messages over two instances', async () => {
    const connect = await start({ instances: { 'order-export': 2 } });
    for (let order = 0; order < 4; order += 1) await connect.publish(google, { order });
    await connect.broker('order-export').drained();
    const pids = logged(connect.output()).map(({ pid }) => pid);
    const instances = connect.application('order-export').instances();
    expect(instances.map(({ pid }) => pids.filter((candidate) => Number(candidate) === pid).length)).toEqual([
      2, 2,
    ]);
  });

  it('calls a job on its schedule and on demand', async () => {
    const connect = await start({ configuration: { nightly: {} } });
    const job = connect.job('nightly');
    while (job.answers.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await job.run()).toEqual({ status: 204, body: '' });
    expect(logged(connect.output()).length).toBeGreaterThanOrEqual(2);
    const unscheduled = await start({ configuration: { nightly: {} }, schedules: false });
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(unscheduled.output()).toEqual([]);
  });

  it('runs pre-undeploy and leaves no process and no image behind', async () => {
    const connect = await start();
    const [instance] = connect.application('order-export').instances();
    await connect.undeploy();
    const [preUndeploy] = logged(connect.output());
    const image = text(preUndeploy?.['PWD']);
    expect(preUndeploy).toMatchObject({ script: 'pre' });
    expect(image).toContain('order-export');
    expect(isAlive(instance?.pid ?? 0)).toBe(false);
    expect(existsSync(image)).toBe(false);
  });

  it('runs the application from a copy without modules and without sibling folders', async () => {
    const connect = await start({ postDeploy: true });
    const [postDeploy] = logged(connect.output());
    const image = text(postDeploy?.['PWD']);
    expect(existsSync(join(image, 'dist', 'index.js'))).toBe(true);
    expect(existsSync(join(image, 'node_modules'))).toBe(false);
    expect(existsSync(join(image, '..', 'never-deployed'))).toBe(false);
  });

  it('says how to build an application that is not built', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'connect-empty-'));
    writeFileSync(join(empty, 'connect.yaml'), connectYaml);
    mkdirSync(join(empty, 'order-export'));
    writeFileSync(join(empty, 'order-export', 'package.json'), '{"scripts":{"start":"node dist/index.js"}}');
    await expect(start({ repository: empty })).rejects.toThrow(
      'dist/index.js is missing. Run `npm run setup -- --build`',
    );
    rmSync(empty, { recursive: true });
  });
});
