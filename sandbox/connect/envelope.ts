/** A message as it lies in the topic. */
export interface QueuedMessage {
  readonly id: string;
  /** JSON of the subscription's payload. */
  readonly payload: string;
  /** Milliseconds since the Unix epoch, UTC. */
  readonly publishedAt: number;
}

/** The HTTP request that pushes a message to the application. */
export interface PushRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Envelope = (message: QueuedMessage) => PushRequest;

/** Google Pub/Sub's push wrapper, with both spellings of its fields, as the service sends it. */
export function pubSubEnvelope(subscription: string): Envelope {
  return ({ id, payload, publishedAt }) => {
    const publishTime = new Date(publishedAt).toISOString();
    const data = Buffer.from(payload).toString('base64');
    return {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        message: {
          attributes: {},
          data,
          messageId: id,
          message_id: id,
          publishTime,
          publish_time: publishTime,
        },
        subscription,
      }),
    };
  };
}

/** An Amazon SNS notification over HTTP; SNS says `text/plain` although the body is JSON. The signature is not real. */
export function snsEnvelope(topicArn: string): Envelope {
  return ({ id, payload, publishedAt }) => ({
    headers: {
      'content-type': 'text/plain; charset=UTF-8',
      'x-amz-sns-message-type': 'Notification',
      'x-amz-sns-message-id': id,
      'x-amz-sns-topic-arn': topicArn,
    },
    body: JSON.stringify({
      Type: 'Notification',
      MessageId: id,
      TopicArn: topicArn,
      Message: payload,
      Timestamp: new Date(publishedAt).toISOString(),
      SignatureVersion: '1',
      Signature: 'c2FuZGJveA==',
    }),
  });
}
