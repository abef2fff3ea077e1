import * as z from 'zod';
import { rulesSchema } from './rules';

type Node = z.core.JSONSchema.BaseSchema;

interface Key {
  readonly path: string;
  readonly node: Node;
}

function jsonSchema() {
  return { title: 'Rules of the Peoplevox connector', ...z.toJSONSchema(rulesSchema, { io: 'input' }) };
}

/** docs/configuration.schema.json: JSON Schema 2020-12 of the document as a person writes it. */
export function printConfigurationSchema(): string {
  return `${JSON.stringify(jsonSchema(), null, 2)}\n`;
}

const introduction = `<!-- Printed from shared/src/configuration/rules.ts by npm run docs -->

# Configuration

The business rules are one document: the Custom Object with container \`peoplevox-connector\` and key \`configuration\`.
Every key has a default; a document holds only what differs from it. Without a document all defaults hold, \`live\` for every mode among them: keep the part \`mode\` that the first deployment writes (\`shadow\`) until you mean it. A change is in
force within 60 seconds, without a redeploy. [configuration.schema.json](configuration.schema.json) is its JSON Schema.

A document with faults is not applied: the exception \`configuration-invalid\` names every fault at once, and the last
valid document stays in force (a copy of it is kept under the key \`configuration-valid\`). A key that is not listed
here is a fault too, so that a misspelt key does not go unnoticed.

commercetools does not keep \`null\` in Custom Objects: a key set to null is stored as if it were not there, and gets its
default. Where null means something else than the default, write \`[]\` or \`""\`.

In the paths, \`[]\` stands for each entry of a list and \`<name>\` for a name of your own.`;

/** docs/configuration.md: every key with its default and meaning. */
export function printConfiguration(): string {
  const rows = keysOf(jsonSchema(), '').map(({ path, node: key }) => [
    `\`${path}\``,
    defaultOf(key),
    cell(meaningOf(key)),
  ]);
  return `${introduction}\n\n${table(['Key', 'Default', 'Meaning'], rows)}\n`;
}

function keysOf(parent: Node, prefix: string): Key[] {
  return Object.entries(parent.properties ?? {}).flatMap(([name, node]) => {
    const path = `${prefix}${name}`;
    return isNode(node) ? [{ path, node }, ...keysWithin(node, path)] : [];
  });
}

function keysWithin(parent: Node, path: string): Key[] {
  const { items, additionalProperties: named } = parent;
  if (isNode(items)) return keysOf(items, `${path}[].`);
  if (isNode(named)) return keysOf(named, `${path}.<name>.`);
  return keysOf(parent, `${path}.`);
}

function isNode(schema: Node['items']): schema is Node {
  return typeof schema === 'object' && !Array.isArray(schema);
}

/** A group has no default of its own: its keys have. */
function defaultOf(key: Node): string {
  if (key.properties || key.default === undefined) return '';
  return cell(`\`${JSON.stringify(key.default)}\``);
}

function meaningOf(key: Node): string {
  const values = allowedValues(key).map((value) => `\`${JSON.stringify(value)}\``);
  return [key.description ?? [], values.length === 0 ? [] : `One of ${values.join(', ')}.`].flat().join(' ');
}

function allowedValues(schema: Node): unknown[] {
  const inner = [schema.items, ...(schema.anyOf ?? [])].filter(isNode).flatMap(allowedValues);
  return [...(schema.enum ?? []), ...inner];
}

function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`);
}

/** A Markdown table whose columns are aligned, as Prettier wants it. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
