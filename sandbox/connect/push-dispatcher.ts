import { DeadlineExceeded, withDeadline, type Cancel, type World } from '../../shared/src/runtime';
import { acknowledging, inTurn, type Broker, type BrokerStats, type PushSubscription } from './broker';
import { createDrain } from './drain';
import type { Envelope, QueuedMessage } from './envelope';

type Outcome = 'acknowledged' | 'refused' | 'timedOut';

interface Delivery {
  readonly message: QueuedMessage;
  attempts: number;
}

interface DispatcherOptions {
  readonly envelope: Envelope;
  /** Unacknowledged messages are dropped after this long; Connect keeps them for 7 days. */
  readonly retentionMs?: number;
  /** Pushes under way at a time. */
  readonly maxInFlight?: number;
}

const SEVEN_DAYS_MS = 7 * 86_400_000;

/**
 * A push queue in this process, with Pub/Sub's rules: at least once, in no promised order, an acknowledgement deadline
 * after which the answer no longer counts, redelivery with exponential backoff and up to 25 % of jitter. Needs nothing
 * but the given world, so that it also runs in virtual time.
 */
export function createPushDispatcher(
  subscription: PushSubscription,
  world: World,
  options: DispatcherOptions,
): Broker {
  const { clock, random } = world;
  const { envelope, retentionMs = SEVEN_DAYS_MS, maxInFlight = 1000 } = options;
  const nextEndpoint = inTurn(() => subscription.endpoints());
  const counts = { published: 0, pushes: 0, acknowledged: 0, refused: 0, timedOut: 0, expired: 0 };
  const ready: Delivery[] = [];
  const backingOff = new Set<Cancel>();
  const stopping = new AbortController();
  let inFlight = 0;

  const outstanding = (): number => counts.published - counts.acknowledged - counts.expired;
  const drain = createDrain(outstanding);

  async function request({ message }: Delivery, signal: AbortSignal): Promise<Outcome> {
    const endpoint = nextEndpoint();
    if (endpoint === undefined) return 'refused';
    const response = await world.fetch(endpoint, { method: 'POST', ...envelope(message), signal });
    await response.body?.cancel();
    return acknowledging.has(response.status) ? 'acknowledged' : 'refused';
  }

  async function push(delivery: Delivery): Promise<Outcome> {
    try {
      return await withDeadline(clock, subscription.ackDeadlineMs, (deadline) =>
        request(delivery, AbortSignal.any([deadline, stopping.signal])),
      );
    } catch (failure) {
      // Whatever keeps the answer away - no connection, a broken one - is to the queue the same as a refusal.
      return failure instanceof DeadlineExceeded ? 'timedOut' : 'refused';
    }
  }

  function backoffMs(attempts: number): number {
    const { minBackoffMs, maxBackoffMs } = subscription;
    const wait = Math.min(maxBackoffMs, minBackoffMs * 2 ** (attempts - 1));
    return Math.min(maxBackoffMs, wait * (1 + random() / 4));
  }

  function redeliver(delivery: Delivery): void {
    const wait = backoffMs(delivery.attempts);
    if (clock.now() + wait - delivery.message.publishedAt > retentionMs) {
      counts.expired += 1;
      return;
    }
    const cancel = clock.after(wait, () => {
      backingOff.delete(cancel);
      ready.push(delivery);
      pump();
    });
    backingOff.add(cancel);
  }

  async function deliver(delivery: Delivery): Promise<void> {
    delivery.attempts += 1;
    counts.pushes += 1;
    const outcome = await push(delivery);
    if (stopping.signal.aborted) return;
    counts[outcome] += 1;
    if (outcome !== 'acknowledged') redeliver(delivery);
    inFlight -= 1;
    drain.check();
    pump();
  }

  function pump(): void {
    while (inFlight < maxInFlight) {
      const delivery = ready.shift();
      if (delivery === undefined) return;
      inFlight += 1;
      void deliver(delivery);
    }
  }

  return {
    publish: (payload, { copies = 1 } = {}) => {
      const id = String(7_000_000_000 + counts.published);
      const message = { id, payload: JSON.stringify(payload), publishedAt: clock.now() };
      for (let copy = 0; copy < copies; copy += 1) ready.push({ message, attempts: 0 });
      counts.published += copies;
      pump();
      return Promise.resolve();
    },
    stats: (): BrokerStats => ({ ...counts, outstanding: outstanding() }),
    drained: () => drain.drained(),
    stop: () => {
      stopping.abort();
      ready.length = 0;
      for (const cancel of backingOff) cancel();
      backingOff.clear();
      return Promise.resolve();
    },
  };
}
