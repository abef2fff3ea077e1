import { rulesSchema } from '../configuration/rules';
import { addItem, addVariant, type Item, type Variant } from './facts';
import { findFaults } from './faults';
import { weigh } from './weigh';

const item = (code: string, more: Partial<Item> = {}): Item => ({
  code,
  barcode: '',
  unit: 'EA',
  active: true,
  ...more,
});
const variant = (sku: string, more: Partial<Variant> = {}): Variant => ({
  sku,
  barcode: '',
  published: true,
  shipped: true,
  ...more,
});

function judge(
  items: readonly Item[],
  variants: readonly Variant[],
  { rules = {}, open = [], sold = [] }: { rules?: object; open?: string[]; sold?: string[] } = {},
) {
  const itemMap = new Map<string, Item>();
  const variantMap = new Map<string, Variant>();
  for (const one of items) addItem(itemMap, one);
  for (const one of variants) addVariant(variantMap, one);
  const usage = { inOpenOrders: new Set(open), sold: new Set(sold) };
  return weigh(findFaults(itemMap, variantMap, rulesSchema.parse(rules)), usage);
}

/** SKU → codes of its faults. */
const codes = (...facts: Parameters<typeof judge>) =>
  Object.fromEntries(judge(...facts).map(({ sku, faults }) => [sku, faults.map(({ code }) => code)]));

describe('the comparison of SKUs with Item types', () => {
  it('finds nothing where both sides agree', () => {
    const both = [
      { code: 'MUG', barcode: '05012345678900' },
      { code: 'TRAY', barcode: '' },
    ];
    const variants = [variant('MUG', { barcode: '5012345678900' }), variant('TRAY', { barcode: '4711' })];
    expect(
      judge(
        [...both.map(({ code, barcode }) => item(code, { barcode })), item('Old', { active: false })],
        variants,
      ),
    ).toEqual([]);
  });

  it('finds what is missing on either side', () => {
    expect(codes([item('TRAY')], [variant('MUG')])).toEqual({
      MUG: ['sku-missing-in-peoplevox'],
      TRAY: ['sku-missing-in-commercetools'],
    });
  });

  it('pairs a SKU with the ItemCode that it nearly is, and says it once', () => {
    expect(judge([item('mug–blue')], [variant('MUG-BLUE')])).toMatchObject([
      {
        sku: 'MUG-BLUE',
        unknown: true,
        faults: [
          { code: 'sku-near-miss', near: [{ itemCode: 'mug–blue', differences: ['dashes', 'case'] }] },
        ],
      },
    ]);
  });

  it('does not take an ItemCode for a near miss that another SKU has', () => {
    expect(codes([item('MUG')], [variant('MUG'), variant('mug')])).toEqual({
      mug: ['sku-missing-in-peoplevox'],
    });
  });

  it('finds the same barcode on different codes', () => {
    expect(judge([item('TASSE', { barcode: '4711' })], [variant('MUG', { barcode: '4711' })])).toMatchObject([
      { sku: 'MUG', unknown: true, faults: [{ code: 'barcode-mismatch', itemCodes: ['TASSE'] }] },
    ]);
    const items = [item('MUG', { barcode: '1' }), item('TRAY', { barcode: '2' })];
    expect(judge(items, [variant('MUG', { barcode: '2' }), variant('TRAY')])).toMatchObject([
      {
        sku: 'MUG',
        unknown: false,
        faults: [{ code: 'barcode-mismatch', barcode: '2', theirs: '1', itemCodes: ['TRAY'] }],
      },
    ]);
  });

  it('finds different barcodes of one code', () => {
    expect(judge([item('MUG', { barcode: '1' })], [variant('MUG', { barcode: '2' })])).toMatchObject([
      { sku: 'MUG', faults: [{ code: 'barcode-mismatch', barcode: '2', theirs: '1', itemCodes: [] }] },
    ]);
  });

  it('finds barcodes that several SKUs or several Item types have', () => {
    const items = [item('A', { barcode: '1' }), item('B', { barcode: '01' }), item('C'), item('D')];
    const variants = ['A', 'B', 'C', 'D'].map((sku) =>
      variant(sku, { barcode: 'CD'.includes(sku) ? '7' : '' }),
    );
    expect(judge(items, variants)).toMatchObject([
      { sku: 'A', faults: [{ code: 'barcode-duplicate', barcode: '1', skus: [], itemCodes: ['B'] }] },
      { sku: 'B', faults: [{ code: 'barcode-duplicate', skus: [], itemCodes: ['A'] }] },
      { sku: 'C', faults: [{ code: 'barcode-duplicate', barcode: '7', skus: ['D'], itemCodes: [] }] },
      { sku: 'D', faults: [{ code: 'barcode-duplicate', skus: ['C'], itemCodes: [] }] },
    ]);
  });

  it('does not count a variant twice whose staged SKU is another than the one on sale', () => {
    const variants = [
      variant('OLD', { barcode: '1' }),
      variant('NEW', { barcode: '1', published: false, replaces: 'OLD' }),
    ];
    expect(codes([item('OLD', { barcode: '1' })], variants)).toEqual({ NEW: ['sku-missing-in-peoplevox'] });
  });

  it('finds SKUs that Peoplevox cannot hold', () => {
    const sku = 'X'.repeat(51);
    expect(judge([item('X'.repeat(50))], [variant(sku), variant('X'.repeat(50))])).toMatchObject([
      { sku, unknown: true, faults: [{ code: 'sku-invalid', length: 51 }] },
    ]);
  });

  it('finds deactivated items of variants, unless the code is in use again', () => {
    const old = item('MUG', { active: false });
    expect(codes([old], [variant('MUG')])).toEqual({ MUG: ['item-deactivated'] });
    expect(codes([old, item('MUG')], [variant('MUG')])).toEqual({});
    expect(codes([item('MUG'), old], [variant('MUG')])).toEqual({});
  });

  it('finds units of measure that do not fit', () => {
    const items = ['A', 'B', 'C', 'D'].map((code) => item(code, { unit: code === 'A' ? 'each' : 'Box' }));
    const variants = items.map(({ code }) => variant(code));
    const rules = { unitsOfMeasure: { C: 6, D: 0.5 } };
    expect(judge(items, variants, { rules })).toMatchObject([
      { sku: 'B', faults: [{ code: 'sku-invalid', unit: 'Box', factor: undefined }] },
      { sku: 'D', faults: [{ code: 'sku-invalid', unit: 'Box', factor: 0.5 }] },
    ]);
  });

  it('takes what Peoplevox does not ship by rule for no fault', () => {
    const rules = { notShippedByPeoplevox: { skuPrefixes: ['GIFT-'] } };
    const variants = [
      variant('GIFT-1', { shipped: false, barcode: '1' }),
      variant('GIFT-2', { shipped: false, barcode: '1' }),
    ];
    expect(codes([item('GIFT-9', { barcode: '1' })], variants, { rules })).toEqual({});
  });

  it('weighs each SKU by what its fault hurts, worst first', () => {
    const variants = [variant('A'), variant('B', { published: false }), variant('C'), variant('D')];
    const usage = { open: ['D'], sold: ['C', 'D', 'Z'] };
    expect(
      judge([item('Z'), item('Y')], variants, usage).map(({ sku, severity }) => [sku, severity]),
    ).toEqual([
      ['D', 'open-orders'],
      ['C', 'sold'],
      ['Z', 'sold'],
      ['A', 'published'],
      ['B', 'dormant'],
      ['Y', 'dormant'],
    ]);
  });
});
