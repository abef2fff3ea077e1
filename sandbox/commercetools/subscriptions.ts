import { uuid } from '../../shared/src/runtime';
import { compact, type JsonRecord } from './core/json';
import type { Subscription } from './core/platform';
import { isoTime, type Project } from './core/project';

/** The usual limit of the queues behind a Subscription; above it only the head of a Message travels. */
const MAX_PAYLOAD_BYTES = 256 * 1024;

interface MessageHead {
  readonly notificationType: 'Message';
  readonly projectKey: string;
  readonly id: string;
  readonly version: number;
  readonly sequenceNumber: number;
  readonly resource: { readonly typeId: string; readonly id: string };
  readonly resourceVersion: number;
  readonly resourceUserProvidedIdentifiers?: JsonRecord;
  readonly createdAt: string;
  readonly lastModifiedAt: string;
}

interface Message {
  readonly head: MessageHead;
  readonly type: string;
  readonly fields: JsonRecord;
  /** `orders`, `inventory` …: the collection that CloudEvents name as their source. */
  readonly collectionPath: string;
}

interface Change {
  readonly notificationType: string;
  readonly projectKey: string;
  readonly resource: { readonly typeId: string; readonly id: string };
  readonly resourceUserProvidedIdentifiers?: JsonRecord;
  readonly version: number;
  readonly oldVersion?: number;
  readonly modifiedAt: string;
}

function wantsMessage(subscription: Subscription, typeId: string, type: string): boolean {
  return subscription.messages.some(
    ({ resourceTypeId, types = [] }) =>
      resourceTypeId === typeId && (types.length === 0 || types.includes(type)),
  );
}

/** The payload of a Message in Platform format; without the type's own fields when the whole would be too long. */
function messagePayload({ head, type, fields }: Message): JsonRecord {
  const whole = compact({ ...head, type, ...fields });
  if (Buffer.byteLength(JSON.stringify(whole)) <= MAX_PAYLOAD_BYTES) return whole;
  const reason = 'The payload exceeds the maximum size of the message queue.';
  return compact({ ...head, payloadNotIncluded: { reason, payloadType: type } });
}

export function deliverMessage(project: Project, message: Message): void {
  const { head, type, collectionPath } = message;
  const wanting = [...project.collections.subscription.values()].filter((subscription) =>
    wantsMessage(subscription, head.resource.typeId, type),
  );
  if (wanting.length === 0) return;
  const payload = messagePayload(message);
  for (const subscription of wanting) {
    send(project, subscription, payload, {
      type: `com.commercetools.${head.resource.typeId}.message.${type}`,
      source: `/${project.key}/${collectionPath}`,
      subject: head.resource.id,
      time: head.createdAt,
      extra: {
        sequence: String(head.sequenceNumber),
        sequencetype: 'Integer',
        dataref: `/${project.key}/messages/${head.id}`,
      },
    });
  }
}

export function deliverChange(project: Project, collectionPath: string, change: Change): void {
  for (const subscription of [...project.collections.subscription.values()]) {
    const wants = subscription.changes.some(
      ({ resourceTypeId }) => resourceTypeId === change.resource.typeId,
    );
    if (wants) sendChange(project, subscription, collectionPath, change);
  }
}

/** What a destination gets when a Subscription first points at it: proof that the way is open. */
export function deliverTestNotification(project: Project, subscription: Subscription): void {
  sendChange(project, subscription, 'subscriptions', {
    notificationType: 'ResourceCreated',
    projectKey: project.key,
    resource: { typeId: 'subscription', id: subscription.id },
    resourceUserProvidedIdentifiers: subscription.key === undefined ? undefined : { key: subscription.key },
    version: subscription.version,
    modifiedAt: isoTime(project.clock),
  });
}

function sendChange(
  project: Project,
  subscription: Subscription,
  collectionPath: string,
  change: Change,
): void {
  send(project, subscription, compact({ ...change }), {
    type: `com.commercetools.${change.resource.typeId}.change.${change.notificationType}`,
    source: `/${project.key}/${collectionPath}`,
    subject: change.resource.id,
    time: change.modifiedAt,
    extra: {},
  });
}

interface CloudEventFacts {
  readonly type: string;
  readonly source: string;
  readonly subject: string;
  readonly time: string;
  readonly extra: JsonRecord;
}

function send(
  project: Project,
  subscription: Subscription,
  payload: JsonRecord,
  facts: CloudEventFacts,
): void {
  const { extra, ...attributes } = facts;
  const cloudEvent = { specversion: '1.0', id: uuid(project.random), ...attributes, ...extra, data: payload };
  project.ports.deliver(subscription, subscription.format.type === 'CloudEvents' ? cloudEvent : payload);
}
