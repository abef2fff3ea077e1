import type { Variables } from './evaluate';
import type { Operand, Predicate } from './parser';

/** Path of a field, such as `masterVariant.sku` → the resources that have a value there. */
export type Lookups<T> = ReadonlyMap<string, (value: string) => Iterable<T>>;

/**
 * The resources that may match, where the predicate names the values of a field that can be looked up; undefined where
 * it does not, so that every resource must be looked at. The predicate still has to be tested.
 */
export function narrowed<T>(
  predicate: Predicate,
  variables: Variables,
  lookups: Lookups<T>,
  path = '',
): ReadonlySet<T> | undefined {
  const within = (term: Predicate) => narrowed(term, variables, lookups, path);
  switch (predicate.kind) {
    case 'and':
      return predicate.terms.map(within).find((found) => found !== undefined);
    case 'or':
      return union(predicate.terms.map(within));
    case 'nested':
      return narrowed(predicate.predicate, variables, lookups, `${path}${predicate.field}.`);
    case 'in':
      return lookedUp(predicate.operands, variables, lookups.get(path + predicate.field));
    case 'compare':
      return predicate.operator === '='
        ? lookedUp([predicate.operand], variables, lookups.get(path + predicate.field))
        : undefined;
    default:
      return undefined;
  }
}

function union<T>(parts: readonly (ReadonlySet<T> | undefined)[]): ReadonlySet<T> | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length < parts.length ? undefined : new Set(known.flatMap((part) => [...part]));
}

function lookedUp<T>(
  operands: readonly Operand[],
  variables: Variables,
  lookup: ((value: string) => Iterable<T>) | undefined,
): ReadonlySet<T> | undefined {
  if (lookup === undefined) return undefined;
  const values = operands.flatMap((operand) =>
    operand.kind === 'literal' ? [String(operand.value)] : (variables.get(operand.name) ?? []),
  );
  return new Set(values.flatMap((value) => [...lookup(value)]));
}
