import { columns, templates, type Column, type Template } from './columns';

type Line = readonly string[];

/** A Markdown table with padded cells, as Prettier leaves it. */
function table(head: Line, body: readonly Line[]): string {
  const widths = head.map((cell, index) =>
    Math.max(...[head, ...body].map((line) => line[index]?.length ?? 0), cell.length),
  );
  const print = (line: Line) =>
    `| ${line.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`;
  const rule = print(widths.map((width) => '-'.repeat(width)));
  return [print(head), rule, ...body.map(print)].join('\n');
}

function typeOf({ type, maxLength }: Column): string {
  return type === 'text' && maxLength !== undefined ? `text, at most ${maxLength}` : type;
}

function tableOf(template: Template): string {
  const listed = columns.filter((column) => column.template === template);
  const body = listed.map((column) => [column.name, typeOf(column), column.need.words, column.source]);
  return `### ${template}\n\n${table(['Column', 'Type', 'Needed', 'Where it comes from'], body)}`;
}

const begin = '<!-- columns: printed by npm run docs -->';
const end = '<!-- end of columns -->';

/** docs/mapping/order.md with its tables printed anew from the table of columns; the prose around them stays. */
export function withColumnTables(document: string): string {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The document needs the lines "${begin}" and "${end}".`);
  const printed = templates.map(tableOf).join('\n\n');
  return `${document.slice(0, from)}${begin}\n\n${printed}\n\n${document.slice(to)}`;
}
