import type { DriftCheck } from 'peoplevox-connector-shared/stock';
import type { Sweep } from '../sweep';

/** All stock is compared on both sides, and each difference explained. */
export function createDriftSweep(check: DriftCheck): Sweep {
  return {
    name: 'drift',
    asksPeoplevox: true,
    isOn: ({ mode }) => mode.stock !== 'off',
    run: async ({ rules, lease, isOver }) => {
      const everyMinutes = rules.reconciliation.driftEveryMinutes;
      const { outcome, report, open, requested, resolved } = await check.run(rules, lease, {
        everyMinutes,
        isOver,
      });
      const { unexplained = 0, ...explained } = report?.differences ?? {};
      const known = Object.values(explained).reduce((sum, count) => sum + count, 0);
      return {
        outcome: outcome === 'continues' ? 'continues' : 'done',
        found: known + unexplained + open,
        repaired: 0,
        explained: known,
        open,
        details: {
          ...(report && { compared: report.compared, unexplained, ...explained }),
          requested,
          resolved,
        },
      };
    },
  };
}
