/** `value` as a string of the platform's predicate language, quotes included; nothing in it can end the string. */
export function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}

/** `field = "value"`. */
export function equals(field: string, value: string): string {
  return `${field} = ${quoted(value)}`;
}

/** `field > "value"`. */
export function greaterThan(field: string, value: string): string {
  return `${field} > ${quoted(value)}`;
}

/** `field in ("a", "b")`. At least one value: the platform refuses an empty list. */
export function isIn(field: string, values: readonly [string, ...string[]]): string {
  return `${field} in (${values.map(quoted).join(', ')})`;
}

/** The same for a list of the rules; nothing where all values are allowed. */
export function isOneOf(field: string, allowed: readonly string[] | null): string[] {
  const [first, ...others] = allowed ?? [];
  return first === undefined ? [] : [isIn(field, [first, ...others])];
}

/** Orders of these Stores; nothing where all are allowed. */
export function inStores(allowed: readonly string[] | null): string[] {
  return isOneOf('key', allowed).map((clause) => `store(${clause})`);
}
