import { readEnvironment } from 'peoplevox-connector-shared/runtime';
import { environmentSchema } from './environment';

const complete = {
  CTP_PROJECT_KEY: 'shop',
  CTP_CLIENT_ID: 'id',
  CTP_CLIENT_SECRET: 'secret',
  CTP_REGION: 'europe-west1.gcp',
  PEOPLEVOX_CLIENT_ID: 'tenant',
  PEOPLEVOX_USERNAME: 'reconciliation',
  PEOPLEVOX_PASSWORD: 'password',
};
const account = { client_email: 'connector@shop.example', private_key: 'key' };

describe('the environment', () => {
  it('needs no more than the two systems; then nobody is told', () => {
    expect(readEnvironment(environmentSchema, complete)).toMatchObject({
      peoplevox: { requestsPer15Seconds: 4 },
      webhooks: { warehouse: undefined, integration: undefined },
    });
  });

  it('tells teams without a webhook of their own at the first one', () => {
    const { webhooks } = readEnvironment(environmentSchema, {
      ...complete,
      NOTIFY_WEBHOOK_URL: 'https://hooks.example/all',
      NOTIFY_WEBHOOK_URL_FINANCE: 'https://hooks.example/finance',
    });
    expect(webhooks).toEqual({
      warehouse: 'https://hooks.example/all',
      ecommerce: 'https://hooks.example/all',
      merchandising: 'https://hooks.example/all',
      finance: 'https://hooks.example/finance',
      integration: 'https://hooks.example/all',
    });
  });

  it.each([
    ['as it is', JSON.stringify(account)],
    ['in base64', Buffer.from(JSON.stringify(account)).toString('base64')],
  ])('reads the key of the service account %s', (_, text) => {
    expect(
      readEnvironment(environmentSchema, {
        ...complete,
        NOTIFY_PUBSUB_TOPIC: 'projects/shop/topics/exceptions',
        NOTIFY_GCP_CREDENTIALS: text,
      }),
    ).toMatchObject({
      NOTIFY_PUBSUB_TOPIC: { projectId: 'shop', topicId: 'exceptions' },
      NOTIFY_GCP_CREDENTIALS: account,
    });
  });

  it('names everything that is wrong at once, and no value', () => {
    const read = () =>
      readEnvironment(environmentSchema, {
        ...complete,
        PEOPLEVOX_USERNAME: '',
        NOTIFY_PUBSUB_TOPIC: 'exceptions',
        NOTIFY_GCP_CREDENTIALS: 'no json',
        NOTIFY_WEBHOOK_URL: 'my-secret',
      });
    expect(read).toThrow(/PEOPLEVOX_USERNAME is missing/);
    expect(read).toThrow(/NOTIFY_PUBSUB_TOPIC is not usable/);
    expect(read).toThrow(/NOTIFY_GCP_CREDENTIALS is not usable/);
    expect(read).toThrow(/NOTIFY_WEBHOOK_URL is not usable/);
    expect(read).not.toThrow(/my-secret/);
  });
});
