import * as z from 'zod';
import { invalidField, invalidJson } from './errors';
import { isRecord } from './json';

/** Parses a body of the platform; the platform ignores fields that it does not know, so do we. */
export function parsed<S extends z.ZodType>(schema: S, body: unknown): z.infer<S> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.join('.') ?? '';
  const why = issue?.message ?? 'not as expected';
  if (issue === undefined || issue.code === 'invalid_type' || issue.code === 'invalid_union')
    throw invalidJson(`${field}: ${why}`);
  throw invalidField(field, valueAt(body, issue.path), why);
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, name) => {
    if (Array.isArray(value)) return value[Number(name)];
    return isRecord(value) ? value[String(name)] : undefined;
  }, body);
}

export const localized = z.record(z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/), z.string());
export const resourceKey = z
  .string()
  .regex(/^[A-Za-z0-9_-]{2,256}$/, 'letters, digits, _ and -, 2 to 256 of them');
export const dateTime = z
  .string()
  .refine(
    (text) => /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text)),
    'a date and time in ISO 8601',
  )
  .transform((text) => new Date(text).toISOString());
export const country = z.string().regex(/^[A-Z]{2}$/, 'an ISO 3166-1 alpha-2 code');
export const money = z.object({ centAmount: z.int(), currencyCode: z.string().regex(/^[A-Z]{3}$/) });

/** ResourceIdentifier: by id or by key. */
export const identifier = z
  .object({ id: z.string().optional(), key: z.string().optional() })
  .refine(({ id, key }) => id !== undefined || key !== undefined, 'id or key is required');
export type Identifier = z.infer<typeof identifier>;

export const customDraft = z.object({
  type: identifier,
  fields: z.record(z.string(), z.unknown()).optional(),
});
export type CustomDraft = z.infer<typeof customDraft>;

const text = z.string().optional();
export const addressDraft = z.object({
  id: text,
  key: text,
  country,
  title: text,
  salutation: text,
  firstName: text,
  lastName: text,
  streetName: text,
  streetNumber: text,
  additionalStreetInfo: text,
  postalCode: text,
  city: text,
  region: text,
  state: text,
  company: text,
  department: text,
  building: text,
  apartment: text,
  pOBox: text,
  phone: text,
  mobile: text,
  email: text,
  fax: text,
  additionalAddressInfo: text,
  externalId: text,
  custom: customDraft.optional(),
});
export type AddressDraft = z.infer<typeof addressDraft>;

export const attribute = z.object({ name: z.string(), value: z.unknown() });
export const taxRate = z.object({
  id: text,
  name: z.string(),
  amount: z.number().min(0).max(1),
  includedInPrice: z.boolean(),
  country,
  state: text,
});
