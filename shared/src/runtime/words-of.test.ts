import { SpeakingError, wordsOf } from './words-of';

class StockLost extends SpeakingError {
  override readonly name = 'StockLost';
}

it.each([
  [new StockLost('The stock is lost.'), 'The stock is lost.'],
  [new TypeError('Jane Doe is not a function'), 'unforeseen TypeError'],
  ['Jane Doe', 'unforeseen failure'],
])('says of a failure only what is made for people: %s', (failure, words) => {
  expect(wordsOf(failure)).toBe(words);
});
