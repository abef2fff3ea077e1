import type { Chapter } from './narrator';

/** A table of the report: rows of text. */
export interface ReportTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Report {
  readonly title: string;
  readonly summary: readonly (readonly [what: string, figure: string])[];
  readonly chapters: readonly Chapter[];
  readonly tables: readonly ReportTable[];
}

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1c2733; }
  h1 { font-size: 1.6rem } h2 { font-size: 1.15rem; margin-top: 2rem }
  dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .75rem }
  dl div { border: 1px solid #d5dde5; border-radius: .5rem; padding: .6rem .9rem }
  dt { color: #5b6b7b; font-size: .85rem } dd { margin: 0; font-size: 1.3rem; font-weight: 600 }
  ul { list-style: none; padding-left: 0 } .note { color: #5b6b7b } .held::before { content: "✓ "; color: #1a7f37 }
  .broken::before { content: "✗ "; color: #c62828 } .broken { font-weight: 600 }
  table { border-collapse: collapse; width: 100% } th, td { text-align: left; border-bottom: 1px solid #d5dde5; padding: .35rem .6rem; vertical-align: top }
  th { color: #5b6b7b; font-weight: 600; font-size: .85rem }`;

/** A page that stands alone: no scripts, nothing loaded from elsewhere. */
export function renderReport({ title, summary, chapters, tables }: Report): string {
  return [
    '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">',
    `<meta name="viewport" content="width=device-width, initial-scale=1"><title>${text(title)}</title>`,
    `<style>${STYLE}</style></head><body><h1>${text(title)}</h1>`,
    `<dl>${summary.map(renderFigure).join('')}</dl>`,
    ...chapters.map(renderChapter),
    ...tables.map(renderTable),
    '</body></html>',
  ].join('\n');
}

function renderFigure([what, figure]: readonly [string, string]): string {
  return `<div><dt>${text(what)}</dt><dd>${text(figure)}</dd></div>`;
}

function renderChapter({ title, lines }: Chapter): string {
  const items = lines.map((line) => {
    if ('note' in line) return `<li class="note">${text(line.note)}</li>`;
    const { what, held, instead } = line;
    const words = instead === undefined ? what : `${what}: ${instead}`;
    return `<li class="${held ? 'held' : 'broken'}">${text(words)}</li>`;
  });
  return `<h2>${text(title)}</h2><ul>${items.join('')}</ul>`;
}

function renderTable({ title, columns, rows }: ReportTable): string {
  const body = rows.map((row) => renderRow('td', row)).join('');
  return `<h2>${text(title)}</h2><table>${renderRow('th', columns)}${body}</table>`;
}

function renderRow(tag: 'th' | 'td', row: readonly string[]): string {
  const cells = row.map((cell) => `<${tag}>${text(cell)}</${tag}>`);
  return `<tr>${cells.join('')}</tr>`;
}

function text(raw: string): string {
  return raw
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
