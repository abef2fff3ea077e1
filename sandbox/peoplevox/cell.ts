import { DateTime } from 'luxon';

/** A moment: milliseconds since the epoch, UTC. Printed in the tenant's zone. */
export interface Instant {
  readonly at: number;
}

/** A value of a template or report. Empty text stands for "nothing", whatever the column's type. */
export type Cell = string | number | boolean | Instant;
export type Cells = ReadonlyMap<string, Cell>;

/**
 * yyyy-MM-dd HH:mm:ss, dd/MM/yyyy HH:mm:ss, `'dd/MM/yyyy HH:mm:ss'` with its quotes, dd-MM-yyyy HH:mm:ss
 * (facts/peoplevox §17).
 */
export type DateStyle = 'iso' | 'british' | 'report' | 'callback';

export interface Printing {
  readonly zone: string;
  /** Of DateTime(…) in search clauses; the same zone if not given. */
  readonly clauseZone?: string;
  readonly dates: DateStyle;
}

const patterns: Readonly<Record<DateStyle, string>> = {
  iso: 'yyyy-MM-dd HH:mm:ss',
  british: 'dd/MM/yyyy HH:mm:ss',
  report: 'dd/MM/yyyy HH:mm:ss',
  callback: 'dd-MM-yyyy HH:mm:ss',
};

export function isInstant(cell: Cell): cell is Instant {
  return typeof cell === 'object';
}

/** The text of a column that holds no dates; empty for one that was never set. */
export function plainText(cell: Cell | undefined): string {
  return cell === undefined || isInstant(cell) ? '' : String(cell);
}

export function printCell(cell: Cell, printing: Printing): string {
  if (isInstant(cell)) return printDate(cell.at, printing);
  if (typeof cell === 'boolean') return cell ? 'True' : 'False';
  return String(cell);
}

function printDate(at: number, { zone, dates }: Printing): string {
  const local = DateTime.fromMillis(at, { zone });
  const text = local.toFormat(patterns[dates]);
  return dates === 'report' ? `'${text}'` : text;
}

const readable = [
  'yyyy-MM-dd HH:mm:ss',
  'yyyy-MM-dd HH:mm',
  'yyyy-MM-dd',
  'dd/MM/yyyy HH:mm:ss',
  'dd/MM/yyyy HH:mm',
  'dd/MM/yyyy',
];

/** A local date of the tenant in any of the forms that clauses use; undefined when it is none. */
export function readDate(text: string, zone: string): number | undefined {
  for (const pattern of readable.filter(({ length }) => length === text.length)) {
    const local = DateTime.fromFormat(text, pattern, { zone });
    if (local.isValid) return local.toMillis();
  }
  return undefined;
}

/** The one form documented for imports: `yyyy-MM-dd HH:mm:ss` (facts/peoplevox §17). */
export function readImportDate(text: string, zone: string): number | undefined {
  const local = DateTime.fromFormat(text, 'yyyy-MM-dd HH:mm:ss', { zone });
  return local.isValid ? local.toMillis() : undefined;
}

/** A `DateTime(…)` of a clause: year, month, day and optionally hour, minute, second, in the tenant's zone. */
export function localTime(parts: readonly number[], zone: string): number | undefined {
  const [year, month, day, hour = 0, minute = 0, second = 0] = parts;
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const local = DateTime.fromObject({ year, month, day, hour, minute, second }, { zone });
  return local.isValid ? local.toMillis() : undefined;
}
