/**
 * What to say of a failure: the message of an error that is one of `speaking`, whose words are made for people. Messages
 * of other errors may quote anything, personal data too.
 */
export function wordsOf(
  error: unknown,
  speaking: readonly (abstract new (...args: never[]) => Error)[],
): string {
  if (!(error instanceof Error)) return 'unforeseen failure';
  return speaking.some((known) => error instanceof known) ? error.message : `unforeseen ${error.name}`;
}
