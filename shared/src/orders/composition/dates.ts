import { DateTime } from 'luxon';

/** A date, or a date and a time; luxon would make today of a mere time and January of a year. */
const DATE = /^\d{4}-\d{2}-\d{2}/;

/**
 * ISO 8601 date or time → `yyyy-MM-dd HH:mm:ss` in an IANA zone; a date alone, and a time without offset, stand for
 * that zone's own. undefined: no date.
 */
export function dateText(iso: string, timeZone: string): string | undefined {
  if (!DATE.test(iso)) return undefined;
  const time = DateTime.fromISO(iso, { zone: timeZone });
  return time.isValid ? time.toFormat('yyyy-MM-dd HH:mm:ss') : undefined;
}
