import { query, testProject } from '../testing';

describe('expansion', () => {
  const project = testProject();
  const channel = project.create('/channels', { key: 'north', roles: ['InventorySupply'] });
  const order = project.emulator.seedOrder({
    orderNumber: 'O-1',
    lineItems: [{ sku: 'A', supplyChannel: { key: 'north' } }, { sku: 'B' }],
  });

  it('puts the object into the references that a path names', () => {
    const { body } = project.ask('GET', `/orders/${order.id}?expand=lineItems[*].supplyChannel`);
    expect(body).toMatchObject({
      lineItems: [{ supplyChannel: { id: channel['id'], obj: { key: 'north' } } }, {}],
    });
  });

  it('reaches one element by its index, and several paths at once', () => {
    const path = `/orders/${order.id}?expand=lineItems[1].productType&expand=lineItems[0].state[*].state`;
    const { body } = project.ask('GET', path);
    expect(body).toMatchObject({
      lineItems: [
        { state: [{ state: { obj: { key: 'Initial' } } }] },
        { productType: { obj: { key: 'seeded' } } },
      ],
    });
    expect(JSON.stringify(body).match(/"key":"seeded"/g)).toHaveLength(1);
  });

  it('works in queries and leaves the stored order as it was', () => {
    const page = project.ask(
      'GET',
      `/orders${query('orderNumber = "O-1"', '&expand=lineItems[*].supplyChannel')}`,
    );
    expect(page.body).toMatchObject({
      results: [{ lineItems: [{ supplyChannel: { obj: { key: 'north' } } }, {}] }],
    });
    expect(JSON.stringify(project.emulator.project.collections.order.get(order.id))).not.toContain('"obj"');
  });

  it('ignores a path that leads nowhere and refuses what is not a path', () => {
    expect(project.ask('GET', `/orders/${order.id}?expand=nothing.here`).status).toBe(200);
    expect(project.ask('GET', `/orders/${order.id}?expand=a[x]`)).toMatchObject({
      status: 400,
      code: 'InvalidInput',
    });
  });
});
