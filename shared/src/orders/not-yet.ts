/** Nothing wrong with the order, but it is not done: the message must come again. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
}
