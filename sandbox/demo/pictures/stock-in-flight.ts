import { box, COMMERCETOOLS, FAINT, label, line, PEOPLEVOX, picture } from './drawing';

export interface Movement {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly to: number;
  readonly available: number;
  readonly unallocated: number;
}

const HEIGHT = 220;
const BASE = 310;
const STEP = 110;

/** What is written for one SKU as the morning goes: what the warehouse has, less what orders under way will take. */
export function stockInFlight(sku: string, movements: readonly Movement[]): string {
  const most = Math.max(1, ...movements.map(({ available }) => available));
  const scale = HEIGHT / most;
  const bars = movements.flatMap(({ at, to, available, unallocated }, index) => {
    const x = 60 + index * STEP;
    const sold = to * scale;
    const kept = Math.max(0, available - to) * scale;
    return [
      box(x, BASE - sold, 60, sold, COMMERCETOOLS),
      ...(kept > 0 ? [box(x, BASE - sold - Math.max(kept, 6), 60, Math.max(kept, 6), PEOPLEVOX)] : []),
      label(x + 30, BASE - sold - Math.max(kept, 6) - 8, `${available} − ${unallocated} = ${to}`, {
        anchor: 'middle',
        size: 13,
      }),
      label(x + 30, BASE + 22, at.slice(11, 19), { anchor: 'middle', size: 12, colour: FAINT }),
    ];
  });
  const width = Math.max(900, 60 + movements.length * STEP);
  return picture(`${sku}: what the warehouse has, less orders under way, is what is sold`, width, 390, [
    line(40, BASE, width - 30, BASE),
    ...bars,
    box(60, 352, 16, 16, COMMERCETOOLS),
    label(84, 365, 'written to the InventoryEntry', { size: 13 }),
    box(330, 352, 16, 16, PEOPLEVOX),
    label(354, 365, 'ordered, and not allocated by Peoplevox yet', { size: 13 }),
  ]);
}
