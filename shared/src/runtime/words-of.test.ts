import { wordsOf } from './words-of';

class Speaking extends Error {}

describe('what is said of a failure', () => {
  it('is the message of an error whose words are made for people', () => {
    expect(wordsOf(new Speaking('Peoplevox is away.'), [Speaking])).toBe('Peoplevox is away.');
  });

  it.each([
    [new TypeError('Ann Smith, 1 High Street'), 'unforeseen TypeError'],
    ['Ann Smith', 'unforeseen failure'],
  ])('quotes nothing of any other: %#', (error, words) => {
    expect(wordsOf(error, [Speaking])).toBe(words);
  });
});
