import fc from 'fast-check';
import { fromPeoplevox, searchDate, toPeoplevox, unambiguous } from './dates';

const LONDON = 'Europe/London';
const at = (iso: string) => Date.parse(iso);

describe('dates', () => {
  it('writes the tenant’s wall-clock time, winter and summer', () => {
    expect(toPeoplevox(at('2026-01-15T09:05:07.999Z'), LONDON)).toBe('2026-01-15 09:05:07');
    expect(toPeoplevox(at('2026-07-15T23:30:00Z'), LONDON)).toBe('2026-07-16 00:30:00');
    expect(toPeoplevox(at('2026-07-15T23:30:00Z'), 'Australia/Sydney')).toBe('2026-07-16 09:30:00');
    expect(searchDate(at('2026-07-05T14:03:09Z'), LONDON)).toBe('DateTime(2026,07,05,15,03,09)');
  });

  it.each([
    ['16/07/2026 00:30', '2026-07-15T23:30:00Z'],
    ['16/07/2026 00:30:15', '2026-07-15T23:30:15Z'],
    ["'16/07/2026 00:30'", '2026-07-15T23:30:00Z'],
    ["'16/07/2026 00:30:15'", '2026-07-15T23:30:15Z'],
    ['2026-01-16 13:30:15', '2026-01-16T13:30:15Z'],
    ['16-01-2026 13:30:15', '2026-01-16T13:30:15Z'],
    [' 16/01/2026 13:30 ', '2026-01-16T13:30:00Z'],
  ])('reads %s', (text, iso) => {
    expect(fromPeoplevox(text, LONDON)).toBe(at(iso));
  });

  it.each([
    '',
    "''",
    '31/02/2026 10:00',
    '07/16/2026 10:00',
    '16/07-2026 10:00',
    '2026-07-16',
    "'16/07/2026 10:00",
    '25:00',
    'now',
  ])('does not take %j for a date', (text) => {
    expect(fromPeoplevox(text, LONDON)).toBeUndefined();
  });

  it('reads a time of the repeated hour as its first occurrence', () => {
    expect(fromPeoplevox('25/10/2026 01:30:00', LONDON)).toBe(at('2026-10-25T00:30:00Z'));
  });

  it('counts a time of the missing hour on from the time before the gap', () => {
    expect(fromPeoplevox('29/03/2026 01:30:00', LONDON)).toBe(at('2026-03-29T01:30:00Z'));
  });

  it.each([
    ['America/Havana', '08/03/2026 00:30', '2026-03-08T05:30:00Z'],
    ['America/Havana', '07/03/2026 23:30', '2026-03-08T04:30:00Z'],
    ['America/Havana', '08/03/2026 01:00', '2026-03-08T05:00:00Z'],
    ['America/Havana', '01/11/2026 00:30', '2026-11-01T04:30:00Z'],
    ['America/Havana', '02/11/2026 00:30', '2026-11-02T05:30:00Z'],
    ['Asia/Kolkata', '08/03/2026 00:30', '2026-03-07T19:00:00Z'],
  ])('knows zones that change at midnight, and odd ones: %s, %s', (zone, text, iso) => {
    expect(fromPeoplevox(text, zone)).toBe(at(iso));
  });

  it.each([
    '15/07/2026 24:00',
    '15/07/2026 10:60',
    '15/07/2026 10:10:60',
    '29/02/2026 10:00',
    '00/07/2026 10:00',
  ])('knows no such time as %s', (text) => {
    const expected = text.includes('24:00') ? at('2026-07-15T23:00:00Z') : undefined;
    expect(fromPeoplevox(text, LONDON)).toBe(expected);
  });

  it('moves only bounds in the repeated hour, out of it', () => {
    for (const iso of ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z']) {
      expect(searchDate(unambiguous(at(iso), LONDON, 'down'), LONDON)).toBe('DateTime(2026,10,25,00,30,00)');
      expect(searchDate(unambiguous(at(iso), LONDON, 'up'), LONDON)).toBe('DateTime(2026,10,25,02,30,00)');
    }
    expect(unambiguous(at('2026-10-24T00:30:00Z'), LONDON, 'down')).toBe(at('2026-10-24T00:30:00Z'));
  });

  it('reads back what it wrote, or the first occurrence of a repeated hour', () => {
    const zones = fc.constantFrom(
      LONDON,
      'Australia/Sydney',
      'Australia/Lord_Howe',
      'America/New_York',
      'UTC',
    );
    const second = fc.integer({
      min: at('2015-01-01T00:00:00Z') / 1000,
      max: at('2035-01-01T00:00:00Z') / 1000,
    });
    fc.assert(
      fc.property(zones, second, (zone, seconds) => {
        const ms = seconds * 1000;
        const back = fromPeoplevox(toPeoplevox(ms, zone), zone) ?? NaN;
        expect(toPeoplevox(back, zone)).toBe(toPeoplevox(ms, zone));
        expect([0, 1_800_000, 3_600_000]).toContain(ms - back);
      }),
    );
  });

  it('names an unknown time zone', () => {
    expect(() => toPeoplevox(0, 'Europe/Atlantis')).toThrow('Europe/Atlantis');
  });
});
