/** The few shapes that the pictures are made of; all lengths in pixels, y grows downwards. */
export const INK = '#1c2733';
export const FAINT = '#5b6b7b';
export const RULE = '#d5dde5';
export const COMMERCETOOLS = '#6359ff';
export const CONNECTOR = '#0b8a6a';
export const PEOPLEVOX = '#d9730d';

interface TextStyle {
  readonly colour?: string;
  readonly size?: number;
  readonly bold?: boolean;
  readonly anchor?: 'start' | 'middle' | 'end';
}

export function label(
  x: number,
  y: number,
  words: string,
  { colour = INK, size = 14, bold = false, anchor = 'start' }: TextStyle = {},
): string {
  const weight = bold ? ' font-weight="600"' : '';
  return `<text x="${x}" y="${y}" fill="${colour}" font-size="${size}" text-anchor="${anchor}"${weight}>${escaped(words)}</text>`;
}

export function box(
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  stroke = 'none',
): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" fill="${fill}" stroke="${stroke}"/>`;
}

export function dot(x: number, y: number, colour: string): string {
  return `<circle cx="${x}" cy="${y}" r="6" fill="${colour}"/>`;
}

export function line(x1: number, y1: number, x2: number, y2: number, colour = RULE): string {
  return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${colour}" stroke-width="2"/>`;
}

/** A picture on white, so that it can be read on a dark page too. */
export function picture(title: string, width: number, height: number, shapes: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" role="img">`,
    `<title>${escaped(title)}</title>`,
    box(0, 0, width, height, '#ffffff'),
    label(24, 36, title, { size: 18, bold: true }),
    ...shapes,
    '</svg>\n',
  ].join('\n');
}

function escaped(raw: string): string {
  return raw.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
