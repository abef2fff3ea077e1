import * as z from 'zod';
import { DeadlineExceeded, withDeadline } from '../runtime/clock';
import type { CommercetoolsSettings } from '../runtime/settings';
import type { World } from '../runtime/world';
import {
  CommercetoolsError,
  errorOfConnection,
  errorOfReply,
  timeoutError,
  type CallName,
} from './commercetools-error';
import { attemptLimitMs, persevere, type Perseverance } from './perseverance';
import { retryAfterMs } from '../runtime/retry-after';

/** Access tokens of the client credentials flow; however many ask, one request is under way. */
export interface TokenSource {
  /** Rejects with a CommercetoolsError of operation `POST oauth/token`. */
  current(): Promise<string>;
  /** What the token may do, as `manage_orders:<project key>`; undefined where commercetools does not say. Rejects as `current`. */
  scopes(): Promise<readonly string[] | undefined>;
  /** commercetools did not accept `token`: the next `current` brings another. */
  refuse(token: string): void;
}

interface TokenSourceOptions {
  readonly settings: Pick<CommercetoolsSettings, 'clientId' | 'clientSecret' | 'scope' | 'authUrl'>;
  readonly fetch: World['fetch'];
  readonly perseverance: Omit<Perseverance, 'mayRepeat'>;
  readonly userAgent: string;
  readonly correlationId: () => string;
}

export const TOKEN_OPERATION = 'POST oauth/token';

/** Tokens live two days; renewing this early leaves time for an outage of the authorisation service. */
const RENEW_BEFORE_EXPIRY_MS = 600_000;

const tokenReply = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
  scope: z.string().optional(),
});

interface Token {
  readonly value: string;
  readonly scopes: readonly string[] | undefined;
  readonly renewAt: number;
  readonly expiresAt: number;
}

export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const { clock } = options.perseverance.world;
  let token: Token | undefined;
  let underWay: Promise<Token> | undefined;

  async function renew(): Promise<Token> {
    token = await persevere({ ...options.perseverance, mayRepeat: (error) => error.transient }, (end) =>
      requestToken(options, attemptLimitMs(options.perseverance, end)),
    );
    return token;
  }

  function renewOnce(): Promise<Token> {
    underWay ??= renew().finally(() => {
      underWay = undefined;
    });
    return underWay;
  }

  async function valid(): Promise<Token> {
    if (token === undefined || clock.now() >= token.expiresAt) return renewOnce();
    // The old token still works: a failure to renew it concerns nobody until it has expired.
    if (clock.now() >= token.renewAt) renewOnce().catch(() => undefined);
    return token;
  }

  return {
    current: async () => (await valid()).value,
    scopes: async () => (await valid()).scopes,
    refuse: (refused) => {
      if (token?.value === refused) token = undefined;
    },
  };
}

async function requestToken(options: TokenSourceOptions, limitMs: number): Promise<Token> {
  const call: CallName = { operation: TOKEN_OPERATION, correlationId: options.correlationId() };
  const { clock } = options.perseverance.world;
  const askedAt = clock.now();
  try {
    const reply = await withDeadline(clock, limitMs, (signal) => send(options, call, signal));
    if (reply.statusCode !== 200) throw refusal(call, reply);
    const { access_token, expires_in, scope } = tokenReply.parse(JSON.parse(reply.text));
    const expiresAt = askedAt + expires_in * 1_000;
    return {
      value: access_token,
      scopes: scope?.split(/\s+/).filter((name) => name !== ''),
      expiresAt,
      renewAt: expiresAt - Math.min(RENEW_BEFORE_EXPIRY_MS, expires_in * 100),
    };
  } catch (error) {
    if (error instanceof CommercetoolsError) throw error;
    if (error instanceof DeadlineExceeded) throw timeoutError(call, limitMs, 'not-done');
    // zod's complaint is one about a reply that is JSON but no token: as unreadable as HTML.
    throw errorOfConnection(call, error instanceof z.ZodError ? new SyntaxError() : error);
  }
}

interface Reply {
  readonly statusCode: number;
  readonly text: string;
  readonly retryAfterMs: number | undefined;
}

async function send(options: TokenSourceOptions, call: CallName, signal: AbortSignal): Promise<Reply> {
  const { clientId, clientSecret, scope, authUrl } = options.settings;
  const form = new URLSearchParams({ grant_type: 'client_credentials', ...(scope && { scope }) });
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  const response = await options.fetch(`${authUrl}/oauth/token`, {
    method: 'POST',
    headers: {
      Authorization: `Basic ${basic}`,
      'Content-Type': 'application/x-www-form-urlencoded',
      'User-Agent': options.userAgent,
      'X-Correlation-ID': call.correlationId,
    },
    body: form.toString(),
    signal,
  });
  const now = options.perseverance.world.clock.now();
  return {
    statusCode: response.status,
    text: await response.text(),
    retryAfterMs: retryAfterMs(response.headers.get('retry-after'), now),
  };
}

function refusal(call: CallName, reply: Reply): CommercetoolsError {
  if (reply.statusCode >= 400 && reply.statusCode < 500 && reply.statusCode !== 429)
    return new CommercetoolsError({
      ...call,
      statusCode: reply.statusCode,
      code: 'CredentialsRejected',
      outcome: 'not-done',
      transient: false,
      description: `commercetools refused the API client (${reply.statusCode}): check CTP_CLIENT_ID, CTP_CLIENT_SECRET, CTP_SCOPE and CTP_AUTH_URL`,
    });
  return errorOfReply(call, { ...reply, body: undefined });
}
