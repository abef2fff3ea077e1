import * as z from 'zod';
import { DeadlineExceeded, withDeadline } from '../runtime/clock';
import { correlationId } from '../runtime/correlation';
import type { Log } from '../runtime/log';
import type { CommercetoolsSettings } from '../runtime/settings';
import { uuid, type World } from '../runtime/world';
import {
  CommercetoolsError,
  errorOfConnection,
  errorOfReply,
  timeoutError,
  type CallName,
} from './commercetools-error';
import { attemptLimitMs, persevere, type Patience } from './perseverance';
import { retryAfterMs } from '../runtime/retry-after';
import { createTokenSource } from './token-source';

/**
 * What became of a capture. `approved`, `rejected`: said by the payment service provider; `received`: it will say later,
 * by a Charge on the payment. `refused`: it never came so far, nothing was captured. `unknown`: it may have been.
 */
export type CaptureResult =
  | { readonly kind: 'approved' | 'received' | 'rejected' }
  | { readonly kind: 'refused' | 'unknown'; readonly error: CommercetoolsError };

export interface CaptureRequest {
  readonly paymentId: string;
  /** In the smallest units of the currency. */
  readonly amount: { readonly centAmount: number; readonly currencyCode: string };
  readonly merchantReference: string;
}

export interface PaymentIntents {
  /** Asks Checkout to capture, once: nothing says that asking again would not capture again. */
  capture(request: CaptureRequest): Promise<CaptureResult>;
}

interface PaymentIntentsOptions {
  readonly settings: Pick<CommercetoolsSettings, 'projectKey' | 'clientId' | 'clientSecret' | 'authUrl'>;
  /** Scheme and host, without trailing slash. */
  readonly checkoutUrl: string;
  readonly world: World;
  readonly log: Log;
  readonly userAgent?: string;
  readonly patience?: Partial<Patience>;
}

const OPERATION = 'POST payment-intents/{id}';
const SCOPE = 'manage_checkout_payment_intents';

/** A payment service provider is asked on the way; only what was surely not done is sent again. */
const PATIENCE: Patience = { attemptMs: 10_000, totalMs: 20_000, attempts: 3 };

const answerBody = z.object({ outcome: z.enum(['approved', 'received', 'rejected']) });

/** Payment intents of commercetools Checkout (commercetools-checkout-openapi.yaml), with a token of its own scope. */
export function createPaymentIntents(options: PaymentIntentsOptions): PaymentIntents {
  const { settings, checkoutUrl, world, log, userAgent = 'peoplevox-connector' } = options;
  const perseverance = {
    world,
    patience: { ...PATIENCE, ...options.patience },
    onRepeat: (error: CommercetoolsError, waitMs: number): void =>
      log.warn('A call to Checkout was not carried out and will be repeated.', {
        operation: error.operation,
        code: error.code,
        waitMs: Math.round(waitMs),
      }),
  };
  const tokens = createTokenSource({
    settings: { ...settings, scope: `${SCOPE}:${settings.projectKey}` },
    fetch: world.fetch,
    perseverance,
    userAgent,
    correlationId: () => correlationId() ?? uuid(world.random),
  });

  async function exchange(
    call: CallName,
    request: CaptureRequest,
    token: string,
    end: number,
  ): Promise<Reply> {
    const { paymentId, amount, merchantReference } = request;
    const limitMs = attemptLimitMs(perseverance, end);
    const url = `${checkoutUrl}/${settings.projectKey}/payment-intents/${encodeURIComponent(paymentId)}`;
    try {
      return await withDeadline(world.clock, limitMs, async (signal) => {
        const response = await world.fetch(url, {
          method: 'POST',
          headers: {
            Authorization: `Bearer ${token}`,
            'Content-Type': 'application/json',
            'User-Agent': userAgent,
            'X-Correlation-ID': call.correlationId,
          },
          body: JSON.stringify({ actions: [{ action: 'capturePayment', amount, merchantReference }] }),
          signal,
        });
        return {
          status: response.status,
          body: jsonOf(await response.text()),
          retryAfterMs: retryAfterMs(response.headers.get('retry-after'), world.clock.now()),
        };
      });
    } catch (error) {
      throw error instanceof DeadlineExceeded
        ? timeoutError(call, limitMs, 'unknown')
        : errorOfConnection(call, error);
    }
  }

  async function attempt(request: CaptureRequest, end: number): Promise<CaptureResult> {
    const call = { operation: OPERATION, correlationId: correlationId() ?? uuid(world.random) };
    const token = await tokens.current();
    const first = await exchange(call, request, token, end);
    if (first.status !== 401) return resultOf(call, first);
    tokens.refuse(token);
    return resultOf(call, await exchange(call, request, await tokens.current(), end));
  }

  /** The token source has by then been as patient as this call may be. */
  const mayRepeat = (error: CommercetoolsError): boolean =>
    error.operation === OPERATION && error.transient && error.outcome === 'not-done';

  return {
    capture: async (request) => {
      try {
        return await persevere({ ...perseverance, mayRepeat }, (end) => attempt(request, end));
      } catch (error) {
        if (!(error instanceof CommercetoolsError)) throw error;
        const isUnknown = error.operation === OPERATION && error.outcome === 'unknown';
        return { kind: isUnknown ? 'unknown' : 'refused', error };
      }
    },
  };
}

interface Reply {
  readonly status: number;
  /** undefined: not JSON. */
  readonly body: unknown;
  readonly retryAfterMs: number | undefined;
}

function resultOf(call: CallName, { status, body, retryAfterMs: waitMs }: Reply): CaptureResult {
  if (status !== 200) throw refusal(call, { status, body, retryAfterMs: waitMs });
  const answer = answerBody.safeParse(body);
  if (!answer.success) throw errorOfConnection(call, new SyntaxError());
  return { kind: answer.data.outcome };
}

/** Checkout passes the request on to the payment connector: when that failed or Checkout broke, nobody knows. */
function refusal(call: CallName, { status, body, retryAfterMs: waitMs }: Reply): CommercetoolsError {
  const error = errorOfReply(call, { statusCode: status, body, retryAfterMs: waitMs });
  return status >= 500 || error.code === 'ConnectorFailed' ? error.inDoubt() : error;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's page: the error then says that it is none of the platform.
    return undefined;
  }
}
