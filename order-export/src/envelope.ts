import { createHash } from 'node:crypto';
import { z } from 'zod';
import { concernsExport } from './messages';

/** What arrived, freed of whatever the broker wrapped around it. */
export type Incoming =
  | {
      readonly kind: 'order';
      readonly orderId: string;
      readonly messageType: string;
      readonly messageId: string;
    }
  /** Rightly nothing to do. */
  | { readonly kind: 'nothing'; readonly reason: string }
  /** Nobody can act on it but a person; `messageId` identifies it, `cause` says what is wrong, neither quotes it. */
  | { readonly kind: 'unreadable'; readonly messageId: string; readonly cause: string };

const pubSub = z.object({ message: z.object({ data: z.string(), messageId: z.string().optional() }) });
const sns = z.object({ Type: z.string(), MessageId: z.string().optional(), Message: z.string().optional() });
const cloudEvent = z.object({ specversion: z.string(), id: z.string().optional(), data: z.unknown() });

/** The Subscription payload (reference connect §3.2); only what decides is read. */
const notification = z.object({
  notificationType: z.string().optional(),
  id: z.string().optional(),
  type: z.string().optional(),
  resource: z.object({ typeId: z.string(), id: z.string() }),
  payloadNotIncluded: z.object({ payloadType: z.string() }).optional(),
});

/** Order ids become part of paths and keys. */
const ORDER_ID = /^[A-Za-z0-9_-]{1,256}$/;

class Unreadable extends Error {}

/**
 * Reads a Pub/Sub push, an SNS notification, a CloudEvent or the bare payload (reference connect §2.3). Never throws.
 * @param body the parsed JSON body of the request
 */
export function readEnvelope(body: unknown): Incoming {
  const fallbackId = createHash('sha256')
    .update(String(JSON.stringify(body)))
    .digest('hex')
    .slice(0, 16);
  try {
    const { payload, messageId } = unwrap(body);
    return payload === undefined
      ? { kind: 'nothing', reason: 'it is no notification' }
      : readPayload(payload, messageId ?? fallbackId);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const messageId = pubSub.safeParse(body).data?.message.messageId ?? sns.safeParse(body).data?.MessageId;
    return { kind: 'unreadable', messageId: messageId ?? fallbackId, cause: error.message };
  }
}

function unwrap(body: unknown): { payload: unknown; messageId?: string } {
  const push = pubSub.safeParse(body);
  if (push.success) {
    const { data, messageId } = push.data.message;
    return {
      payload: eventData(parseJson(Buffer.from(data, 'base64').toString('utf8'), 'message.data')),
      messageId,
    };
  }
  const topic = sns.safeParse(body);
  if (topic.success) {
    const { Type, Message, MessageId } = topic.data;
    if (Type !== 'Notification') return { payload: undefined };
    return { payload: eventData(parseJson(Message ?? '', 'Message')), messageId: MessageId };
  }
  return { payload: eventData(body) };
}

function eventData(content: unknown): unknown {
  const event = cloudEvent.safeParse(content);
  return event.success ? event.data.data : content;
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unreadable(`its ${where} is not JSON`);
  }
}

function readPayload(payload: unknown, messageId: string): Incoming {
  const parsed = notification.safeParse(payload);
  if (!parsed.success) throw new Unreadable('it does not name the resource that it is about');
  const { notificationType, id, resource, type, payloadNotIncluded } = parsed.data;
  if (resource.typeId !== 'order') return { kind: 'nothing', reason: `it is about a ${resource.typeId}` };
  const messageType = type ?? payloadNotIncluded?.payloadType ?? notificationType ?? '';
  if (!concernsExport(messageType))
    return { kind: 'nothing', reason: `${messageType} does not concern the export` };
  if (!ORDER_ID.test(resource.id)) throw new Unreadable('the id of its order has characters that no id has');
  return { kind: 'order', orderId: resource.id, messageType, messageId: id ?? messageId };
}
