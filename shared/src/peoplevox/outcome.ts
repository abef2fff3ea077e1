import type { Row, RowOutcome, SaveOutcome } from './client';
import type { Result, RowStatus } from './reply';

const NO_REASON = 'Peoplevox gave no reason.';

/**
 * Whether a status Reference may mean a row: the key of the row, or two values joined as `order - item` (seen once:
 * facts/peoplevox §7). The true row always fits, so a Reference that fits one row only means that row.
 */
function fits(reference: string, values: ReadonlySet<string>): boolean {
  if (values.has(reference)) return true;
  for (let at = reference.indexOf(' - '); at >= 0; at = reference.indexOf(' - ', at + 1)) {
    if (values.has(reference.slice(0, at)) && values.has(reference.slice(at + 3))) return true;
  }
  return false;
}

/** Row index → its status: by Reference where that is unique, else by LineNo, else by position if the counts agree. */
function matchStatuses(statuses: readonly RowStatus[], rows: readonly Row[]): ReadonlyMap<number, RowStatus> {
  const values = rows.map((row) => new Set(Object.values(row).map((value) => value.trim())));
  const rowOf = ({ reference, lineNo }: RowStatus, position: number): number | undefined => {
    const key = reference.trim();
    const fitting =
      key === '' ? [] : [...values.keys()].filter((index) => fits(key, values[index] ?? new Set()));
    if (fitting.length === 1) return fitting[0];
    if (lineNo !== undefined && lineNo >= 1 && lineNo <= rows.length) return lineNo - 1;
    return statuses.length === rows.length ? position : undefined;
  };
  const matched = new Map<number, RowStatus>();
  const doubtful = new Set<number>();
  statuses.forEach((status, position) => {
    const row = rowOf(status, position);
    if (row === undefined) return;
    const other = matched.get(row);
    if (other && other.status !== status.status) doubtful.add(row);
    matched.set(row, status);
  });
  doubtful.forEach((row) => matched.delete(row));
  return matched;
}

/** The lines of Detail that name the row's Reference, else all of it: its format is not known. */
function wordsAbout(reference: string, words: string): string {
  const key = reference.trim().replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  if (key === '') return words;
  const named = new RegExp(String.raw`(?<![\w-])${key}(?![\w-])`);
  const lines = words.split(/\r?\n/).filter((line) => named.test(line));
  return lines.length > 0 ? lines.join('\n') : words;
}

function judge(status: RowStatus | undefined, result: Result, rowCount: number, words: string): RowOutcome {
  const failed = result.responseId !== 0;
  const queued = result.importingQueueId > 0;
  const verdict = status?.status.toLowerCase();
  if (verdict === 'error') return { kind: 'refused', words: wordsAbout(status?.reference ?? '', words) };
  if (verdict === 'success') {
    // A refusal that imported nothing contradicts it.
    return failed && result.totalCount <= 0 ? { kind: 'unclear', words } : { kind: 'saved' };
  }
  if (failed && result.totalCount <= 0) return wholeRefusal(words, rowCount);
  if (!failed && !queued && result.totalCount >= rowCount) return { kind: 'saved' };
  if (failed && !queued) return { kind: 'unclear', words };
  return { kind: 'unknown', words: queued ? `Peoplevox queued the import. ${words}` : words };
}

/** What a row met whose call was refused as a whole: of a single one it is known that it is meant. */
function wholeRefusal(words: string, rowCount: number): RowOutcome {
  return { kind: rowCount === 1 ? 'refused' : 'unclear', words };
}

/** Peoplevox's words as they came: cutting them first could leave half of a name that nobody recognises any more. */
function wordsOf(result: Result): string {
  return [result.errorCode, result.detail.trim()].filter((text) => text !== '').join(': ') || NO_REASON;
}

/** A SaveData that was refused before Peoplevox looked at its rows. */
export function refusedOutcome(words: string, rowCount: number): SaveOutcome {
  const row = wholeRefusal(words, rowCount);
  return { kind: 'refused', words, rows: Array.from({ length: rowCount }, () => row) };
}

/** A SaveData reply → what became of each of the rows sent. */
export function saveOutcome(result: Result, rows: readonly Row[]): SaveOutcome {
  const words = wordsOf(result);
  const matched = matchStatuses(result.statuses, rows);
  const outcomes = rows.map((_, index) => judge(matched.get(index), result, rows.length, words));
  const failed = result.responseId !== 0;
  const has = (kind: RowOutcome['kind']) => outcomes.some((outcome) => outcome.kind === kind);
  if (!failed && outcomes.every(({ kind }) => kind === 'saved')) return { kind: 'saved', rows: outcomes };
  const isNothing = outcomes.every(({ kind }) => kind === 'refused') || (failed && result.totalCount <= 0);
  if (isNothing && !has('unknown')) return { kind: 'refused', rows: outcomes, words };
  return { kind: 'partly', rows: outcomes, words };
}
