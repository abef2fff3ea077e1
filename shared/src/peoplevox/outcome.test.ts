import type { RowOutcome } from './client';
import { saveOutcome } from './outcome';
import type { Result, RowStatus } from './reply';

const rows = [
  { SalesOrderNumber: 'SO-1', ItemCode: 'A', Qty: '1' },
  { SalesOrderNumber: 'SO-1', ItemCode: 'B', Qty: '1' },
  { SalesOrderNumber: 'SO-10', ItemCode: 'A', Qty: '2' },
];

const success = (reference: string, lineNo?: number): RowStatus => ({
  reference,
  status: 'Success',
  ...(lineNo ? { lineNo } : {}),
});
const error = (reference: string, lineNo?: number): RowStatus => ({
  ...success(reference, lineNo),
  status: 'Error',
});

function outcome(
  responseId: number,
  totalCount: number,
  statuses: readonly RowStatus[],
  facts: Partial<Result> = {},
) {
  return saveOutcome(reply(responseId, totalCount, statuses, facts), rows);
}

function reply(
  responseId: number,
  totalCount: number,
  statuses: readonly RowStatus[],
  facts: Partial<Result> = {},
): Result {
  return {
    kind: 'result',
    responseId,
    totalCount,
    statuses,
    detail: '',
    errorCode: '',
    importingQueueId: 0,
    ...facts,
  };
}

const kinds = (result: ReturnType<typeof outcome>): RowOutcome['kind'][] =>
  'rows' in result ? result.rows.map((row) => row.kind) : [];

describe('saveOutcome', () => {
  it('is saved when every row succeeded', () => {
    const statuses = [success('SO-1 - A'), success('SO-1 - B'), success('SO-10 - A')];
    expect(outcome(0, 3, statuses)).toEqual({ kind: 'saved', rows: Array(3).fill({ kind: 'saved' }) });
  });

  it('is saved without statuses when the count says so', () => {
    expect(outcome(0, 3, []).kind).toBe('saved');
  });

  it('finds a row by its Reference, whatever the order of the statuses', () => {
    const result = outcome(-1, 2, [success('SO-10 - A'), error('SO-1 - B'), success('SO-1 - A')], {
      detail: 'bad',
    });
    expect(result.kind).toBe('partly');
    expect(kinds(result)).toEqual(['saved', 'refused', 'saved']);
  });

  it('finds a row by its LineNo where the Reference fits several', () => {
    expect(kinds(outcome(-1, 2, [success('SO-1', 2), error('SO-1', 1), success('SO-10', 3)]))).toEqual([
      'refused',
      'saved',
      'saved',
    ]);
  });

  it('trusts a Reference that fits one row over a LineNo that counts the header', () => {
    const statuses = [error('SO-1 - A', 2), success('SO-1 - B', 3), success('SO-10 - A', 4)];
    expect(kinds(outcome(-1, 2, statuses))).toEqual(['refused', 'saved', 'saved']);
  });

  it('falls back to the position when there is one status for each row', () => {
    expect(kinds(outcome(-1, 2, [success(''), error('SO-1'), success('?')]))).toEqual([
      'saved',
      'refused',
      'saved',
    ]);
  });

  it('calls rows unclear that no status can be assigned to', () => {
    expect(kinds(outcome(-1, 2, [error('SO-1')]))).toEqual(['unclear', 'unclear', 'unclear']);
    expect(kinds(outcome(-1, 2, [error('SO-10')]))).toEqual(['unclear', 'unclear', 'refused']);
  });

  it('calls a row unclear whose statuses contradict each other', () => {
    const statuses = [error('SO-10'), success('SO-10'), success('SO-1 - A'), success('SO-1 - B')];
    expect(kinds(outcome(-1, 2, statuses))).toEqual(['saved', 'saved', 'unclear']);
  });

  it('is partly accepted, rows unclear, when some were imported and none is named', () => {
    const result = outcome(-1, 2, [], { detail: 'one failed' });
    expect(result).toMatchObject({ kind: 'partly', words: 'one failed' });
    expect(kinds(result)).toEqual(['unclear', 'unclear', 'unclear']);
  });

  it('blames no row when nothing was imported and none was named', () => {
    const words = 'E7: Field Foo unknown';
    const row = { kind: 'unclear', words };
    expect(outcome(-1, 0, [], { detail: ' Field Foo unknown\n', errorCode: 'E7' })).toEqual({
      kind: 'refused',
      words,
      rows: [row, row, row],
    });
  });

  it('blames the only row of a call that was refused as a whole', () => {
    expect(saveOutcome(reply(-1, 0, [], { detail: 'no' }), rows.slice(0, 1))).toMatchObject({
      rows: [{ kind: 'refused', words: 'no' }],
    });
  });

  it('does not believe a success in a refusal that imported nothing', () => {
    expect(kinds(outcome(-1, 0, [error('SO-10'), success('SO-1 - A')]))).toEqual([
      'unclear',
      'unclear',
      'refused',
    ]);
  });

  it('does not call a successful reply saved that counts fewer rows than were sent', () => {
    expect(outcome(0, 2, []).kind).toBe('partly');
  });

  it('does not call queued rows saved', () => {
    const result = outcome(0, 3, [], { importingQueueId: 9 });
    expect(kinds(result)).toEqual(['unknown', 'unknown', 'unknown']);
  });

  it('takes an Error row seriously though the reply as a whole is a success', () => {
    expect(outcome(0, 3, [success('SO-1 - A'), success('SO-1 - B'), error('SO-10 - A')]).kind).toBe('partly');
  });

  it('gives a row the lines of Detail that name it', () => {
    const detail = 'SO-10: no such item\r\nSO-1 - B: bad quantity';
    const result = outcome(-1, 1, [success('SO-1 - A'), error('SO-1 - B'), error('SO-10')], { detail });
    expect(result).toMatchObject({
      rows: [{ kind: 'saved' }, { words: 'SO-1 - B: bad quantity' }, { words: 'SO-10: no such item' }],
    });
  });

  it('leaves words uncut, for whoever must find personal data in them, and says when there are none', () => {
    expect(outcome(-1, 0, [], { detail: 'x'.repeat(5000) })).toMatchObject({ words: 'x'.repeat(5000) });
    expect(outcome(-1, 0, [])).toMatchObject({ words: 'Peoplevox gave no reason.' });
  });
});
