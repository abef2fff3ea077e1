import { withDeadline } from '../../../shared/src/runtime';
import { declaredScopes } from '../../../sandbox/connect/connect-file';
import { z } from 'zod';
import type { Access } from '../../access';
import { REPOSITORY } from '../../repository';
import { mend, type Finding } from '../finding';
import { Closed } from '../look';

const LIMIT_MS = 20_000;
const token = z.looseObject({ scope: z.string() });

/** Whether the API client has all scopes that connect.yaml declares. @throws Closed when commercetools lets it not in */
export async function checkApiClient({ settings, world }: Access): Promise<readonly Finding[]> {
  const { authUrl, clientId, clientSecret, scope, projectKey } = settings.commercetools;
  const credentials = Buffer.from([clientId, clientSecret].join(':')).toString('base64');
  const response = await withDeadline(world.clock, LIMIT_MS, (signal) =>
    world.fetch(`${authUrl}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${credentials}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope !== undefined && { scope }) }),
      signal,
    }),
  ).catch(() => {
    throw new Closed(
      `commercetools does not answer at ${authUrl}. Check CTP_AUTH_URL or CTP_REGION, and the network.`,
    );
  });
  if (!response.ok)
    throw new Closed(
      `commercetools refuses the API client (${response.status}). Check CTP_CLIENT_ID, CTP_CLIENT_SECRET, CTP_SCOPE and the region.`,
    );
  const granted = token.parse(await response.json()).scope.split(' ');
  const missing = declaredScopes(REPOSITORY).filter((wanted) => !grants(granted, `${wanted}:${projectKey}`));
  return missing.length === 0
    ? []
    : mend(
        'integration',
        `The API client lacks ${missing.join(', ')}, which the applications need. Connect gives its own client all of them; give this one the same (Merchant Center: Settings > Developer settings).`,
      );
}

/** `manage_project` covers every scope of its project, `manage_x` covers `view_x`. */
function grants(granted: readonly string[], wanted: string): boolean {
  const [name = '', project = ''] = wanted.split(':');
  const covering = [name, name.replace(/^view_/, 'manage_'), 'manage_project'];
  return covering.some((scope) => granted.includes(`${scope}:${project}`));
}
