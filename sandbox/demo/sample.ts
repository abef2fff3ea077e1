import type { Chapter } from './narrator';
import type { Report, ReportTable } from './report';

/** The report as Markdown, to be read where no page can be opened. */
export function renderSample({ title, summary, chapters, tables }: Report): string {
  return [
    `# ${title}`,
    'Written by `npm run demo -- --keep`.',
    summary.map(([what, figure]) => `- ${what}: **${figure}**`).join('\n'),
    ...chapters.flatMap(({ title: chapter, lines }) => [`## ${chapter}`, lines.map(sampleLine).join('\n')]),
    ...tables.flatMap(sampleTable),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function sampleLine(line: Chapter['lines'][number]): string {
  if ('note' in line) return `- _${line.note}_`;
  return `- ${line.held ? '✓' : '✗'} ${line.what}`;
}

function sampleTable({ title, columns, rows }: ReportTable): string[] {
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [`## ${title}`, [row(columns), row(columns.map(() => '---')), ...rows.map(row)].join('\n')];
}
