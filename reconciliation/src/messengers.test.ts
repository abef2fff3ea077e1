import type { Digest } from 'peoplevox-connector-shared/exceptions';
import type { Clock } from 'peoplevox-connector-shared/runtime';
import { createMessengers, NotTold } from './messengers';

const SECRET = 'https://hooks.example/T000/secret';
const webhooks = {
  warehouse: SECRET,
  ecommerce: undefined,
  merchandising: undefined,
  finance: undefined,
  integration: undefined,
};
const digest: Digest = {
  owner: 'warehouse',
  groups: [{ code: 'short-pick', open: 1, fresh: [] }],
  resolved: {},
  isReminder: false,
};

/** Whoever waits for a time has waited for it after a few turns. */
const impatient: Clock = {
  now: () => 0,
  after: (_ms, run) => {
    const turn = setImmediate(() => setImmediate(run));
    return () => clearImmediate(turn);
  },
};

function setUp(reply: () => Promise<Response>) {
  const asked: { url: string; body: unknown }[] = [];
  const messengerOf = createMessengers(webhooks, 'shop', {
    clock: impatient,
    fetch: (input, init) => {
      const body = typeof init?.body === 'string' ? init.body : '';
      asked.push({ url: new Request(input).url, body: JSON.parse(body) as unknown });
      return reply();
    },
  });
  return {
    asked,
    tell: async () => messengerOf('warehouse')?.(digest),
    messengerOf,
  };
}

describe('a messenger', () => {
  it('posts what Slack takes', async () => {
    const { asked, tell } = setUp(async () => new Response('ok'));
    await tell();
    expect(asked).toEqual([
      {
        url: SECRET,
        body: { text: expect.stringContaining('*shop: 1 open, 0 new* for warehouse') as string },
      },
    ]);
  });

  it.each([
    ['it is refused', async () => new Response('gone', { status: 410 }), /status 410/],
    ['nobody is there', () => Promise.reject(new TypeError('fetch failed')), /TypeError/],
    ['it takes for ever', () => new Promise<Response>(() => undefined), /DeadlineExceeded/],
  ])('says so when %s, without the address', async (_, reply, words) => {
    const error: unknown = await setUp(reply)
      .tell()
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(NotTold);
    expect(String(error)).toMatch(words);
    expect(String(error)).not.toContain('secret');
  });

  it('is nobody for a team without an address', () => {
    expect(setUp(async () => new Response()).messengerOf('finance')).toBeUndefined();
  });
});
