import { CAPTURES_CONTAINER } from '../../shared/src/despatch/capture';
import { createCaptureShop, dying } from './capture-shop';

const HOUR = 3_600_000;
const isIntent = ({ path }: { readonly path: string }): boolean => path.includes('/payment-intents/');

const kinds = (outcomes: readonly { readonly kind: string }[]): readonly string[] =>
  outcomes.map(({ kind }) => kind);

describe.each([
  ['payment intents', 'payment-intents', 'keeps'],
  ['Charge', 'charge', 'keeps'],
  ['Charge, to which the payment connector gives another id', 'charge', 'renames'],
] as const)('capture on despatch by %s', (_, mode, connector) => {
  async function despatched(authorised = 5500) {
    const shop = createCaptureShop({ capture: { mode }, connector });
    const payment = await shop.pay(authorised);
    const { id } = shop.order([payment]);
    await shop.despatch(id, 'D1', 0);
    return { ...shop, payment, id };
  }

  const amounts = (charges: readonly { readonly amount: number }[]): readonly number[] =>
    charges.map(({ amount }) => amount);

  it('captures what each Delivery is worth, once, and to the cent the order in the end', async () => {
    const { id, payment, ...shop } = await despatched();
    expect(kinds(await shop.capture(id))).toEqual(['asked']);
    await shop.despatch(id, 'D2', 1);
    expect(kinds(await shop.capture(id))).toEqual(['settled', 'asked']);
    expect(kinds(await shop.capture(id))).toEqual(['settled', 'settled']);
    expect(amounts(await shop.charges(payment))).toEqual([3500, 2000]);
    expect(await shop.exception()).toBeUndefined();
  });

  it('is looked at again until the payment service provider has said what becomes of it', async () => {
    const { id, payment, ...shop } = await despatched();
    shop.provider('received');
    await shop.capture(id);
    const looks: (number | undefined)[] = [await shop.looksAgainIn(id)];
    for (const minutes of [11, 60, 24 * 60]) {
      await shop.clock.advance(minutes * 60_000);
      looks.push(await shop.looksAgainIn(id));
    }
    expect(looks).toEqual([10, 54, 1429, 2869]);
  });

  it('is not looked at again and again when it is refused', async () => {
    const shop = createCaptureShop({
      capture: { mode },
      connector,
      faults: ({ method, path }) =>
        method === 'POST' && /\/(payment-intents|payments)\//.test(path)
          ? { status: 403, body: '{}' }
          : undefined,
    });
    const { id } = shop.order([await shop.pay(5500)]);
    await shop.despatch(id, 'D1', 0);
    expect(await shop.looksAgainIn(id)).toBeUndefined();
    expect(await shop.exception()).toMatchObject({ status: 'open' });
  });

  it('is not looked at again once its Charge has succeeded', async () => {
    const { id, payment, ...shop } = await despatched();
    await shop.capture(id);
    await shop.settle(payment, 'Success');
    expect(await shop.looksAgainIn(id)).toBeUndefined();
  });

  it('captures once from two instances at the same time', async () => {
    const { id, payment, ...shop } = await despatched();
    const after = await shop.current(id);
    const both = [shop.instance(), shop.instance()].map((one) => shop.afterBooking(after, one));
    await shop.run(Promise.all(both));
    expect(amounts(await shop.charges(payment))).toEqual([3500]);
    expect(await shop.exception()).toBeUndefined();
  });

  it('is asked for though the answer that it is written down was lost, and the repeat met what was written', async () => {
    let isLost = false;
    const shop = createCaptureShop({
      capture: { mode },
      connector,
      faults: ({ method, body }) => {
        if (isLost || method !== 'POST' || !body?.includes(CAPTURES_CONTAINER)) return undefined;
        isLost = true;
        return 'reply-lost';
      },
    });
    const payment = await shop.pay(5500);
    const { id } = shop.order([payment]);
    await shop.despatch(id, 'D1', 0);
    expect(kinds(await shop.capture(id))).toEqual(['asked']);
    expect(isLost).toBe(true);
    expect(amounts(await shop.charges(payment))).toEqual([3500]);
    expect(await shop.recorded(id)).toMatchObject({
      value: { asks: [{ answer: expect.any(String) as string }] },
    });
  });

  it('never exceeds what is authorised, tells finance, and is content once others have charged the rest', async () => {
    const { id, payment, ...shop } = await despatched(4000);
    await shop.despatch(id, 'D2', 1);
    expect(kinds(await shop.capture(id))).toEqual(['asked', 'asked']);
    expect(amounts(await shop.charges(payment))).toEqual([3500, 500]);
    expect(kinds(await shop.capture(id))).toEqual(['settled', 'failed']);
    expect(await shop.exception()).toMatchObject({
      code: 'capture-failed',
      owner: 'finance',
      status: 'open',
      subject: { type: 'order', id, key: 'WEB-1' },
      message: expect.stringContaining('15.00 GBP is missing') as string,
    });
    await shop.chargeByHand(payment, 1500);
    expect(kinds(await shop.capture(id))).toEqual(['settled', 'settled']);
    expect(await shop.exception()).toMatchObject({ status: 'resolved' });
  });

  it('takes what was charged otherwise off what is due', async () => {
    const { id, payment, ...shop } = await despatched();
    await shop.chargeByHand(payment, 3000);
    await shop.capture(id);
    expect(amounts(await shop.charges(payment))).toEqual([3000, 500]);
  });

  it('asks for nothing where everything was charged when the order was placed', async () => {
    const { id, payment, ...shop } = await despatched();
    await shop.chargeByHand(payment, 5500);
    expect(kinds(await shop.capture(id))).toEqual(['settled']);
  });

  it.each([
    ['two payments are authorised', [{}, {}]],
    ['the Authorization is not successful', [{ state: 'Pending' }]],
    ['the payment is of another interface', [{ paymentInterface: 'invoice' }]],
    ['there is no payment', []],
  ] as const)('touches nothing and tells finance when %s', async (_, payments) => {
    const shop = createCaptureShop({ capture: { mode }, connector });
    const ids: string[] = [];
    for (const overrides of payments) ids.push(await shop.pay(5500, overrides));
    const { id } = shop.order(ids);
    await shop.despatch(id, 'D1', 0);
    expect(kinds(await shop.capture(id))).toEqual(['failed']);
    for (const payment of ids) expect(await shop.charges(payment)).toEqual([]);
    expect(await shop.exception()).toMatchObject({ code: 'capture-failed', status: 'open' });
  });

  it('leaves orders without such a payment alone where the rules say so', async () => {
    const shop = createCaptureShop({ capture: { mode, withoutPayment: 'leave' } });
    const { id } = shop.order([await shop.pay(5500, { paymentInterface: 'invoice' })]);
    await shop.despatch(id, 'D1', 0);
    expect(kinds(await shop.capture(id))).toEqual(['settled']);
    expect(await shop.exception()).toBeUndefined();
  });

  it('is found on the payment when the process died after it was made', async () => {
    const { id, payment, ...shop } = await despatched();
    const dead = shop.afterBooking(await shop.current(id), shop.instance(dying(shop.network, 'after')));
    dead.catch(() => undefined);
    await shop.clock.advance(1_000);
    expect(kinds(await shop.capture(id))).toEqual(['settled']);
    expect(await shop.charges(payment)).toHaveLength(1);
  });

  it('is nobody else’s while it is under way, unknown after a minute, and made again after an hour without a Charge', async () => {
    const { id, payment, ...shop } = await despatched();
    const dead = shop.afterBooking(await shop.current(id), shop.instance(dying(shop.network, 'before')));
    dead.catch(() => undefined);
    await shop.clock.advance(1_000);
    await shop.despatch(id, 'D2', 1, 0);
    expect(kinds(await shop.capture(id))).toEqual(['waiting', 'waiting']);
    expect(await shop.exception()).toBeUndefined();
    await shop.clock.advance(60_000);
    expect(kinds(await shop.capture(id))).toEqual(['failed', 'asked']);
    expect(await shop.exception()).toMatchObject({ code: 'capture-failed', status: 'open' });
    expect(amounts(await shop.charges(payment))).toEqual([2000]);
    await shop.clock.advance(HOUR);
    await shop.settle(payment, 'Success');
    expect(kinds(await shop.capture(id))).toEqual(['asked', 'settled']);
    expect(amounts(await shop.charges(payment))).toEqual([2000, 3500]);
    expect(await shop.exception()).toMatchObject({ status: 'resolved' });
  });

  it('waits for one of the same amount whose fate is unknown, so that a Charge is never taken for the wrong one', async () => {
    const shop = createCaptureShop({ capture: { mode }, connector });
    const payment = await shop.pay(5500);
    const lineItems = ['A', 'B'].map((sku) => ({ sku, centAmount: 2000 }));
    const { id } = shop.emulator.seedOrder({
      lineItems,
      shipping: { centAmount: 0 },
      payments: [{ id: payment }],
    });
    await shop.despatch(id, 'D1', 0);
    const dead = shop.afterBooking(await shop.current(id), shop.instance(dying(shop.network, 'before')));
    dead.catch(() => undefined);
    await shop.clock.advance(60_000);
    await shop.despatch(id, 'D2', 1);
    expect(kinds(await shop.capture(id))).toEqual(['failed', 'waiting']);
    await shop.clock.advance(HOUR);
    await shop.capture(id);
    await shop.settle(payment, 'Success');
    await shop.capture(id);
    expect(amounts(await shop.charges(payment))).toEqual([2000, 2000]);
    expect(await shop.exception()).toMatchObject({ status: 'resolved' });
  });
});

