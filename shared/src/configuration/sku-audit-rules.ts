import * as z from 'zod';

const text = z.string().min(1);
const wholeNumber = z.number().multipleOf(1);

/** Name of a variant attribute; "" says the same as null. */
function attributeOf(what: string, name: string | null) {
  return z
    .string()
    .nullable()
    .default(name)
    .transform((given) => (given === '' ? null : given))
    .describe(`Variant attribute with the ${what}. "" or null: there is none.`);
}

const itemTypes = z.strictObject({
  mode: z
    .enum(['off', 'preview', 'live'])
    .default('off')
    .describe(
      'Keep Item types in step with commercetools: create missing ones and keep Name, Barcode, Weight and ItemGroup equal; nothing is ever deleted. preview: list in the report what would be written. live: write it, after one preview under the same rules.',
    ),
  variants: z
    .enum(['all', 'published'])
    .default('all')
    .describe(
      'all: Item types are created for staged variants too, so that they exist before the variant can be bought.',
    ),
  locale: text
    .nullable()
    .default(null)
    .describe('Locale of the product name that becomes Name. null: the first one that the product has.'),
  barcodeMissing: z
    .enum(['skip', 'sku'])
    .default('skip')
    .describe(
      'A variant without barcode: its Item type is not created, as Peoplevox needs one; or its SKU serves as Barcode.',
    ),
  weightAttribute: attributeOf('weight, a number', null),
  weightMeasure: z.string().min(1).max(10).default('Kilogram').describe('WeightMeasure of that weight.'),
  groupAttribute: attributeOf('ItemGroup', null),
});

/** The rules of the SKU audit: part `skuAudit` of the rules document. */
export const skuAuditRules = z.strictObject({
  everyHours: wholeNumber
    .min(1)
    .default(20)
    .describe(
      'A call of the schedule begins an audit when the last one began so many hours ago; else it only goes on with one that is not through.',
    ),
  soldWithinDays: wholeNumber
    .min(1)
    .max(365)
    .default(30)
    .describe('A SKU counts as sold that was ordered within so many days.'),
  barcodeAttribute: attributeOf('barcode', 'barcode'),
  singleUnits: z
    .array(text)
    .default(['EA', 'Each', 'Unit', 'Units', 'Single', 'Item', 'Piece', 'Pieces', 'PC', 'PCS'])
    .describe(
      'UnitOfMeasure of Item types (in any case) that means one piece, as an empty one does. An Item type with another unit needs an entry in unitsOfMeasure.',
    ),
  maxExceptions: wholeNumber
    .min(0)
    .default(1000)
    .describe(
      'New exceptions of one audit at most, the worst first. The report has every SKU that is not in order.',
    ),
  holdUnknown: z
    .boolean()
    .default(false)
    .describe(
      'true: a published SKU that Peoplevox does not know has stock 0 in every mapped channel until it does.',
    ),
  itemTypes: itemTypes.prefault({}).describe('Item types from variants.'),
});
