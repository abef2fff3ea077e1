import { CommercetoolsError, Conflict } from 'peoplevox-connector-shared/commercetools';
import { RulesUnavailable } from 'peoplevox-connector-shared/configuration';
import { createOutageWatch } from 'peoplevox-connector-shared/exceptions';
import { NotYet, QueueFull, type Effect, type OrderExport } from 'peoplevox-connector-shared/orders';
import { PeoplevoxError } from 'peoplevox-connector-shared/peoplevox';
import { SpeakingError } from 'peoplevox-connector-shared/runtime';
import { createDoor, type Answer } from './door';
import {
  createExceptionBook,
  createLogBook,
  createManualClock,
  createWorld,
  settle,
} from './stand-ins.fixture';

const orderId = '3f2a9c1e-7b64-4d0a-9e55-8c1d2b3a4f60';
const message = {
  notificationType: 'Message',
  id: 'message-1',
  type: 'OrderCreated',
  resource: { typeId: 'order', id: orderId },
  order: { shippingAddress: { firstName: 'Ada', email: 'ada@example.com' } },
};
const unreadable = { message: { data: '%%%', messageId: '4711' } };

function setUp(process: OrderExport['process']) {
  const clock = createManualClock();
  const { log, lines } = createLogBook();
  const book = createExceptionBook();
  const door = createDoor({
    orderExport: { process },
    exceptions: book.exceptions,
    outage: createOutageWatch(book.exceptions, 'order-export', clock),
    world: createWorld(clock),
    log,
  });
  return { clock, lines, book, door };
}

class TooNew extends SpeakingError {}

const failing = (error: Error) => setUp(() => Promise.reject(error));
const away = new PeoplevoxError('unavailable', 'SaveData', 'Peoplevox does not answer.');

/** Work that ends when told. */
function slowWork() {
  const orders: { readonly end: (effect: Effect) => void; readonly fail: (reason: Error) => void }[] = [];
  const process: OrderExport['process'] = () =>
    new Promise<Effect>((end, fail) => void orders.push({ end, fail }));
  return {
    process,
    end: (effect: Effect) => orders.forEach(({ end }) => end(effect)),
    fail: (reason: Error) => orders.forEach(({ fail }) => fail(reason)),
  };
}

describe('the answer to a message', () => {
  it.each<Effect>([
    { kind: 'exported' },
    { kind: 'cancelled' },
    { kind: 'unchanged' },
    { kind: 'waiting' },
    { kind: 'forgotten' },
    { kind: 'held', codes: ['order-invalid'] },
    { kind: 'ignored', reason: 'It is cancelled.' },
    { kind: 'shadow', would: 'would send' },
  ])('is 200 once the effect is durable: $kind', async (effect) => {
    const { door, lines } = setUp(async () => effect);
    await expect(door(message)).resolves.toEqual({ status: 200, body: { outcome: effect.kind } });
    expect(lines.at(-1)).toMatchObject({
      level: 'info',
      facts: { orderId, messageType: 'OrderCreated', messageId: 'message-1', effect: effect.kind },
    });
  });

  it.each<[string, Error, 'info' | 'error']>([
    ['another instance sends the order', new NotYet('Another instance is sending this order.'), 'info'],
    ['too many orders wait already', new QueueFull(), 'info'],
    ['the order keeps changing', new Conflict('version'), 'info'],
    ['no rules are known', new RulesUnavailable('The rules document has faults.'), 'info'],
    ['Peoplevox is away', away, 'error'],
    [
      'commercetools is away',
      new CommercetoolsError({
        operation: 'GET orders/{id}',
        correlationId: 'c',
        code: 'Timeout',
        outcome: 'unknown',
        transient: true,
        description: 'no reply',
      }),
      'error',
    ],
    ['a later version wrote what it needs', new TooNew('Deploy the newest version.'), 'error'],
    ['something unforeseen happens', new TypeError('cannot read firstName of Ada Byron'), 'error'],
  ])('is 503 when %s, which brings it again', async (_, error, level) => {
    const { door, lines } = failing(error);
    await expect(door(message)).resolves.toEqual({ status: 503, body: { outcome: 'come again' } });
    expect(lines.at(-1)).toMatchObject({
      level,
      message: 'A message is not done and comes again.',
      facts: { orderId, messageType: 'OrderCreated', messageId: 'message-1' },
    });
    expect(JSON.stringify(lines)).not.toContain('Ada');
    if (error instanceof SpeakingError && !(error instanceof Conflict))
      expect(lines.at(-1)?.facts).toMatchObject({ reason: error.message });
  });

  it('is 200 for what is nothing to do, without asking anybody', async () => {
    const { door, book } = failing(new Error('not to be called'));
    const test = { notificationType: 'ResourceCreated', resource: { typeId: 'subscription', id: 's' } };
    await expect(door(test)).resolves.toEqual({ status: 200, body: { outcome: 'nothing to do' } });
    expect(book.raised).toEqual([]);
  });
});

