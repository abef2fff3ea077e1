import type { ByProjectKeyRequestBuilder } from 'peoplevox-connector-shared/commercetools';
import { rulesSchema } from 'peoplevox-connector-shared/configuration';
import { PeoplevoxError } from 'peoplevox-connector-shared/peoplevox';
import { checkStock, type StockCheck } from './check-stock';

/** A project without any supply Channel. */
const api = {
  channels: () => ({ get: () => ({ execute: async () => ({ body: { results: [] } }) }) }),
} as object as ByProjectKeyRequestBuilder;

const columns: Readonly<Record<string, readonly string[]>> = {
  'Incremental Changes Report v1': [
    'Item code',
    'Item current available quantity',
    'Timestamp',
    'Site reference',
  ],
  'Item inventory summary': ['ITEM CODE', 'Available', 'Site reference', 'On hand'],
};
const getReportColumns: StockCheck['client']['getReportColumns'] = async (name) => {
  const known = columns[name];
  if (known === undefined) throw new PeoplevoxError('refused', 'GetReportColumns', `No report ${name}.`);
  return known;
};

function check(document: object, authenticate: () => Promise<void> = async () => undefined) {
  return checkStock({
    api,
    client: { authenticate, getReportColumns },
    rules: async () => rulesSchema.parse(document),
  });
}

describe('what a deployment says of stock', () => {
  it('is nothing when all is well', async () => {
    expect(await check({})).toEqual([]);
  });

  it('names reports, columns and channels that are missing, all at once', async () => {
    const said = await check({
      sites: [{ reference: 'PrimarySite', supplyChannel: 'main' }],
      inventory: { reports: { changes: { name: 'Changes' }, summary: { columns: { available: 'Free' } } } },
    });
    expect(said).toEqual([
      expect.stringContaining('"Changes" cannot be read: No report Changes.'),
      expect.stringContaining('"Item inventory summary" lacks Free'),
      expect.stringContaining('Supply Channel "main" of site PrimarySite'),
    ]);
  });

  it('warns of modes and rules that may surprise', async () => {
    const mode = { orders: 'shadow', stock: 'shadow' };
    expect(await check({ mode })).toEqual([
      expect.stringContaining('no InventoryEntry is written'),
      expect.stringContaining('set inventory.ordersUnderWay to "ignore"'),
    ]);
    expect(await check({ inventory: { ordersUnderWay: 'ignore' } })).toEqual([
      expect.stringContaining('not subtracted'),
    ]);
  });

  it('fails when Peoplevox refuses the credentials', async () => {
    const refusal = new PeoplevoxError('credentials', 'Authenticate', 'Peoplevox refused the log-in.');
    await expect(check({}, () => Promise.reject(refusal))).rejects.toThrow('refused the log-in');
  });
});
