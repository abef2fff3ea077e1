import type { HintTally } from 'peoplevox-connector-shared/despatch';
import type { Sweep } from '../sweep';

/**
 * Works the hints that despatch-processor left behind and those that the other sweeps made, through the same booking.
 * @param begin called before the first one
 * @param work one batch; 'busy': another instance is at it, 'idle': nothing is due
 */
export function createHintSweep(
  begin: () => Promise<void>,
  work: () => Promise<HintTally | 'busy' | 'idle'>,
): Sweep {
  return {
    name: 'hints',
    asksPeoplevox: true,
    isOn: ({ mode }) => mode.despatch !== 'off',
    run: async ({ isOver }) => {
      await begin();
      const sum = { booked: 0, unchanged: 0, foreign: 0, orphan: 0, held: 0, shadow: 0, failed: 0, later: 0 };
      for (;;) {
        const tally = await work();
        if (tally === 'idle' || tally === 'busy') break;
        for (const key of keysOf(sum)) sum[key] += tally[key];
        if (isOver()) return { ...tallied(sum), outcome: 'continues' };
      }
      return { ...tallied(sum), outcome: 'done' };
    },
  };
}

type Sum = Record<
  'booked' | 'unchanged' | 'foreign' | 'orphan' | 'held' | 'shadow' | 'failed' | 'later',
  number
>;

function keysOf<K extends string>(sum: Readonly<Record<K, number>>): K[] {
  return Object.keys(sum) as K[];
}

function tallied(sum: Sum) {
  return {
    found: sum.booked + sum.orphan + sum.held + sum.failed + sum.shadow,
    repaired: sum.booked,
    explained: sum.shadow,
    open: sum.orphan + sum.held + sum.failed,
    details: { ...sum },
  };
}
