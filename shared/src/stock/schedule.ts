import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import type { Rules } from '../configuration/rules';
import type { Places } from './places';
import type { FullRun, StockState } from './state';

/** The last time at which a clock in the zone showed this time of day (`HH:mm`), milliseconds since the epoch. */
export function lastOccurrence(timeOfDay: string, zone: string, now: number): number {
  const [hour = 0, minute = 0] = timeOfDay.split(':').map(Number);
  const today = DateTime.fromMillis(now, { zone });
  const at = (day: DateTime) => day.set({ hour, minute, second: 0, millisecond: 0 }).toMillis();
  return at(today) <= now ? at(today) : at(today.minus({ days: 1 }));
}

/** Fingerprint of everything in the rules that an entry's number depends on, and of the Channels that they name. */
export function termsOf(
  { mode, sites, routing, defaultSite, unitsOfMeasure, notShippedByPeoplevox, inventory }: Rules,
  { bySite }: Pick<Places, 'bySite'>,
): string {
  const { buffers, ordersUnderWay, zeroMissing } = inventory;
  const terms = [
    mode.stock,
    sites,
    routing,
    defaultSite,
    unitsOfMeasure,
    notShippedByPeoplevox,
    buffers,
    ordersUnderWay,
    zeroMissing,
    [...bySite.values()],
  ];
  return createHash('sha256').update(JSON.stringify(terms)).digest('hex').slice(0, 16);
}

export interface ScheduleFacts {
  readonly state: StockState;
  /** The full run that is under way or waits for a person. */
  readonly current: FullRun | undefined;
  readonly rules: Pick<Rules, 'inventory'>;
  /** What a comparison would compute with now (see termsOf). */
  readonly terms: string;
  readonly timeZone: string;
  readonly now: number;
  readonly isRequested: boolean;
}

/** Why a full comparison must begin now; undefined: none, or the one under way goes on. */
export function fullDue({
  state,
  current,
  rules,
  terms,
  timeZone,
  now,
  isRequested,
}: ScheduleFacts): string | undefined {
  const { fullAt, fullAfterMinutes } = rules.inventory;
  if ((current?.terms ?? state.full?.terms ?? terms) !== terms)
    return 'the rules or their supply channels changed';
  if (current !== undefined && current.phase !== 'stopped') return undefined;
  if (isRequested) return 'a person asked for it';
  const before = current ?? state.full;
  if (before === undefined) return 'the first one';
  if (lastOccurrence(fullAt, timeZone, now) > before.startedAt) return `it is ${fullAt} in ${timeZone}`;
  if (current === undefined && now - state.completedAt > fullAfterMinutes * 60_000)
    return `nothing was read for more than ${fullAfterMinutes} minutes`;
  return current === undefined && !state.unbroken
    ? 'more changed at once than the report of changes is read for'
    : undefined;
}
