import { uuid } from '../runtime/world';
import type { CommercetoolsOptions } from './create-client';
import { defaultPatience } from './perseverance';
import { createTokenSource } from './token-source';

/**
 * Asks commercetools for a token, and what it may do: scopes as `manage_orders:<project key>`; undefined where the
 * answer does not say.
 * @throws CommercetoolsError, of code `CredentialsRejected` when the API client is refused
 */
export function grantedScopes({
  settings,
  world,
  log,
  userAgent = 'peoplevox-connector',
  patience,
}: CommercetoolsOptions): Promise<readonly string[] | undefined> {
  const tokens = createTokenSource({
    settings,
    fetch: world.fetch,
    perseverance: {
      world,
      patience: { ...defaultPatience, ...patience },
      onRepeat: ({ operation, code }, waitMs) =>
        log.warn('A call to commercetools failed and will be repeated.', {
          operation,
          code,
          waitMs: Math.round(waitMs),
        }),
    },
    userAgent,
    correlationId: () => uuid(world.random),
  });
  return tokens.scopes();
}
