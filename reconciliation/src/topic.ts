import type { FeedItem } from 'peoplevox-connector-shared/exceptions';

/** Publishes to a Pub/Sub topic; resolves when Pub/Sub has taken all of them. */
export type TopicPublisher = (items: readonly FeedItem[]) => Promise<void>;

export interface TopicSettings {
  readonly topic: { readonly projectId: string; readonly topicId: string };
  /** Of the service account that may publish; undefined: those of the machine. */
  readonly credentials: { readonly client_email: string; readonly private_key: string } | undefined;
}

const TIMEOUT_MS = 20_000;

/**
 * Publishes documents as JSON, with `id`, `container`, `key` and `modifiedAt` as attributes to filter and de-duplicate
 * by. The library is loaded with the first message only: most shops name no topic, and it doubles the memory.
 */
export function createTopicPublisher({ topic, credentials }: TopicSettings): TopicPublisher {
  let connected: ReturnType<typeof connect> | undefined;

  async function connect() {
    const { PubSub } = await import('@google-cloud/pubsub');
    const client = new PubSub({ projectId: topic.projectId, ...(credentials && { credentials }) });
    return client.topic(topic.topicId, {
      batching: { maxMessages: 100, maxMilliseconds: 20 },
      gaxOpts: { timeout: TIMEOUT_MS },
    });
  }

  return async (items) => {
    connected ??= connect();
    const publisher = await connected;
    await Promise.all(
      items.map(({ value, ...attributes }) => publisher.publishMessage({ json: value, attributes })),
    );
  };
}
