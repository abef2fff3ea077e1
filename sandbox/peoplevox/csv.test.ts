import fc from 'fast-check';
import { CsvFault, readCsv, writeCsv } from './csv';

describe('CSV', () => {
  it('reads back whatever it wrote', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é', '😀') });
    fc.assert(
      fc.property(
        fc.array(fc.array(text, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
        (records) => {
          expect(readCsv(writeCsv(records))).toEqual(records);
        },
      ),
    );
  });

  it('accepts bare values, both line breaks, a blank first line and a last line break', () => {
    expect(readCsv('\r\na,b\r\n1,\n')).toEqual([
      ['a', 'b'],
      ['1', ''],
    ]);
  });

  it.each(['a"b', '"a" b', '"open'])('refuses the broken text %j', (text) => {
    expect(() => readCsv(text)).toThrow(CsvFault);
  });
});
