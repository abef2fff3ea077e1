import type { Fault, FaultDial } from '../commercetools';
import { createStockStage, runUntilEnd, SUMMARY, wrong } from './stock-stage';

const open = createStockStage();

describe('inventory-import as a real process, when the systems fail', () => {
  it.each([
    {
      what: 'breaks off, answers nonsense, refuses and forgets the session',
      faults: [
        { kind: 'reset' },
        { kind: 'html' },
        { kind: 'session-lost' },
        { kind: 'truncated' },
        { kind: 'refuse' },
      ],
    },
    {
      what: 'throttles',
      faults: [
        { kind: 'http', status: 429, headers: { 'retry-after': '2' } },
        { kind: 'http', status: 503 },
      ],
    },
  ] as const)(
    'comes to the same end when Peoplevox $what in the middle of a run',
    async ({ faults }) => {
      const opened = await open();
      for (const [index, fault] of faults.entries())
        opened.peoplevox.faults.set({ template: SUMMARY, skip: index === 0 ? 1 : 0, fault });
      opened.peoplevox.faults.set({ template: 'Sales orders', fault: faults[0] });
      await runUntilEnd(opened);
      expect(wrong(opened)).toEqual([]);
      expect(opened.peoplevox.faults.rules()).toEqual([]);
      expect(opened.peoplevox.peak()).toBeLessThanOrEqual(15);
    },
    150_000,
  );

  it('comes to the same end when commercetools throttles, fails and breaks off', async () => {
    const faults: readonly Fault[] = [
      { status: 503 },
      'reset',
      { status: 429, headers: { 'retry-after': '1' } },
      'reply-lost',
      { status: 502 },
    ];
    let requests = 0;
    const dial: FaultDial = ({ path }) => {
      if (!path.includes('/inventory')) return undefined;
      requests += 1;
      return requests % 40 === 0 ? faults[(requests / 40) % faults.length] : undefined;
    };
    const opened = await open({ commercetoolsFaults: dial });
    await runUntilEnd(opened);
    expect(requests / 40).toBeGreaterThan(faults.length);
    expect(wrong(opened)).toEqual([]);
  }, 150_000);
});
