import type { Destination } from 'peoplevox-connector-shared/commercetools';
import { z } from 'zod';

/** Where Connect wants the messages of this deployment (reference connect §2.4); old environments name no kind. */
const googleCloud = z.object({
  CONNECT_SUBSCRIPTION_DESTINATION: z.literal('GoogleCloudPubSub').default('GoogleCloudPubSub'),
  CONNECT_GCP_TOPIC_NAME: z.string('expected the name of the Pub/Sub topic, given by Connect'),
  CONNECT_GCP_PROJECT_ID: z.string('expected the Google Cloud project of the topic, given by Connect'),
});
const amazon = z.object({
  CONNECT_SUBSCRIPTION_DESTINATION: z.literal('SNS'),
  CONNECT_AWS_TOPIC_ARN: z.string('expected the ARN of the SNS topic, given by Connect'),
});

/** A section of the environment that becomes the destination of the Subscription. */
export const subscriptionDestination = z
  .record(z.string(), z.string())
  .transform((env) => ({
    ...env,
    CONNECT_SUBSCRIPTION_DESTINATION: env['CONNECT_SUBSCRIPTION_DESTINATION'] ?? 'GoogleCloudPubSub',
  }))
  .pipe(
    z.discriminatedUnion(
      'CONNECT_SUBSCRIPTION_DESTINATION',
      [googleCloud, amazon],
      'expected GoogleCloudPubSub or SNS, given by Connect',
    ),
  )
  .transform(
    (env): Destination =>
      env.CONNECT_SUBSCRIPTION_DESTINATION === 'SNS'
        ? { type: 'SNS', topicArn: env.CONNECT_AWS_TOPIC_ARN, authenticationMode: 'IAM' }
        : { type: 'GoogleCloudPubSub', topic: env.CONNECT_GCP_TOPIC_NAME, projectId: env.CONNECT_GCP_PROJECT_ID },
  );

export const SUBSCRIPTION_KEY = 'peoplevox-order-export';
