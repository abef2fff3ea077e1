export type TokenKind = 'name' | 'quoted-name' | 'string' | 'number' | 'variable' | 'symbol' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** The name, the unescaped string, the digits, the variable without colon, or the symbol. */
  readonly text: string;
  /** Where it starts, counted from 0. */
  readonly at: number;
}

export class PredicateSyntaxError extends Error {
  override readonly name = 'PredicateSyntaxError';
}

const PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
  ['string', /"(?:[^"\\]|\\[\s\S])*"/y],
  ['quoted-name', /`[^`]+`/y],
  ['number', /-?\d+(?:\.\d+)?/y],
  ['variable', /:[A-Za-z0-9_.-]+/y],
  ['name', /[A-Za-z_]\w*/y],
  ['symbol', /<>|!=|<=|>=|[=<>(),]/y],
];

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function meaning(kind: TokenKind, raw: string): string {
  if (kind === 'string') {
    return raw
      .slice(1, -1)
      .replace(/\\u([0-9a-fA-F]{4})|\\([\s\S])/g, (_, code: string | undefined, char: string) =>
        code === undefined ? (ESCAPES[char] ?? char) : String.fromCharCode(Number.parseInt(code, 16)),
      );
  }
  if (kind === 'quoted-name') return raw.slice(1, -1);
  return kind === 'variable' ? raw.slice(1) : raw;
}

function tokenAt(predicate: string, at: number): { readonly token: Token; readonly length: number } {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const raw = pattern.exec(predicate)?.[0];
    if (raw !== undefined) return { token: { kind, text: meaning(kind, raw), at }, length: raw.length };
  }
  throw new PredicateSyntaxError(`Unexpected '${predicate[at] ?? ''}' at position ${at + 1}.`);
}

export function tokens(predicate: string): readonly Token[] {
  const found: Token[] = [];
  let at = 0;
  for (;;) {
    while (/\s/.test(predicate[at] ?? '')) at += 1;
    if (at >= predicate.length) return [...found, { kind: 'end', text: 'the end', at }];
    const { token, length } = tokenAt(predicate, at);
    found.push(token);
    at += length;
  }
}
