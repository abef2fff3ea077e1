import { createMemoryDocuments } from '../../../sandbox/simulation/memory-documents';
import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import type { Log } from '../runtime/log';
import type { Documents } from './documents';
import { createLifeSign, lifeSignOf, livedLately } from './life-sign';

const { container, key } = lifeSignOf('order-export');

function setUp(change: (real: Documents) => Partial<Documents> = () => ({})) {
  const clock = createVirtualClock(Date.parse('2026-03-02T09:00:00Z'));
  const real = createMemoryDocuments(clock);
  const warnings: unknown[] = [];
  const ignore = () => undefined;
  const log: Log = {
    debug: ignore,
    info: ignore,
    error: ignore,
    warn: (...said) => void warnings.push(said),
  };
  const documents = { ...real, ...change(real) };
  const showLife = createLifeSign({ application: 'order-export', documents, clock, log });
  return { clock, showLife, sign: () => real.read(container, key), warnings, real };
}

describe('the sign of life', () => {
  it('is left with the first message, and every five minutes while messages come', async () => {
    const { clock, showLife, sign } = setUp();
    await showLife();
    await showLife();
    await expect(sign()).resolves.toMatchObject({ version: 1, lastModifiedAt: clock.now() });
    await clock.advance(299_999);
    await showLife();
    await expect(sign()).resolves.toMatchObject({ version: 1 });
    await clock.advance(1);
    await showLife();
    await expect(sign()).resolves.toMatchObject({ version: 2, lastModifiedAt: clock.now() });
  });

  it('is as good when another instance leaves it first', async () => {
    const { showLife, warnings } = setUp((real) => ({
      read: async <T>(at: string, name: string) => {
        const before = await real.read<T>(at, name);
        await real.write(at, name, { theirs: true }, before?.version ?? 0);
        return before;
      },
    }));
    await expect(showLife()).resolves.toBeUndefined();
    expect(warnings).toEqual([]);
  });

  it('harms nothing when it cannot be left', async () => {
    const { showLife, warnings } = setUp(() => ({ write: () => Promise.reject(new TypeError('Ada')) }));
    await expect(showLife()).resolves.toBeUndefined();
    expect(warnings).toEqual([['The sign of life could not be left.', { cause: 'TypeError' }]]);
  });

  it('does not keep an answer waiting for a store that does not answer', async () => {
    const { clock, showLife } = setUp(() => ({ write: () => new Promise(() => undefined) }));
    let isOver = false;
    void showLife().then(() => (isOver = true));
    await clock.settle();
    expect(isOver).toBe(false);
    await clock.advance(1_500);
    expect(isOver).toBe(true);
  });

  it('counts for an hour', async () => {
    const { clock, showLife, real } = setUp();
    const lately = () => livedLately(real, async () => clock.now(), 'order-export');
    await expect(lately()).resolves.toBe(false);
    await showLife();
    await clock.advance(3_600_000);
    await expect(lately()).resolves.toBe(true);
    await clock.advance(1);
    await expect(lately()).resolves.toBe(false);
  });
});
