import { Conflict, type Documents, type Stored } from 'peoplevox-connector-shared/commercetools';
import { rulesSchema } from 'peoplevox-connector-shared/configuration';
import { leaveReplay, NotYet, readReplays, type Effect } from 'peoplevox-connector-shared/orders';
import { PeoplevoxError } from 'peoplevox-connector-shared/peoplevox';
import { createLog } from 'peoplevox-connector-shared/runtime';
import type { Pass } from '../sweep';
import { createReplaySweep } from './replays';

function createShelf(): Documents {
  const rows = new Map<string, Stored<unknown>>();
  return {
    read: async <T>(container: string, key: string) => rows.get(container + key) as Stored<T> | undefined,
    write: async (container, key, value, version) => {
      if ((rows.get(container + key)?.version ?? 0) !== version) throw new Conflict('Someone was faster.');
      const row = { container, key, value, version: version + 1, lastModifiedAt: 0 };
      rows.set(container + key, row);
      return row;
    },
    remove: async (container, key) => rows.delete(container + key),
    list: () => {
      throw new Error('Nothing is listed here.');
    },
  };
}

const clock = { now: () => 0, after: () => () => undefined };
const pass: Pass = {
  rules: rulesSchema.parse({}),
  notBefore: '2026-01-01T00:00:00.000Z',
  channelId: 'c',
  lease: { renew: async () => undefined, assertHeld: () => undefined },
  now: () => 0,
  isOver: () => false,
};

function setUp(process: (orderId: string) => Promise<Effect>) {
  const parts = { documents: createShelf(), world: { clock, random: () => 0 } };
  const lines: string[] = [];
  const log = createLog({ level: 'error', write: (line) => void lines.push(line) });
  return { parts, lines, sweep: createReplaySweep({ ...parts, orderExport: { process }, log }) };
}

describe('orders that an operator asks to be decided again', () => {
  it('are decided once, and those that cannot be now are kept', async () => {
    const decided: string[] = [];
    const { parts, sweep } = setUp(async (orderId) => {
      if (orderId === 'busy') throw new NotYet('Another instance is sending this order.');
      decided.push(orderId);
      return { kind: 'exported' };
    });
    for (const orderId of ['one', 'busy', 'two']) await leaveReplay(parts, orderId);
    await expect(sweep.run(pass)).resolves.toMatchObject({
      found: 3,
      repaired: 2,
      explained: 1,
      outcome: 'done',
    });
    expect([decided, [...(await readReplays(parts.documents)).keys()]]).toEqual([['one', 'two'], ['busy']]);
  });

  it('are done but for the one that fails, which the log names', async () => {
    const decided: string[] = [];
    const { parts, sweep, lines } = setUp(async (orderId) => {
      if (orderId === 'broken') throw new PeoplevoxError('refused', 'SaveData', 'No.');
      decided.push(orderId);
      return { kind: 'exported' };
    });
    for (const orderId of ['one', 'broken', 'two']) await leaveReplay(parts, orderId);
    await expect(sweep.run(pass)).resolves.toMatchObject({ found: 3, repaired: 2, explained: 0 });
    await sweep.run(pass);
    expect(decided).toEqual(['one', 'two']);
    expect([...(await readReplays(parts.documents)).keys()]).toEqual(['broken']);
    expect(lines.filter((line) => line.includes('"broken"'))).toHaveLength(2);
  });

  it('stay when a system cannot be asked, but for those that are decided', async () => {
    const { parts, sweep } = setUp(async (orderId) => {
      if (orderId === 'one') return { kind: 'exported' };
      throw new PeoplevoxError('unavailable', 'SaveData', 'away');
    });
    for (const orderId of ['one', 'two']) await leaveReplay(parts, orderId);
    await expect(sweep.run(pass)).rejects.toThrow('away');
    expect([...(await readReplays(parts.documents)).keys()]).toEqual(['two']);
  });

  it('are nobody’s work while orders are off', () => {
    const { sweep } = setUp(async () => ({ kind: 'exported' }));
    expect(sweep.isOn(rulesSchema.parse({ mode: { orders: 'off' } }))).toBe(false);
  });
});
