import type { Rules } from '../../configuration/rules';
import type { PeoplevoxClient } from '../../peoplevox/client';
import { mapColumns } from '../../peoplevox/templates';
import { columns, neededColumns, templates, type Template } from '../composition/columns';
import type { Calls } from './calls';
import type { Label } from './look';

/** How the tenant calls our columns. */
export interface Labels {
  readonly labels: (template: Template) => Label;
  /** Columns that the rules need and its template lacks. */
  readonly lacking: (template: Template) => readonly string[];
}

/** A template that was read earlier is read again before an order is held for a column that it lacks. */
const RECENT_MS = 60_000;

/** From the tenant's templates, as the client remembers them. */
export async function readLabels(client: PeoplevoxClient, rules: Rules, calls?: Calls): Promise<Labels> {
  const needed = neededColumns(rules);
  const mapped = new Map<Template, ReadonlyMap<string, string>>();
  const lacking = new Map<Template, readonly string[]>();
  for (const template of templates) {
    const listed = columns.filter((column) => column.template === template).map(({ name }) => name);
    const read = async (age: { readonly maxAgeMs?: number }) => {
      const tenants = await client.getSaveTemplate(template, { ...(calls && (await calls.next())), ...age });
      return mapColumns([...listed, ...needed[template]], tenants, rules.columnNames[template]).names;
    };
    const lackingIn = (names: ReadonlyMap<string, string>) =>
      needed[template].filter((name) => !names.has(name));
    const remembered = await read({});
    const names = lackingIn(remembered).length === 0 ? remembered : await read({ maxAgeMs: RECENT_MS });
    mapped.set(template, names);
    lacking.set(template, lackingIn(names));
  }
  return {
    labels: (template) => (ourName) => mapped.get(template)?.get(ourName),
    lacking: (template) => lacking.get(template) ?? needed[template],
  };
}
