import {
  checkoutSettings,
  commercetoolsSettings,
  logLevel,
  peoplevoxSettings,
} from 'peoplevox-connector-shared/runtime';
import type { Owner } from 'peoplevox-connector-shared/exceptions';
import * as z from 'zod';

/** Of the tenant's 15 requests in 15 s, shared by the three jobs. */
const SHARE = 4;

const webhook = z
  .url({ protocol: /^https?$/, error: 'expected the address of a webhook that takes Slack messages' })
  .optional();

/** Where each team is told; teams without an address of their own are told at the first one. */
const webhooks = z
  .object({
    NOTIFY_WEBHOOK_URL: webhook,
    NOTIFY_WEBHOOK_URL_WAREHOUSE: webhook,
    NOTIFY_WEBHOOK_URL_ECOMMERCE: webhook,
    NOTIFY_WEBHOOK_URL_MERCHANDISING: webhook,
    NOTIFY_WEBHOOK_URL_FINANCE: webhook,
    NOTIFY_WEBHOOK_URL_INTEGRATION: webhook,
  })
  .transform((env): Readonly<Record<Owner, string | undefined>> => ({
    warehouse: env.NOTIFY_WEBHOOK_URL_WAREHOUSE ?? env.NOTIFY_WEBHOOK_URL,
    ecommerce: env.NOTIFY_WEBHOOK_URL_ECOMMERCE ?? env.NOTIFY_WEBHOOK_URL,
    merchandising: env.NOTIFY_WEBHOOK_URL_MERCHANDISING ?? env.NOTIFY_WEBHOOK_URL,
    finance: env.NOTIFY_WEBHOOK_URL_FINANCE ?? env.NOTIFY_WEBHOOK_URL,
    integration: env.NOTIFY_WEBHOOK_URL_INTEGRATION ?? env.NOTIFY_WEBHOOK_URL,
  }));

const topicName = 'expected the full name of a Pub/Sub topic: projects/<project>/topics/<topic>';
const serviceAccount = 'expected the JSON key of a Google service account, or its base64';

const topic = z
  .string()
  .regex(/^projects\/[a-z0-9:.-]+\/topics\/[A-Za-z][\w.~+%-]{2,254}$/, topicName)
  .transform((name) => {
    const [, projectId = '', , topicId = ''] = name.split('/');
    return { projectId, topicId };
  })
  .optional();

/** Undefined: those of the machine. */
const credentials = z
  .string()
  .transform((text, context) => {
    const json = text.trim().startsWith('{') ? text : Buffer.from(text, 'base64').toString('utf8');
    try {
      return JSON.parse(json) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: serviceAccount });
      return z.NEVER;
    }
  })
  .pipe(z.object({ client_email: z.string(), private_key: z.string() }, serviceAccount))
  .optional();

/** What reconciliation reads from its environment. */
export const environmentSchema = z.object({
  commercetools: commercetoolsSettings,
  checkout: checkoutSettings,
  peoplevox: peoplevoxSettings(SHARE),
  webhooks,
  NOTIFY_PUBSUB_TOPIC: topic,
  NOTIFY_GCP_CREDENTIALS: credentials,
  LOG_LEVEL: logLevel,
});

export type ReconciliationSettings = z.output<typeof environmentSchema>;
