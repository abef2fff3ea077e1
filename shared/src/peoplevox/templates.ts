import type { Clock } from '../runtime/clock';

const KEEP_MS = 10 * 60_000;

/** Remembers each template's columns for a while; those who ask at the same time share one question. */
export function createTemplateCache(clock: Clock) {
  const kept = new Map<string, { readonly askedAt: number; readonly columns: Promise<readonly string[]> }>();
  return (
    template: string,
    ask: () => Promise<readonly string[]>,
    maxAgeMs = KEEP_MS,
  ): Promise<readonly string[]> => {
    const known = kept.get(template);
    if (known && clock.now() - known.askedAt < maxAgeMs) return known.columns;
    const entry = { askedAt: clock.now(), columns: ask() };
    kept.set(template, entry);
    entry.columns.catch(() => {
      if (kept.get(template) === entry) kept.delete(template);
    });
    return entry.columns;
  };
}

/** Template → Peoplevox's name of a column → the tenant's, where it renamed it: the rules' `columnNames`. */
export type ColumnNames = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** How the tenant calls a column of a template. */
export function labelOf(columnNames: ColumnNames, template: string, column: string): string {
  const renamed = Object.entries(columnNames[template] ?? {});
  return renamed.find(([name]) => name.trim().toLowerCase() === column.toLowerCase())?.[1] ?? column;
}

interface ColumnMapping {
  /** Our column name → the tenant's, as the tenant spells it. */
  readonly names: ReadonlyMap<string, string>;
  /** Ours that the tenant's template lacks. */
  readonly missing: readonly string[];
}

/**
 * Finds our columns (Peoplevox's default names) in a tenant's template, whatever their case. `renamed` says how the
 * tenant calls them where it renamed them: the template's part of the rules' `columnNames`.
 */
export function mapColumns(
  ours: readonly string[],
  tenants: readonly string[],
  renamed: Readonly<Record<string, string>> = {},
): ColumnMapping {
  const fold = (name: string) => name.trim().toLowerCase();
  const spelled = new Map(tenants.map((name) => [fold(name), name]));
  const renamedOf = new Map(Object.entries(renamed).map(([name, label]) => [fold(name), label]));
  const names = new Map<string, string>();
  const missing: string[] = [];
  for (const name of ours) {
    const label = spelled.get(fold(renamedOf.get(fold(name)) ?? name));
    if (label === undefined) missing.push(name);
    else names.set(name, label);
  }
  return { names, missing };
}
