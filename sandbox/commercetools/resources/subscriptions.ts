import * as z from 'zod';
import { parsed, resourceKey } from '../core/draft';
import { invalidInput } from '../core/errors';
import { action, assign, byKey, fresh, type Kind } from '../core/kind';
import type { Subscription } from '../core/platform';
import { base, named } from '../predicate/fields';
import { deliverTestNotification } from '../subscriptions';

const text = z.string();
const destination = z.discriminatedUnion('type', [
  z.object({ type: z.literal('GoogleCloudPubSub'), projectId: text, topic: text }),
  z.object({
    type: z.literal('SNS'),
    topicArn: text,
    accessKey: text.optional(),
    accessSecret: text.optional(),
    authenticationMode: z.enum(['Credentials', 'IAM']).optional(),
  }),
  z.object({
    type: z.literal('SQS'),
    queueUrl: text,
    region: text,
    accessKey: text.optional(),
    accessSecret: text.optional(),
    authenticationMode: z.enum(['Credentials', 'IAM']).optional(),
  }),
  z.object({ type: z.literal('EventGrid'), uri: text, accessKey: text }),
  z.object({ type: z.literal('AzureServiceBus'), connectionString: text }),
]);
const wanted = z.array(z.object({ resourceTypeId: z.string(), types: z.array(z.string()).optional() }));
const format = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Platform') }),
  z.object({ type: z.literal('CloudEvents'), cloudEventsVersion: z.literal('1.0') }),
]);
const topics = { messages: wanted.optional(), changes: wanted.optional(), events: wanted.optional() };
const draft = z.object({ key: resourceKey.optional(), destination, ...topics, format: format.optional() });

/** A Subscription to nothing is refused. */
function withSomething(subscription: Subscription): Subscription {
  const { messages, changes, events } = subscription;
  if (messages.length + changes.length + events.length > 0) return subscription;
  throw invalidInput('A Subscription needs at least one of messages, changes and events.');
}

export const subscriptions: Kind<'subscription'> = {
  typeId: 'subscription',
  path: 'subscriptions',
  entity: 'Subscription',
  view: [],
  manage: ['manage_subscriptions'],
  fields: {
    ...base,
    ...named('string', 'key status'),
    ...named('any', 'destination messages changes events format'),
  },
  alternateKeys: byKey,
  maximum: 50,
  create: (body, context) => {
    const { messages = [], changes = [], events = [], ...rest } = parsed(draft, body);
    return withSomething({
      ...fresh(context),
      ...rest,
      messages,
      changes: changes.map(({ resourceTypeId }) => ({ resourceTypeId })),
      events,
      format: rest.format ?? { type: 'Platform' },
      status: 'Healthy',
    });
  },
  created: (subscription, { project }) => deliverTestNotification(project, subscription),
  updated: (before, after, { project }) => {
    if (before.destination !== after.destination) deliverTestNotification(project, after);
  },
  actions: {
    setKey: assign({ key: resourceKey.optional() }),
    changeDestination: assign({ destination }),
    setMessages: action({ messages: wanted.default([]) }, (subscription, { messages }) =>
      withSomething({ ...subscription, messages }),
    ),
    setChanges: action({ changes: wanted.default([]) }, (subscription, { changes }) =>
      withSomething({ ...subscription, changes: changes.map(({ resourceTypeId }) => ({ resourceTypeId })) }),
    ),
    setEvents: action({ events: wanted.default([]) }, (subscription, { events }) =>
      withSomething({ ...subscription, events }),
    ),
  },
};
