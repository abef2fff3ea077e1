import type * as z from 'zod';

type Issue = z.core.$ZodIssue;

const kinds: Readonly<Record<string, string>> = {
  string: 'a text in quotes',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list in [ ]',
  object: 'an object in { }',
  record: 'an object in { }',
};

/**
 * Every fault of a rules document in plain words, each with the path of its key:
 * `sites[1].safetyBuffer: must be at least 0`. Values are not repeated, except the names of keys and sites.
 */
export function describeFaults(error: z.ZodError): string[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => `${pathOf([...issue.path, key])}: is not a known key`);
    return [`${pathOf(issue.path)}: ${words(issue)}`];
  });
}

function words(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined')
        ? 'is missing'
        : `must be ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'too_small':
      return tooSmall(issue.origin, Number(issue.minimum), issue.inclusive !== false);
    case 'too_big':
      return issue.origin === 'string'
        ? `must have at most ${issue.maximum} characters`
        : `must be at most ${issue.maximum}`;
    case 'not_multiple_of':
      return 'must be a whole number';
    case 'invalid_format':
      return issue.format === 'datetime'
        ? 'must be a time with its zone in ISO 8601, as in "2026-08-01T00:00:00Z"'
        : issue.message;
    default:
      return issue.message;
  }
}

function tooSmall(origin: string, minimum: number, inclusive: boolean): string {
  if (origin === 'string' || origin === 'array')
    return minimum === 1 ? 'must not be empty' : `needs at least ${minimum}`;
  return inclusive ? `must be at least ${minimum}` : `must be greater than ${minimum}`;
}

/** `sites[0].reference`; keys that are no plain word are quoted: `shippingMethods["Express 24"].serviceType`. */
function pathOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the document';
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      const key = String(step);
      if (!/^[\w-]+$/.test(key)) return `[${JSON.stringify(key)}]`;
      return index === 0 ? key : `.${key}`;
    })
    .join('');
}
