import type { JsonRecord } from './json';

/** One entry of `errors` in an answer of the platform. */
interface ErrorEntry extends JsonRecord {
  readonly code: string;
  readonly message: string;
}

/** A refusal as the platform words it: status, and body `{statusCode, message, errors}`. */
export class PlatformError extends Error {
  override readonly name = 'PlatformError';
  constructor(
    readonly status: number,
    readonly errors: readonly ErrorEntry[],
    /** Further fields of the body; OAuth answers have `error` and `error_description`. */
    readonly extra: JsonRecord = {},
  ) {
    super(errors[0]?.message ?? `Status ${status}.`);
  }
}

function refusal(status: number, code: string, message: string, extra: JsonRecord = {}): PlatformError {
  return new PlatformError(status, [{ code, message, ...extra }]);
}

export const invalidInput = (message: string) => refusal(400, 'InvalidInput', message);
export const malformedParameter = (name: string, why: string) =>
  invalidInput(`Malformed parameter: ${name}: ${why}`);
export const invalidOperation = (message: string) => refusal(400, 'InvalidOperation', message);
export const invalidJson = (detailedErrorMessage: string) =>
  refusal(400, 'InvalidJsonInput', 'Request body does not contain valid JSON.', { detailedErrorMessage });
export const invalidField = (field: string, invalidValue: unknown, why: string) =>
  refusal(400, 'InvalidField', `The value of field '${field}' is not valid: ${why}`, {
    field,
    invalidValue: invalidValue ?? null,
  });
export const requiredField = (field: string) =>
  refusal(400, 'RequiredField', `A value is required for field '${field}'.`, { field });
export const duplicateField = (field: string, duplicateValue: unknown) =>
  refusal(
    400,
    'DuplicateField',
    `A duplicate value '${JSON.stringify(duplicateValue)}' exists for field '${field}'.`,
    {
      field,
      duplicateValue,
    },
  );
export const limitExceeded = (exceededResource: string, maximum: number) =>
  refusal(400, 'MaxResourceLimitExceeded', `A project has at most ${maximum} of ${exceededResource}.`, {
    exceededResource,
  });
export const outOfStock = (lineItems: readonly string[], skus: readonly string[]) =>
  refusal(400, 'OutOfStock', `Some line items are out of stock.`, { lineItems, skus });
export const referencedResourceNotFound = (
  typeId: string,
  identifier: { readonly id?: string; readonly key?: string },
) =>
  refusal(
    400,
    'ReferencedResourceNotFound',
    `The referenced object of type '${typeId}' with identifier '${identifier.id ?? identifier.key ?? ''}' was not found. ` +
      'It either does not exist, or it can not be accessed from this endpoint.',
    { typeId, ...identifier },
  );
export const referenceExists = (typeId: string, referencedBy: string) =>
  refusal(
    400,
    'ReferenceExists',
    `Can not delete a ${typeId} while it is referenced from at least one ${referencedBy}.`,
    {
      referencedBy,
    },
  );
export const notFound = (what: string) => refusal(404, 'ResourceNotFound', `${what} was not found.`);
export const concurrentModification = (id: string, expected: number, currentVersion: number) =>
  refusal(
    409,
    'ConcurrentModification',
    `Object ${id} has a different version than expected. Expected: ${expected} - Actual: ${currentVersion}.`,
    { currentVersion },
  );