describe('within 8 s', () => {
  it('work that is done just in time is acknowledged', async () => {
    const work = slowWork();
    const { clock, door } = setUp(work.process);
    const answer = door(message);
    await clock.advance(7_999);
    work.end({ kind: 'exported' });
    await expect(answer).resolves.toMatchObject({ status: 200 });
  });

  it('what is not done is answered 503', async () => {
    const work = slowWork();
    const { clock, door } = setUp(work.process);
    let answer: Answer | undefined;
    void door(message).then((given) => (answer = given));
    await clock.advance(7_999);
    expect(answer).toBeUndefined();
    await clock.advance(1);
    expect(answer).toEqual({ status: 503, body: { outcome: 'come again' } });
  });

  it('work that has begun goes on, and an outage that it meets then is told all the same', async () => {
    const work = slowWork();
    const { clock, door, book, lines } = setUp(work.process);
    void door(message);
    await clock.advance(8_000);
    work.fail(away);
    await settle();
    expect(book.raised).toMatchObject([{ code: 'peoplevox-unavailable' }]);
    expect(lines.at(-1)).toMatchObject({ level: 'info', facts: { orderId } });
  });

  it('what outlived its message is not begun again when it comes again, and its effect is its answer', async () => {
    const work = slowWork();
    let begun = 0;
    const { door, clock } = setUp((id) => {
      begun += 1;
      return work.process(id);
    });
    for (let time = 0; time < 2; time += 1) {
      const sentBack = door(message);
      await clock.advance(8_000);
      await expect(sentBack).resolves.toMatchObject({ status: 503 });
    }
    work.end({ kind: 'held', codes: ['change-too-late'] });
    await settle();
    await expect(door(message)).resolves.toEqual({ status: 200, body: { outcome: 'held' } });
    expect(begun).toBe(1);
  });

  it('what outlived its message and failed is begun again, and neither another message nor another order is answered by it', async () => {
    const effects: Effect[] = [];
    const work = slowWork();
    const { door, clock } = setUp(async (id) => effects.shift() ?? work.process(id));
    for (const end of [() => work.fail(away), () => work.end({ kind: 'exported' })]) {
      const sentBack = door(message);
      await clock.advance(8_000);
      await expect(sentBack).resolves.toMatchObject({ status: 503 });
      end();
      await settle();
    }
    const other = { ...message, resource: { typeId: 'order', id: 'another' } };
    effects.push({ kind: 'unchanged' }, { kind: 'cancelled' });
    await expect(door({ ...message, id: 'message-2' })).resolves.toMatchObject({
      body: { outcome: 'unchanged' },
    });
    await expect(door(other)).resolves.toMatchObject({ body: { outcome: 'cancelled' } });
    await expect(door(message)).resolves.toMatchObject({ body: { outcome: 'exported' } });
  });

  it('an unreadable message is answered too, though the store of exceptions does not answer', async () => {
    const { clock, lines } = setUp(slowWork().process);
    const book = createExceptionBook();
    const door = createDoor({
      orderExport: { process: slowWork().process },
      exceptions: { ...book.exceptions, raise: () => new Promise(() => undefined) },
      outage: createOutageWatch(book.exceptions, 'order-export', clock),
      world: createWorld(clock),
      log: createLogBook().log,
    });
    let answer: Answer | undefined;
    void door(unreadable).then((given) => (answer = given));
    await clock.advance(8_000);
    expect(answer).toMatchObject({ status: 503 });
    expect(lines).toEqual([]);
  });
});

