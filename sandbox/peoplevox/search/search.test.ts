import type { Cell } from '../cell';
import { parseClause } from './parse';
import { compileClause } from './match';
import { ClauseFault } from './tokens';
import { orderedView, runQuery, viewOf } from './view';

const at = Date.UTC(2026, 6, 1, 11, 30);
const row: Readonly<Record<string, Cell>> = {
  Number: 'SO-1',
  Status: 'Partially allocated',
  Quantity: 5,
  OnHold: false,
  Date: { at },
  'Site reference': 'North',
  'Site.Reference': 'North',
};
const names = Object.keys(row);
const london = { zone: 'Europe/London', dates: 'iso' } as const;

function matches(clause: string): boolean {
  const columnOf = (field: string): number | undefined => {
    const index = names.findIndex((name) => name.toLowerCase() === field.toLowerCase());
    return index < 0 ? undefined : index;
  };
  return compileClause(parseClause(clause), columnOf, london)((column) => row[names[column] ?? ''] ?? '');
}

describe('a search clause', () => {
  it.each([
    'Number == "SO-1"',
    'Number = "so-1"',
    'number.Equals("SO-1")',
    "Number.Equals('SO-1')",
    'Number != "SO-2"',
    '!Number.Equals("SO-2")',
    '![Status].Equals("New")',
    'Status.Contains("ally")',
    'Status.StartsWith("part")',
    'Status.EndsWith("ocated")',
    'Quantity > 4 AND Quantity >= 5 AND Quantity < 6 AND Quantity <= 5',
    'Quantity.Equals(5)',
    'OnHold == false',
    'OnHold.Equals("False")',
    '[Site reference]=North',
    'Site.Reference == "North" AND Site.Reference.StartsWith("N")',
    '([Site reference].Equals("South")) OR ([Site reference].Equals("North"))',
    'Number == "x" OR Number == "SO-1" AND Quantity == 5',
    'Number == "SO-1" || Number == "x" && Quantity == 6',
    '!(Number == "x" OR Quantity == 6)',
    'Date > DateTime(2026,07,01,12,29,59)',
    'Date == DateTime(2026,7,1,12,30,0)',
    "[Date] > '2026-07-01 12:29'",
  ])('matches: %s', (clause) => {
    expect(matches(clause)).toBe(true);
  });

  it.each([
    'Number == "SO-2"',
    '!Number.Equals("SO-1")',
    'Quantity > 5',
    '(Number == "SO-1" OR Number == "x") AND Quantity == 6',
    'Date > DateTime(2026,07,01,12,30,00)',
    'Date < DateTime(2026,07,01,11,31,00)',
    'Number == 1',
  ])('does not match: %s', (clause) => {
    expect(matches(clause)).toBe(false);
  });

  it.each([
    'Number == "a"b"',
    'Number ==',
    'Number == "x" AND',
    'Unknown == 1',
    '(Number == "x"',
    'Number.Like("x")',
    'Date > DateTime(2026,13,1)',
    'Number == "x" Quantity',
  ])('is refused: %s', (clause) => {
    expect(() => matches(clause)).toThrow(ClauseFault);
  });
});

describe('a query', () => {
  const view = viewOf<{ code: string; units: number }>(
    [
      { name: 'Item code', read: ({ code }) => code },
      { name: 'Units', read: ({ units }) => units },
    ],
    () => [
      { code: 'a', units: 2 },
      { code: 'b', units: 10 },
      { code: 'c', units: 2 },
    ],
  );
  const labels = view.columns.map((label, index) => ({ label, index }));
  const all = { pageNo: 1, itemsPerPage: 0, searchClause: '' };

  it('counts all matches and shows one page of them', () => {
    expect(runQuery(view, labels, { ...all, pageNo: 2, itemsPerPage: 2 }, london)).toEqual({
      totalCount: 3,
      csv: '"Item code","Units"\n"c","2"',
    });
  });

  it('orders by several columns, numbers as numbers', () => {
    const { csv } = runQuery(view, labels, { ...all, orderBy: '[Units] desc, [Item code] desc' }, london);
    expect(csv).toBe('"Item code","Units"\n"b","10"\n"c","2"\n"a","2"');
  });

  it('shows only the columns asked for, with or without brackets', () => {
    expect(runQuery(view, labels, { ...all, columns: '[Units]' }, london).csv).toBe(
      '"Units"\n"2"\n"10"\n"2"',
    );
    expect(runQuery(view, labels, { ...all, columns: 'Units,Item code' }, london).csv).toMatch(
      /^"Units","Item code"\n/,
    );
  });

  it('prints the header alone when nothing matches', () => {
    expect(runQuery(view, labels, { ...all, searchClause: '[Units] > 99' }, london)).toEqual({
      totalCount: 0,
      csv: '"Item code","Units"',
    });
  });

  it('answers alike whether the rows are kept in order or put in order', () => {
    const columns = [
      { name: 'Code', read: ({ code }: { code: string }) => code },
      { name: 'Units', read: ({ units }: { units: number }) => units },
    ];
    const rows = Array.from({ length: 9 }, (_, index) => ({ code: `c${index}`, units: index % 4 }));
    const kept = orderedView(columns, 'Code', () => rows);
    const found = viewOf(columns, () => rows.toReversed());
    const named = columns.map(({ name: label }, index) => ({ label, index }));
    for (const orderBy of ['[Code] asc', 'Code', '[Code] desc', '[Units] asc, [Code] asc'])
      for (const searchClause of ['', '[Units] > 1'])
        for (const pageNo of [0, 1, 3, 4]) {
          const query = { pageNo, itemsPerPage: 4, orderBy, searchClause };
          expect(runQuery(kept, named, query, london)).toEqual(runQuery(found, named, query, london));
        }
  });
});
