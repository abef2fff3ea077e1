import { createReconciliation } from '../../reconciliation/src/reconciliation';
import { nothing, type Sweep } from '../../reconciliation/src/sweep';
import { rulesSchema } from '../../shared/src/configuration/rules';
import { createLog } from '../../shared/src/runtime';
import { createMemoryDocuments } from './memory-documents';
import { createVirtualClock } from './virtual-clock';

it('does not begin a sweep that was switched off while the one before was at work', async () => {
  const clock = createVirtualClock(Date.UTC(2026, 2, 2, 8));
  const modes = { orders: 'live', despatch: 'live' };
  const begun: string[] = [];
  const sweep = (name: keyof typeof modes, meanwhile: () => void): Sweep => ({
    name,
    asksPeoplevox: false,
    isOn: ({ mode }) => mode[name] !== 'off',
    run: async () => {
      begun.push(name);
      meanwhile();
      return { ...nothing, outcome: 'done' };
    },
  });
  const { tick } = createReconciliation({
    documents: createMemoryDocuments(clock),
    rules: async () => rulesSchema.parse({ mode: modes }),
    channel: async () => ({ id: 'channel', createdAt: '2026-03-02T08:00:00Z' }),
    serverClock: async () => clock.now(),
    outage: { succeeded: async () => undefined, failed: async () => undefined },
    sweeps: [
      sweep('orders', () => {
        modes.despatch = 'off';
      }),
      sweep('despatch', () => undefined),
    ],
    tellPeople: async () => ({}),
    onReport: () => undefined,
    showLife: async () => undefined,
    world: { clock, random: () => 0.5 },
    log: createLog({ level: 'error', write: () => undefined, clock }),
    holder: 'reconciliation',
  });
  expect(await clock.runUntil(tick())).toMatchObject({ outcome: 'ran', report: { sweeps: [{}] } });
  expect(begun).toEqual(['orders']);
});
