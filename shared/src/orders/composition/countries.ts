import type { Rules } from '../../configuration/rules';

function setOf(codes: string): ReadonlySet<string> {
  return new Set(codes.split(' '));
}

/** City states and the like, whose addresses are complete without a town. */
const withoutCity = setOf('GI HK MC MO NR SG VA');

/**
 * No postcode system, or one that most people there do not use (Universal Postal Union country pages). A country
 * is listed when in doubt: an order held for a postcode that nobody has is worse than a label without one.
 */
const withoutPostcode = setOf(
  'AE AG AN AO AW BF BI BJ BO BQ BS BW BZ CD CF CG CI CK CM CW DJ DM ER FJ GA GD GH GM GQ GW GY HK IE JM KI KM KN ' +
    'KP LC LY ML MO MR MW NR NU PA QA RW SB SC SL SO SR SS ST SX SY TD TG TK TL TO TT TV UG VU YE ZW',
);

/** Countries that write the house number before the street; the others write it after. */
const numberFirst = setOf(
  'AU BD CA EG FR GB GG GI GP HK IE IL IM IN JE JM KE LK LU MA MC MF MQ MT MY NC NG NZ OM PF PH PK RE SG TH TN TT UG US ZA',
);

export const demandsCity = (country: string): boolean => !withoutCity.has(country);
export const demandsPostcode = (country: string): boolean => !withoutPostcode.has(country);
export const putsNumberFirst = (country: string): boolean => numberFirst.has(country);

let names: Intl.DisplayNames | undefined;

/** Made when first needed: the names cost every start 4 MB of memory. */
function englishName(code: string): string | undefined {
  names ??= new Intl.DisplayNames(['en-GB'], { type: 'region', fallback: 'none' });
  return names.of(code);
}

/** Where the Unicode name is not what carriers print. */
const shorterNames: ReadonlyMap<string, string> = new Map([
  ['HK', 'Hong Kong'],
  ['MO', 'Macao'],
]);

/** ISO 3166 alpha-2 → the text for Peoplevox; undefined when it is no such code. */
export function countryText(code: string, format: Rules['orderExport']['countryFormat']): string | undefined {
  if (!/^[A-Z]{2}$/.test(code)) return undefined;
  const name = shorterNames.get(code) ?? englishName(code);
  return name !== undefined && format === 'iso2' ? code : name;
}
