import {
  commercetoolsSettings,
  readEnvironment,
  systemWorld,
  type CommercetoolsSettings,
} from 'peoplevox-connector-shared/runtime';
import * as z from 'zod';
import { serviceUrl } from './connector/service-url';

const token = z.looseObject({ access_token: z.string() });
const failure = z.looseObject({ message: z.string() });

async function fetchToken({
  authUrl,
  clientId,
  clientSecret,
  scope,
}: CommercetoolsSettings): Promise<string> {
  const credentials = Buffer.from([clientId, clientSecret].join(':')).toString('base64');
  const response = await systemWorld.fetch(`${authUrl}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope !== undefined && { scope }) }),
  });
  if (!response.ok)
    throw new Error(
      `commercetools gives no token to this API client (${response.status}). Check CTP_CLIENT_ID and CTP_CLIENT_SECRET.`,
    );
  return token.parse(await response.json()).access_token;
}

/**
 * Asks the operator API of a running deployment, for the commands of a terminal.
 * Environment: CONNECT_SERVICE_URL (address of despatch-processor), and an API client of the project with view_orders:
 * CTP_PROJECT_KEY, CTP_CLIENT_ID, CTP_CLIENT_SECRET, CTP_AUTH_URL or CTP_REGION. Rejects with words for people.
 * @param path below `/operator`
 */
export async function askOperator(path: string): Promise<unknown> {
  const { commercetools, CONNECT_SERVICE_URL } = readEnvironment(
    z.object({ commercetools: commercetoolsSettings, CONNECT_SERVICE_URL: serviceUrl }),
    process.env,
  );
  const response = await systemWorld.fetch(`${CONNECT_SERVICE_URL}/operator${path}`, {
    headers: { authorization: `Bearer ${await fetchToken(commercetools)}` },
  });
  const body: unknown = await response.json();
  if (!response.ok)
    throw new Error(failure.safeParse(body).data?.message ?? `It answered ${response.status}.`);
  return body;
}
