import type { ByProjectKeyRequestBuilder } from 'peoplevox-connector-shared/commercetools';
import { rulesSchema } from 'peoplevox-connector-shared/configuration';
import { PeoplevoxError } from 'peoplevox-connector-shared/peoplevox';
import { checkAudit, type AuditCheck } from './check-audit';

/** A project whose product types have these attributes. */
function projectWith(...attributes: readonly string[]) {
  const get = ({ queryArgs }: { readonly queryArgs: { readonly where: string } }) => ({
    execute: async () => ({
      body: { results: attributes.filter((name) => queryArgs.where === `attributes(name = "${name}")`) },
    }),
  });
  return { productTypes: () => ({ get }) } as object as ByProjectKeyRequestBuilder;
}

const COLUMNS = ['ItemCode', 'BARCODE', 'UnitOfMeasure', 'Name', 'Weight', 'WeightMeasure', 'ItemGroup'];

function check(document: object, client: Partial<AuditCheck['client']> = {}) {
  return checkAudit({
    api: projectWith('barcode'),
    client: { authenticate: async () => undefined, getSaveTemplate: async () => COLUMNS, ...client },
    rules: async () => rulesSchema.parse(document),
  });
}

describe('what a deployment says of the SKU audit', () => {
  it('is nothing when all is well', async () => {
    expect(await check({})).toEqual([]);
  });

  it('names columns and attributes that are missing, all at once', async () => {
    const rules = {
      skuAudit: { barcodeAttribute: 'ean' },
      columnNames: { 'Item types': { Barcode: 'EAN' } },
    };
    expect(await check(rules)).toEqual([
      expect.stringContaining('lacks Barcode'),
      expect.stringContaining('"ean" (skuAudit.barcodeAttribute)'),
    ]);
  });

  it('looks at what Item types are kept in step with only where they are', async () => {
    const itemTypes = { weightAttribute: 'weight' };
    const getSaveTemplate = async () => COLUMNS.slice(0, 4);
    expect(await check({ skuAudit: { itemTypes } }, { getSaveTemplate })).toEqual([]);
    expect(
      await check({ skuAudit: { itemTypes: { ...itemTypes, mode: 'live' } } }, { getSaveTemplate }),
    ).toEqual([
      expect.stringContaining('lacks Weight, WeightMeasure, ItemGroup'),
      expect.stringContaining('"weight" (skuAudit.itemTypes.weightAttribute)'),
      expect.stringContaining('created and changed in Peoplevox'),
    ]);
  });

  it('says so when the template is not configured, and that stock is held', async () => {
    const refusal = new PeoplevoxError('refused', 'GetSaveTemplate', 'No template.');
    const said = await check(
      { skuAudit: { holdUnknown: true } },
      { getSaveTemplate: () => Promise.reject(refusal) },
    );
    expect(said).toEqual([
      expect.stringContaining('cannot be read: No template.'),
      expect.stringContaining('held at stock 0'),
    ]);
  });

  it('fails when Peoplevox refuses the credentials', async () => {
    const refusal = new PeoplevoxError('credentials', 'Authenticate', 'Peoplevox refused the log-in.');
    await expect(check({}, { authenticate: () => Promise.reject(refusal) })).rejects.toThrow(
      'refused the log-in',
    );
  });
});
