import { createHash } from 'node:crypto';
import * as z from 'zod';
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
const cloudEvent = z.object({ specversion: z.string(), data: z.unknown() });
const identified = z.object({ id: z.string() });

/** The Subscription payload (facts/commercetools §3); only what decides is read. */
const notification = z.object({
  notificationType: z.string().optional(),
  id: z.string().optional(),
  type: z.string().optional(),
  resource: z.object({ typeId: z.string(), id: z.string() }),
  payloadNotIncluded: z.object({ payloadType: z.string() }).optional(),
});

/** Ids become part of paths, keys and log lines; anybody may call the endpoint. */
const ID = /^[A-Za-z0-9_-]{1,256}$/;

class Unreadable extends Error {}

/**
 * Reads a Pub/Sub push, an SNS notification, a CloudEvent or the bare payload (facts/commercetools §3). Never throws.
 * @param body the parsed JSON body of the request
 */
export function readEnvelope(body: unknown): Incoming {
  const fallbackId = createHash('sha256')
    .update(JSON.stringify([body]))
    .digest('hex')
    .slice(0, 16);
  try {
    const { payload } = unwrap(body);
    return payload === undefined
      ? { kind: 'nothing', reason: 'it is no notification' }
      : readPayload(payload, idOfMessage(body) ?? fallbackId);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { kind: 'unreadable', messageId: idOfMessage(body) ?? fallbackId, cause: error.message };
  }
}

function idOfMessage(body: unknown): string | undefined {
  const id =
    pubSub.safeParse(body).data?.message.messageId ??
    sns.safeParse(body).data?.MessageId ??
    identified.safeParse(body).data?.id;
  return id !== undefined && ID.test(id) ? id : undefined;
}

function unwrap(body: unknown): { payload: unknown } {
  const push = pubSub.safeParse(body);
  if (push.success) {
    const text = Buffer.from(push.data.message.data, 'base64').toString('utf8');
    return { payload: eventData(parseJson(text, 'message.data')) };
  }
  const topic = sns.safeParse(body);
  if (topic.success) {
    const { Type, Message } = topic.data;
    if (Type !== 'Notification') return { payload: undefined };
    return { payload: eventData(parseJson(Message ?? '', 'Message')) };
  }
  return { payload: eventData(body) };
}

function eventData(content: unknown): unknown {
  const event = cloudEvent.safeParse(content);
  // What is missing is unreadable: "undefined" stands for what is no notification at all.
  return (event.success ? event.data.data : content) ?? null;
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
  if (resource.typeId !== 'order')
    return { kind: 'nothing', reason: `it is about a ${wordOf(resource.typeId)}` };
  const messageType = type ?? payloadNotIncluded?.payloadType ?? notificationType ?? '';
  if (!concernsExport(messageType))
    return { kind: 'nothing', reason: `${wordOf(messageType)} does not concern the export` };
  if (!ID.test(resource.id)) throw new Unreadable('the id of its order has characters that no id has');
  return {
    kind: 'order',
    orderId: resource.id,
    messageType,
    messageId: id !== undefined && ID.test(id) ? id : messageId,
  };
}

/** For the log, which takes no text of strangers. */
function wordOf(name: string): string {
  return /^[A-Za-z-]{1,64}$/.test(name) ? name : '(unnamed)';
}
