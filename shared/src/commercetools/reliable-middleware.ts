import type { Middleware, MiddlewareRequest, MiddlewareResponse, Next } from '@commercetools/ts-client';
import * as z from 'zod';
import { DeadlineExceeded, withDeadline } from '../runtime/clock';
import {
  CommercetoolsError,
  errorOfConnection,
  errorOfReply,
  timeoutError,
  type CallName,
} from './commercetools-error';
import { Conflict } from './documents';
import { attemptLimitMs, persevere, type Perseverance } from './perseverance';
import { isRepeatable, operationOf } from './request';
import { retryAfterMs } from '../runtime/retry-after';
import { TOKEN_OPERATION, type TokenSource } from './token-source';

export interface ReliableOptions {
  readonly perseverance: Omit<Perseverance, 'mayRepeat'>;
  readonly tokens: TokenSource;
  readonly correlationId: () => string;
}

/**
 * Authorises each request and sends it until it succeeds, fails for good, or may not be repeated. Belongs outermost:
 * what leaves it is a good reply, a Conflict (409) or a CommercetoolsError.
 */
export function createReliableMiddleware(options: ReliableOptions): Middleware {
  return (next) => async (request) => {
    const call = { operation: operationOf(request), correlationId: options.correlationId() };
    const sender = createSender(options, call, next);
    const repeatable = isRepeatable(request);
    const mayRepeat = (error: CommercetoolsError): boolean =>
      // The token source has by then been as patient as this call may be.
      error.operation !== TOKEN_OPERATION && error.transient && (error.outcome === 'not-done' || repeatable);
    const repeated: CommercetoolsError[] = [];
    const onRepeat: Perseverance['onRepeat'] = (error, waitMs) => {
      repeated.push(error);
      options.perseverance.onRepeat(error, waitMs);
    };
    try {
      return await persevere({ ...options.perseverance, mayRepeat, onRepeat }, (end) => sender(request, end));
    } catch (error) {
      if (!(error instanceof CommercetoolsError)) throw error;
      // Also when an earlier attempt of this very call may have made the change: only reading again can tell.
      if (error.statusCode === 409) throw new Conflict(error.message, { cause: error });
      throw repeated.some(({ outcome }) => outcome === 'unknown') ? error.inDoubt() : error;
    }
  };
}

type Sender = (request: MiddlewareRequest, end: number) => Promise<MiddlewareResponse>;

/** One attempt: a token, the request, and both once more if the token turns out to be worthless. */
function createSender({ perseverance, tokens }: ReliableOptions, call: CallName, next: Next): Sender {
  const { clock } = perseverance.world;

  async function token(end: number): Promise<string> {
    const limitMs = end - clock.now();
    return withDeadline(clock, limitMs, () => tokens.current()).catch((error: unknown) => {
      throw error instanceof DeadlineExceeded
        ? timeoutError({ ...call, operation: TOKEN_OPERATION }, limitMs, 'not-done')
        : error;
    });
  }

  async function send(request: MiddlewareRequest, bearer: string, end: number): Promise<MiddlewareResponse> {
    const limitMs = attemptLimitMs(perseverance, end);
    const headers = {
      ...request.headers,
      'X-Correlation-ID': call.correlationId,
      Authorization: `Bearer ${bearer}`,
    };
    try {
      return await withDeadline(clock, limitMs, (signal) => next({ ...request, headers, signal }));
    } catch (error) {
      throw error instanceof DeadlineExceeded
        ? timeoutError(call, limitMs, 'unknown')
        : errorOfConnection(call, rootOf(error));
    }
  }

  return async (request, end) => {
    const bearer = await token(end);
    const reply = await send(request, bearer, end);
    if (reply.statusCode !== 401) return accepted(reply);
    tokens.refuse(bearer);
    return accepted(await send(request, await token(end), end));
  };

  function accepted(reply: MiddlewareResponse): MiddlewareResponse {
    if (!reply.error) return reply;
    const header: unknown = reply.headers?.['retry-after'];
    throw errorOfReply(call, {
      statusCode: reply.statusCode,
      body: reply.body,
      retryAfterMs: typeof header === 'string' ? retryAfterMs(header, clock.now()) : undefined,
    });
  }
}

const wrapped = z.object({ error: z.unknown() });

/** ts-client rejects with `{ body, error: NetworkError }`, whose own `error` is what fetch or JSON.parse threw. */
function rootOf(thrown: unknown): unknown {
  const wrapper = wrapped.safeParse(thrown);
  return wrapper.success && wrapper.data.error !== undefined ? rootOf(wrapper.data.error) : thrown;
}
