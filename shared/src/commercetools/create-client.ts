import { createApiBuilderFromCtpClient, type ByProjectKeyRequestBuilder } from '@commercetools/platform-sdk';
import { ClientBuilder } from '@commercetools/ts-client';
import { correlationId } from '../runtime/correlation';
import type { Log } from '../runtime/log';
import type { CommercetoolsSettings } from '../runtime/settings';
import { uuid, type World } from '../runtime/world';
import type { CommercetoolsError } from './commercetools-error';
import { defaultPatience, type Patience } from './perseverance';
import { createReliableMiddleware, type ReliableOptions } from './reliable-middleware';
import { createTokenSource } from './token-source';

const DEFAULT_USER_AGENT = 'peoplevox-connector';

export interface CommercetoolsOptions {
  readonly settings: CommercetoolsSettings;
  readonly world: World;
  readonly log: Log;
  /** `peoplevox-connector/<version>`. */
  readonly userAgent?: string;
  /** `defaultPatience` where not given. */
  readonly patience?: Partial<Patience>;
}

/**
 * The platform SDK on ts-client, with what ts-client lacks: one token request for many cold calls, renewal on 401,
 * Retry-After, repeats after lost connections where safe, and deadlines on the injected clock. Every call rejects with
 * Conflict on 409 and with CommercetoolsError otherwise.
 */
export function createCommercetools(options: CommercetoolsOptions): ByProjectKeyRequestBuilder {
  const { settings, world, userAgent = DEFAULT_USER_AGENT } = options;
  const access = accessOf(options);
  const client = new ClientBuilder()
    .withMiddleware(createReliableMiddleware(access))
    .withUserAgentMiddleware({ customAgent: userAgent })
    .withHttpMiddleware({
      host: settings.apiUrl,
      httpClient: (url: string, init: HttpInit) => world.fetch(url, fetchInit(init)),
      includeRequestInErrorResponse: false,
    })
    .build();
  return createApiBuilderFromCtpClient(client).withProjectKey({ projectKey: settings.projectKey });
}

/**
 * Asks commercetools for a token, and what it may do: scopes as `manage_orders:<project key>`; undefined where the
 * answer does not say.
 * @throws CommercetoolsError, of code `CredentialsRejected` when the API client is refused
 */
export function grantedScopes(options: CommercetoolsOptions): Promise<readonly string[] | undefined> {
  return accessOf(options).tokens.scopes();
}

/** How calls are let in, and how patient they are. */
function accessOf({
  settings,
  world,
  log,
  userAgent = DEFAULT_USER_AGENT,
  patience,
}: CommercetoolsOptions): ReliableOptions {
  const currentCorrelationId = (): string => correlationId() ?? uuid(world.random);
  const onRepeat = (error: CommercetoolsError, waitMs: number): void =>
    log.warn('A call to commercetools failed and will be repeated.', {
      operation: error.operation,
      statusCode: error.statusCode,
      code: error.code,
      waitMs: Math.round(waitMs),
    });
  const perseverance = { world, patience: { ...defaultPatience, ...patience }, onRepeat };
  const tokens = createTokenSource({
    settings,
    fetch: world.fetch,
    perseverance,
    userAgent,
    correlationId: currentCorrelationId,
  });
  return { perseverance, tokens, correlationId: currentCorrelationId };
}

/** What ts-client's HTTP middleware hands to an HTTP client, as far as it is used here. */
interface HttpInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly request: { readonly signal?: AbortSignal };
}

function fetchInit({ method, headers, body, request }: HttpInit): RequestInit {
  return { method, headers, body: body ?? null, signal: request.signal ?? null };
}
