import fc from 'fast-check';
import { withoutPersonalData } from './redact';

describe('withoutPersonalData', () => {
  it('replaces the given values in any case and with any white space', () => {
    expect(
      withoutPersonalData('Contact ANNA\t  smith of 1 High St is invalid', ['Anna Smith', '1 High St']),
    ).toBe('Contact […] of […] is invalid');
  });

  it('replaces the longer of two values that overlap', () => {
    expect(withoutPersonalData('Anna Smith', ['Anna', 'Anna Smith'])).toBe('[…]');
  });

  it('leaves values of fewer than three characters', () => {
    expect(withoutPersonalData('Country GB unknown', ['GB', ' ', ''])).toBe('Country GB unknown');
  });

  it('takes values literally', () => {
    expect(withoutPersonalData('Name a.c (x) bad, abc good', ['a.c (x)'])).toBe('Name […] bad, abc good');
  });

  it('finds composed and decomposed letters alike', () => {
    expect(withoutPersonalData('Ren\u0065\u0301 failed', ['Ren\u00e9'])).toBe('[…] failed');
  });

  it('finds a given number however it is separated', () => {
    expect(withoutPersonalData('Mobile 447700-900 123 too long', ['+44 7700 900123'])).toBe(
      'Mobile […] too long',
    );
  });

  it.each([
    ['Email jane.doe+shop@mail.example.org, invalid', 'Email […], invalid'],
    ['Phone +44 (0)20 7946 0958 invalid', 'Phone […] invalid'],
    ['Phone 0044 20 7946 0958.', 'Phone […].'],
    ['Phone 020-7946-0958', 'Phone […]'],
    ['Phone (020) 7946 0958', 'Phone […]'],
    ['Phone (555) 123-4567', 'Phone […]'],
  ])('removes what is shaped like an address or number: %s', (words, expected) => {
    expect(withoutPersonalData(words, [])).toBe(expected);
  });

  it.each([
    'Sales order ORD-0123456789 exists',
    'ItemCode 5012345678900 not found on line 3',
    'Reference 6f1c0a52-8c1e-4a40-9d3b-01234567890a unknown',
    'Invalid date 01-08-2026 10:30',
    'Tag @home or 3 @ 5',
    'Column ShippingAddressLine1 exceeds 100 characters',
  ])('leaves what a person needs to find the fault: %s', (words) => {
    expect(withoutPersonalData(words, [])).toBe(words);
  });

  it('leaves none of the given values behind', () => {
    const value = fc
      .string({ minLength: 3, unit: 'grapheme-ascii' })
      .filter((text) => text.trim().length >= 3);
    fc.assert(
      fc.property(value, fc.string(), fc.string(), (personal, before, after) => {
        fc.pre(!'[…]'.includes(personal.trim()));
        const result = withoutPersonalData(`${before} ${personal} ${after}`, [personal]);
        expect(result.toLowerCase()).not.toContain(personal.normalize('NFC').trim().toLowerCase());
      }),
    );
  });
});
