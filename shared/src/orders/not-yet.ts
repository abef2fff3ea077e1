import { SpeakingError } from '../runtime/words-of';

/** Nothing wrong with the order, but it is not done: the message must come again. */
export class NotYet extends SpeakingError {
  override readonly name = 'NotYet';
}
