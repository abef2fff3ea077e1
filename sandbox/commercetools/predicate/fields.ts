/**
 * What a predicate may name in a resource: a scalar with its type, `strings` (a list of them), `any` (anything goes
 * below: custom fields, attributes, localised text), or the fields of an object or of the objects of a list.
 */
export type Field = 'string' | 'number' | 'boolean' | 'datetime' | 'strings' | 'any' | Fields;
export interface Fields {
  readonly [name: string]: Field;
}

/** Fields of one type from a list of names: `named('string', 'city postalCode')`. */
export function named(type: Field, names: string): Fields {
  return Object.fromEntries(names.split(' ').map((name) => [name, type]));
}

export const reference: Fields = named('string', 'typeId id');
export const keyReference: Fields = named('string', 'typeId key');
export const money: Fields = {
  ...named('string', 'type currencyCode'),
  ...named('number', 'centAmount fractionDigits'),
};
export const custom: Fields = { type: reference, fields: 'any' };
export const base: Fields = {
  id: 'string',
  version: 'number',
  ...named('datetime', 'createdAt lastModifiedAt'),
  ...named('any', 'createdBy lastModifiedBy'),
};
export const address: Fields = {
  ...named(
    'string',
    'id key country title salutation firstName lastName streetName streetNumber additionalStreetInfo postalCode city ' +
      'region state company department building apartment pOBox phone mobile email fax additionalAddressInfo externalId',
  ),
  custom,
};
