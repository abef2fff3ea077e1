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

/** Codes of failures to reach the server at all: no byte of the request has left. */
const NEVER_LEFT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** The code of a network error, which fetch hides in the cause of its TypeError. */
function networkCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? networkCode(error.cause) : undefined;
}

/** Whatever fetch or the body threw. */
export function networkFailure(operation: Operation, error: unknown): CallFailed {
  const code = networkCode(error);
  const neverLeft = code !== undefined && NEVER_LEFT.has(code);
  const what = neverLeft ? 'cannot be reached' : 'broke the connection before its reply was complete';
  const where = code === undefined ? operation : `${operation}, ${code}`;
  return new CallFailed(operation, 'unavailable', `Peoplevox ${what} (${where}).`, {
    executed: neverLeft ? 'no' : 'perhaps',
    down: true,
    passing: true,
  });
}

/** Retry-After as seconds or HTTP date → milliseconds from `now`; undefined when absent or senseless. */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** No public text of Peoplevox's throttle reply exists (facts/peoplevox §16), so the usual words count. */
const THROTTLE_WORDS = /too many requests|rate[ -]?limit|request limit|\bthrottl(?:ed|ing)\b/i;
/** Peoplevox's own words (facts/peoplevox §3). */
const SESSION_WORDS = /\b(?:invalid session|session expired)\b/i;

export const speaksOfThrottling = (words: string): boolean => THROTTLE_WORDS.test(words);
export const speaksOfLostSession = (words: string): boolean => SESSION_WORDS.test(words);
