import { SpeakingError } from '../runtime/words-of';

/**
 * Why a call to Peoplevox gave no usable answer.
 * - `unavailable`: no reply, 5xx, timeout, breaker open. Safe to try later; for writes the outcome type says so instead.
 * - `throttled`: Peoplevox's request limit.
 * - `refused`: ResponseId -1, in Peoplevox's words.
 * - `credentials`: log-in refused, or sessions lost so often that another program must be using the same API user.
 * - `unreadable`: a reply that is not what the WSDL promises.
 */
export type PeoplevoxErrorKind = 'unavailable' | 'throttled' | 'refused' | 'credentials' | 'unreadable';

/** Its message never carries the session id, the password or a row's values. */
export class PeoplevoxError extends SpeakingError {
  override readonly name = 'PeoplevoxError';
  constructor(
    readonly kind: PeoplevoxErrorKind,
    readonly operation: string,
    message: string,
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}
