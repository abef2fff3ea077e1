import { commercetoolsSettings, logLevel, peoplevoxSettings } from 'peoplevox-connector-shared/runtime';
import * as z from 'zod';

/** Of the tenant's 15 requests in 15 s, shared by the three jobs. */
const SHARE = 4;

/** What inventory-import reads from its environment. */
export const environmentSchema = z.object({
  commercetools: commercetoolsSettings,
  peoplevox: peoplevoxSettings(SHARE),
  LOG_LEVEL: logLevel,
});

export type InventoryImportSettings = z.output<typeof environmentSchema>;
