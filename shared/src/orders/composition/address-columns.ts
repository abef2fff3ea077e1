import type { Address } from '@commercetools/platform-sdk';
import type { Rules } from '../../configuration/rules';
import { addressLines, addressReference, contactName, regionText, tidy } from './address';
import { countryText, demandsCity, demandsPostcode } from './countries';
import type { FaultList } from './faults';
import type { Columns } from './sales-order';

/**
 * The seven columns of an address. `subject`: which address, in the words of its owner. Fields that do not fit into two
 * lines are a fault of any address; fields that a carrier needs are demanded by `demandAddress`.
 */
export function addressColumns(
  kind: 'Shipping' | 'Invoice',
  address: Address,
  rules: Rules['orderExport'],
  subject: string,
  faults: FaultList,
): Columns {
  const lines = addressLines(address);
  if (lines === undefined)
    faults.invalid(
      `The street, company and additional fields of ${subject} do not fit into two lines of 100 characters.`,
      'Shorten them.',
    );
  const country = countryText(address.country, rules.countryFormat);
  if (country === undefined)
    faults.invalid(
      `The country of ${subject} is missing or not a country code of ISO 3166-1 (two capital letters).`,
      'Choose the country.',
    );
  const [line1, line2] = lines ?? ['', ''];
  const postal = [
    line1,
    line2,
    tidy(address.city) ?? '',
    regionText(address),
    tidy(address.postalCode) ?? '',
    country ?? '',
  ];
  const places = ['Line1', 'Line2', 'City', 'Region', 'Postcode', 'Country'];
  return {
    ...Object.fromEntries(places.map((place, index) => [`${kind}Address${place}`, postal[index] ?? ''])),
    // The code, not its text: names of countries change with the version of Node.
    [`${kind}AddressReference`]: addressReference([...postal.slice(0, -1), address.country]),
  };
}

/** What a parcel cannot do without. */
export function demandAddress(address: Address, subject: string, faults: FaultList): void {
  const missing = (field: string, fix: string) =>
    faults.invalid(`The ${field} of ${subject} is missing.`, fix);
  if (contactName(address) === '') missing('contact name', 'Enter first and last name, or the company.');
  if (addressLines(address)?.[0] === '') missing('first address line', 'Enter the street or the PO box.');
  if (tidy(address.city) === undefined && demandsCity(address.country)) missing('city', 'Enter the city.');
  if (tidy(address.postalCode) === undefined && demandsPostcode(address.country))
    missing('postcode', 'Enter the postcode.');
}
