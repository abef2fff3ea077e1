import {
  checkoutSettings,
  commercetoolsSettings,
  logLevel,
  peoplevoxSettings,
} from 'peoplevox-connector-shared/runtime';
import * as z from 'zod';
import { secretsOf } from './secrets';

/** Of the tenant's 15 requests in 15 s. */
const SHARE = 2;

/** What despatch-processor reads from its environment. */
export const environmentSchema = z.object({
  commercetools: commercetoolsSettings,
  checkout: checkoutSettings,
  peoplevox: peoplevoxSettings(SHARE),
  PEOPLEVOX_CALLBACK_SECRET: secretsOf('expected a secret for the callback URLs; `new;old` honours both'),
  EXTENSION_SECRET: secretsOf(
    'expected a secret for the calls of the API extension; `new;old` honours both',
  ).optional(),
  LOG_LEVEL: logLevel,
});

export type DespatchProcessorSettings = z.output<typeof environmentSchema>;
