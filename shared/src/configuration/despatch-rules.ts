import * as z from 'zod';
import { columnOf, reportColumnOrNone } from './report-column';

const text = z.string().min(1);
const names = z.array(text);
const wholeNumber = z.number().multipleOf(1);

/** commercetools does not keep null: "" says the same. */
function orNone<T extends string>(value: T | '' | null): T | null {
  return value === '' ? null : value;
}

function columnIfAny(what: string, label: string | null) {
  return reportColumnOrNone
    .nullable()
    .default(label)
    .transform(orNone)
    .describe(`Column of ${what}. "" or null: the report has none.`);
}

const summary = z.strictObject({
  name: text.default('Despatch summary').describe('Name of the report, as Peoplevox shows it.'),
  columns: z
    .strictObject({
      salesOrderNumber: columnOf('the SalesOrderNumber', 'Salesorder number'),
      despatchNumber: columnOf('the despatch number', 'Despatch number'),
      despatchedAt: columnOf('the time of the despatch', 'Despatch date'),
      carrier: columnOf('the carrier', 'Carrier'),
      service: columnOf('the service', 'Service'),
      trackingNumber: columnOf('the tracking number', 'Tracking number'),
      itemCode: columnOf('the ItemCode', 'Item code'),
      quantity: columnOf('the units of the ItemCode', 'No of items'),
      line: columnIfAny('the line id', 'Line'),
      parent: columnIfAny('the ItemCode of the kit that the item is part of', 'Parent'),
      parentQuantity: columnIfAny('the units of that kit', 'No. of parent items despatched'),
    })
    .prefault({})
    .describe('Names of its columns (in any case).'),
});

const packages = z.strictObject({
  name: z
    .string()
    .nullable()
    .default(null)
    .transform(orNone)
    .describe(
      'Name of a report with one row for each item in each package, used in place of the summary. "" or null: there is none.',
    ),
  columns: z
    .strictObject({
      salesOrderNumber: columnOf('the SalesOrderNumber', 'Sales order number'),
      despatchNumber: columnOf('the despatch number', 'Despatch number'),
      packageNumber: columnOf('the number of the package within its despatch', 'Package number'),
      despatchedAt: columnOf('the time of the despatch', 'Package despatch timestamp'),
      carrier: columnOf('the carrier', 'Package carrier name'),
      service: columnOf('the service', 'Package service type code'),
      trackingNumber: columnOf('the tracking number', 'Package tracking number'),
      itemCode: columnOf('the ItemCode', 'Item code'),
      quantity: columnOf('the units of the ItemCode', 'Item quantity'),
      line: columnIfAny('the line id', null),
      parent: columnIfAny('the ItemCode of the kit that the item is part of', null),
      parentQuantity: columnIfAny('the units of that kit', null),
    })
    .prefault({})
    .describe('Names of its columns (in any case).'),
});

const returns = z.strictObject({
  name: text
    .default('Return summary')
    .describe('Name of the report, as Peoplevox shows it; some tenants have `Returns Summary`.'),
  columns: z
    .strictObject({
      returnCode: columnOf('the return code', 'Return code'),
      returnedAt: columnOf('the time of the return', 'Return date'),
      salesOrderNumber: columnOf('the SalesOrderNumber', 'Sales order number'),
      itemCode: columnOf('the ItemCode', 'Item code'),
      quantity: columnOf('the units of the ItemCode', 'Quantity'),
      reusable: columnOf('whether the goods went back to stock (`True` or `False`)', 'Is Reusable'),
      despatchedAt: columnIfAny('the time of the despatch', 'Despatch date'),
      reason: columnIfAny('the reason', 'Return reason'),
      condition: columnIfAny('the condition of the goods', 'Return condition'),
      channelName: columnIfAny('the ChannelName', 'Channel name'),
    })
    .prefault({})
    .describe('Names of its columns (in any case).'),
});

