import * as z from 'zod';
import { callbackRules } from './callback-rules';
import { captureRules } from './capture-rules';
import { despatchRules } from './despatch-rules';
import { inventoryRules } from './inventory-rules';
import { notificationRules, reconciliationRules, retentionDays, silenceRules } from './reconciliation-rules';
import { checkSiteLinks } from './site-links';
import { skuAuditRules } from './sku-audit-rules';

/**
 * The merchant's business rules: one document, changed without a redeploy (Custom Object `peoplevox-connector` /
 * `configuration`). Every key is optional unless its meaning says otherwise; its default stands here and nowhere else.
 * docs/configuration.md and docs/configuration.schema.json are printed from this schema.
 *
 * commercetools does not keep `null` in Custom Objects. Where null means something else than the default, the empty
 * list or text says the same and is read as null.
 */
const mode = z.enum(['live', 'shadow', 'off']);
const text = z.string().min(1);
const names = z.array(text);
const column = z.string().min(1).max(100);
/** Not `z.int()`: a fraction would end the check there and then, and the remaining faults would go unnamed. */
const wholeNumber = z.number().multipleOf(1);

/** An empty list means "any", as null does; an export that nothing can pass is `mode.orders: "off"`. */
function orAny(list: readonly string[] | null): string[] | null {
  return list === null || list.length === 0 ? null : [...list];
}

function modeOf(what: string) {
  return mode.default('live').describe(`${what}. shadow: decide and record, write nothing.`);
}

/** Where a column's value comes from: a path into the order (see docs/mapping/order.md). */
const attribute = z.strictObject({
  from: text.describe(
    'Path, such as `custom.fields.giftMessage` or `lineItem.variant.attributes.hsCode`. Required.',
  ),
  required: z.boolean().default(false).describe('true: an order without a value here is held.'),
});

const orderNumber = z.strictObject({
  prefix: z
    .string()
    .max(20)
    .default('')
    .describe('Put before the order number to make the SalesOrderNumber.'),
  missing: z
    .enum(['hold', 'generate'])
    .default('hold')
    .describe('An order without orderNumber: hold it, or generate one and set it before the export.'),
});

const orderExport = z.strictObject({
  notBefore: z.iso
    .datetime({ offset: true })
    .nullable()
    .default(null)
    .describe(
      'Only orders created since this time (ISO 8601). null: since the Channel `peoplevox` was created.',
    ),
  importedOrders: z.boolean().default(false).describe('true: also orders that came by Order Import.'),
  orderStates: z
    .array(z.enum(['Open', 'Confirmed', 'Complete', 'Cancelled']))
    .nullable()
    .default(['Open', 'Confirmed'])
    .transform(orAny)
    .describe('orderState of orders to export. [] or null: any.'),
  paymentStates: z
    .array(z.enum(['BalanceDue', 'CreditOwed', 'Failed', 'Paid', 'Pending']))
    .nullable()
    .default(null)
    .transform(orAny)
    .describe('paymentState of orders to export, such as ["Paid"]. [] or null: any, also unpaid.'),
  stateKeys: names
    .nullable()
    .default(null)
    .transform(orAny)
    .describe('Keys of the workflow States of orders to export. [] or null: any.'),
  stores: names
    .nullable()
    .default(null)
    .transform(orAny)
    .describe('Keys of the Stores whose orders are exported. [] or null: any, and orders without a store.'),
  number: orderNumber.prefault({}).describe('SalesOrderNumber.'),
  channelName: z
    .string()
    .min(1)
    .max(50)
    .nullable()
    .default(null)
    .describe('ChannelName of our sales orders. null: the key of the store, else of the project.'),
  countryFormat: z
    .enum(['name', 'iso2'])
    .default('name')
    .describe('Country as an English name or as ISO 3166 alpha-2.'),
  partialShipment: z.boolean().default(false).describe('IsPartialShipment of the sales orders.'),
  completeBy: z
    .enum(['action', 'onHold'])
    .default('action')
    .describe(
      'How an order stays unallocated until its lines exist: SaveData action 1, or OnHold until it is complete.',
    ),
  pace: z
    .enum(['run', 'pause'])
    .default('run')
    .describe('pause: orders wait as a counted backlog and are never dropped.'),
  prices: z.enum(['gross', 'net']).default('gross').describe('Prices with (gross) or without (net) tax.'),
  customLineItems: z
    .enum(['shippingCost', 'ignore', 'hold'])
    .default('shippingCost')
    .describe('Custom line items (fees): add them to ShippingCost, leave them out, or hold the order.'),
  contactRequired: z
    .enum(['emailOrPhone', 'none'])
    .default('emailOrPhone')
    .describe('Whether an order needs an e-mail address or phone number.'),
  paymentMethods: z
    .record(z.string(), z.string())
    .default({})
    .describe('paymentMethodInfo.method → PaymentMethod of Peoplevox. Not listed: not sent.'),
  requestedDeliveryDate: text
    .nullable()
    .default(null)
    .describe('Path of the requested delivery date. null: not sent.'),
  removedLines: z
    .enum(['delete', 'zero', 'report'])
    .default('delete')
    .describe(
      'A line removed after export: delete it (SaveData action 2), set its quantity to 0, or report it.',
    ),
  amendableStatuses: names
    .default(['New', 'Partially allocated', 'Allocated'])
    .describe('Sales order statuses (in any case) in which a change or cancellation is still sent.'),
});

