import * as z from 'zod';
import { columnOf, reportColumn } from './report-column';

const text = z.string().min(1);
const names = z.array(text);
const wholeNumber = z.number().multipleOf(1);

const changes = z.strictObject({
  name: text.default('Incremental Changes Report v1').describe('Name of the report, as Peoplevox shows it.'),
  columns: z
    .strictObject({
      itemCode: columnOf('the ItemCode', 'Item code'),
      available: columnOf('the quantity that is available now', 'Item current available quantity'),
      timestamp: columnOf('the time of the change', 'Timestamp'),
      site: columnOf('the site reference', 'Site reference'),
      activity: reportColumn
        .nullable()
        .default(null)
        .describe('Column that says what happened, for the audit. null: the report has none.'),
    })
    .prefault({})
    .describe('Names of its columns (in any case).'),
});

const summary = z.strictObject({
  name: text.default('Item inventory summary').describe('Name of the report, as Peoplevox shows it.'),
  columns: z
    .strictObject({
      itemCode: columnOf('the ItemCode', 'Item code'),
      available: columnOf('the available quantity', 'Available'),
      site: columnOf('the site reference', 'Site reference'),
    })
    .prefault({})
    .describe('Names of its columns (in any case).'),
});

const allocation = z.strictObject({
  name: text
    .nullable()
    .default(null)
    .describe(
      'Name of a report with the allocated units of each line of a sales order. null: there is none, and an order that is partly allocated counts as not allocated.',
    ),
  columns: z
    .strictObject({
      salesOrderNumber: columnOf('the SalesOrderNumber', 'Sales order no.'),
      itemCode: columnOf('the ItemCode', 'Item code'),
      allocated: columnOf('the allocated units of the line', 'Allocated'),
    })
    .prefault({})
    .describe('Names of its columns (in any case).'),
});

const buffer = z.strictObject({
  sites: names.default([]).describe('References of listed sites. []: every site.'),
  skuPrefixes: names.default([]).describe('Beginnings of SKUs. With skus: one of both must match.'),
  skus: names.default([]).describe('SKUs. [] here and in skuPrefixes: every SKU.'),
  units: wholeNumber.min(0).describe('Units that are kept back. Required.'),
});

/** The rules of the stock import: part `inventory` of the rules document. */
export const inventoryRules = z.strictObject({
  maxZeroedShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.2)
    .describe(
      'A run that would set more than this share of the known entries to 0, or whose reading has become smaller by more than this share, stops before it writes and asks a person (0.2: 20 %).',
    ),
  zeroedWithoutAsking: wholeNumber
    .min(0)
    .default(5)
    .describe(
      'Entries that a run of changes may set to 0 whatever share they are: small shops sell out too. A full comparison asks all the same.',
    ),
  buffers: z
    .array(buffer)
    .default([])
    .describe('Units kept back; the first entry that matches holds, else the safetyBuffer of the site.'),
  fullAt: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'must be a time of day, as in "03:00"' })
    .default('03:00')
    .describe('When everything is compared each day, in the time zone of Peoplevox (PEOPLEVOX_TIME_ZONE).'),
  fullAfterMinutes: wholeNumber
    .min(15)
    .default(360)
    .describe('After so long without a reading of changes everything is compared.'),
  overlapMinutes: wholeNumber
    .min(1)
    .default(10)
    .describe('How far each reading of changes looks back behind the newest change that was applied.'),
  staleAfterMinutes: wholeNumber
    .min(2)
    .default(15)
    .describe(
      'After so long without a completed run the stock counts as old: it is reported, and no longer waits for orders.',
    ),
  zeroMissing: z
    .boolean()
    .default(true)
    .describe(
      'true: an entry whose SKU two full comparisons in a row did not find in Peoplevox is set to 0. Goods under notShippedByPeoplevox.skuPrefixes and .productTypes are left alone.',
    ),
  ordersUnderWay: z
    .enum(['subtract', 'ignore'])
    .default('subtract')
    .describe(
      'ignore: units of orders that Peoplevox has not allocated yet are not subtracted. Only for tenants whose orders come to Peoplevox another way; else it oversells.',
    ),
  unallocatedStatuses: names
    .min(1)
    .default(['New', 'Partially allocated'])
    .describe(
      'Sales order statuses in which Peoplevox has not yet taken all units from its available stock.',
    ),
  reports: z
    .strictObject({
      changes: changes.prefault({}).describe('Report of stock changes.'),
      summary: summary.prefault({}).describe('Report of all stock, one row an item and site.'),
      allocation: allocation.prefault({}).describe('Report of allocated units a line.'),
    })
    .prefault({})
    .describe('Reports of Peoplevox that stock is read from.'),
});
