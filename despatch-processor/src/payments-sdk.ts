import type { RequestContextData } from '@commercetools/connect-payments-sdk';
import { correlationId, type CommercetoolsSettings, type Log } from 'peoplevox-connector-shared/runtime';

/** Where the SDK keeps what it knows of a request. */
interface RequestContext {
  get(): RequestContextData;
  update(change: Partial<RequestContextData>): void;
}

/** Outside of a request of a caller, who has to be known: nothing to keep. */
const withoutCaller: RequestContext = {
  get: () => ({ correlationId: correlationId() ?? '', requestId: correlationId() ?? '' }),
  update: () => undefined,
};

/**
 * commercetools' connect-payments-sdk with the connector's own client. Loaded when it is first needed, from node_modules
 * (the bundler leaves it out): with its 2 MB of code in the application's bundle, every start cost 11 MB of memory more,
 * and most of what the application does goes without it.
 */
export async function loadPaymentsSdk(
  settings: CommercetoolsSettings,
  log: Log,
  context: RequestContext = withoutCaller,
) {
  const sdk = await import('@commercetools/connect-payments-sdk');
  const { authUrl, apiUrl, projectKey, clientId, clientSecret } = settings;
  const told = (level: keyof Log) => (_facts: object, message: string) => log[level](message);
  const services = sdk.setupPaymentSDK({
    authUrl,
    apiUrl,
    projectKey,
    clientId,
    clientSecret,
    // Of sessions and Merchant Center tokens, which nothing here uses.
    sessionUrl: authUrl,
    checkoutUrl: apiUrl,
    jwksUrl: authUrl,
    jwtIssuer: authUrl,
    getContextFn: () => context.get(),
    updateContextFn: (change) => context.update(change),
    // Its facts may hold what a caller sent.
    logger: { debug: told('debug'), info: told('info'), warn: told('warn'), error: told('error') },
  });
  return { sdk, services };
}
