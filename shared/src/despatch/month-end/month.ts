import { DateTime } from 'luxon';

/** A calendar month of the tenant's time zone. */
export interface Month {
  /** `YYYY-MM`. */
  readonly name: string;
  /** Its first instant and that of the next month; milliseconds since the epoch. */
  readonly from: number;
  readonly until: number;
  /** IANA zone. */
  readonly zone: string;
}

export const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;

/** @throws RangeError for anything but `YYYY-MM` and an IANA zone */
export function monthNamed(name: string, zone: string): Month {
  const start = MONTH.test(name) ? DateTime.fromISO(`${name}-01`, { zone }) : undefined;
  if (start?.isValid !== true) throw new RangeError(`"${name}" in zone "${zone}" is no month.`);
  return { name, from: start.toMillis(), until: start.plus({ months: 1 }).toMillis(), zone };
}

/** `YYYY-MM-DD` on which an instant (ms since the epoch) falls in the zone; its first seven characters name the month. */
export function dayAt(ms: number, zone: string): string {
  return DateTime.fromMillis(ms, { zone }).toFormat('yyyy-MM-dd');
}

export function isIn({ from, until }: Pick<Month, 'from' | 'until'>, at: number): boolean {
  return at >= from && at < until;
}
