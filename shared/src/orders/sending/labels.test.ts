import type { PeoplevoxClient } from '../../peoplevox/client';
import { manualClock } from '../../peoplevox/scripted-peoplevox';
import { createTemplateCache } from '../../peoplevox/templates';
import { templates } from '../composition/columns';
import { rules } from '../composition/order.fixture';
import { readLabels } from './labels';
import { createFakeWarehouse } from './warehouse.fixture';

describe('the labels of a tenant', () => {
  it('are its own names of our columns, and none where its template lacks a column', async () => {
    const warehouse = createFakeWarehouse();
    warehouse.tenantColumns.set('Sales orders', ['salesordernumber', 'Our ref', 'Attribute9']);
    const columnNames = { 'Sales orders': { CustomerPurchaseOrderReferenceNumber: 'our ref' } };
    const orderAttributes = { Attribute9: { from: 'totalPrice.currencyCode' } };
    const { labels } = await readLabels(warehouse.client, rules({ columnNames, orderAttributes }));
    const label = labels('Sales orders');
    expect(label('SalesOrderNumber')).toBe('salesordernumber');
    expect(label('CustomerPurchaseOrderReferenceNumber')).toBe('Our ref');
    expect(label('Attribute9')).toBe('Attribute9');
    expect(label('ContactName')).toBeUndefined();
  });

  it('are read again, once a minute at most, where the rules need a column that was not there', async () => {
    const time = manualClock();
    const warehouse = createFakeWarehouse();
    const remember = createTemplateCache(time.clock);
    const asked: string[] = [];
    const client: PeoplevoxClient = {
      ...warehouse.client,
      getSaveTemplate: (name, options) =>
        remember(
          name,
          () => {
            asked.push(name);
            return warehouse.client.getSaveTemplate(name);
          },
          options?.maxAgeMs,
        ),
    };
    await readLabels(client, rules());
    time.advance(2 * 60_000);
    const more = rules({ orderAttributes: { Gift: { from: 'custom.fields.gift' } } });
    for (const _again of [1, 2])
      expect((await readLabels(client, more)).lacking('Sales orders')).toEqual(['Gift']);
    expect(asked).toEqual([...templates, 'Sales orders']);
    warehouse.tenantColumns.get('Sales orders')?.push('Gift');
    time.advance(60_000);
    const { labels, lacking } = await readLabels(client, more);
    expect(labels('Sales orders')('Gift')).toBe('Gift');
    expect(lacking('Sales orders')).toEqual([]);
  });
});
