import { isRecord } from '../core/json';
import type { Field, Fields } from './fields';
import type { Comparison, Operand, Predicate } from './parser';

/** Values of `var.name` query parameters, in their order; always text, as they come from the URL. */
export type Variables = ReadonlyMap<string, readonly string[]>;
export type Matcher = (document: unknown) => boolean;

export class PredicateMeaningError extends Error {
  override readonly name = 'PredicateMeaningError';
}

interface Value {
  readonly value: string | number | boolean;
  /** Came as text from a variable: takes the type of what it is compared with. */
  readonly untyped: boolean;
}

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;
type Scalar = Exclude<Field, Fields | 'strings'>;

function isScalar(field: Field): field is Scalar {
  return typeof field === 'string' && field !== 'strings';
}

/**
 * A function that tells whether a document matches. Unknown fields and values of the wrong type are refused here,
 * once, not per document.
 * @throws PredicateMeaningError
 */
export function compilePredicate(
  predicate: Predicate,
  fields: Field,
  variables: Variables = new Map(),
): Matcher {
  switch (predicate.kind) {
    case 'and': {
      const terms = predicate.terms.map((term) => compilePredicate(term, fields, variables));
      return (document) => terms.every((term) => term(document));
    }
    case 'or': {
      const terms = predicate.terms.map((term) => compilePredicate(term, fields, variables));
      return (document) => terms.some((term) => term(document));
    }
    case 'not': {
      const term = compilePredicate(predicate.term, fields, variables);
      return (document) => !term(document);
    }
    default:
      return compileCondition(predicate, fields, variables);
  }
}

type Condition = Exclude<Predicate, { readonly kind: 'and' | 'or' | 'not' }>;

function compileCondition(condition: Condition, fields: Field, variables: Variables): Matcher {
  const name = condition.field;
  const field = fieldOf(fields, name);
  const test = valueTest(condition, field, variables);
  return (document) => test(isRecord(document) ? document[name] : undefined);
}

function fieldOf(fields: Field, name: string): Field {
  if (fields === 'any') return 'any';
  const field = typeof fields === 'string' || !Object.hasOwn(fields, name) ? undefined : fields[name];
  if (field === undefined) throw new PredicateMeaningError(`The field '${name}' does not exist.`);
  return field;
}

function valueTest(condition: Condition, field: Field, variables: Variables): Matcher {
  switch (condition.kind) {
    case 'nested':
      return nestedTest(
        compilePredicate(condition.predicate, nestedFields(condition.field, field), variables),
      );
    case 'defined':
      return (value) => value !== undefined && value !== null;
    case 'empty':
      return (value) => value === undefined || value === null || (Array.isArray(value) && value.length === 0);
    case 'contains':
      return containsTest(
        condition.quantifier,
        values(condition.field, listed(field), condition.operands, variables),
      );
    case 'in':
      return inTest(values(condition.field, field, condition.operands, variables));
    case 'compare':
      return compareTest(condition.operator, values(condition.field, field, [condition.operand], variables));
  }
}

function nestedFields(name: string, field: Field): Field {
  if (field === 'any' || typeof field === 'object') return field;
  throw new PredicateMeaningError(`The field '${name}' has no fields of its own.`);
}

function nestedTest(matches: Matcher): Matcher {
  return (value) => {
    if (Array.isArray(value)) return value.some(matches);
    return isRecord(value) && matches(value);
  };
}

function listed(field: Field): Field {
  return field === 'strings' ? 'string' : field;
}

function containsTest(quantifier: 'any' | 'all', wanted: readonly Value[]): Matcher {
  return (list) => {
    if (!Array.isArray(list)) return false;
    const has = (value: Value) => list.some((entry) => order(entry, value) === 0);
    return quantifier === 'all' ? wanted.every(has) : wanted.some(has);
  };
}

