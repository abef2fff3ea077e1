import { COMMERCETOOLS, CONNECTOR, dot, FAINT, INK, label, line, PEOPLEVOX, picture } from './drawing';

const LANES = [
  { place: 'commercetools', colour: COMMERCETOOLS },
  { place: 'connector', colour: CONNECTOR },
  { place: 'Peoplevox', colour: PEOPLEVOX },
] as const;

export interface TimelineEvent {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly place: (typeof LANES)[number]['place'];
  readonly what: string;
}

const ROW = 30;
const TOP = 100;
const WORDS_AT = 470;

/** What happened to an order where, from top to bottom. */
export function orderTimeline(orderNumber: string, events: readonly TimelineEvent[]): string {
  const sorted = events.toSorted((one, other) => one.at.localeCompare(other.at));
  const bottom = TOP + sorted.length * ROW;
  const lanes = LANES.flatMap(({ place, colour }, index) => [
    label(laneAt(index), 76, place, { colour, bold: true, anchor: 'middle' }),
    line(laneAt(index), 90, laneAt(index), bottom - 10),
  ]);
  const rows = sorted.flatMap(({ at, place, what }, index) => {
    const y = TOP + index * ROW;
    const lane = LANES.findIndex((one) => one.place === place);
    return [
      label(24, y + 5, at.slice(11, 19), { colour: FAINT, size: 13 }),
      dot(laneAt(lane), y, LANES[lane]?.colour ?? INK),
      label(WORDS_AT, y + 5, what),
    ];
  });
  return picture(`Order ${orderNumber}, from the shop to the last parcel`, 900, bottom + 10, [
    ...lanes,
    ...rows,
  ]);
}

function laneAt(index: number): number {
  return 160 + index * 125;
}
