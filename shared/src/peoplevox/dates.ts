import { DateTime } from 'luxon';

/** Peoplevox reads and prints wall-clock times of the tenant's zone (inferred: docs/verified.md). */
function inZone(ms: number, zone: string): DateTime<true> {
  const time = DateTime.fromMillis(ms, { zone });
  if (!time.isValid)
    throw new RangeError(`${ms} in time zone "${zone}" is not a time: ${time.invalidReason}.`);
  return time;
}

/** Milliseconds since the epoch → `yyyy-MM-dd HH:mm:ss` in the tenant's zone, for SaveData (facts/peoplevox §17). */
export function toPeoplevox(ms: number, zone: string): string {
  return inZone(ms, zone).toFormat('yyyy-MM-dd HH:mm:ss');
}

/** Milliseconds since the epoch → `DateTime(yyyy,MM,dd,HH,mm,ss)` for search clauses, seconds rounded down. */
export function searchDate(ms: number, zone: string): string {
  return inZone(ms, zone).toFormat("'DateTime('yyyy,MM,dd,HH,mm,ss')'");
}

/** The instants that share one wall-clock time, earliest first: two in the hour that is repeated in autumn. */
function readings(time: DateTime<true>): readonly DateTime<true>[] {
  return time.getPossibleOffsets().sort((one, other) => one.toMillis() - other.toMillis());
}

/**
 * The nearest instant not after (`down`) or not before (`up`) `ms` whose wall-clock time has one meaning only, so that
 * a bound in the repeated hour never hides a row, however Peoplevox reads that hour.
 */
export function unambiguous(ms: number, zone: string, direction: 'down' | 'up'): number {
  const [first, second] = readings(inZone(ms, zone));
  if (!first || !second) return ms;
  const repeated = second.toMillis() - first.toMillis();
  return direction === 'down' ? first.toMillis() - repeated : second.toMillis() + repeated;
}

const FORMS = [
  /^(?<day>\d{2})(?<mark>[/-])(?<month>\d{2})\k<mark>(?<year>\d{4}) (?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2}))?$/,
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2}) (?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2})$/,
];

/**
 * Minutes that a zone is ahead of UTC all through a wall-clock day (`yyyy-MM-dd`); undefined for a day on which its
 * clocks change, some of them at midnight, and for what is no day.
 */
function offsetOfDay(day: string, zone: string): number | undefined {
  const start = DateTime.fromISO(day, { zone });
  const [before, after] = [start.minus({ hours: 2 }).offset, start.plus({ days: 1 }).offset];
  return start.isValid && before === after ? before : undefined;
}

const MOST_DAYS = 1_000;
const offsets = new Map<string, number | undefined>();

/** Reports hold many times of few days, and to ask for a zone's rules takes long. */
function knownOffsetOfDay(day: string, zone: string): number | undefined {
  const key = `${zone} ${day}`;
  if (!offsets.has(key)) {
    if (offsets.size >= MOST_DAYS) offsets.clear();
    offsets.set(key, offsetOfDay(day, zone));
  }
  return offsets.get(key);
}

/**
 * A date as Peoplevox prints it → milliseconds since the epoch: `dd/MM/yyyy HH:mm[:ss]` (reports put it in single
 * quotes), `yyyy-MM-dd HH:mm:ss`, `dd-MM-yyyy HH:mm:ss` (callbacks); facts/peoplevox §17. Undefined for anything else,
 * a blank too. A time in the repeated hour of autumn is its first occurrence (a look-back grows, never shrinks); one in
 * the missing hour of spring counts on from the time before the gap.
 */
export function fromPeoplevox(text: string, zone: string): number | undefined {
  const plain = text.trim().replace(/^'(.*)'$/, '$1');
  const found = FORMS.map((form) => form.exec(plain)?.groups).find((groups) => groups !== undefined);
  if (!found) return undefined;
  const { year = '', month = '', day = '', hour = '', minute = '', second = '00' } = found;
  const offset = knownOffsetOfDay(`${year}-${month}-${day}`, zone);
  if (offset !== undefined && hour < '24' && minute < '60' && second < '60')
    return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) - offset * 60_000;
  const time = DateTime.fromObject(
    {
      year: Number(year),
      month: Number(month),
      day: Number(day),
      hour: Number(hour),
      minute: Number(minute),
      second: Number(second),
    },
    { zone },
  );
  return time.isValid ? readings(time)[0]?.toMillis() : undefined;
}