const site = z.strictObject({
  reference: z.string().min(1).max(50).describe('Site reference in Peoplevox. Required.'),
  supplyChannel: text
    .nullable()
    .default(null)
    .describe('Key of the supply Channel. null: the entry without channel.'),
  safetyBuffer: wholeNumber
    .min(0)
    .default(0)
    .describe('Units of every SKU that are kept back from what commercetools may sell.'),
});

const condition = z.strictObject({
  stores: names.default([]).describe('Keys of Stores. []: any, also none.'),
  countries: z
    .array(
      z.string().regex(/^[A-Z]{2}$/, { error: 'must be two capital letters, as in "GB" (ISO 3166 alpha-2)' }),
    )
    .default([])
    .describe('Countries of the shipping address, ISO 3166 alpha-2. []: any.'),
  skuPrefixes: names.default([]).describe('Beginnings of SKUs. []: any.'),
});

const notShippedByPeoplevox = z.strictObject({
  supplyChannels: names.default([]).describe('Keys of supply Channels of such lines.'),
  shippingMethods: names
    .default([])
    .describe('Shipping methods (key, else name) of such orders or shipping entries.'),
  skuPrefixes: names.default([]).describe('Beginnings of the SKUs of such lines.'),
  productTypes: names.default([]).describe('Keys of the product types of such lines.'),
});

const extension = z.strictObject({
  refuseLateChanges: z
    .boolean()
    .default(false)
    .describe(
      'true: a change or cancellation that comes too late for the warehouse is refused in commercetools.',
    ),
  refuseUnexportableOrders: z
    .boolean()
    .default(false)
    .describe('true: an order that could not be exported is refused when it is placed.'),
});

export const rulesSchema = z
  .strictObject({
    schemaVersion: z.literal(1).default(1).describe('Version of the form of this document.'),
    mode: z
      .strictObject({
        orders: modeOf('Orders to Peoplevox'),
        stock: modeOf('Stock to commercetools'),
        despatch: modeOf('Despatches to commercetools'),
      })
      .prefault({})
      .describe('What the connector may write. A first installation starts with shadow everywhere.'),
    orderExport: orderExport.prefault({}).describe('Which orders are exported, and how.'),
    sites: z
      .array(site)
      .min(1)
      .default([{ reference: 'PrimarySite', supplyChannel: null, safetyBuffer: 0 }])
      .describe(
        'Peoplevox sites and the supply Channels whose stock they hold. A site is listed once, and two sites never share a channel.',
      ),
    routing: z
      .array(
        z.strictObject({
          when: condition.describe('All of its conditions must hold. Required.'),
          site: text.describe('Reference of a listed site. Required.'),
        }),
      )
      .default([])
      .describe(
        "Site of a line; the first match wins. Asked after the line's supply channel, before defaultSite.",
      ),
    defaultSite: z
      .string()
      .nullable()
      .default('PrimarySite')
      .transform((reference) => (reference === '' ? null : reference))
      .describe(
        'Site of lines without a supply channel and without a match in routing. "" or null: such lines are held.',
      ),
    notShippedByPeoplevox: notShippedByPeoplevox
      .prefault({})
      .describe('Lines that are never sent and count as settled.'),
    shippingMethods: z
      .record(
        z.string(),
        z.strictObject({ serviceType: column.describe('ServiceType of the sales order. Required.') }),
      )
      .default({})
      .describe('Shipping method (key, else name) → service type of Peoplevox.'),
    defaultServiceType: column
      .nullable()
      .default(null)
      .describe('Service type of unmapped shipping methods. null: such an order is held.'),
    orderAttributes: z
      .record(z.string(), attribute)
      .default({})
      .describe('Column of template Sales orders → where its value comes from.'),
    lineAttributes: z
      .record(z.string(), attribute)
      .default({})
      .describe('Column of template Sales order items → where its value comes from.'),
    carriers: z
      .record(
        z.string(),
        z.strictObject({
          trackingUrl: z
            .string()
            .regex(/^https?:\/\/\S+$/, { error: 'must be an address that begins with https:// or http://' })
            .describe('Address of the tracking page; `{trackingNumber}` stands for the number. Required.'),
        }),
      )
      .default({})
      .describe('Carrier as Peoplevox names it → its tracking page.'),
    inventory: inventoryRules.prefault({}).describe('Stock.'),
    despatch: despatchRules.prefault({}).describe('Despatches and returns.'),
    skuAudit: skuAuditRules.prefault({}).describe('Comparison of SKUs with Item types.'),
    callbacks: callbackRules
      .prefault({})
      .describe(
        'What Peoplevox is asked to tell with each event; a change takes effect with the next deployment.',
      ),
    unitsOfMeasure: z
      .record(z.string(), z.number().positive())
      .default({})
      .describe('SKU → units of the ItemCode in one commercetools unit. Not listed: 1.'),
    capture: captureRules.prefault({}).describe('Capture on despatch.'),
    extension: extension.prefault({}).describe('API extension; it exists only while one of its rules is on.'),
    reconciliation: reconciliationRules.prefault({}).describe('Sweeps.'),
    silence: silenceRules
      .prefault({})
      .describe('After how long without a sign an application counts as silent.'),
    notification: notificationRules.prefault({}).describe('How people are told of exceptions.'),
    retentionDays,
    columnNames: z
      .record(z.string(), z.record(z.string(), text))
      .default({})
      .describe('Template → our column name → the name that the tenant gave it in its integration template.'),
  })
  // `when`: links between sites are checked even where other keys are faulty, so that every fault is named at once.
  .superRefine(checkSiteLinks, { when: () => true });

export type Rules = z.output<typeof rulesSchema>;

/** As a person writes it. */
export type RulesDocument = z.input<typeof rulesSchema>;
