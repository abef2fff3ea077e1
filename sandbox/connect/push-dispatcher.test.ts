import type { Fetch } from '../../shared/src/runtime';
import { createVirtualClock, type VirtualClock } from '../simulation/virtual-clock';
import type { Broker, PushSubscription } from './broker';
import { pubSubEnvelope, snsEnvelope, type Envelope } from './envelope';
import { createPushDispatcher } from './push-dispatcher';

const HOUR_MS = 3_600_000;
const start = Date.UTC(2026, 10, 23);

interface Push {
  readonly at: number;
  readonly url: string;
  readonly init: RequestInit | undefined;
}

interface Setup {
  readonly clock: VirtualClock;
  readonly pushes: Push[];
  readonly broker: Broker;
}

/** A dispatcher in virtual time whose application answers as `answer` says; `at` counts from the start. */
function setUp(
  answer: (push: Push) => number | Promise<number>,
  subscription: Partial<PushSubscription> = {},
  options: { envelope?: Envelope; retentionMs?: number; maxInFlight?: number; random?: number } = {},
): Setup {
  const clock = createVirtualClock(start);
  const pushes: Push[] = [];
  const fetch: Fetch = async (input, init) => {
    const push = {
      at: clock.now() - start,
      url: input instanceof Request ? input.url : input.toString(),
      init,
    };
    pushes.push(push);
    return new Response(null, { status: await answer(push) });
  };
  const { envelope = pubSubEnvelope('projects/p/subscriptions/s'), random = 0, ...rest } = options;
  const broker = createPushDispatcher(
    {
      name: 'orders',
      endpoints: () => ['http://app.test/order-export'],
      ackDeadlineMs: 10_000,
      minBackoffMs: 10_000,
      maxBackoffMs: 600_000,
      ...subscription,
    },
    { clock, fetch, random: () => random },
    { envelope, ...rest },
  );
  return { clock, pushes, broker };
}

const times = (pushes: readonly Push[]): number[] => pushes.map(({ at }) => at / 1000);

describe('the push dispatcher', () => {
  it.each([200, 201, 202, 204])('takes status %i as an acknowledgement', async (status) => {
    const { clock, broker, pushes } = setUp(() => status);
    await broker.publish({ id: 'm1' });
    await clock.advance(HOUR_MS);
    expect(pushes).toHaveLength(1);
    expect(broker.stats()).toMatchObject({ acknowledged: 1, outstanding: 0 });
  });

  it.each([203, 400, 404, 429, 500, 503])('delivers again after status %i', async (status) => {
    const { clock, broker, pushes } = setUp(({ at }) => (at === 0 ? status : 204));
    await broker.publish({ id: 'm1' });
    await clock.advance(HOUR_MS);
    expect(times(pushes)).toEqual([0, 10]);
  });

  it('doubles the wait from 10 s up to 10 minutes and never gives up within the retention', async () => {
    const { clock, broker, pushes } = setUp(() => 503);
    await broker.publish({ id: 'm1' });
    await clock.advance(HOUR_MS);
    expect(times(pushes)).toEqual([0, 10, 30, 70, 150, 310, 630, 1230, 1830, 2430, 3030]);
  });

  it('spreads redeliveries by up to a quarter of the wait', async () => {
    const { clock, broker, pushes } = setUp(() => 503, {}, { random: 0.8 });
    await broker.publish({ id: 'm1' });
    await clock.advance(40_000);
    expect(times(pushes)).toEqual([0, 12, 36]);
  });

  it('takes an answer after the deadline for none', async () => {
    const setup: Setup = setUp(async ({ at }) => {
      if (at === 0) await new Promise<void>((resolve) => void setup.clock.after(10_500, resolve));
      return 204;
    });
    await setup.broker.publish({ id: 'm1' });
    await setup.clock.advance(HOUR_MS);
    expect(times(setup.pushes)).toEqual([0, 20]);
    expect(setup.broker.stats()).toMatchObject({ timedOut: 1, acknowledged: 1, refused: 0 });
  });

  it('aborts the request at the deadline', async () => {
    const { clock, broker, pushes } = setUp(() => new Promise<number>(() => undefined));
    await broker.publish({ id: 'm1' });
    await clock.advance(9_999);
    expect(pushes[0]?.init?.signal?.aborted).toBe(false);
    await clock.advance(1);
    expect(pushes[0]?.init?.signal?.aborted).toBe(true);
  });

  it('counts a connection that fails as a refusal and comes again', async () => {
    const { clock, broker } = setUp(({ at }) =>
      at === 0 ? Promise.reject(new TypeError('fetch failed')) : 204,
    );
    await broker.publish({ id: 'm1' });
    await clock.advance(HOUR_MS);
    expect(broker.stats()).toMatchObject({ refused: 1, acknowledged: 1 });
  });

  it('delivers after eight hours in which no instance was there', async () => {
    const endpoints: string[] = [];
    const { clock, broker, pushes } = setUp(() => 204, { endpoints: () => endpoints });
    await broker.publish({ id: 'm1' });
    await clock.advance(8 * HOUR_MS);
    expect(pushes).toHaveLength(0);
    endpoints.push('http://app.test/order-export');
    await clock.runUntil(broker.drained());
    expect(broker.stats()).toMatchObject({ acknowledged: 1, expired: 0 });
  });

  it('gives a message up after the retention', async () => {
    const { clock, broker } = setUp(() => 503, {}, { retentionMs: HOUR_MS });
    await broker.publish({ id: 'm1' });
    await clock.runUntil(broker.drained());
    expect(broker.stats()).toMatchObject({ expired: 1, outstanding: 0 });
    expect(clock.now() - start).toBeLessThanOrEqual(HOUR_MS);
  });

  it('keeps no more requests under way than it may', async () => {
    let underWay = 0;
    let most = 0;
    const setup: Setup = setUp(
      async () => {
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise<void>((resolve) => void setup.clock.after(100, resolve));
        underWay -= 1;
        return 204;
      },
      {},
      { maxInFlight: 3 },
    );
    for (let order = 0; order < 10; order += 1) await setup.broker.publish({ order });
    await setup.clock.runUntil(setup.broker.drained());
    expect(most).toBe(3);
    expect(setup.broker.stats().acknowledged).toBe(10);
  });

  it('pushes nothing after it was stopped', async () => {
    const { clock, broker, pushes } = setUp(() => 503);
    await broker.publish({ id: 'm1' });
    await clock.settle();
    await broker.stop();
    await clock.advance(HOUR_MS);
    expect(pushes).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it('wraps the payload as Amazon SNS does, with its misleading content type', async () => {
    const envelope = snsEnvelope('arn:aws:sns:eu-central-1:1:orders');
    const { clock, broker, pushes } = setUp(() => 200, {}, { envelope });
    await broker.publish({ type: 'OrderCreated' });
    await clock.settle();
    expect(pushes[0]?.init?.headers).toMatchObject({ 'content-type': 'text/plain; charset=UTF-8' });
    const body = pushes[0]?.init?.body;
    expect(typeof body === 'string' && JSON.parse(body)).toMatchObject({
      Type: 'Notification',
      TopicArn: 'arn:aws:sns:eu-central-1:1:orders',
      Message: '{"type":"OrderCreated"}',
      Timestamp: '2026-11-23T00:00:00.000Z',
    });
  });
});
