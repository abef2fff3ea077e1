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
 * A date as Peoplevox prints it → milliseconds since the epoch: `dd/MM/yyyy HH:mm[:ss]` (reports put it in single
 * quotes), `yyyy-MM-dd HH:mm:ss`, `dd-MM-yyyy HH:mm:ss` (callbacks); facts/peoplevox §17. Undefined for anything else,
 * a blank too. A time in the repeated hour of autumn is its first occurrence (a look-back grows, never shrinks); one in
 * the missing hour of spring counts on from the time before the gap.
 */
export function fromPeoplevox(text: string, zone: string): number | undefined {
  const plain = text.trim().replace(/^'(.*)'$/, '$1');
  const found = FORMS.map((form) => form.exec(plain)?.groups).find((groups) => groups !== undefined);
  if (!found) return undefined;
  const part = (name: string) => Number(found[name] ?? 0);
  const time = DateTime.fromObject(
    {
      year: part('year'),
      month: part('month'),
      day: part('day'),
      hour: part('hour'),
      minute: part('minute'),
      second: part('second'),
    },
    { zone },
  );
  return time.isValid ? readings(time)[0]?.toMillis() : undefined;
}
