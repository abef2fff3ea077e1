import { PredicateSyntaxError } from './lexer';
import { parsePredicate, type Predicate } from './parser';

function printed(predicate: Predicate): string {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return '(' + predicate.terms.map(printed).join(' ' + predicate.kind + ' ') + ')';
    case 'not':
      return `not ${printed(predicate.term)}`;
    case 'nested':
      return `${predicate.field}(${printed(predicate.predicate)})`;
    default:
      return predicate.field;
  }
}

const shape = (predicate: string) => printed(parsePredicate(predicate));

describe('the parser of predicates', () => {
  it('binds and before or, whichever comes first', () => {
    expect(shape('a=1 and b=2 or c=3')).toBe('((a and b) or c)');
    expect(shape('a=1 or b=2 and c=3')).toBe('(a or (b and c))');
  });

  it('binds not to the parenthesis behind it only', () => {
    expect(shape('not(a=1) and b=2')).toBe('(not a and b)');
    expect(shape('not (a=1 or b=2) or c=3')).toBe('(not (a or b) or c)');
  });

  it('nests fields of fields', () => {
    expect(shape('lineItems(variant(sku="x") and quantity > 1)')).toBe(
      'lineItems((variant(sku) and quantity))',
    );
  });

  it('reads the operators made of words', () => {
    expect(parsePredicate('a not in (1, 2)')).toMatchObject({
      kind: 'not',
      term: { kind: 'in', field: 'a' },
    });
    expect(parsePredicate('a is not defined')).toEqual({
      kind: 'not',
      term: { kind: 'defined', field: 'a' },
    });
    expect(parsePredicate('a is empty')).toEqual({ kind: 'empty', field: 'a' });
    expect(parsePredicate('a contains any ("x")')).toMatchObject({ kind: 'contains', quantifier: 'any' });
    expect(parsePredicate('a <> true')).toMatchObject({ operator: '!=', operand: { value: true } });
  });

  it.each([
    'a',
    'a =',
    'a = 1 and',
    '(a = 1',
    'a = 1)',
    'a is nice',
    'a contains ("x")',
    'a in 1',
    'not a = 1',
    '',
  ])('refuses %p', (predicate) => {
    expect(() => parsePredicate(predicate)).toThrow(PredicateSyntaxError);
  });
});
