import { commercetoolsSettings, logLevel, peoplevoxSettings } from 'peoplevox-connector-shared/runtime';
import * as z from 'zod';

/** Of the tenant's 15 requests in 15 s. */
const SHARE = 7;

/** What order-export reads from its environment. */
export const environmentSchema = z.object({
  commercetools: commercetoolsSettings,
  peoplevox: peoplevoxSettings(SHARE),
  LOG_LEVEL: logLevel,
});

export type OrderExportSettings = z.output<typeof environmentSchema>;
