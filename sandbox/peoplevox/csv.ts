/** The text is not CSV; the words say where. */
export class CsvFault extends Error {
  override readonly name = 'CsvFault';
}

/** One field: quoted with doubled quotes inside, or bare without any quote; then what ends it. */
const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

/**
 * Records of a CSV text (RFC 4180, line break `\n` or `\r\n`). Blank lines are skipped: the vendor's own sample sends
 * one before the header (facts/peoplevox §7).
 */
export function readCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let position = 0;
  while (position < text.length || record.length > 0) {
    field.lastIndex = position;
    const match = field.exec(text);
    if (!match)
      throw new CsvFault(`The CSV is broken in record ${records.length + 1}, field ${record.length + 1}.`);
    const [whole, quoted, bare = '', end] = match;
    record.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    position += whole.length;
    if (end === ',') continue;
    const isBlank = record.length === 1 && quoted === undefined && bare === '';
    if (!isBlank) records.push(record);
    record = [];
  }
  return records;
}

/** All values quoted, records separated by `\n`, header first (facts/peoplevox §4). */
export function writeCsv(records: Iterable<readonly string[]>): string {
  const lines: string[] = [];
  for (const record of records)
    lines.push(record.map((value) => `"${value.replaceAll('"', '""')}"`).join(','));
  return lines.join('\n');
}
