import { AsyncLocalStorage } from 'node:async_hooks';
import type { RequestContextData } from '@commercetools/connect-payments-sdk';
import {
  correlationId,
  withDeadline,
  type CommercetoolsSettings,
  type Log,
  type World,
} from 'peoplevox-connector-shared/runtime';
import { loadPaymentsSdk } from '../payments-sdk';

/** What a caller of the operator API may do: the names of commercetools' own scopes. */
export type Authority = 'view_orders' | 'manage_orders';

export type Permission =
  | { readonly kind: 'granted' }
  /** Nobody that commercetools knows. */
  | { readonly kind: 'unknown' }
  /** Somebody, without the scope. */
  | { readonly kind: 'forbidden' };

/** Asks commercetools who calls. Rejects when it cannot be asked. */
export type Authentication = (authorization: string | undefined, authority: Authority) => Promise<Permission>;

/** Either of these is enough. */
const SUFFICIENT: Readonly<Record<Authority, readonly string[]>> = {
  view_orders: ['view_orders', 'manage_orders', 'manage_project'],
  manage_orders: ['manage_orders', 'manage_project'],
};

const WITHIN_MS = 10_000;

interface AuthenticationParts {
  readonly settings: CommercetoolsSettings;
  readonly world: Pick<World, 'clock'>;
  readonly log: Log;
}

/**
 * OAuth2 by commercetools' connect-payments-sdk: the caller's token is introspected with the connector's own client. The
 * SDK compares scopes without their project; a token of another project or of a single store is refused here.
 */
export function createAuthentication(parts: AuthenticationParts): Authentication {
  let hooks: ReturnType<typeof setUp> | undefined;

  return async (authorization, authority) => {
    // It is heavy and rarely needed: callbacks and the API extension do without it.
    hooks ??= setUp(parts);
    const { isRefusal, authenticate, authorize, scopes, withContext } = await hooks;
    return withContext(async () => {
      try {
        await withDeadline(parts.world.clock, WITHIN_MS, () => authenticate({ headers: { authorization } }));
      } catch (error) {
        if (isRefusal(error)) return { kind: 'unknown' };
        throw error;
      }
      const names = SUFFICIENT[authority];
      const wanted = names.map((name) => `${name}:${parts.settings.projectKey}`);
      try {
        await authorize(...names)();
      } catch (error) {
        if (isRefusal(error)) return { kind: 'forbidden' };
        throw error;
      }
      return { kind: wanted.some((scope) => scopes().includes(scope)) ? 'granted' : 'forbidden' };
    });
  };
}

async function setUp({ settings, log }: AuthenticationParts) {
  const contexts = new AsyncLocalStorage<{ data: RequestContextData }>();
  const context = () => {
    const store = contexts.getStore();
    if (store === undefined) throw new Error('Authentication happens within a request.');
    return store;
  };
  const { sdk, services } = await loadPaymentsSdk(settings, log, {
    get: () => context().data,
    update: (change) => {
      const store = context();
      store.data = { ...store.data, ...change };
    },
  });
  const { oauth2AuthHookFn, authorityAuthorizationHookFn } = services;
  return {
    isRefusal: (error: unknown) => error instanceof sdk.Errorx && error.httpErrorStatus === 401,
    authenticate: oauth2AuthHookFn.authenticate(),
    authorize: (...names: readonly string[]) => authorityAuthorizationHookFn.authorize(...names),
    scopes: (): readonly string[] => {
      const { authentication } = context().data;
      return authentication instanceof sdk.Oauth2Authentication
        ? authentication.getPrincipal().scope.split(' ')
        : [];
    },
    withContext: <T>(work: () => Promise<T>): Promise<T> => {
      const id = correlationId() ?? '';
      return contexts.run({ data: { correlationId: id, requestId: id } }, work);
    },
  };
}
