export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withoutEntries(value: unknown, unwanted: (entry: unknown) => boolean): unknown {
  if (Array.isArray(value)) {
    const entries = value.map((entry) => withoutEntries(entry, unwanted));
    return entries.some((entry, index) => entry !== value[index]) ? entries : value;
  }
  if (!isRecord(value)) return value;
  let changed = false;
  const kept: [string, unknown][] = [];
  for (const [name, entry] of Object.entries(value)) {
    const clean = withoutEntries(entry, unwanted);
    changed ||= clean !== entry || unwanted(clean);
    if (!unwanted(clean)) kept.push([name, clean]);
  }
  return changed ? Object.fromEntries(kept) : value;
}

/**
 * A copy without fields that are undefined, sharing all that is unchanged: in the store, "absent" has one form, so
 * that comparison and `is defined` need not know a second one.
 */
export function compact<T>(value: T): T;
export function compact(value: unknown): unknown {
  return withoutEntries(value, (entry) => entry === undefined);
}

/** Custom Objects do not save fields whose value is null (facts/commercetools §8). */
export function withoutNullFields(value: unknown): unknown {
  return withoutEntries(value, (entry) => entry === null || entry === undefined);
}
