/**
 * `npm run why -- ORDER`: why is this order where it is? Asks the operator API of a running deployment.
 * Environment: CONNECT_SERVICE_URL (address of despatch-processor), and an API client of the project with view_orders:
 * CTP_PROJECT_KEY, CTP_CLIENT_ID, CTP_CLIENT_SECRET, CTP_AUTH_URL or CTP_REGION. Exits 1 when it gets no answer.
 */
import {
  commercetoolsSettings,
  readEnvironment,
  runMain,
  systemWorld,
} from 'peoplevox-connector-shared/runtime';
import { z } from 'zod';
import { serviceUrl } from './connector/service-url';

const token = z.looseObject({ access_token: z.string() });
const failure = z.looseObject({ message: z.string() });
const answer = z.looseObject({
  sentence: z.string(),
  timeline: z.array(z.object({ at: z.string(), where: z.string(), what: z.string() })),
});

async function fetchToken(settings: z.output<typeof commercetoolsSettings>): Promise<string> {
  const { authUrl, clientId, clientSecret, scope } = settings;
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

async function why(): Promise<void> {
  const [, , orderNumber] = process.argv;
  if (orderNumber === undefined) throw new Error('Usage: npm run why -- ORDER');
  const { commercetools, CONNECT_SERVICE_URL } = readEnvironment(
    z.object({ commercetools: commercetoolsSettings, CONNECT_SERVICE_URL: serviceUrl }),
    process.env,
  );
  const response = await systemWorld.fetch(
    `${CONNECT_SERVICE_URL}/operator/orders/${encodeURIComponent(orderNumber)}`,
    {
      headers: { authorization: `Bearer ${await fetchToken(commercetools)}` },
    },
  );
  const body: unknown = await response.json();
  if (!response.ok)
    throw new Error(failure.safeParse(body).data?.message ?? `It answered ${response.status}.`);
  const { sentence, timeline } = answer.parse(body);
  const moments = timeline.map(
    ({ at, where, what }) => `  ${at.slice(0, 19).replace('T', ' ')}  ${where.padEnd(14)}${what}`,
  );
  process.stdout.write(`${[sentence, '', ...moments].join('\n')}\n`);
}

runMain(why);
