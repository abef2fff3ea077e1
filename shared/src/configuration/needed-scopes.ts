import type { Rules } from './rules';

/** A scope of commercetools that something cannot do without. */
export interface NeededScope {
  /** Without the project's key, as in connect.yaml. */
  readonly scope: string;
  /** What it is needed for, to be read after "to". */
  readonly to: string;
  /** Rules under which it is needed; always if not given. */
  readonly when?: (rules: Rules) => boolean;
}

/** `manage_x` includes `view_x`, `manage_project` includes all but the management of API clients. */
function isCovered(scope: string, granted: ReadonlySet<string>): boolean {
  return [scope, scope.replace(/^view_/, 'manage_'), 'manage_project'].some((name) => granted.has(name));
}

/**
 * The scopes that an API client lacks, a sentence each. Scopes of single stores or containers do not count.
 * @param granted as in a token: `manage_orders:<project key>`
 * @param rules undefined: not known, so that only what is always needed can be asked for
 */
export function missingScopes(
  needed: readonly NeededScope[],
  granted: readonly string[],
  { projectKey, rules }: { readonly projectKey: string; readonly rules: Rules | undefined },
): string[] {
  const ending = `:${projectKey}`;
  const names = new Set(
    granted.filter((scope) => scope.endsWith(ending)).map((scope) => scope.slice(0, -ending.length)),
  );
  const lacking = needed.filter(
    ({ scope, when }) =>
      !isCovered(scope, names) && (when === undefined || (rules !== undefined && when(rules))),
  );
  return [...new Set(lacking.map(({ scope }) => scope))].map((scope) => {
    const uses = lacking.filter((use) => use.scope === scope).map(({ to }) => to);
    return `The API client lacks the scope ${scope}${ending}, needed to ${uses.join(', and to ')}. Take an API client that has it.`;
  });
}
