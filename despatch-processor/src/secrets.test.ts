import { secretCheck, secretsOf } from './secrets';

const schema = secretsOf('expected a secret');

describe('secrets', () => {
  it('are one or two, parted by a semicolon', () => {
    expect(schema.parse('new;old')).toEqual(['new', 'old']);
    expect(schema.parse(' one ')).toEqual(['one']);
  });

  it.each([';', ' ; '])('are refused when there is none: "%s"', (text) => {
    expect(() => schema.parse(text)).toThrow('expected a secret');
  });

  it('open with each of them, and with nothing else', () => {
    const isSecret = secretCheck(['new', 'old']);
    expect(['new', 'old', '', 'ne', 'new;old', 'New', 'newer'].map(isSecret)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
