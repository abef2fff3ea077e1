import type { Log } from '../runtime/log';
import { wordsOf } from '../runtime/words-of';
import type { ExceptionStore, Subject } from './exception';

/** Tells people of messages of one kind that cannot be read: one exception for however many. */
interface UnreadableMessages {
  /** One could not be read. @param words what happened, and what a person can do */
  met(words: { readonly message: string; readonly fix: string }): Promise<void>;
  /** One could be read: what was told is over. Nobody waits for it; what fails is repeated by the next one. */
  over(): void;
}

export function createUnreadableMessages(
  { exceptions, log }: { readonly exceptions: Pick<ExceptionStore, 'raise' | 'resolve'>; readonly log: Log },
  subject: Subject,
): UnreadableMessages {
  // A new process does not know what an earlier one raised.
  let isPerhapsTold = true;

  return {
    met: async (words) => {
      isPerhapsTold = true;
      await exceptions.raise({ code: 'message-unreadable', subject, ...words });
    },
    over: () => {
      if (!isPerhapsTold) return;
      isPerhapsTold = false;
      exceptions
        .resolve('message-unreadable', subject, 'A message of this kind could be read.')
        .catch((error: unknown) => {
          isPerhapsTold = true;
          log.warn('An exception could not be resolved; the next message repeats it.', {
            reason: wordsOf(error),
          });
        });
    },
  };
}
