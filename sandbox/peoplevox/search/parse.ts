import { ClauseFault, tokenise, type Token } from './tokens';

export type Value =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'boolean'; readonly boolean: boolean }
  /** Year, month, day, hour, minute, second. */
  | { readonly kind: 'date'; readonly parts: readonly number[] };

export type Comparison = '=' | '!=' | '>' | '>=' | '<' | '<=';
export type TextFunction = 'contains' | 'startswith' | 'endswith';

export type Clause =
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Clause[] }
  | { readonly kind: 'not'; readonly part: Clause }
  | {
      readonly kind: 'compare';
      readonly field: string;
      readonly comparison: Comparison;
      readonly value: Value;
    }
  | { readonly kind: 'text'; readonly field: string; readonly test: TextFunction; readonly value: Value };

const comparisons: Readonly<Record<string, Comparison>> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<>': '!=',
  '>': '>',
  '>=': '>=',
  '<': '<',
  '<=': '<=',
};

/**
 * The documented grammar of SearchClause (facts/peoplevox §6): comparisons, Equals / Contains / StartsWith / EndsWith,
 * DateTime(…), `!`, AND, OR and parentheses. AND binds closer than OR. Throws ClauseFault.
 */
export function parseClause(source: string): Clause {
  const reader = createReader(tokenise(source));
  const clause = readAny(reader);
  if (reader.peek().kind !== 'end') throw unexpected(reader.peek());
  return clause;
}

interface Reader {
  peek(): Token;
  take(): Token;
  /** Takes the next token if it is one of these symbols or words (any case). */
  accept(...texts: readonly string[]): boolean;
  expect(text: string): void;
}

function createReader(tokens: readonly Token[]): Reader {
  let position = 0;
  const end: Token = { kind: 'end', text: '' };
  const reader: Reader = {
    peek: () => tokens[position] ?? end,
    take: () => tokens[position++] ?? end,
    accept(...texts) {
      const next = reader.peek();
      const matches =
        (next.kind === 'symbol' || next.kind === 'word') && texts.includes(next.text.toLowerCase());
      if (matches) position += 1;
      return matches;
    },
    expect(text) {
      if (!reader.accept(text)) throw unexpected(reader.peek());
    },
  };
  return reader;
}

function unexpected(token: Token): ClauseFault {
  const what = token.kind === 'end' ? 'the end' : `'${token.text}'`;
  return new ClauseFault(`Syntax error in the search clause: ${what} was not expected here.`);
}

function readAny(reader: Reader): Clause {
  const first = readAll(reader);
  const parts = [first];
  while (reader.accept('or', '||')) parts.push(readAll(reader));
  return parts.length === 1 ? first : { kind: 'any', parts };
}

function readAll(reader: Reader): Clause {
  const first = readNot(reader);
  const parts = [first];
  while (reader.accept('and', '&&')) parts.push(readNot(reader));
  return parts.length === 1 ? first : { kind: 'all', parts };
}

function readNot(reader: Reader): Clause {
  if (reader.accept('!')) return { kind: 'not', part: readNot(reader) };
  if (reader.accept('(')) {
    const inner = readAny(reader);
    reader.expect(')');
    return inner;
  }
  return readTest(reader);
}

function readTest(reader: Reader): Clause {
  const name = reader.take();
  if (name.kind !== 'name' && name.kind !== 'word') throw unexpected(name);
  let field = name.text;
  while (reader.accept('.')) {
    const next = reader.take();
    if (reader.accept('(')) return readFunction(reader, field, next.text.toLowerCase());
    field += `.${next.text}`;
  }
  const operator = reader.take();
  const comparison = operator.kind === 'symbol' ? comparisons[operator.text] : undefined;
  if (!comparison) throw unexpected(operator);
  return { kind: 'compare', field, comparison, value: readValue(reader) };
}

/** After the opening parenthesis. */
function readFunction(reader: Reader, field: string, name: string): Clause {
  const value = readValue(reader);
  reader.expect(')');
  switch (name) {
    case 'equals':
      return { kind: 'compare', field, comparison: '=', value };
    case 'contains':
    case 'startswith':
    case 'endswith':
      return { kind: 'text', field, test: name, value };
    default:
      throw new ClauseFault(`No function '${name}' exists.`);
  }
}

function readValue(reader: Reader): Value {
  const token = reader.take();
  switch (token.kind) {
    case 'text':
      return { kind: 'text', text: token.text };
    case 'number':
      return { kind: 'number', number: Number(token.text) };
    case 'word':
      return readWord(reader, token.text);
    default:
      throw unexpected(token);
  }
}

function readWord(reader: Reader, word: string): Value {
  const lower = word.toLowerCase();
  if (lower === 'true' || lower === 'false') return { kind: 'boolean', boolean: lower === 'true' };
  if (lower !== 'datetime') return { kind: 'text', text: word };
  reader.expect('(');
  const parts = [readNumber(reader)];
  while (reader.accept(',')) parts.push(readNumber(reader));
  reader.expect(')');
  return { kind: 'date', parts };
}

function readNumber(reader: Reader): number {
  const token = reader.take();
  if (token.kind !== 'number') throw unexpected(token);
  return Number(token.text);
}
