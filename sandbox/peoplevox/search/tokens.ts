export interface Token {
  readonly kind: 'name' | 'word' | 'text' | 'number' | 'symbol' | 'end';
  readonly text: string;
}

/** A clause that the service would not understand. */
export class ClauseFault extends Error {
  override readonly name = 'ClauseFault';
}

const patterns: readonly (readonly [Token['kind'], RegExp])[] = [
  ['name', /\[([^\]]+)\]/y],
  ['text', /"([^"]*)"/y],
  ['text', /'([^']*)'/y],
  ['number', /(-?\d+(?:\.\d+)?)(?!\w)/y],
  ['word', /([A-Za-z_]\w*)/y],
  ['symbol', /(==|!=|<>|>=|<=|&&|\|\||[=<>!(),.])/y],
];

/** Bracketed names, quoted text (there is no known way to put a quote inside), numbers, bare words and operators. */
export function tokenise(clause: string): Token[] {
  const tokens: Token[] = [];
  let position = skipSpace(clause, 0);
  while (position < clause.length) {
    const found = match(clause, position);
    if (!found) throw new ClauseFault(`Syntax error at index ${position} of the search clause.`);
    tokens.push(found.token);
    position = skipSpace(clause, found.next);
  }
  tokens.push({ kind: 'end', text: '' });
  return tokens;
}

function skipSpace(clause: string, from: number): number {
  let position = from;
  while (/\s/.test(clause.charAt(position))) position += 1;
  return position;
}

function match(clause: string, position: number): { token: Token; next: number } | undefined {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = position;
    const found = pattern.exec(clause);
    if (found) return { token: { kind, text: found[1] ?? '' }, next: pattern.lastIndex };
  }
  return undefined;
}
