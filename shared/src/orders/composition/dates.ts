import { DateTime } from 'luxon';

/**
 * ISO 8601 date or time → `yyyy-MM-dd HH:mm:ss` in an IANA zone; a date alone, and a time without offset, stand for
 * that zone's own. undefined: not ISO 8601.
 */
export function dateText(iso: string, timeZone: string): string | undefined {
  const time = DateTime.fromISO(iso, { zone: timeZone });
  return time.isValid ? time.toFormat('yyyy-MM-dd HH:mm:ss') : undefined;
}
