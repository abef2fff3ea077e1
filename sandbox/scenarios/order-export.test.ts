import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { sleep, systemClock } from '../../shared/src/runtime';
import { comesTrue, documentsOf, openStage, type Stage } from '../demo/stage';
import { API_CLIENT, PERSONAL, placeOrder, REPOSITORY, TENANT } from '../simulation/merchant';

const SKUS = ['MUG-BLUE', 'MUG-RED'];

let stage: Stage | undefined;

async function open(options: Partial<Parameters<typeof openStage>[0]> = {}): Promise<Stage> {
  stage = await openStage({ skus: SKUS, applications: ['order-export'], ...options });
  await stage.setRules();
  return stage;
}

const statuses = ({ peoplevox }: Stage) =>
  new Map(
    [...peoplevox.floor.orders.values()].map(({ number, status, lines }) => [
      number,
      `${status} ${lines.length}`,
    ]),
  );

beforeAll(() => {
  if (!existsSync(resolve(REPOSITORY, 'order-export/dist/index.js')))
    throw new Error(
      'The applications are not built: run `npm run setup -- --build`, or `npm test`, which does.',
    );
});

/** All that the processes wrote, into their logs and into commercetools, in every scenario of this file. */
const written: string[] = [];

afterEach(async () => {
  if (stage !== undefined) {
    await stage.close();
    const documents = [...stage.commercetools.project.collections['key-value-document'].values()];
    written.push(...stage.connect.output(), ...documents.map((document) => JSON.stringify(document)));
  }
  stage = undefined;
});

const exceptionsOf = (opened: Stage) => documentsOf(opened, 'peoplevox-exceptions');
const areAllocated = (opened: Stage, numbers: readonly string[]) => () =>
  numbers.every((number) => statuses(opened).get(number) === 'Allocated 1');

