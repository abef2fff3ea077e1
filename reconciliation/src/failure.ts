import { CommercetoolsError, Conflict, LeaseLost } from 'peoplevox-connector-shared/commercetools';
import { RulesUnavailable } from 'peoplevox-connector-shared/configuration';
import { NotYet, QueueFull } from 'peoplevox-connector-shared/orders';
import { PeoplevoxError } from 'peoplevox-connector-shared/peoplevox';
import { SpeakingError, wordsOf, type Log } from 'peoplevox-connector-shared/runtime';

/** What a system shows cannot be true as a whole; nothing is concluded from it. */
export class ReadingImplausible extends SpeakingError {
  override readonly name = 'ReadingImplausible';
}

/** A failure of a system rather than of the one thing that was worked on: going on would only fail again. */
export function concernsAll(error: unknown): boolean {
  if (error instanceof PeoplevoxError) return error.kind !== 'refused' && error.kind !== 'unreadable';
  if (error instanceof CommercetoolsError) return error.transient || error.statusCode === 403;
  return error instanceof LeaseLost || error instanceof RulesUnavailable;
}

/** It has its turn at a later run, and nothing is amiss. */
export const isLater = (error: unknown): boolean =>
  error instanceof NotYet || error instanceof Conflict || error instanceof QueueFull;

/**
 * Names an order that could not be done now in the log, so that the others are done.
 * @throws the failure itself where it concerns them all
 */
export function passOver(log: Log, orderId: string, error: unknown): void {
  if (concernsAll(error)) throw error;
  log[isLater(error) ? 'info' : 'error']('An order could not be swept now; it is taken up at the next run.', {
    orderId,
    reason: wordsOf(error),
  });
}
