import type { Documents } from 'peoplevox-connector-shared/commercetools';
import { createLifeSign, LIFE_SIGN } from './life-sign';
import { createDocumentShelf, createLogBook, createManualClock, settle } from './stand-ins.fixture';

function setUp(change: (real: Documents) => Partial<Documents> = () => ({})) {
  const clock = createManualClock();
  const real = createDocumentShelf(clock);
  const { log, lines } = createLogBook();
  const showLife = createLifeSign({ ...real, ...change(real) }, clock, log);
  const sign = () => real.read(LIFE_SIGN.container, LIFE_SIGN.key);
  return { clock, showLife, sign, lines, real };
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
    const { showLife, lines } = setUp((real) => ({
      read: async <T>(container: string, key: string) => {
        const before = await real.read<T>(container, key);
        await real.write(container, key, { theirs: true }, before?.version ?? 0);
        return before;
      },
    }));
    await expect(showLife()).resolves.toBeUndefined();
    expect(lines).toEqual([]);
  });

  it('harms no order when it cannot be left', async () => {
    const { showLife, lines } = setUp(() => ({ write: () => Promise.reject(new TypeError('Ada')) }));
    await expect(showLife()).resolves.toBeUndefined();
    expect(lines).toEqual([
      { level: 'warn', message: 'The sign of life could not be left.', facts: { cause: 'TypeError' } },
    ]);
  });

  it('does not keep an answer waiting for a store that does not answer', async () => {
    const { clock, showLife } = setUp(() => ({ write: () => new Promise(() => undefined) }));
    let isOver = false;
    void showLife().then(() => (isOver = true));
    await settle();
    expect(isOver).toBe(false);
    await clock.advance(1_500);
    expect(isOver).toBe(true);
  });
});
