import fc from 'fast-check';
import type { Row } from './client';
import { createRowReader, readNames, RowRefused, writeCsv } from './csv';
import { UnreadableReply } from './unreadable';

async function read(text: string, size = 5) {
  const rows: Row[] = [];
  const reader = createRowReader((row) => rows.push(row));
  for (let at = 0; at < text.length; at += size) await reader.write(text.slice(at, at + size));
  await reader.end();
  return { columns: reader.columns, rows };
}

describe('createRowReader', () => {
  it('reads quoted values with commas, quotes and line ends; LF and CRLF; a first and a last blank line', async () => {
    const text = '\r\n"A","No. of items","C"\n"1","x, ""y""\r\nz",""\r\n2,b,c\n\n';
    for (let size = 1; size < 10; size += 1) {
      expect(await read(text, size)).toEqual({
        columns: ['A', 'No. of items', 'C'],
        rows: [
          { A: '1', 'No. of items': 'x, "y"\r\nz', C: '' },
          { A: '2', 'No. of items': 'b', C: 'c' },
        ],
      });
    }
  });

  it('gives back what was written, whatever the values and however the text is cut', async () => {
    const value = fc.oneof(fc.string(), fc.constantFrom('\r', '\n', '"', '""', ',', "'", ' ', '=1+1'));
    const table = fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 20 }), async (records, size) => {
        const rows = records.map(([a, b]) => ({ A: a, __proto: b }));
        expect((await read(writeCsv(['A', '__proto'], rows), size)).rows).toEqual(rows);
      }),
    );
  });

  it('takes a column named __proto__ for a column', async () => {
    const { rows } = await read('"__proto__","B"\n"1","2"\n');
    expect(Object.entries(rows[0] ?? {})).toEqual([
      ['__proto__', '1'],
      ['B', '2'],
    ]);
  });

  it('reads a header without rows, and nothing at all', async () => {
    expect(await read('"A","B"')).toEqual({ columns: ['A', 'B'], rows: [] });
    expect(await read('')).toEqual({ columns: [], rows: [] });
  });

  it.each([
    ['a ragged row', 'A,B\nsecret\n', 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH'],
    ['a stray quote', 'A,B\nse"cret,1\n', 'INVALID_OPENING_QUOTE'],
    ['an unclosed quote', 'A,B\n"secret,1\n', 'CSV_QUOTE_NOT_CLOSED'],
    ['a column named twice', 'A,B,A\n1,2,3\n', 'of the same name: "A"'],
    ['a column without name', 'A,,C\n1,2,3\n', '(an empty name)'],
  ])('refuses %s without quoting values', async (_, text, words) => {
    for (const size of [1, 100]) {
      const reading = read(text, size);
      await expect(reading).rejects.toThrow(UnreadableReply);
      await expect(reading).rejects.toThrow(words);
      await expect(reading).rejects.not.toThrow(/cret/);
    }
  });

  it('rejects with what the consumer of rows threw, and hands over no more', async () => {
    const cause = new Error('full');
    let handed = 0;
    const reader = createRowReader(() => {
      handed += 1;
      throw cause;
    });
    const reading = reader.write('A\n1\n2\n').then(() => reader.end());
    await expect(reading).rejects.toMatchObject({ name: 'RowRefused', cause });
    await expect(reading).rejects.toBeInstanceOf(RowRefused);
    expect(handed).toBe(1);
  });
});

describe('readNames', () => {
  it.each([
    ['foo,bar', ['foo', 'bar']],
    ['"Sales order no.","a, b"\r\n', ['Sales order no.', 'a, b']],
    ['[Item code],[On hand]', ['Item code', 'On hand']],
    ['One\nTwo\n Three ', ['One', 'Two', 'Three']],
    ['', []],
  ])('reads %j', (text, names) => {
    expect(readNames(text)).toEqual(names);
  });

  it('refuses an unclosed quote', () => {
    expect(() => readNames('"a')).toThrow(UnreadableReply);
  });
});

describe('writeCsv', () => {
  it('quotes every value, the empty one too, in the order of the columns', () => {
    expect(writeCsv(['B', 'A'], [{ A: '1"', B: '' }])).toBe('"B","A"\r\n"","1"""\r\n');
  });

  it('refuses rows with missing or surplus columns and columns of one name, naming all of them but no value', () => {
    const make = () => writeCsv(['A', 'B'], [{ A: 'secret', C: 'x', D: 'y' }]);
    expect(make).toThrow('Row 1 does not fit the columns to save: missing B; not among them C, D.');
    expect(make).not.toThrow(/secret/);
    expect(() => writeCsv(['A', 'A'], [])).toThrow('distinct names');
  });
});
