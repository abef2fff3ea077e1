import { createTopicPublisher } from '../../reconciliation/src/topic';
import { sleep, systemClock } from '../../shared/src/runtime';
import { findPubSubEmulator, startPubSubEmulator } from '../connect';
import { comesTrue, documentsOf, openStage, type Stage } from '../demo/stage';
import { LIVE_RULES, PERSONAL, placeOrder } from '../simulation/merchant';

const JOB = 'reconciliation';
const RULES = { ...LIVE_RULES, reconciliation: { graceMinutes: 0 } };

let stage: Stage | undefined;

async function open(options: Partial<Parameters<typeof openStage>[0]> = {}): Promise<Stage> {
  const opened = await openStage({
    skus: ['MUG-BLUE', 'MUG-RED'],
    applications: [JOB],
    // Three calls at a time would be true to life, and slow.
    configuration: { PEOPLEVOX_REQUESTS_PER_15_SECONDS: '15' },
    ...options,
  });
  stage = opened;
  await opened.asMerchant('POST', '/channels', { key: 'peoplevox', roles: ['OrderExport'] });
  await opened.setRules(RULES);
  return opened;
}

const run = async (opened: Stage) => (await opened.connect.job(JOB).run()).body;
const statusOf = ({ peoplevox }: Stage, number: string) => peoplevox.floor.orders.get(number)?.status;

afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

describe('reconciliation as a real process', () => {
  it('exports what nobody else did, finds what was deleted, and tells the team', async () => {
    const opened = await open();
    for (const number of ['GB-1', 'GB-2'])
      placeOrder(opened.commercetools, number, [{ sku: 'MUG-BLUE', quantity: 1 }]);
    expect(await run(opened)).toMatchObject({ outcome: 'ran', report: { repaired: 2 } });
    expect([statusOf(opened, 'GB-1'), statusOf(opened, 'GB-2')]).toEqual(['Allocated', 'Allocated']);
    opened.peoplevox.floor.orders.delete('GB-2');
    expect(await run(opened)).toMatchObject({ outcome: 'ran', report: { told: { integration: 'told' } } });
    expect(opened.told).toMatchObject([{ owner: 'integration' }]);
    expect(opened.told[0]?.text).toContain('GB-2');
    expect(documentsOf(opened, 'peoplevox-exceptions')).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ code: 'order-missing-in-peoplevox', status: 'open' }) as unknown,
      ]) as unknown[],
    );
    const written = [...opened.connect.output(), ...opened.told.map(({ text }) => text)].join('\n');
    for (const value of [...PERSONAL, 'sandbox-Pa55', 'connect-secret']) expect(written).not.toContain(value);
  }, 120_000);

  it('works one run at a time, however often it is called', async () => {
    const opened = await open({ peoplevoxLatencyMs: 300 });
    placeOrder(opened.commercetools, 'GB-1', [{ sku: 'MUG-BLUE', quantity: 1 }]);
    const outcomes = await Promise.all([run(opened), run(opened), run(opened)]);
    expect(outcomes.map((body) => (body as { outcome: string }).outcome).sort()).toEqual([
      'busy',
      'busy',
      'ran',
    ]);
  }, 120_000);

  it('goes on after it was killed in the middle of a run, and every order is there once', async () => {
    const opened = await open({ peoplevoxLatencyMs: 400 });
    const numbers = Array.from({ length: 30 }, (_, index) => `KILL-${index}`);
    for (const number of numbers) placeOrder(opened.commercetools, number, [{ sku: 'MUG-RED', quantity: 1 }]);
    const application = opened.connect.application(JOB);
    void run(opened);
    await sleep(systemClock, 2_500);
    const [victim] = application.instances();
    if (victim === undefined) throw new Error('It runs.');
    await victim.kill();
    await application.restart(victim);
    const allThere = () => numbers.every((number) => statusOf(opened, number) === 'Allocated');
    for (let call = 0; call < 20 && !allThere(); call += 1) {
      await run(opened);
      await comesTrue(allThere, 10_000, 500);
    }
    expect(allThere()).toBe(true);
    expect(opened.peoplevox.floor.orders.size).toBe(numbers.length);
    expect(opened.peoplevox.violations).toEqual([]);
  }, 300_000);
});

const jar = findPubSubEmulator();
(jar === undefined ? describe.skip : describe)('the topic, with Google’s own library and emulator', () => {
  it('gets each item with the attributes that repeats are told by', async () => {
    const emulator = await startPubSubEmulator(jar ?? '');
    const rest = async (method: string, path: string, body: object) =>
      (
        await fetch(`${emulator.url}/v1/projects/shop/${path}`, {
          method,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
      ).json();
    try {
      await rest('PUT', 'topics/exceptions', {});
      await rest('PUT', 'subscriptions/reader', { topic: 'projects/shop/topics/exceptions' });
      process.env['PUBSUB_EMULATOR_HOST'] = new URL(emulator.url).host;
      const publish = createTopicPublisher({
        topic: { projectId: 'shop', topicId: 'exceptions' },
        credentials: undefined,
      });
      await publish([
        {
          id: 'peoplevox-exceptions/a/3',
          container: 'peoplevox-exceptions',
          key: 'a',
          modifiedAt: '2026-03-02T09:00:00.000Z',
          value: { code: 'short-pick', status: 'open' },
        },
      ]);
      const pulled = (await rest('POST', 'subscriptions/reader:pull', { maxMessages: 5 })) as {
        receivedMessages: { message: { data: string; attributes: object } }[];
      };
      const [first] = pulled.receivedMessages;
      expect(JSON.parse(Buffer.from(first?.message.data ?? '', 'base64').toString())).toEqual({
        code: 'short-pick',
        status: 'open',
      });
      expect(first?.message.attributes).toMatchObject({ id: 'peoplevox-exceptions/a/3', key: 'a' });
    } finally {
      delete process.env['PUBSUB_EMULATOR_HOST'];
      await emulator.stop();
    }
  }, 90_000);
});
