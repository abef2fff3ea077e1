import type { FeedItem } from 'peoplevox-connector-shared/exceptions';

/** Publishes to a Pub/Sub topic; resolves when Pub/Sub has taken all of them. */
export type TopicPublisher = (items: readonly FeedItem[]) => Promise<void>;

interface TopicSettings {
  readonly topic: { readonly projectId: string; readonly topicId: string };
  /** Of the service account that may publish; undefined: those of the machine. */
  readonly credentials: { readonly client_email: string; readonly private_key: string } | undefined;
}

const TIMEOUT_MS = 20_000;
const PERMISSION = 'pubsub.topics.publish';

/**
 * Publishes documents as JSON, with `id`, `container`, `key` and `modifiedAt` as attributes to filter and de-duplicate
 * by. The library is left out of the bundle and loaded with the first message: most shops name no topic, and its code
 * alone, unused in the bundle, cost every start 9 MB.
 */
export function createTopicPublisher(settings: TopicSettings): TopicPublisher {
  let connected: ReturnType<typeof connect> | undefined;

  return async (items) => {
    connected ??= connect(settings);
    const publisher = await connected;
    await Promise.all(
      items.map(({ value, ...attributes }) => publisher.publishMessage({ json: value, attributes })),
    );
  };
}

async function connect({ topic, credentials }: TopicSettings) {
  const { PubSub } = await import('@google-cloud/pubsub');
  const client = new PubSub({ projectId: topic.projectId, ...(credentials && { credentials }) });
  return client.topic(topic.topicId, {
    batching: { maxMessages: 100, maxMilliseconds: 20 },
    gaxOpts: { timeout: TIMEOUT_MS },
  });
}

/** Why nothing can be published, in a sentence; publishes nothing to find out. Google answers this without a permission. */
export async function topicFaults(settings: TopicSettings): Promise<readonly string[]> {
  const { projectId, topicId } = settings.topic;
  const name = `projects/${projectId}/topics/${topicId}`;
  try {
    const [permissions] = await (
      await connect(settings)
    ).iam.testPermissions(PERMISSION, { timeout: TIMEOUT_MS });
    if (permissions[PERMISSION] === true) return [];
    return [
      `The service account of NOTIFY_GCP_CREDENTIALS may not publish to ${name}, or there is no such topic: grant it the role Pub/Sub Publisher there.`,
    ];
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (code ${String(error.code)})` : '';
    return [
      `Pub/Sub cannot be asked about ${name}${code}: check NOTIFY_PUBSUB_TOPIC and NOTIFY_GCP_CREDENTIALS.`,
    ];
  }
}
