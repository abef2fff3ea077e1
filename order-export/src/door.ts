import { Conflict } from 'peoplevox-connector-shared/commercetools';
import { RulesUnavailable } from 'peoplevox-connector-shared/configuration';
import {
  createUnreadableMessages,
  type ExceptionStore,
  type OutageWatch,
  type Subject,
} from 'peoplevox-connector-shared/exceptions';
import { NotYet, QueueFull, type Effect, type OrderExport } from 'peoplevox-connector-shared/orders';
import { PeoplevoxError } from 'peoplevox-connector-shared/peoplevox';
import {
  DeadlineExceeded,
  withDeadline,
  wordsOf,
  type Log,
  type World,
} from 'peoplevox-connector-shared/runtime';
import { readEnvelope, type Incoming } from './envelope';

/** The answer to the broker: 2xx takes the message off its hands for good, 503 brings it again. */
export interface Answer {
  readonly status: 200 | 503;
  readonly body: { readonly outcome: string };
}

interface DoorParts {
  readonly orderExport: OrderExport;
  readonly exceptions: ExceptionStore;
  readonly outage: OutageWatch;
  readonly world: World;
  readonly log: Log;
}

/** Connect counts no answer within 10 s as a failure (facts/commercetools §3). */
const ANSWER_WITHIN_MS = 8_000;

/** Messages whose work outlived them, and which have not come again. */
const MOST_OUTLIVED = 1_000;

/** One for however many messages; the next one that can be read ends it. */
const UNREADABLE: Subject = { type: 'message', key: 'order-export' };

/** Takes one message in: acknowledges only what is durable. Never rejects. */
export function createDoor(parts: DoorParts): (body: unknown) => Promise<Answer> {
  const { world, log } = parts;
  const withinAnswerTime = createPatience(parts);
  const unreadable = createUnreadableMessages(parts, UNREADABLE);

  async function acceptUnreadable(messageId: string, cause: string): Promise<Answer> {
    await withDeadline(world.clock, ANSWER_WITHIN_MS, () =>
      unreadable.met({
        message: `Message ${messageId} of the subscription could not be read: ${cause}. It was put aside; no order was changed by it, and what it announced is found by the next reconciliation.`,
        fix: 'If it comes back: see that the Subscription "peoplevox-order-export" is as the deployment made it, and that nobody else calls this endpoint.',
      }),
    );
    log.warn('A message could not be read.', { messageId, cause });
    return { status: 200, body: { outcome: 'kept as unreadable' } };
  }

  async function take(incoming: Incoming): Promise<Answer> {
    switch (incoming.kind) {
      case 'nothing':
        log.debug('Nothing to do for this message.', { reason: incoming.reason });
        return { status: 200, body: { outcome: 'nothing to do' } };
      case 'unreadable':
        return acceptUnreadable(incoming.messageId, incoming.cause);
      case 'order': {
        const { orderId, messageType, messageId } = incoming;
        unreadable.over();
        const effect = await withinAnswerTime(incoming);
        log.info('Order message handled.', { orderId, messageType, messageId, ...factsOf(effect) });
        return { status: 200, body: { outcome: effect.kind } };
      }
    }
  }

  return async (body) => {
    const incoming = readEnvelope(body);
    try {
      return await take(incoming);
    } catch (error) {
      const { reason, expected } = explain(error);
      const facts = { ...idsOf(incoming), reason };
      log[expected ? 'info' : 'error']('A message is not done and comes again.', facts);
      return { status: 503, body: { outcome: 'come again' } };
    }
  };
}

type OrderMessage = Extract<Incoming, { readonly kind: 'order' }>;

/**
 * After 8 s the message is sent back, and its work goes on: when it comes again, it finds what became of that, instead of
 * beginning anew. Otherwise an order that Peoplevox refuses slowly would be sent to it for ever. Should this process end
 * before, the message still comes.
 */
function createPatience({ orderExport, outage, world, log }: DoorParts) {
  const outlived = new Map<string, Promise<Effect>>();

  function outlive(message: string, orderId: string, work: Promise<Effect>): void {
    if (outlived.has(message)) return;
    for (const oldest of outlived.keys()) if (outlived.size >= MOST_OUTLIVED) outlived.delete(oldest);
    outlived.set(message, work);
    work.catch((error: unknown) => {
      outlived.delete(message);
      tell(error, orderId, log);
    });
  }

  return async ({ orderId, messageId }: OrderMessage): Promise<Effect> => {
    // Anybody may call the endpoint: a message speaks for no other order than its own.
    const message = `${orderId} ${messageId}`;
    const work = outlived.get(message) ?? watched(orderExport.process(orderId), outage);
    try {
      const effect = await withDeadline(world.clock, ANSWER_WITHIN_MS, () => work);
      outlived.delete(message);
      return effect;
    } catch (error) {
      if (error instanceof DeadlineExceeded) outlive(message, orderId, work);
      throw error;
    }
  };
}

/** Nobody waits for this work any more, but its message comes again. */
function tell(error: unknown, orderId: string, log: Log): void {
  log.info('Work that outlived its message ended without effect.', {
    orderId,
    reason: explain(error).reason,
  });
}

async function watched(work: Promise<Effect>, outage: OutageWatch): Promise<Effect> {
  let effect: Effect;
  try {
    effect = await work;
  } catch (error) {
    if (error instanceof PeoplevoxError) await outage.failed(error.kind);
    throw error;
  }
  if (effect.kind === 'exported' || effect.kind === 'cancelled') await outage.succeeded();
  return effect;
}

function idsOf(incoming: Incoming) {
  if (incoming.kind === 'nothing') return {};
  const { kind: _kind, ...ids } = incoming;
  return ids;
}

function factsOf(effect: Effect) {
  return {
    effect: effect.kind,
    ...('reason' in effect && { reason: effect.reason }),
    ...('codes' in effect && { codes: effect.codes }),
  };
}

/** Reasons without data; `expected` ones are part of normal working, the others somebody should look at. */
function explain(error: unknown): { reason: string; expected: boolean } {
  if (error instanceof DeadlineExceeded) return { reason: 'not confirmed within 8 s', expected: true };
  if (error instanceof Conflict) return { reason: 'the order kept changing meanwhile', expected: true };
  const expected = error instanceof NotYet || error instanceof QueueFull || error instanceof RulesUnavailable;
  return { reason: wordsOf(error), expected };
}
