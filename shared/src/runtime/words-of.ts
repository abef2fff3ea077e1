/** An error whose message is made for people, and may be logged and kept: no personal data, no secrets. */
export abstract class SpeakingError extends Error {}

/** What to say of a failure. Messages of other errors may quote anything, personal data too. */
export function wordsOf(error: unknown): string {
  if (error instanceof SpeakingError) return error.message;
  return error instanceof Error ? `unforeseen ${error.name}` : 'unforeseen failure';
}
