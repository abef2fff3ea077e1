import type { Destination } from 'peoplevox-connector-shared/commercetools';
import * as z from 'zod';

const googleCloud = z
  .object({
    CONNECT_GCP_TOPIC_NAME: z.string('expected the name of the Pub/Sub topic, given by Connect'),
    CONNECT_GCP_PROJECT_ID: z.string('expected the Google Cloud project of the topic, given by Connect'),
  })
  .transform((env): Destination => ({
    type: 'GoogleCloudPubSub',
    topic: env.CONNECT_GCP_TOPIC_NAME,
    projectId: env.CONNECT_GCP_PROJECT_ID,
  }));

const amazon = z
  .object({ CONNECT_AWS_TOPIC_ARN: z.string('expected the ARN of the SNS topic, given by Connect') })
  .transform((env): Destination => ({
    type: 'SNS',
    topicArn: env.CONNECT_AWS_TOPIC_ARN,
    authenticationMode: 'IAM',
  }));

/**
 * Where Connect wants the messages of this deployment (facts/commercetools §1), as a section of the environment; old
 * environments name no kind of destination and mean Pub/Sub.
 */
export function subscriptionDestination(env: NodeJS.ProcessEnv) {
  return env['CONNECT_SUBSCRIPTION_DESTINATION'] === 'SNS' ? amazon : googleCloud;
}

export const SUBSCRIPTION_KEY = 'peoplevox-order-export';