describe('order-export as a real process', () => {
  it('exports orders that come through SNS, as in the AWS regions', async () => {
    const { commercetools, ...rest } = await open({ connect: { cloud: 'aws' } });
    placeOrder(commercetools, 'AWS-1', [{ sku: 'MUG-BLUE', quantity: 1 }]);
    await expect(
      comesTrue(() => statuses({ commercetools, ...rest }).get('AWS-1') === 'Allocated 1'),
    ).resolves.toBe(true);
  }, 60_000);

  it('acknowledges what is no JSON, and keeps it as an exception', async () => {
    const opened = await open();
    const [url = ''] = opened.connect.application('order-export').urls();
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"mess',
    });
    expect(answer.status).toBe(200);
    expect(documentsOf(opened, 'peoplevox-exceptions')).toMatchObject([
      { code: 'message-unreadable', owner: 'integration', status: 'open' },
    ]);
  }, 60_000);

  it('leaves the project as it found it when it is undeployed before it exported anything', async () => {
    const opened = await open();
    const { collections } = opened.commercetools.project;
    const ours = () => [
      collections.subscription.find('key', 'peoplevox-order-export')?.key,
      collections.channel.find('key', 'peoplevox')?.key,
    ];
    expect(ours()).toEqual(['peoplevox-order-export', 'peoplevox']);
    await opened.connect.application('order-export').runScript('postDeploy');
    await opened.connect.undeploy();
    expect(ours()).toEqual([undefined, undefined]);
  }, 60_000);

  it('says everything that is in the way when it cannot be deployed', async () => {
    await expect(
      openStage({
        skus: SKUS,
        applications: ['order-export'],
        configuration: { PEOPLEVOX_PASSWORD: 'wrong' },
      }),
    ).rejects.toThrow(/order-export cannot be deployed:\n- /);
  }, 60_000);

  it('reaches the same end when its processes are killed again and again', async () => {
    const opened = await open({ peoplevoxLatencyMs: 150, connect: { instances: { 'order-export': 2 } } });
    const application = opened.connect.application('order-export');
    const numbers = Array.from({ length: 24 }, (_, index) => `KILL-${index}`);
    for (const [index, number] of numbers.entries()) {
      placeOrder(opened.commercetools, number, [{ sku: SKUS[index % 2] ?? '', quantity: 1 }]);
      await sleep(systemClock, 350);
      if (index % 4 !== 3) continue;
      const victim = application.instances()[0];
      if (victim === undefined) continue;
      await victim.kill();
      await application.restart(victim);
    }
    const allThere = () => numbers.every((number) => statuses(opened).get(number) === 'Allocated 1');
    await expect(comesTrue(allThere, 150_000)).resolves.toBe(true);
    const marked = () =>
      numbers.every(
        (number) =>
          opened.commercetools.project.collections.order.find('orderNumber', number)?.syncInfo[0]
            ?.externalId === number,
      );
    await expect(comesTrue(marked, 60_000)).resolves.toBe(true);
    expect(statuses(opened).size).toBe(numbers.length);
    expect(opened.peoplevox.violations).toEqual([]);
    expect(opened.peoplevox.peak()).toBeLessThanOrEqual(7);
  }, 240_000);

  it.each(['429-retry-after', '503', 'refusal'] as const)(
    'slows down when Peoplevox throttles it by %s, and loses nothing',
    async (answer) => {
      const opened = await open();
      opened.peoplevox.settings.limit = { requests: 2, windowMs: 15_000, answer };
      const numbers = [1, 2, 3].map((count) => `SLOW-${count}`);
      for (const number of numbers)
        placeOrder(opened.commercetools, number, [{ sku: 'MUG-BLUE', quantity: 1 }]);
      const wasThrottled = () => opened.peoplevox.journal.some(({ outcome }) => outcome === 'throttled');
      await expect(comesTrue(wasThrottled)).resolves.toBe(true);
      opened.peoplevox.settings.limit = { requests: 15, windowMs: 15_000, answer };
      await expect(comesTrue(areAllocated(opened, numbers), 200_000)).resolves.toBe(true);
      expect(opened.peoplevox.violations).toEqual([]);
      expect(exceptionsOf(opened)).toEqual([]);
    },
    240_000,
  );

  it('waits while Peoplevox is away, tells it once, and goes on by itself', async () => {
    const opened = await open();
    opened.peoplevox.away = true;
    const numbers = [1, 2, 3].map((count) => `AWAY-${count}`);
    for (const number of numbers) placeOrder(opened.commercetools, number, [{ sku: 'MUG-RED', quantity: 1 }]);
    const told = (status: string) => () =>
      JSON.stringify(exceptionsOf(opened)).includes(`"status":"${status}"`);
    await expect(comesTrue(told('open'))).resolves.toBe(true);
    opened.peoplevox.away = false;
    await expect(comesTrue(areAllocated(opened, numbers), 120_000)).resolves.toBe(true);
    await expect(comesTrue(told('resolved'))).resolves.toBe(true);
    expect(exceptionsOf(opened)).toMatchObject([
      { code: 'peoplevox-unavailable', status: 'resolved', occurrences: expect.any(Number) as unknown },
    ]);
  }, 240_000);

  it('logs in again when Peoplevox has ended its session, between orders and in the middle of one', async () => {
    const opened = await open();
    const place = async (number: string) => {
      placeOrder(opened.commercetools, number, [{ sku: 'MUG-RED', quantity: 1 }]);
      await expect(comesTrue(areAllocated(opened, [number]))).resolves.toBe(true);
    };
    await place('SESSION-1');
    opened.peoplevox.endSessions();
    await place('SESSION-2');
    opened.peoplevox.faults.set({
      operation: 'SaveData',
      template: 'Sales order items',
      fault: { kind: 'session-lost' },
    });
    await place('SESSION-3');
    expect(opened.peoplevox.violations).toEqual([]);
  }, 200_000);

  it('does not repeat what Peoplevox says about a customer', async () => {
    const opened = await open();
    opened.peoplevox.faults.set({
      operation: 'SaveData',
      template: 'Sales orders',
      times: 9,
      fault: { kind: 'refuse', words: `${PERSONAL.join(', ')}: not welcome` },
    });
    placeOrder(opened.commercetools, 'QUOTE-1', [{ sku: 'MUG-RED', quantity: 1 }]);
    const held = () => exceptionsOf(opened).length > 0;
    await expect(comesTrue(held)).resolves.toBe(true);
    expect(exceptionsOf(opened)).toMatchObject([{ code: 'order-rejected', status: 'open' }]);
  }, 60_000);

  it('has written no personal data and no secret in all of these scenarios', () => {
    const all = written.join('\n');
    for (const evidence of ['Order message handled.', 'order-rejected', 'peoplevox-orders', 'not welcome'])
      expect(all).toContain(evidence);
    const { password } = TENANT;
    const encoded = Buffer.from(password, 'utf8').toString('base64');
    for (const secret of [...PERSONAL, password, encoded, API_CLIENT.secret, 'Bearer ', 'SessionId'])
      expect(all).not.toContain(secret);
  });
});
