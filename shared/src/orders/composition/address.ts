import { createHash } from 'node:crypto';
import type { Address } from '@commercetools/platform-sdk';
import { putsNumberFirst } from './countries';

/** Of each address column of Peoplevox, ContactName included (facts/peoplevox §11). */
const maxLength = 100;

/** One line, outer and double spaces removed; undefined when nothing is left. */
export function tidy(text: string | undefined): string | undefined {
  const tidied = text?.replace(/\s+/gu, ' ').trim();
  return tidied === '' ? undefined : tidied;
}

function joined(separator: string, ...parts: readonly (string | undefined)[]): string {
  return parts
    .map(tidy)
    .filter((part) => part !== undefined)
    .join(separator);
}

/** The person: salutation, title, first and last name. Empty without first and last name. */
export function personName(person: Pick<Address, 'salutation' | 'title' | 'firstName' | 'lastName'>): string {
  const name = joined(' ', person.firstName, person.lastName);
  return name === '' ? '' : joined(' ', person.salutation, person.title, name);
}

/** Whom the parcel is for: the person, else the company. */
export function contactName(address: Address): string {
  return personName(address) || (tidy(address.company) ?? '');
}

/** `Apartment 2` for `2`, but `Flat 2` as it stands. */
function labelled(label: string, value: string | undefined): string | undefined {
  const tidied = tidy(value);
  return tidied === undefined || /\p{L}{2}/u.test(tidied) ? tidied : `${label} ${tidied}`;
}

function street({ streetName, streetNumber, country }: Address): string {
  return putsNumberFirst(country)
    ? joined(' ', streetNumber, streetName)
    : joined(' ', streetName, streetNumber);
}

function present(...parts: readonly (string | undefined)[]): readonly string[] {
  return parts.map(tidy).filter((part) => part !== undefined);
}

type Lines = readonly [string, string];

const fits = (lines: Lines): boolean => lines.every((line) => line.length <= maxLength);

/** Breaks at the last comma, else at the last space, that lets both lines fit. */
function brokenInside(text: string): Lines | undefined {
  for (const separator of [', ', ' ']) {
    const at = text.lastIndexOf(separator, maxLength);
    const lines: Lines = [text.slice(0, at), text.slice(at + separator.length)];
    if (at > 0 && fits(lines)) return lines;
  }
  return undefined;
}

/**
 * Address lines 1 and 2 of at most 100 characters, holding every postal field that has no column of its own: company
 * and department; apartment, building and street; then what is additional. They break between these groups if they
 * fit so, else between two fields, else between two words. undefined: two lines cannot hold them.
 */
export function addressLines(address: Address): Lines | undefined {
  const company = contactName(address) === tidy(address.company) ? undefined : address.company;
  const organisation = present(company, labelled('Department', address.department));
  const premises = present(
    labelled('Apartment', address.apartment),
    labelled('Building', address.building),
    street(address),
  );
  const additional = present(
    address.additionalStreetInfo,
    labelled('PO Box', address.pOBox),
    address.additionalAddressInfo,
  );
  const parts = [...organisation, ...premises, ...additional];
  const preferred = [organisation.length, organisation.length + premises.length];
  const others = parts.map((_, index) => parts.length - index);
  const candidates = [...preferred, ...others]
    .filter((count) => count > 0)
    .map((count): Lines => [parts.slice(0, count).join(', '), parts.slice(count).join(', ')]);
  if (parts.length === 0) return ['', ''];
  return candidates.find(fits) ?? brokenInside(parts.join(', '));
}

/** Region and state, both if they differ. */
export function regionText({ region, state }: Address): string {
  return [...new Set(present(region, state))].join(', ');
}

/**
 * The same for the same postal content, another for any other: Peoplevox adds an address for every row without a
 * reference and changes the one whose reference it knows (facts/peoplevox §7).
 */
export function addressReference(postalColumns: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(postalColumns)).digest('hex').slice(0, 16);
}