const shipmentState = z.enum([
  'Pending',
  'Delayed',
  'Backorder',
  'Ready',
  'Partial',
  'Shipped',
  'Delivered',
  'Canceled',
  '',
]);
const orderState = z.enum(['Open', 'Confirmed', 'Complete', 'Cancelled', '']);

function shipmentStateWhen(what: string, value: Exclude<z.output<typeof shipmentState>, ''> | null) {
  return shipmentState
    .nullable()
    .default(value)
    .transform(orNone)
    .describe(`shipmentState ${what}. "" or null: not written.`);
}

function orderStateWhen(what: string) {
  return orderState
    .nullable()
    .default(null)
    .transform(orNone)
    .describe(`orderState ${what}. "" or null: not written.`);
}

function stateOf(what: string) {
  return z
    .string()
    .nullable()
    .default(null)
    .transform(orNone)
    .describe(`Key of the State of ${what}. "" or null: not written.`);
}

/** The rules of despatches and returns: part `despatch` of the rules document. */
export const despatchRules = z.strictObject({
  closedStatuses: names
    .default(['Despatched', 'Cancelled'])
    .describe('Sales order statuses (in any case) after which nothing more is despatched.'),
  closeAfterMinutes: wholeNumber
    .min(0)
    .default(10)
    .describe(
      'A sales order with units still due is closed when two readings this many minutes apart agree.',
    ),
  cancelledStatuses: names
    .default(['Cancelled'])
    .describe('Those of closedStatuses (in any case) that mean that the warehouse gave the sales order up.'),
  statuses: z
    .strictObject({
      notAllocated: names.default(['New']).describe('No stock is allocated yet.'),
      partlyAllocated: names.default(['Partially allocated']).describe('Stock is missing.'),
      allocated: names.default(['Allocated']).describe('All stock is allocated.'),
      picked: names.default(['Picked']).describe('Picking has begun.'),
    })
    .prefault({})
    .describe('Sales order statuses (in any case), by what they mean. One that is not listed says nothing.'),
  allocateWithinMinutes: wholeNumber
    .min(1)
    .default(60)
    .describe('A sales order that is not allocated, or only in part, so long after its export is reported.'),
  shipmentStates: z
    .strictObject({
      notAllocated: shipmentStateWhen('while a sales order is not allocated', null),
      partlyAllocated: shipmentStateWhen('while stock is missing', null),
      allocated: shipmentStateWhen('once all sales orders are allocated', null),
      picked: shipmentStateWhen('once all sales orders are being picked', null),
      partlyDespatched: shipmentStateWhen('while some units are despatched and others due', 'Partial'),
      despatched: shipmentStateWhen('once every unit is despatched or settled', 'Shipped'),
      cancelled: shipmentStateWhen('once every unit is settled and none despatched', 'Canceled'),
    })
    .prefault({})
    .describe('What is written to shipmentState. It never goes backwards.'),
  lineItemStates: z
    .strictObject({
      allocated: stateOf('units that wait for picking'),
      picked: stateOf('units that are being picked'),
      despatched: stateOf('units that are despatched'),
      cancelled: stateOf('units that are not despatched any more'),
    })
    .prefault({})
    .describe('States of line items, by quantity. The States must exist.'),
  orderStates: z
    .strictObject({
      partlyDespatched: orderStateWhen('while some units are despatched and others due'),
      despatched: orderStateWhen('once every unit is despatched or settled'),
      cancelled: orderStateWhen('once every unit is settled and none despatched'),
    })
    .prefault({})
    .describe('What is written to orderState. A Complete or Cancelled order keeps its orderState.'),
  reports: z
    .strictObject({
      summary: summary.prefault({}).describe('Report of despatches, one row an item line.'),
      packages: packages.prefault({}).describe('Report of despatched items by package.'),
      returns: returns.prefault({}).describe('Report of returns, one row an item.'),
    })
    .prefault({})
    .describe('Reports of Peoplevox that despatches and returns are read from.'),
});
