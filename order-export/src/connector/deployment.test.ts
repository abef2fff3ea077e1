import { readEnvironment } from 'peoplevox-connector-shared/runtime';
import * as z from 'zod';
import { subscriptionDestination } from './deployment';

function destinationFrom(environment: NodeJS.ProcessEnv) {
  return readEnvironment(z.object({ destination: subscriptionDestination(environment) }), environment)
    .destination;
}

const google = { CONNECT_GCP_TOPIC_NAME: 'topic', CONNECT_GCP_PROJECT_ID: 'project' };

describe('the destination of the Subscription', () => {
  it.each<[string, NodeJS.ProcessEnv]>([
    ['named', { ...google, CONNECT_SUBSCRIPTION_DESTINATION: 'GoogleCloudPubSub' }],
    ['not named, as in old environments', google],
  ])('is Pub/Sub where that is %s', (_, environment) => {
    expect(destinationFrom(environment)).toEqual({
      type: 'GoogleCloudPubSub',
      topic: 'topic',
      projectId: 'project',
    });
  });

  it('is SNS, with access by role, where Connect says so', () => {
    const environment = {
      CONNECT_SUBSCRIPTION_DESTINATION: 'SNS',
      CONNECT_AWS_TOPIC_ARN: 'arn:aws:sns:topic',
    };
    expect(destinationFrom(environment)).toEqual({
      type: 'SNS',
      topicArn: 'arn:aws:sns:topic',
      authenticationMode: 'IAM',
    });
  });

  it('cannot be told without what Connect gives, and the error names all of it', () => {
    expect(() => destinationFrom({})).toThrow(/CONNECT_GCP_TOPIC_NAME/);
    expect(() => destinationFrom({})).toThrow(/CONNECT_GCP_PROJECT_ID/);
    expect(() => destinationFrom({ CONNECT_SUBSCRIPTION_DESTINATION: 'SNS' })).toThrow(
      /CONNECT_AWS_TOPIC_ARN/,
    );
  });
});