function inTest(wanted: readonly Value[]): Matcher {
  // Hundreds of SKUs against thousands of entries: text is looked up, only the rest is compared one by one.
  const texts = new Set(wanted.map(({ value }) => value).filter((value) => typeof value === 'string'));
  const dates = wanted.filter(({ value }) => typeof value === 'string' && DATE_TIME.test(value));
  return (found) => {
    if (typeof found !== 'string') return wanted.some((value) => order(found, value) === 0);
    return texts.has(found) || dates.some((value) => order(found, value) === 0);
  };
}

const HOLDS: Readonly<Record<Comparison, (difference: number) => boolean>> = {
  '=': (difference) => difference === 0,
  '!=': (difference) => difference !== 0,
  '<': (difference) => difference < 0,
  '>': (difference) => difference > 0,
  '<=': (difference) => difference <= 0,
  '>=': (difference) => difference >= 0,
};

function compareTest(operator: Comparison, [wanted]: readonly Value[]): Matcher {
  if (wanted === undefined) return () => false;
  const holds = HOLDS[operator];
  return (found) => {
    const difference = order(found, wanted);
    // A value that is absent or of another type differs from every value, and is neither less nor greater.
    return difference === undefined ? operator === '!=' : holds(difference);
  };
}

function instant(text: string): number | undefined {
  return DATE_TIME.test(text) ? Date.parse(text) : undefined;
}

/** Negative, zero or positive as `found` is before, equal to or after `wanted`; undefined if not comparable. */
function order(found: unknown, wanted: Value): number | undefined {
  const value = wanted.untyped ? likeType(found, wanted.value) : wanted.value;
  if (typeof found === 'number' && typeof value === 'number') return found - value;
  if (typeof found === 'boolean' && typeof value === 'boolean') return Number(found) - Number(value);
  if (typeof found !== 'string' || typeof value !== 'string') return undefined;
  const [left, right] = [instant(found), instant(value)];
  if (left !== undefined && right !== undefined) return left - right;
  if (found === value) return 0;
  return found < value ? -1 : 1;
}

function likeType(found: unknown, text: Value['value']): Value['value'] {
  if (typeof found === 'number') return Number(text);
  if (typeof found === 'boolean') return fromText('boolean', String(text)) ?? text;
  return text;
}

function values(
  name: string,
  field: Field,
  operands: readonly Operand[],
  variables: Variables,
): readonly Value[] {
  if (!isScalar(field))
    throw new PredicateMeaningError(`The field '${name}' cannot be compared with a value.`);
  return operands.flatMap((operand) => {
    if (operand.kind === 'literal') return [typed(name, field, { value: operand.value, untyped: false })];
    const given = variables.get(operand.name);
    if (given === undefined)
      throw new PredicateMeaningError(`The variable 'var.${operand.name}' is not given.`);
    return given.map((value) => typed(name, field, { value, untyped: true }));
  });
}

function typed(name: string, field: Scalar, given: Value): Value {
  const wanted = field === 'datetime' ? 'string' : field;
  if (field === 'any' || (!given.untyped && typeof given.value === wanted))
    return checkedDate(name, field, given);
  const value = given.untyped ? fromText(wanted, String(given.value)) : undefined;
  if (value === undefined)
    throw new PredicateMeaningError(`The value of field '${name}' must be a ${wanted}.`);
  return checkedDate(name, field, { value, untyped: false });
}

function fromText(type: Scalar, text: string): Value['value'] | undefined {
  if (type === 'string') return text;
  if (type === 'boolean') return text === 'true' || text === 'false' ? text === 'true' : undefined;
  return text.trim() === '' || Number.isNaN(Number(text)) ? undefined : Number(text);
}

function checkedDate(name: string, field: Scalar, given: Value): Value {
  if (field !== 'datetime' || Number.isFinite(Date.parse(String(given.value)))) return given;
  throw new PredicateMeaningError(`The value of field '${name}' must be a date and time.`);
}
