import { topicFaults } from './topic';

type Answer = readonly [Readonly<Record<string, boolean>>];
const answers: { next: () => Promise<Answer> } = { next: () => Promise.reject(new Error('not asked')) };

jest.mock('@google-cloud/pubsub', () => ({
  PubSub: class {
    topic() {
      return { iam: { testPermissions: () => answers.next() } };
    }
  },
}));

const faults = (next: () => Promise<Answer>) => {
  answers.next = next;
  return topicFaults({ topic: { projectId: 'shop', topicId: 'exceptions' }, credentials: undefined });
};

describe('whether the topic can be published to', () => {
  it('is asked without publishing anything', async () => {
    await expect(faults(async () => [{ 'pubsub.topics.publish': true }])).resolves.toEqual([]);
  });

  it('is told with what to grant where it may not be', async () => {
    await expect(faults(async () => [{ 'pubsub.topics.publish': false }])).resolves.toEqual([
      expect.stringMatching(/may not publish to projects\/shop\/topics\/exceptions.*Pub\/Sub Publisher/),
    ]);
  });

  it('is told by its code alone where Google cannot be asked: its words may hold the credentials', async () => {
    const refusal = Object.assign(new Error('key -----BEGIN'), { code: 16 });
    const [fault = ''] = await faults(() => Promise.reject(refusal));
    expect(fault).toMatch(/code 16.*check NOTIFY_PUBSUB_TOPIC and NOTIFY_GCP_CREDENTIALS/);
    expect(fault).not.toContain('BEGIN');
  });
});