describe('with capture.mode off', () => {
  it('nothing is read and nothing is asked', async () => {
    const shop = createCaptureShop({ capture: { mode: 'off' } });
    const { id } = shop.order([await shop.pay(5500)]);
    const after = await shop.despatch(id, 'D1', 0);
    const before = shop.emulator.journal.length;
    expect(await shop.run(shop.afterBooking(after, shop.instance()))).toEqual([]);
    expect(shop.emulator.journal).toHaveLength(before);
  });
});

describe('a capture through Checkout', () => {
  const capture = { mode: 'payment-intents' };

  async function despatched(options: Partial<Parameters<typeof createCaptureShop>[0]> = {}) {
    const shop = createCaptureShop({ capture, ...options });
    const payment = await shop.pay(5500);
    const { id } = shop.order([payment]);
    await shop.despatch(id, 'D1', 0);
    return { ...shop, payment, id };
  }

  it('whose answer is lost is found on the payment, and not made again', async () => {
    const { id, payment, ...shop } = await despatched({
      faults: (request) => (isIntent(request) ? 'reply-lost' : undefined),
    });
    expect(kinds(await shop.capture(id))).toEqual(['asked']);
    expect(kinds(await shop.capture(id))).toEqual(['settled']);
    expect(await shop.charges(payment)).toHaveLength(1);
    expect(await shop.exception()).toBeUndefined();
  });

  it('is never made again without an answer where the rules say so', async () => {
    const { id, payment, ...shop } = await despatched({
      capture: { ...capture, askAgainAfterMinutes: 0 },
      faults: (request) => (isIntent(request) ? 'reset' : undefined),
    });
    expect(kinds(await shop.capture(id))).toEqual(['failed']);
    await shop.clock.advance(48 * HOUR);
    expect(kinds(await shop.capture(id, shop.instance()))).toEqual(['failed']);
    expect(await shop.charges(payment)).toEqual([]);
  });

  it('that was received counts while its Charge is pending', async () => {
    const { id, payment, ...shop } = await despatched();
    shop.provider('received');
    expect(kinds(await shop.capture(id))).toEqual(['asked']);
    expect(await shop.charges(payment)).toMatchObject([{ amount: 3500, state: 'Pending' }]);
    expect(kinds(await shop.capture(id))).toEqual(['settled']);
  });

  it('that is rejected is told to finance, and made again after an hour, not before', async () => {
    const { id, payment, ...shop } = await despatched();
    shop.provider('rejected');
    expect(kinds(await shop.capture(id))).toEqual(['failed']);
    expect(await shop.exception()).toMatchObject({ status: 'open' });
    shop.provider('approved');
    expect(kinds(await shop.capture(id))).toEqual(['failed']);
    await shop.clock.advance(HOUR);
    expect(kinds(await shop.capture(id))).toEqual(['asked']);
    expect(await shop.charges(payment)).toMatchObject([
      { amount: 3500, state: 'Failure' },
      { amount: 3500, state: 'Success' },
    ]);
    expect(await shop.exception()).toMatchObject({ status: 'resolved' });
  });

  it('is given up after five rejections', async () => {
    const { id, ...shop } = await despatched();
    shop.provider('rejected');
    for (let day = 0; day < 8; day += 1) {
      await shop.capture(id);
      await shop.clock.advance(24 * HOUR);
    }
    expect(shop.asked()).toBe(5);
    expect((await shop.exception())?.message).toContain('came to nothing 5 times');
  });

  it('that was received and failed later is told to finance and not repeated', async () => {
    const { id, payment, ...shop } = await despatched();
    shop.provider('received');
    await shop.capture(id);
    await shop.settle(payment, 'Failure');
    shop.provider('approved');
    await shop.clock.advance(24 * HOUR);
    expect(kinds(await shop.capture(id))).toEqual(['failed']);
    expect((await shop.exception())?.message).toContain('its Charge failed');
    expect(shop.asked()).toBe(1);
  });

  it('that Checkout refuses is made again at the next look', async () => {
    let away = true;
    const { id, ...shop } = await despatched({
      faults: (request) => (isIntent(request) && away ? { status: 403, body: '{}' } : undefined),
    });
    expect(kinds(await shop.capture(id))).toEqual(['failed']);
    expect(await shop.exception()).toMatchObject({ status: 'open' });
    away = false;
    expect(kinds(await shop.capture(id))).toEqual(['asked']);
    expect(await shop.exception()).toMatchObject({ status: 'resolved' });
  });
});

