import fc from 'fast-check';
import {
  and,
  before,
  labelledField,
  equals,
  isSearchable,
  oneOf,
  onOrAfter,
  or,
  reportColumnList,
  reportField,
  templateField,
  Unsearchable,
} from './search-clause';

const number = templateField('SalesOrderNumber');
const LONDON = 'Europe/London';

describe('search clauses', () => {
  it('are written in the forms that Peoplevox is known to take', () => {
    expect(equals(number, 'SO-1')).toBe('SalesOrderNumber.Equals("SO-1")');
    expect(equals(templateField('Status'), 5)).toBe('Status.Equals(5)');
    expect(equals(reportField('Sales order no.'), 'ü & <1>')).toBe('[Sales order no.].Equals("ü & <1>")');
    expect(oneOf(number, ['a', 'b'])).toBe('(SalesOrderNumber.Equals("a") OR SalesOrderNumber.Equals("b"))');
    expect(and(equals(number, 'a'), or('x', 'y'))).toBe('(SalesOrderNumber.Equals("a") AND (x OR y))');
    expect(reportColumnList(['Item code', 'On hand'])).toBe('[Item code],[On hand]');
  });

  it.each([
    ['OrderNo', 'OrderNo'],
    ['Order no.', 'SalesOrderNumber'],
    ['3plNumber', 'SalesOrderNumber'],
  ])('name a field by the label %s as %s', (label, text) => {
    expect(labelledField(label, 'SalesOrderNumber')).toEqual({ text });
  });

  it('bound times in the tenant’s zone to whole seconds, outwards', () => {
    const time = reportField('Timestamp');
    const ms = Date.parse('2026-07-05T14:03:09.500Z');
    expect(onOrAfter(time, ms, LONDON)).toBe('[Timestamp] >= DateTime(2026,07,05,15,03,09)');
    expect(before(time, ms, LONDON)).toBe('[Timestamp] < DateTime(2026,07,05,15,03,10)');
  });

  it('widen bounds in the repeated hour of autumn', () => {
    const ms = Date.parse('2026-10-25T01:30:00Z');
    expect(onOrAfter(reportField('T'), ms, LONDON)).toContain('(2026,10,25,00,30,00)');
    expect(before(reportField('T'), ms, LONDON)).toContain('(2026,10,25,02,30,00)');
  });

  it('know which values they take', () => {
    expect(['GB-1', 'a,b', 'Müll'].every(isSearchable)).toBe(true);
  });

  it.each(['a"b', 'a\\b', 'a\nb', 'a\u0000', 'a\u0085', 'a\u2028b', '\ud83d', '") OR ("1"=="1'])(
    'refuse the value %j',
    (value) => {
      expect(isSearchable(value)).toBe(false);
      expect(() => equals(number, value)).toThrow(Unsearchable);
      expect(() => oneOf(number, ['fine', value])).toThrow('SalesOrderNumber');
    },
  );

  it('never let a value end its quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        let clause = '';
        try {
          clause = equals(number, value);
        } catch (fault) {
          expect(fault).toBeInstanceOf(Unsearchable);
          return;
        }
        expect(clause).toBe(`SalesOrderNumber.Equals("${value}")`);
        expect(value).not.toMatch(/["\\]/);
      }),
    );
  });

  it.each(['', 'a b', 'a"', 'a.Equals("x") OR b', '1a', 'a.', '[a]'])(
    'refuse %j as a template field',
    (name) => {
      expect(() => templateField(name)).toThrow(Unsearchable);
    },
  );

  it.each(['', ' ', 'a]b', '[a', 'a"b', 'a\nb', 'a\\'])('refuse %j as a report column', (name) => {
    expect(() => reportField(name)).toThrow(Unsearchable);
  });

  it('refuse none, more than a hundred, endless and empty values', () => {
    const values = Array.from({ length: 101 }, (_, index) => `v${index}`);
    expect(() => oneOf(number, [])).toThrow('0 values');
    expect(() => oneOf(number, values)).toThrow('101 values');
    expect(oneOf(number, values.slice(1)).split(' OR ')).toHaveLength(100);
    expect(() => equals(number, Infinity)).toThrow(Unsearchable);
  });

  it('keep the refused value out of the message', () => {
    expect(() => equals(number, 'Jane"')).not.toThrow(/Jane/);
  });
});
