import { isRecord, type JsonRecord } from '../core/json';
import type { OpenApiDocument } from './document';

type Schemas = OpenApiDocument['components']['schemas'];

const POINTER = '#/components/schemas/';
const OWN = '.own';

function nameIn(reference: unknown): string | undefined {
  return typeof reference === 'string' && reference.startsWith(POINTER)
    ? reference.slice(POINTER.length)
    : undefined;
}

function referenceTo(name: string): JsonRecord {
  return { $ref: `#/$defs/${name}` };
}

/**
 * Quirks of the file: names of fields that are patterns stand in `required` (`/^[a-z]{2}$/`); maps of anything are
 * declared as maps of text; `obj` of a reference leads to the schemas of everything; `versionModifiedAt`, which real
 * answers have beside `lastMessageSequenceNumber`, is left out.
 */
function cleaned(value: unknown, inAllOf: boolean): unknown {
  if (Array.isArray(value)) return value.map((entry) => cleaned(entry, inAllOf));
  if (!isRecord(value)) return value;
  const name = nameIn(value['$ref']);
  if (name !== undefined) return referenceTo(inAllOf ? `${name}${OWN}` : name);
  const kept = Object.entries(value).filter(
    ([key]) => !['additionalProperties', 'discriminator', 'description'].includes(key),
  );
  return Object.fromEntries(kept.map(([key, entry]): [string, unknown] => [key, cleanedEntry(key, entry)]));
}

function cleanedEntry(key: string, entry: unknown): unknown {
  if (key === 'required' && Array.isArray(entry))
    return entry.filter((name) => !String(name).startsWith('/'));
  if (key === 'properties' && isRecord(entry)) return cleanedProperties(entry);
  return cleaned(entry, key === 'allOf');
}

function cleanedProperties(properties: JsonRecord): JsonRecord {
  const entries = Object.entries(properties)
    .filter(([name]) => !name.startsWith('/'))
    .map(([name, schema]): [string, unknown] => [
      name,
      name === 'obj' ? { type: 'object' } : cleaned(schema, false),
    ]);
  const isVersioned = Object.hasOwn(properties, 'lastMessageSequenceNumber');
  return Object.fromEntries(isVersioned ? [...entries, ['versionModifiedAt', { type: 'string' }]] : entries);
}

function parts(schema: JsonRecord): readonly JsonRecord[] {
  const inherited: unknown = schema['allOf'];
  return [schema, ...(Array.isArray(inherited) ? inherited.filter(isRecord) : [])];
}

/** Maps and errors may have any fields; a schema without any field says nothing about them. */
function isOpen(name: string, schema: JsonRecord): boolean {
  const all = parts(schema);
  if (/Error(Object|Response)?$/.test(name) || all.some((part) => part['additionalProperties'] !== undefined))
    return true;
  return !all.some((part) => isRecord(part['properties']));
}

/** If the discriminating field has this value, the object must be of that schema. */
function cases(schema: JsonRecord): readonly JsonRecord[] {
  const { discriminator } = schema;
  if (!isRecord(discriminator) || !isRecord(discriminator['mapping'])) return [];
  const property = String(discriminator['propertyName']);
  return Object.entries(discriminator['mapping']).flatMap(([value, reference]) => {
    const name = nameIn(reference);
    if (name === undefined) return [];
    return [
      { if: { properties: { [property]: { const: value } }, required: [property] }, then: referenceTo(name) },
    ];
  });
}

/**
 * Two JSON Schemas for each schema of the description: `X.own`, its own fields for those that build on it with allOf;
 * and `X`, which tells its subtypes apart and, unless it is a map, knows no other fields than those described.
 */
export function jsonSchemas(schemas: Schemas): JsonRecord {
  const definitions = Object.entries(schemas).flatMap(([name, schema]) => {
    const strict = isOpen(name, schema) ? {} : { unevaluatedProperties: false };
    const whole = { allOf: [referenceTo(`${name}${OWN}`), ...cases(schema)], ...strict };
    return [
      [`${name}${OWN}`, cleaned(schema, false)],
      [name, whole],
    ];
  });
  return { $id: 'platform', $defs: Object.fromEntries(definitions) };
}