describe('a capture by Charge', () => {
  async function despatched(options: Partial<Parameters<typeof createCaptureShop>[0]> = {}) {
    const shop = createCaptureShop({ capture: { mode: 'charge' }, ...options });
    const payment = await shop.pay(5500);
    const { id } = shop.order([payment]);
    await shop.despatch(id, 'D1', 0);
    return { ...shop, payment, id };
  }

  it('is a Charge Initial that bears the key of the Delivery', async () => {
    const { id, payment, ...shop } = await despatched();
    await shop.capture(id);
    expect(await shop.charges(payment)).toEqual([{ amount: 3500, state: 'Initial', interactionId: 'D1' }]);
  });

  it('whose answer is lost is seen on the payment', async () => {
    const { id, payment, ...shop } = await despatched({
      faults: ({ method, path }) =>
        method === 'POST' && path.includes('/payments/') ? 'reply-lost' : undefined,
    });
    expect(kinds(await shop.capture(id))).toEqual(['asked']);
    expect(kinds(await shop.capture(id))).toEqual(['settled']);
    expect(await shop.charges(payment)).toHaveLength(1);
  });

  it('that could not be written is tried again at the next look', async () => {
    let away = true;
    const { id, payment, ...shop } = await despatched({
      faults: ({ method, path }) =>
        away && method === 'POST' && path.includes('/payments/') ? { status: 403, body: '{}' } : undefined,
    });
    expect(kinds(await shop.capture(id))).toEqual(['failed']);
    expect(await shop.exception()).toMatchObject({ status: 'open' });
    away = false;
    expect(kinds(await shop.capture(id))).toEqual(['asked']);
    expect(await shop.charges(payment)).toHaveLength(1);
    expect(await shop.exception()).toMatchObject({ status: 'resolved' });
  });

  it.each(['keeps', 'renames'] as const)(
    'that failed is told to finance and not repeated, where the payment connector %s its id',
    async (connector) => {
      const { id, payment, ...shop } = await despatched({ connector });
      await shop.capture(id);
      await shop.settle(payment, 'Failure');
      await shop.clock.advance(24 * HOUR);
      expect(kinds(await shop.capture(id))).toEqual(['failed']);
      expect(await shop.charges(payment)).toHaveLength(1);
      expect((await shop.exception())?.message).toContain('its Charge failed');
    },
  );

  it('that no payment connector takes up within an hour is told to finance', async () => {
    const { id, ...shop } = await despatched();
    await shop.capture(id);
    expect(kinds(await shop.capture(id))).toEqual(['settled']);
    await shop.clock.advance(2 * HOUR);
    expect(kinds(await shop.capture(id))).toEqual(['failed']);
    expect((await shop.exception())?.message).toContain('still Initial');
  });

  it('waits for another of the same amount that is still Initial', async () => {
    const shop = createCaptureShop({ capture: { mode: 'charge' } });
    const payment = await shop.pay(5500);
    const { id } = shop.emulator.seedOrder({
      lineItems: [
        { sku: 'A', centAmount: 2000 },
        { sku: 'B', centAmount: 2000 },
      ],
      shipping: { centAmount: 0 },
      payments: [{ id: payment }],
    });
    await shop.despatch(id, 'D1', 0);
    await shop.despatch(id, 'D2', 1);
    expect(kinds(await shop.capture(id))).toEqual(['asked', 'waiting']);
    expect(await shop.exception()).toBeUndefined();
    await shop.settle(payment, 'Success');
    expect(kinds(await shop.capture(id))).toEqual(['settled', 'asked']);
  });
});
