import type { Configuration } from './deployment-configuration';

/** Whose cloud a deployment runs in; it decides where messages queue and how they are wrapped. */
export type Cloud = 'google' | 'aws';

/** Destination of a commercetools Subscription, as post-deploy puts it into the draft. */
export type Destination =
  | { readonly type: 'GoogleCloudPubSub'; readonly projectId: string; readonly topic: string }
  | { readonly type: 'SNS'; readonly topicArn: string };

const PROJECT_ID = 'sandbox';

/** The topic that Connect makes for an event application. */
export function destinationOf(name: string, cloud: Cloud): Destination {
  if (cloud === 'google') return { type: 'GoogleCloudPubSub', projectId: PROJECT_ID, topic: name };
  return { type: 'SNS', topicArn: `arn:aws:sns:eu-central-1:000000000000:${name}` };
}

/** How post-deploy and pre-undeploy learn of the topic (facts/commercetools §1). */
export function scriptEnvironment(destination: Destination): Configuration {
  if (destination.type === 'SNS') {
    return { CONNECT_SUBSCRIPTION_DESTINATION: 'SNS', CONNECT_AWS_TOPIC_ARN: destination.topicArn };
  }
  return {
    CONNECT_SUBSCRIPTION_DESTINATION: 'GoogleCloudPubSub',
    CONNECT_GCP_PROJECT_ID: destination.projectId,
    CONNECT_GCP_TOPIC_NAME: destination.topic,
  };
}

/** The place of a destination; two drafts that mean the same topic have the same one. */
export function addressOf(destination: unknown): string {
  if (typeof destination !== 'object' || destination === null) return '';
  if ('topicArn' in destination) return String(destination.topicArn);
  return 'projectId' in destination && 'topic' in destination
    ? `${String(destination.projectId)}/${String(destination.topic)}`
    : '';
}
