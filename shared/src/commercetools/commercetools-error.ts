import * as z from 'zod';
import { connectionFailure } from '../runtime/connection-failure';
import { SpeakingError } from '../runtime/words-of';

/**
 * What is known about a call that failed.
 * - `not-done`: commercetools did nothing: it said so, or never got the request.
 * - `unknown`: it may have done what was asked (timeout, connection lost, 5xx): look before concluding anything.
 */
type FailedOutcome = 'not-done' | 'unknown';

interface CommercetoolsFailure {
  /** Method and path template, such as `POST orders/{id}`; no identifiers, no query. */
  readonly operation: string;
  readonly correlationId: string;
  /** Absent when no reply came. */
  readonly statusCode?: number;
  /** The platform's first error code, or one of `connectionCodes` where there is no reply of the platform. */
  readonly code: string;
  readonly outcome: FailedOutcome;
  /** Whether the same request may succeed a little later. */
  readonly transient: boolean;
  /** How long commercetools asked us to wait. */
  readonly retryAfterMs?: number;
  /** What happened and to which fields, without their values. */
  readonly description: string;
}

/** Its message carries codes, status and field names, never the values that the platform's own messages may echo. */
export class CommercetoolsError extends SpeakingError {
  override readonly name = 'CommercetoolsError';
  readonly operation: string;
  readonly correlationId: string;
  readonly statusCode: number | undefined;
  readonly code: string;
  readonly outcome: FailedOutcome;
  readonly transient: boolean;
  readonly retryAfterMs: number | undefined;
  readonly #failure: CommercetoolsFailure;

  constructor(failure: CommercetoolsFailure) {
    super(`${failure.operation}: ${failure.description} (correlation id ${failure.correlationId})`);
    this.#failure = failure;
    this.operation = failure.operation;
    this.correlationId = failure.correlationId;
    this.statusCode = failure.statusCode;
    this.code = failure.code;
    this.outcome = failure.outcome;
    this.transient = failure.transient;
    this.retryAfterMs = failure.retryAfterMs;
  }

  /** The same failure where an earlier attempt of the call may have succeeded. */
  inDoubt(): CommercetoolsError {
    return this.outcome === 'unknown'
      ? this
      : new CommercetoolsError({ ...this.#failure, outcome: 'unknown' });
  }
}

const connectionCodes = {
  timeout: 'Timeout',
  refused: 'ConnectionRefused',
  lost: 'ConnectionLost',
  unreadable: 'UnreadableReply',
} as const;

/** What names a call in errors and logs. */
export interface CallName {
  readonly operation: string;
  readonly correlationId: string;
}

const platformErrors = z.object({
  errors: z
    .array(
      z.object({
        code: z.string(),
        message: z.string().optional(),
        field: z.string().optional(),
        extensionKey: z.string().optional(),
        extensionId: z.string().optional(),
      }),
    )
    .min(1),
});
type PlatformError = z.output<typeof platformErrors>['errors'][number];

/** Codes whose messages speak of versions, scopes and limits only; all others may quote what was sent. */
const CODES_WITH_SAFE_MESSAGES: ReadonlySet<string> = new Set([
  'ConcurrentModification',
  'MaxResourceLimitExceeded',
  'OverCapacity',
  'PendingOperation',
  'QueryComplexityLimitExceeded',
  'QueryTimedOut',
  'ResourceSizeLimitExceeded',
  'insufficient_scope',
]);

/** Shape of codes and field paths; anything else might be a value. */
const IDENTIFIER = /^[\w.[\]-]{1,100}$/;

/** @param body the parsed reply; anything (a proxy's HTML page, nothing) is accepted. */
export function errorOfReply(
  call: CallName,
  reply: { readonly statusCode: number; readonly body: unknown; readonly retryAfterMs: number | undefined },
): CommercetoolsError {
  const parsed = platformErrors.safeParse(reply.body);
  const errors = parsed.success ? parsed.data.errors : [];
  const explained = errors.map(explain).join(', ') || 'without an error document of the platform';
  return new CommercetoolsError({
    ...call,
    statusCode: reply.statusCode,
    code: nameOf(errors[0]?.code) ?? connectionCodes.unreadable,
    ...meaningOf(reply.statusCode),
    retryAfterMs: reply.retryAfterMs,
    description: `commercetools answered ${reply.statusCode} ${explained}`,
  });
}

/** 429 and 503 are said before anything was done; after other 5xx nobody knows (commercetools docs /api/error-handling). */
function meaningOf(statusCode: number): Pick<CommercetoolsFailure, 'outcome' | 'transient'> {
  if (statusCode === 429 || statusCode === 503) return { outcome: 'not-done', transient: true };
  return statusCode >= 500
    ? { outcome: 'unknown', transient: true }
    : { outcome: 'not-done', transient: false };
}

function explain(error: PlatformError): string {
  const field = nameOf(error.field);
  const extension = nameOf(error.extensionKey ?? error.extensionId);
  const words = CODES_WITH_SAFE_MESSAGES.has(error.code) ? error.message : undefined;
  const detail = [field && `field ${field}`, extension && `extension ${extension}`, words]
    .filter(Boolean)
    .join(': ');
  const code = nameOf(error.code) ?? 'unnamed error';
  return detail === '' ? code : `${code} (${detail})`;
}

function nameOf(text: string | undefined): string | undefined {
  return text !== undefined && IDENTIFIER.test(text) ? text : undefined;
}

export function timeoutError(call: CallName, afterMs: number, outcome: FailedOutcome): CommercetoolsError {
  return new CommercetoolsError({
    ...call,
    code: connectionCodes.timeout,
    outcome,
    transient: true,
    description: `no reply of commercetools within ${afterMs} ms`,
  });
}

/** @param thrown what fetch, or the reading or parsing of its reply, rejected with. */
export function errorOfConnection(call: CallName, thrown: unknown): CommercetoolsError {
  if (thrown instanceof SyntaxError)
    return new CommercetoolsError({
      ...call,
      code: connectionCodes.unreadable,
      outcome: 'unknown',
      transient: true,
      description: 'the reply was not JSON: something in between answered in place of commercetools',
    });
  const { code, neverMade } = connectionFailure(thrown);
  const what = neverMade ? 'commercetools could not be reached' : 'the connection to commercetools broke';
  return new CommercetoolsError({
    ...call,
    code: neverMade ? connectionCodes.refused : connectionCodes.lost,
    outcome: neverMade ? 'not-done' : 'unknown',
    transient: true,
    description: `${what} (${nameOf(code) ?? 'no code'})`,
  });
}
