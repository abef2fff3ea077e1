import { CsvError, parse, type Options } from 'csv-parse';
import { parse as parseWhole } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { Row } from './client';
import { UnreadableReply } from './unreadable';

/** Peoplevox separates records with LF or CRLF, quotes values and doubles quotes inside (facts/peoplevox §4). */
const FORMAT: Options = { bom: true, record_delimiter: ['\r\n', '\n'], skip_empty_lines: true };

/** csv-parse's own messages quote the value. */
function unreadable(fault: unknown): UnreadableReply {
  const where = fault instanceof CsvError ? ` at line ${String(fault.lines)} (${fault.code})` : '';
  return new UnreadableReply(`its CSV is malformed${where}`);
}

/** What the consumer of rows threw; kept apart from faults of the reply. */
export class RowRefused extends Error {
  override readonly name = 'RowRefused';
}

function checkHeader(columns: readonly string[]): void {
  const faults = columns.filter((name, index) => name === '' || columns.indexOf(name) !== index);
  if (faults.length === 0) return;
  const named = [...new Set(faults)].map((name) => (name === '' ? '(an empty name)' : `"${name}"`));
  throw new UnreadableReply(`its header has columns without a name or of the same name: ${named.join(', ')}`);
}

export interface RowReader {
  readonly columns: readonly string[];
  /** Resolves when the reader can take more. */
  write(piece: string): Promise<void>;
  end(): Promise<void>;
}

/**
 * Reads CSV piece by piece and hands over each row as soon as it is complete. Rows of uneven length, stray quotes and
 * doubtful headers reject with UnreadableReply; whatever `onRow` throws rejects as the cause of RowRefused.
 */
export function createRowReader(onRow: (row: Row) => void): RowReader {
  const parser = parse(FORMAT);
  let columns: readonly string[] | undefined;
  let failure: Error | undefined;

  const take = (fields: readonly string[]) => {
    if (!columns) {
      checkHeader(fields);
      columns = fields;
      return;
    }
    // fromEntries defines own properties, so that a column `__proto__` is a column.
    const row: Row = Object.fromEntries(columns.map((name, index) => [name, fields[index] ?? '']));
    try {
      onRow(row);
    } catch (cause) {
      throw new RowRefused('The row was not accepted.', { cause });
    }
  };
  // A listener that throws would take the process down.
  parser.on('data', (fields: readonly string[]) => {
    if (failure) return;
    try {
      take(fields);
    } catch (fault) {
      failure = fault instanceof Error ? fault : unreadable(fault);
    }
  });
  const fail = (fault: Error) => (failure ??= unreadable(fault));
  parser.on('error', fail);

  /** Runs one step; a parser that breaks closes without calling back. */
  const settle = (step: (done: (fault?: Error | null) => void) => void) =>
    new Promise<void>((resolve, reject) => {
      const done = (fault?: Error | null) => {
        parser.off('close', done);
        if (fault) fail(fault);
        if (failure) reject(failure);
        else resolve();
      };
      if (failure) done();
      else step(done);
      parser.once('close', done);
    });
  return {
    get columns() {
      return columns ?? [];
    },
    write: (piece) => settle((done) => parser.write(piece, done)),
    end: () => settle((done) => parser.once('end', done).end()),
  };
}

/**
 * Names separated by commas or line breaks, with or without quotes or square brackets: the form is not fixed
 * (facts/peoplevox §7, §8).
 */
export function readNames(text: string): readonly string[] {
  try {
    const records: string[][] = parseWhole(text, { ...FORMAT, relax_column_count: true });
    return records
      .flat()
      .map((name) => name.trim().replace(/^\[(.*)\]$/, '$1'))
      .filter((name) => name !== '');
  } catch (fault) {
    throw unreadable(fault);
  }
}

/**
 * CSV with a header line, every value quoted, CRLF between records. A row with other columns than `columns` is a
 * mistake of the caller and throws, because Peoplevox writes an empty cell as an empty value (facts/peoplevox §7).
 */
export function writeCsv(columns: readonly string[], rows: readonly Row[]): string {
  const expected = new Set(columns);
  if (expected.size !== columns.length || expected.has('')) {
    throw new Error(`The columns to save need distinct names: ${columns.join(', ')}.`);
  }
  rows.forEach((row, index) => {
    const missing = columns.filter((name) => !Object.hasOwn(row, name));
    const surplus = Object.keys(row).filter((name) => !expected.has(name));
    if (missing.length + surplus.length === 0) return;
    throw new Error(
      `Row ${index + 1} does not fit the columns to save: missing ${missing.join(', ') || 'none'}; ` +
        `not among them ${surplus.join(', ') || 'none'}.`,
    );
  });
  const records = rows.map((row) => columns.map((name) => row[name] ?? ''));
  return stringify([columns, ...records], { quoted: true, quoted_empty: true, record_delimiter: 'windows' });
}
