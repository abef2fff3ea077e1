import { box, COMMERCETOOLS, FAINT, label, PEOPLEVOX, picture } from './drawing';

export interface Movement {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly sku: string;
  readonly to: number;
  readonly available: number;
  readonly unallocated: number;
}

const ROW = 34;
const TOP = 60;
const BAR_AT = 260;
const BAR = 420;
const LEAST = 4;

/** Each number that was written: what the warehouse has, less what orders under way will take. */
export function stockInFlight(movements: readonly Movement[]): string {
  const most = Math.max(1, ...movements.map(({ available }) => available));
  const lengthOf = (units: number) => (units === 0 ? 0 : Math.max(LEAST, (units / most) * BAR));
  const rows = movements.flatMap(({ at, sku, to, available, unallocated }, index) => {
    const y = TOP + index * ROW;
    const sold = lengthOf(to);
    const kept = lengthOf(Math.max(0, available - to));
    return [
      label(24, y + 15, at.slice(11, 19), { size: 13, colour: FAINT }),
      label(110, y + 15, sku, { bold: true }),
      box(BAR_AT, y, sold, 22, COMMERCETOOLS),
      box(BAR_AT + sold, y, kept, 22, PEOPLEVOX),
      label(BAR_AT + sold + kept + 10, y + 16, `${available} − ${unallocated} = ${to}`, { size: 13 }),
    ];
  });
  const legend = TOP + movements.length * ROW + 8;
  return picture('Stock: what the warehouse has, less orders under way, is on sale', 900, legend + 36, [
    ...rows,
    box(BAR_AT, legend, 16, 16, COMMERCETOOLS),
    label(BAR_AT + 24, legend + 13, 'on sale', { size: 13 }),
    box(BAR_AT + 100, legend, 16, 16, PEOPLEVOX),
    label(BAR_AT + 124, legend + 13, 'ordered, and not allocated by Peoplevox yet', { size: 13 }),
  ]);
}
