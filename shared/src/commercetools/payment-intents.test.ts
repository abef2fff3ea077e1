import { createVirtualClock, type VirtualClock } from '../../../sandbox/simulation/virtual-clock';
import type { World } from '../runtime/world';
import { json, refusal, silence, socketFailure, type Answer } from './fixtures/scripted-commercetools';
import { createPaymentIntents, type CaptureResult } from './payment-intents';

const capture = {
  paymentId: 'pay-1',
  amount: { centAmount: 1999, currencyCode: 'GBP' },
  merchantReference: 'DSP-1',
};

interface Checkout {
  readonly sent: { readonly url: string; readonly headers: Headers; readonly body: unknown }[];
  readonly tokenForms: string[];
  /** In virtual time. */
  ask(): Promise<CaptureResult>;
}

function checkout(answer: (turn: number) => Answer, token?: (turn: number) => Answer): Checkout {
  const clock: VirtualClock = createVirtualClock(Date.UTC(2026, 2, 2));
  const sent: Checkout['sent'] = [];
  const tokenForms: string[] = [];
  const fetch: World['fetch'] = async (input, init) => {
    const request = new Request(input, init);
    const text = await request.text();
    const isToken = request.url.endsWith('/oauth/token');
    if (isToken) tokenForms.push(text);
    else sent.push({ url: request.url, headers: request.headers, body: JSON.parse(text) });
    const issue = token ?? ((turn) => json(200, { access_token: `token-${turn}`, expires_in: 172_800 }));
    const reply = await (isToken ? issue(tokenForms.length) : answer(sent.length));
    if (reply instanceof Error) throw reply;
    return reply;
  };
  const quiet = () => undefined;
  const intents = createPaymentIntents({
    settings: {
      projectKey: 'mugs',
      clientId: 'client',
      clientSecret: 'secret',
      authUrl: 'https://auth.example',
    },
    checkoutUrl: 'https://checkout.example',
    world: { clock, random: () => 0.5, fetch },
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  return { sent, tokenForms, ask: () => clock.runUntil(intents.capture(capture)) };
}

describe('a capture through Checkout', () => {
  it('is one capturePayment with the merchant’s reference, under the one scope that it needs', async () => {
    const stage = checkout(() => json(200, { outcome: 'approved' }));
    await expect(stage.ask()).resolves.toEqual({ kind: 'approved' });
    expect(stage.sent).toHaveLength(1);
    expect(stage.sent[0]).toMatchObject({
      url: 'https://checkout.example/mugs/payment-intents/pay-1',
      body: {
        actions: [{ action: 'capturePayment', amount: capture.amount, merchantReference: 'DSP-1' }],
      },
    });
    expect(stage.sent[0]?.headers.get('authorization')).toBe('Bearer token-1');
    expect(new URLSearchParams(stage.tokenForms[0]).get('scope')).toBe(
      'manage_checkout_payment_intents:mugs',
    );
  });

  it.each(['approved', 'received', 'rejected'] as const)('tells %s', async (outcome) => {
    await expect(checkout(() => json(200, { outcome })).ask()).resolves.toEqual({ kind: outcome });
  });

  it.each<[string, Answer]>([
    ['the connection breaks', socketFailure('ECONNRESET')],
    ['there is no answer', silence()],
    ['Checkout breaks', refusal(500, 'General')],
    ['Checkout is away, perhaps behind a connector that is not', refusal(503, 'ServiceUnavailable')],
    ['the payment connector failed', refusal(400, 'ConnectorFailed')],
    ['a proxy answers', new Response('<html>', { status: 200 })],
    ['the answer has another form', json(200, { outcome: 'perhaps' })],
  ])('is unknown, and not sent again, when %s', async (_, answer) => {
    const stage = checkout(() => answer);
    await expect(stage.ask()).resolves.toMatchObject({ kind: 'unknown' });
    expect(stage.sent).toHaveLength(1);
  });

  it.each<[string, Answer]>([
    ['there is no such payment', refusal(404, 'ResourceNotFound')],
    ['the payment service provider will not hear of it', refusal(400, 'PaymentFailure')],
    ['the scope is missing', refusal(403, 'insufficient_scope')],
  ])('is refused when %s', async (_, answer) => {
    await expect(checkout(() => answer).ask()).resolves.toMatchObject({ kind: 'refused' });
  });

  it('is refused, not unknown, when no token is to be had', async () => {
    const stage = checkout(
      () => json(200, { outcome: 'approved' }),
      () => socketFailure('ECONNRESET'),
    );
    await expect(stage.ask()).resolves.toMatchObject({ kind: 'refused' });
    expect(stage.sent).toEqual([]);
  });

  it('is sent again where it surely was not carried out', async () => {
    const answers = [
      refusal(429, 'OverCapacity'),
      socketFailure('ECONNREFUSED'),
      json(200, { outcome: 'approved' }),
    ];
    const stage = checkout((turn) => answers[turn - 1] ?? new Error('too often'));
    await expect(stage.ask()).resolves.toEqual({ kind: 'approved' });
  });

  it('renews a token that is not accepted', async () => {
    const answers = [refusal(401, 'invalid_token'), json(200, { outcome: 'approved' })];
    const stage = checkout((turn) => answers[turn - 1] ?? new Error('too often'));
    await expect(stage.ask()).resolves.toEqual({ kind: 'approved' });
    expect(stage.sent[1]?.headers.get('authorization')).toBe('Bearer token-2');
  });
});
