import { Conflict, type Documents, type Stored } from 'peoplevox-connector-shared/commercetools';
import { RulesUnavailable, rulesSchema, type Rules } from 'peoplevox-connector-shared/configuration';
import { createHints } from 'peoplevox-connector-shared/despatch';
import { createExceptionStore, exceptionContainer } from 'peoplevox-connector-shared/exceptions';
import { createLog } from 'peoplevox-connector-shared/runtime';
import { CALLBACKS, createCallbackTally } from './callback-tally';
import { createCallbacks } from './callbacks';

const START = Date.parse('2026-03-02T09:00:00Z');

/** Custom Objects in memory: tests of an application may use nothing but its folder and ../shared. */
function createShelf() {
  const rows = new Map<string, Stored<unknown>>();
  let isAway = false;
  const documents: Documents = {
    read: async <T>(container: string, key: string) =>
      rows.get(`${container}/${key}`) as Stored<T> | undefined,
    write: async (container, key, value, version) => {
      if (isAway) throw new TypeError('Winifred');
      const known = rows.get(`${container}/${key}`)?.version ?? 0;
      if (known !== version) throw new Conflict('Someone was faster.');
      const row = { container, key, value, version: version + 1, lastModifiedAt: START };
      rows.set(`${container}/${key}`, row);
      return row;
    },
    remove: async (container, key) => rows.delete(`${container}/${key}`),
    async *list<T>(container: string) {
      for (const row of rows.values()) if (row.container === container) yield row as Stored<T>;
    },
  };
  return { documents, rows, away: () => (isAway = true) };
}

function setUp(rules: () => Promise<Rules> = async () => rulesSchema.parse({})) {
  let now = START;
  const clock = { now: () => now, after: () => () => undefined };
  const world = { clock, random: () => 0 };
  const lines: string[] = [];
  const log = createLog({ level: 'debug', clock, write: (line) => void lines.push(line) });
  const shelf = createShelf();
  const { documents } = shelf;
  const exceptions = createExceptionStore({ documents, clock, log });
  let woken = 0;
  const callback = createCallbacks({
    hints: createHints(documents, world),
    rules,
    exceptions,
    tally: createCallbackTally({ documents, world, log }),
    onHint: () => (woken += 1),
    clock,
    log,
  });
  const held = (container: string) =>
    [...shelf.rows.values()].filter((row) => row.container === container).map(({ value }) => value);
  return {
    callback,
    lines,
    shelf,
    hints: () => held('peoplevox-hints'),
    exceptions: () => held(exceptionContainer),
    counts: () => shelf.rows.get(`${CALLBACKS.container}/${CALLBACKS.key}`)?.value,
    woken: () => woken,
    pass: (ms: number) => (now += ms),
  };
}

const settle = () => new Promise((resolve) => void setImmediate(resolve));

describe('a callback', () => {
  it('is answered once its hints are durable, and wakes the worker', async () => {
    const { callback, hints, woken } = setUp();
    await expect(callback('status', 'salesOrderNumber=GB-1,GB-2')).resolves.toEqual({
      status: 200,
      outcome: 'noted',
    });
    expect(hints()).toMatchObject([
      { number: 'GB-1', kinds: ['status'] },
      { number: 'GB-2', kinds: ['status'] },
    ]);
    expect(woken()).toBe(1);
  });

  it('is not acknowledged when its hint cannot be kept, and its text stays out of the log', async () => {
    const { callback, shelf, lines, woken } = setUp();
    shelf.away();
    await expect(callback('status', 'salesOrderNumber=GB-7')).resolves.toMatchObject({ status: 503 });
    await settle();
    expect(woken()).toBe(0);
    expect(lines.join('\n')).toContain('could not be kept');
    expect(lines.join('\n')).not.toMatch(/GB-7|Winifred/);
  });

  it('of a kind that cannot be read is one exception for however many, until one can be read', async () => {
    const { callback, exceptions, pass } = setUp();
    for (let time = 0; time < 50; time += 1)
      await expect(callback('returns', 'colour=blue')).resolves.toEqual({
        status: 200,
        outcome: 'kept as unreadable',
      });
    expect(exceptions()).toMatchObject([
      {
        code: 'message-unreadable',
        status: 'open',
        owner: 'integration',
        occurrences: 1,
        subject: { type: 'message', key: 'callback returns' },
      },
    ]);
    pass(60_000);
    await callback('returns', '');
    expect(exceptions()).toMatchObject([{ occurrences: 2 }]);
    await callback('returns', 'salesOrderNumber=GB-1');
    await settle();
    expect(exceptions()).toMatchObject([{ status: 'resolved' }]);
  });

  it('with more numbers than any event concerns is unreadable', async () => {
    const { callback, hints } = setUp();
    const numbers = Array.from({ length: 201 }, (_, index) => `GB-${index}`).join();
    await expect(callback('status', `salesOrderNumber=${numbers}`)).resolves.toMatchObject({
      outcome: 'kept as unreadable',
    });
    expect(hints()).toEqual([]);
  });

  it('leaves nothing while despatches are switched off', async () => {
    const { callback, hints } = setUp(async () => rulesSchema.parse({ mode: { despatch: 'off' } }));
    await expect(callback('status', 'salesOrderNumber=GB-1')).resolves.toEqual({
      status: 200,
      outcome: 'switched off',
    });
    expect(hints()).toEqual([]);
  });

  it('is kept when nobody knows the rules', async () => {
    const { callback, hints } = setUp(() => Promise.reject(new RulesUnavailable('none')));
    await callback('status', 'salesOrderNumber=GB-1');
    expect(hints()).toHaveLength(1);
  });

  it('is counted, at most one write a minute', async () => {
    const { callback, counts, pass } = setUp();
    await callback('status', 'salesOrderNumber=GB-1');
    for (let time = 0; time < 9; time += 1) await callback('tracking', 'salesOrderNumber=GB-1');
    await settle();
    expect(counts()).toMatchObject({ counts: { status: 1 } });
    pass(60_000);
    await callback('status', 'salesOrderNumber=GB-2');
    await settle();
    expect(counts()).toMatchObject({
      counts: { status: 2, tracking: 9 },
      lastAt: { status: '2026-03-02T09:01:00.000Z', tracking: '2026-03-02T09:00:00.000Z' },
    });
  });
});