describe('an unreadable message', () => {
  it('is kept as an exception with its identifier and cause, and acknowledged', async () => {
    const { door, book } = setUp(slowWork().process);
    await expect(door(unreadable)).resolves.toEqual({ status: 200, body: { outcome: 'kept as unreadable' } });
    expect(book.raised).toMatchObject([
      { code: 'message-unreadable', subject: { type: 'message', key: 'order-export' } },
    ]);
    expect(book.raised[0]?.message).toContain(
      '4711 of the subscription could not be read: its message.data is not JSON',
    );
  });

  it('is over with the next one that can be read, of whatever process', async () => {
    const { door, book } = setUp(async () => ({ kind: 'unchanged' }));
    await door(message);
    await door(message);
    expect(book.resolved).toEqual(['message-unreadable']);
    await door(unreadable);
    await door(message);
    expect(book.resolved).toEqual(['message-unreadable', 'message-unreadable']);
  });

  it('comes again when it cannot be kept', async () => {
    const { door, book } = setUp(slowWork().process);
    book.failure = new Error('store away');
    await expect(door(unreadable)).resolves.toMatchObject({ status: 503 });
  });
});

describe('an outage', () => {
  it('is told while it lasts, and resolved at the first success', async () => {
    let isAway = true;
    const { door, book } = setUp(async () => {
      if (isAway) throw away;
      return { kind: 'exported' };
    });
    await door(message);
    expect(book.raised).toMatchObject([{ code: 'peoplevox-unavailable', subject: { key: 'order-export' } }]);
    expect(book.resolved).not.toContain('peoplevox-unavailable');
    isAway = false;
    await door(message);
    expect(book.resolved).toContain('peoplevox-unavailable');
    const writes = book.resolved.length;
    await door(message);
    expect(book.resolved).toHaveLength(writes);
  });

  it('is not over because an order was ignored, for which Peoplevox was not asked', async () => {
    const { door, book } = setUp(async () => ({ kind: 'ignored', reason: 'It is cancelled.' }));
    await door(message);
    expect(book.resolved).not.toContain('peoplevox-unavailable');
  });

  it('of the store does not make an order look undone for ever', async () => {
    const { door, book } = setUp(async () => ({ kind: 'exported' }));
    book.failure = new Error('store away');
    await expect(door(message)).resolves.toMatchObject({ status: 503 });
    book.failure = undefined;
    await expect(door(message)).resolves.toMatchObject({ status: 200 });
  });
});

describe('the log', () => {
  it('has nothing personal in it, whatever arrives and whatever fails', async () => {
    const personal = /Ada|Byron|ada@|example\.com/;
    for (const process of [
      async (): Promise<Effect> => ({ kind: 'exported' }),
      async (): Promise<Effect> => Promise.reject(new TypeError('cannot read Ada Byron <ada@example.com>')),
    ]) {
      const { door, lines } = setUp(process);
      await door(message);
      await door({ ...message, resource: { typeId: 'order', id: 'Ada Byron' } });
      await door({ ...message, id: 'ada@example.com', type: 'Ada Byron' });
      await door({ message: { data: 'QWRh', messageId: 'ada@example.com' } });
      expect(lines.length).toBeGreaterThanOrEqual(4);
      expect(JSON.stringify(lines)).not.toMatch(personal);
    }
  });
});
