import type { Address } from '@commercetools/platform-sdk';
import fc from 'fast-check';
import { addressLines, addressReference, contactName, regionText } from './address';
import { countryText, demandsCity, demandsPostcode } from './countries';

const street = {
  country: 'GB',
  firstName: 'Ada',
  lastName: 'Byron',
  streetName: 'High Street',
  streetNumber: '12',
};

describe('addressLines', () => {
  it('puts the house number where the country puts it', () => {
    expect(addressLines(street)).toEqual(['12 High Street', '']);
    expect(addressLines({ ...street, country: 'DE', streetName: 'Ahornweg' })).toEqual(['Ahornweg 12', '']);
    expect(addressLines({ ...street, streetNumber: undefined, streetName: '7 Elm Row' })).toEqual([
      '7 Elm Row',
      '',
    ]);
  });

  it('keeps company and department on the first line and the street on the second', () => {
    const address = {
      ...street,
      company: 'Mugs Ltd',
      department: 'Purchasing',
      building: 'Rose House',
      apartment: '2B',
    };
    expect(addressLines(address)).toEqual([
      'Mugs Ltd, Purchasing',
      'Apartment 2B, Rose House, 12 High Street',
    ]);
  });

  it('puts what is additional on the second line of a private address', () => {
    const address = {
      ...street,
      additionalStreetInfo: 'Rear entrance',
      pOBox: '77',
      additionalAddressInfo: 'Ring\n twice',
    };
    expect(addressLines(address)).toEqual(['12 High Street', 'Rear entrance, PO Box 77, Ring twice']);
  });

  it('does not repeat a company that is the contact name', () => {
    const address = { ...street, firstName: undefined, lastName: ' ', company: 'Mugs Ltd' };
    expect(contactName(address)).toBe('Mugs Ltd');
    expect(addressLines(address)).toEqual(['12 High Street', '']);
  });

  it('lets a PO box alone be the first line', () => {
    expect(addressLines({ country: 'GB', firstName: 'Ada', pOBox: 'Postfach 9' })).toEqual([
      'Postfach 9',
      '',
    ]);
  });

  it('breaks between fields where the preferred break does not fit', () => {
    const address = {
      ...street,
      company: 'C'.repeat(60),
      department: 'D'.repeat(30),
      additionalAddressInfo: 'I'.repeat(98),
    };
    expect(addressLines({ ...address, department: undefined, company: undefined })?.[0]).toBe(
      '12 High Street',
    );
    const tight = { ...address, department: undefined };
    expect(addressLines(tight)).toEqual([`${'C'.repeat(60)}, 12 High Street`, 'I'.repeat(98)]);
  });

  it('breaks a single long field between words', () => {
    const words = 'word '.repeat(30).trim();
    const lines = addressLines({ ...street, streetNumber: undefined, streetName: words });
    expect(lines?.join(' ')).toBe(words);
    expect(lines?.[0]).toHaveLength(99);
  });

  it('does not lose anything rather than fit', () => {
    expect(addressLines({ ...street, streetName: 'S'.repeat(101) })).toBeUndefined();
    expect(addressLines({ ...street, additionalAddressInfo: 'w '.repeat(100) })).toBeUndefined();
  });

  it('holds every field in full, or does not fit', () => {
    const field = fc.option(fc.stringMatching(/^[a-z]{2,9}( [a-z]{2,9}){0,6}$/), { nil: undefined });
    const names = [
      'company',
      'department',
      'building',
      'apartment',
      'streetName',
      'streetNumber',
      'additionalStreetInfo',
    ];
    const fields = fc.record(
      Object.fromEntries(
        [...names, 'pOBox', 'additionalAddressInfo', 'lastName'].map((name) => [name, field]),
      ),
    );
    fc.assert(
      fc.property(fields, fc.constantFrom('GB', 'DE'), (values, country) => {
        const address: Address = { ...values, country };
        const lines = addressLines(address);
        if (lines === undefined) return;
        const sent = [contactName(address), ...lines].join(' ').replaceAll(',', '').split(' ');
        const given = Object.values(values).flatMap((value) => value?.split(' ') ?? []);
        const words = (list: readonly string[]) =>
          list.filter(Boolean).toSorted((a, b) => a.localeCompare(b));
        expect(words(sent)).toEqual(words(given));
        expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
      }),
    );
  });
});

describe('contactName', () => {
  it('carries salutation and title with the person, not with a company', () => {
    expect(contactName({ ...street, salutation: 'Ms', title: 'Dr' })).toBe('Ms Dr Ada Byron');
    expect(contactName({ country: 'GB', salutation: 'Ms' })).toBe('');
  });
});

describe('regionText', () => {
  it('sends region and state, and only one where they are the same', () => {
    expect(regionText({ country: 'US', region: 'Bay Area', state: 'CA' })).toBe('Bay Area, CA');
    expect(regionText({ country: 'US', region: 'CA', state: 'CA' })).toBe('CA');
  });
});

describe('countryText', () => {
  it('gives the English name or the code, and nothing for what is no country', () => {
    expect(countryText('GB', 'name')).toBe('United Kingdom');
    expect(countryText('HK', 'name')).toBe('Hong Kong');
    expect(countryText('GB', 'iso2')).toBe('GB');
    expect(countryText('QX', 'iso2')).toBeUndefined();
    expect(countryText('gb', 'name')).toBeUndefined();
  });
});

describe('what a country demands', () => {
  it('is a postcode and a city almost everywhere', () => {
    expect([demandsPostcode('GB'), demandsPostcode('AE'), demandsPostcode('IE')]).toEqual([
      true,
      false,
      false,
    ]);
    expect([demandsCity('DE'), demandsCity('SG'), demandsCity('HK')]).toEqual([true, false, false]);
  });
});

describe('addressReference', () => {
  it('is the same for the same address only', () => {
    expect(addressReference(['a', 'b'])).toBe(addressReference(['a', 'b']));
    expect(addressReference(['a', 'b'])).not.toBe(addressReference(['ab', '']));
  });
});
