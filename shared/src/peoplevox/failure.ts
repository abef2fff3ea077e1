import { connectionFailure } from '../runtime/connection-failure';
import { PeoplevoxError, type PeoplevoxErrorKind } from './errors';
import type { Operation } from './envelope';

/** What is known of a call that brought no usable reply. */
interface FailureFacts {
  /** `no`: Peoplevox surely did nothing. `in-part`: perhaps something, but it has ended. `perhaps`: it may still go on. */
  readonly executed: 'no' | 'in-part' | 'perhaps';
  /** A sign that Peoplevox is down, which the breaker counts. */
  readonly down: boolean;
  /** Asking again soon may help. */
  readonly passing: boolean;
  readonly retryAfterMs?: number;
}

const MAX_WORDS = 600;

/**
 * A failed call with what decides over retry, breaker and outcome; callers outside this room see only its `error`. Its
 * message is whole, that of the `error` cut.
 */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';
  readonly error: PeoplevoxError;
  constructor(
    operation: Operation,
    kind: PeoplevoxErrorKind,
    message: string,
    readonly facts: FailureFacts,
  ) {
    super(message);
    this.error = new PeoplevoxError(kind, operation, message.slice(0, MAX_WORDS), facts.retryAfterMs);
  }
}

/** Whatever fetch or the body threw. */
export function networkFailure(operation: Operation, error: unknown): CallFailed {
  const { code, neverMade } = connectionFailure(error);
  const what = neverMade ? 'cannot be reached' : 'broke the connection before its reply was complete';
  const where = code === undefined ? operation : `${operation}, ${code}`;
  return new CallFailed(operation, 'unavailable', `Peoplevox ${what} (${where}).`, {
    executed: neverMade ? 'no' : 'perhaps',
    down: true,
    passing: true,
  });
}

/** No public text of Peoplevox's throttle reply exists (facts/peoplevox §16), so the usual words count. */
const THROTTLE_WORDS = /too many requests|rate[ -]?limit|request limit|\bthrottl(?:ed|ing)\b/i;
/** Peoplevox's own words (facts/peoplevox §3). */
const SESSION_WORDS = /\b(?:invalid session|session expired)\b/i;

export const speaksOfThrottling = (words: string): boolean => THROTTLE_WORDS.test(words);
export const speaksOfLostSession = (words: string): boolean => SESSION_WORDS.test(words);
