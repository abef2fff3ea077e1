import type { Report, ReportTable } from './report';

/** The report as Markdown, to be read where no page can be opened. */
export function renderSample({ title, summary, chapters, tables }: Report): string {
  return [
    `# ${title}`,
    'Written by `npm run demo -- --keep`.',
    summary.map(([what, figure]) => `- ${what}: **${figure}**`).join('\n'),
    ...chapters.flatMap(({ title: chapter, lines }) => [
      `## ${chapter}`,
      lines
        .map((line) => ('note' in line ? `- _${line.note}_` : `- ${line.held ? '✓' : '✗'} ${line.what}`))
        .join('\n'),
    ]),
    ...tables.flatMap(sampleTable),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function sampleTable({ title, columns, rows }: ReportTable): string[] {
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [`## ${title}`, [row(columns), row(columns.map(() => '---')), ...rows.map(row)].join('\n')];
}
