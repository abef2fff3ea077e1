import { PredicateSyntaxError, tokens, type Token } from './lexer';

export type Operand =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'variable'; readonly name: string };

export type Comparison = '=' | '!=' | '<' | '>' | '<=' | '>=';

export type Predicate =
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Predicate[] }
  | { readonly kind: 'not'; readonly term: Predicate }
  | { readonly kind: 'nested'; readonly field: string; readonly predicate: Predicate }
  | {
      readonly kind: 'compare';
      readonly field: string;
      readonly operator: Comparison;
      readonly operand: Operand;
    }
  | { readonly kind: 'in'; readonly field: string; readonly operands: readonly Operand[] }
  | {
      readonly kind: 'contains';
      readonly field: string;
      readonly quantifier: 'any' | 'all';
      readonly operands: readonly Operand[];
    }
  | { readonly kind: 'defined' | 'empty'; readonly field: string };

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '=': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '>': '>',
  '<=': '<=',
  '>=': '>=',
};

const END: Token = { kind: 'end', text: 'the end', at: 0 };

/** Recursive descent over the grammar of query predicates: `not` binds before `and`, `and` before `or`. */
class Parser {
  private position = 0;
  constructor(private readonly stream: readonly Token[]) {}

  whole(): Predicate {
    const predicate = this.either();
    if (this.peek().kind !== 'end') throw this.unexpected('the end');
    return predicate;
  }

  private either(): Predicate {
    return this.chain('or', () => this.chain('and', () => this.term()));
  }

  private chain(kind: 'and' | 'or', next: () => Predicate): Predicate {
    const first = next();
    const terms = [first];
    while (this.takes('name', kind)) terms.push(next());
    return terms.length === 1 ? first : { kind, terms };
  }

  private term(): Predicate {
    if (this.isNegation()) {
      this.position += 1;
      return { kind: 'not', term: this.group() };
    }
    if (this.sees('symbol', '(')) return this.group();
    return this.condition(this.fieldName());
  }

  /** `not` may also be the name of a field (`not = 1`): only a parenthesis after it makes it a negation. */
  private isNegation(): boolean {
    return this.sees('name', 'not') && this.stream[this.position + 1]?.text === '(';
  }

  private group(): Predicate {
    this.expect('(');
    const inner = this.either();
    this.expect(')');
    return inner;
  }

  private fieldName(): string {
    const token = this.peek();
    if (token.kind !== 'name' && token.kind !== 'quoted-name') throw this.unexpected('a field name');
    this.position += 1;
    return token.text;
  }

  private condition(field: string): Predicate {
    if (this.sees('symbol', '(')) return { kind: 'nested', field, predicate: this.group() };
    const operator = this.peek().kind === 'symbol' ? COMPARISONS[this.peek().text] : undefined;
    if (operator !== undefined) {
      this.position += 1;
      return { kind: 'compare', field, operator, operand: this.operand() };
    }
    return this.wordCondition(field);
  }

  private wordCondition(field: string): Predicate {
    if (this.takes('name', 'in')) return { kind: 'in', field, operands: this.operands() };
    if (this.takes('name', 'not')) {
      if (!this.takes('name', 'in')) throw this.unexpected("'in'");
      return { kind: 'not', term: { kind: 'in', field, operands: this.operands() } };
    }
    if (this.takes('name', 'contains')) {
      const quantifier = this.takes('name', 'any') ? 'any' : 'all';
      if (quantifier === 'all' && !this.takes('name', 'all')) throw this.unexpected("'any' or 'all'");
      return { kind: 'contains', field, quantifier, operands: this.operands() };
    }
    if (this.takes('name', 'is')) return this.existence(field);
    throw this.unexpected('an operator');
  }

  private existence(field: string): Predicate {
    const negated = this.takes('name', 'not');
    const kind = this.takes('name', 'defined') ? 'defined' : 'empty';
    if (kind === 'empty' && !this.takes('name', 'empty')) throw this.unexpected("'defined' or 'empty'");
    return negated ? { kind: 'not', term: { kind, field } } : { kind, field };
  }

  private operands(): readonly Operand[] {
    if (this.peek().kind === 'variable') return [this.operand()];
    this.expect('(');
    const found = [this.operand()];
    while (this.takes('symbol', ',')) found.push(this.operand());
    this.expect(')');
    return found;
  }

  private operand(): Operand {
    const token = this.peek();
    const operand = operandOf(token);
    if (operand === undefined) throw this.unexpected('a value');
    this.position += 1;
    return operand;
  }

  private peek(): Token {
    return this.stream[this.position] ?? END;
  }

  private sees(kind: Token['kind'], text: string): boolean {
    const token = this.peek();
    return token.kind === kind && token.text === text;
  }

  private takes(kind: Token['kind'], text: string): boolean {
    if (!this.sees(kind, text)) return false;
    this.position += 1;
    return true;
  }

  private expect(symbol: string): void {
    if (!this.takes('symbol', symbol)) throw this.unexpected(`'${symbol}'`);
  }

  private unexpected(wanted: string): PredicateSyntaxError {
    const { text, at } = this.peek();
    return new PredicateSyntaxError(`Unexpected '${text}' at position ${at + 1}, expected ${wanted}.`);
  }
}

function operandOf({ kind, text }: Token): Operand | undefined {
  if (kind === 'string') return { kind: 'literal', value: text };
  if (kind === 'number') return { kind: 'literal', value: Number(text) };
  if (kind === 'variable') return { kind: 'variable', name: text };
  if (kind === 'name' && (text === 'true' || text === 'false'))
    return { kind: 'literal', value: text === 'true' };
  return undefined;
}

/** @throws PredicateSyntaxError with the place of the fault. */
export function parsePredicate(predicate: string): Predicate {
  return new Parser(tokens(predicate)).whole();
}
