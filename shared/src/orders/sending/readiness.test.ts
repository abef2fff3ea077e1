import { PeoplevoxError } from '../../peoplevox/errors';
import { rules } from '../composition/order.fixture';
import { missingColumns, warnings } from './readiness';
import { createFakeWarehouse } from './warehouse.fixture';

describe('missing columns', () => {
  it('are none where the templates have all that the mapping needs', async () => {
    await expect(missingColumns(createFakeWarehouse().client, rules())).resolves.toEqual([]);
  });

  it('are named for each template, also those that only the rules need', async () => {
    const warehouse = createFakeWarehouse();
    const lacking = ['Line', 'Attribute2'];
    const items = warehouse.tenantColumns.get('Sales order items') ?? [];
    warehouse.tenantColumns.set(
      'Sales order items',
      items.filter((name) => !lacking.includes(name)),
    );
    warehouse.tenantColumns.delete('Customers');
    const lineAttributes = { Attribute2: { from: 'lineItem.variant.sku' } };
    const faults = await missingColumns(warehouse.client, rules({ lineAttributes }));
    expect(faults).toHaveLength(2);
    expect(faults[0]).toMatch(/"Customers" lacks .*Reference/);
    expect(faults[1]).toMatch(/"Sales order items" lacks Line, Attribute2\./);
  });

  it('do not keep the faults of a template from being told because another one cannot be read', async () => {
    const warehouse = createFakeWarehouse();
    warehouse.tenantColumns.set('Sales order items', ['ItemCode']);
    const getSaveTemplate = (template: string) =>
      template === 'Customers'
        ? Promise.reject(new PeoplevoxError('refused', 'GetSaveTemplate', 'No such template.'))
        : warehouse.client.getSaveTemplate(template);
    const faults = await missingColumns({ ...warehouse.client, getSaveTemplate }, rules());
    expect(faults).toHaveLength(2);
    expect(faults[0]).toMatch(/"Customers" cannot be read\..*No such template\./);
    expect(faults[1]).toMatch(/"Sales order items" lacks/);
  });

  it('are not missing where the rules give the name that the tenant chose', async () => {
    const warehouse = createFakeWarehouse();
    const items = warehouse.tenantColumns.get('Sales order items') ?? [];
    warehouse.tenantColumns.set(
      'Sales order items',
      items.map((name) => (name === 'Line' ? 'Row id' : name)),
    );
    const columnNames = { 'Sales order items': { Line: 'Row id' } };
    await expect(missingColumns(warehouse.client, rules({ columnNames }))).resolves.toEqual([]);
  });
});

describe('warnings', () => {
  const calm = {
    orderExport: { paymentStates: ['Paid'] },
    orderAttributes: { Attribute1: { from: 'totalPrice.currencyCode' } },
  };

  it('are none where nothing may surprise', () => {
    expect(warnings(rules(calm))).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    ['unpaid orders ship', { orderExport: {} }, /unpaid/],
    ['no shipping method is mapped', { shippingMethods: {} }, /every order will be held/],
    ['the currency goes nowhere', { orderAttributes: {} }, /currency/],
    ['nothing is sent', { mode: { orders: 'shadow' } }, /"shadow"/],
  ])('tell in plain words that %s', (_, document, words) => {
    const told = warnings(rules({ ...calm, ...document }));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(words);
  });

  it('do not complain of unmapped methods where there is a default', () => {
    expect(warnings(rules({ ...calm, shippingMethods: {}, defaultServiceType: 'RM48' }))).toEqual([]);
  });
});
