import * as z from 'zod';
import { codesByOwner, owners, type ExceptionCode } from '../exceptions/codes';

const names = z.array(z.string().min(1));
const wholeNumber = z.number().multipleOf(1);

function minutes(value: number, least: number) {
  return wholeNumber.min(least).default(value);
}

/** The rules of the sweeps: part `reconciliation` of the rules document. */
export const reconciliationRules = z.strictObject({
  graceMinutes: minutes(2, 0).describe(
    'An order that changed less than so many minutes ago is left to order-export: its message is perhaps still on its way.',
  ),
  overlapMinutes: minutes(15, 1).describe('How far each sweep looks back behind where the last one ended.'),
  completeAfterDays: wholeNumber
    .min(1)
    .default(7)
    .describe(
      'After so many days, and after each change of the rules, every open order is looked at again, not only those that changed.',
    ),
  openStatuses: names
    .min(1)
    .default(['New', 'Partially allocated', 'Allocated', 'Picked'])
    .describe(
      'Sales order statuses in which Peoplevox still has something to do. A sales order in any other status is asked for by its number.',
    ),
  trackingDays: wholeNumber
    .min(0)
    .default(7)
    .describe('For so many days a despatch without tracking number is looked at again at each run.'),
  correctionDays: wholeNumber
    .min(0)
    .default(14)
    .describe(
      'For so many days a despatch that is corrected in Peoplevox (another tracking number, other items) is found even if no callback tells of it: each run looks through one of these days, one call for each 1000 rows of the report. 0: never.',
    ),
  monthEndDays: wholeNumber
    .min(0)
    .max(31)
    .default(10)
    .describe(
      'The month-end is prepared once a day: for the month that runs, and for so many days of the next one for the month before. 0: only when it is asked for.',
    ),
  driftEveryMinutes: minutes(60, 5).describe(
    'How often all stock is compared on both sides. A difference that nothing explains is looked at again at the next run and then reported.',
  ),
});

/** When an application counts as silent: part `silence` of the rules document. */
export const silenceRules = z.strictObject({
  orderExportMinutes: minutes(30, 5).describe(
    'order-export is silent when reconciliation had to export orders, and it has not shown life for so long.',
  ),
  despatchProcessorMinutes: minutes(30, 5).describe(
    'despatch-processor is silent when a hint that it should have worked is older than this.',
  ),
  inventoryImportMinutes: minutes(15, 5).describe(
    'inventory-import is silent when it has not begun a run for so long.',
  ),
  skuAuditHours: wholeNumber
    .min(1)
    .default(49)
    .describe('sku-audit is silent when it has not shown life for so long.'),
  reconciliationMinutes: minutes(45, 15).describe(
    'reconciliation is silent when it has not ended a run for so long. inventory-import watches it.',
  ),
  callbacksMinutes: minutes(60, 5).describe(
    'Callbacks of Peoplevox are silent when reconciliation finds despatches that no callback announced, and none has come for so long.',
  ),
});

const everyCode = owners.flatMap((owner): ExceptionCode[] => [...codesByOwner[owner]]);

/** How people are told: part `notification` of the rules document. */
export const notificationRules = z.strictObject({
  everyMinutes: minutes(30, 1).describe('At most one message to each team in so many minutes.'),
  remindAfterHours: wholeNumber
    .min(0)
    .default(24)
    .describe('What still stands open is told again after so many hours. 0: never.'),
  atLeast: z
    .partialRecord(z.enum(everyCode), wholeNumber.min(1))
    .default({})
    .describe('Code → how many of it must stand open before it is told. Not listed: 1.'),
  afterMinutes: minutes(0, 0).describe(
    'An exception is told once it has stood open for so long: what mends itself meanwhile is never told.',
  ),
});

/** How long what is over is kept. */
export const retentionDays = wholeNumber
  .min(30)
  .default(400)
  .describe('Resolved exceptions and the ledger entries of finished orders are removed after so many days.');
