import { PredicateSyntaxError, tokens } from './lexer';

const texts = (predicate: string) => tokens(predicate).map(({ kind, text }) => `${kind}:${text}`);

describe('the lexer of predicates', () => {
  it('tells names, text, numbers, variables and symbols apart', () => {
    expect(texts('sku in ("A", :b) and n >= -1.5')).toEqual([
      'name:sku',
      'name:in',
      'symbol:(',
      'string:A',
      'symbol:,',
      'variable:b',
      'symbol:)',
      'name:and',
      'name:n',
      'symbol:>=',
      'number:-1.5',
      'end:the end',
    ]);
  });

  it('unescapes quotes, backslashes and code points inside text', () => {
    expect(tokens(String.raw`"a\"b\\c\u00e9"`)[0]).toMatchObject({ kind: 'string', text: 'a"b\\cé' });
  });

  it('takes names with hyphens only in backticks', () => {
    expect(tokens('`gift-message`')[0]).toMatchObject({ kind: 'quoted-name', text: 'gift-message' });
    expect(() => tokens('gift-message')).toThrow(PredicateSyntaxError);
  });

  it('says where text is left open', () => {
    expect(() => tokens('sku = "A')).toThrow('position 7');
  });
});
