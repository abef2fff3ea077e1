import { subscribe, testProject } from '../testing';

function stocked(inventoryLagMs?: number) {
  const project = testProject({ settings: { inventoryLagMs } });
  project.create('/channels', { key: 'north', roles: ['InventorySupply'] });
  project.create('/inventory', { sku: 'A', key: 'plain', quantityOnStock: 5 });
  project.create('/inventory', {
    sku: 'A',
    key: 'north',
    quantityOnStock: 5,
    supplyChannel: { typeId: 'channel', key: 'north' },
  });
  const stock = (key: string) => project.ask('GET', `/inventory/key=${key}`).body;
  return { ...project, stock };
}

describe('an order and the stock', () => {
  it('lowers both quantities of the entry that its line names, without InventoryEntryQuantitySet', () => {
    const project = stocked(0);
    subscribe(project, 'inventory-entry');
    project.emulator.seedOrder({ lineItems: [{ sku: 'A', quantity: 5, supplyChannel: { key: 'north' } }] });
    expect(project.stock('north')).toMatchObject({ quantityOnStock: 0, availableQuantity: 0, version: 2 });
    expect(project.stock('plain')).toMatchObject({ quantityOnStock: 5, version: 1 });
    expect(project.messageTypes()).toEqual(['InventoryEntryOutOfStock']);
  });

  it('shows up late, at most after 10 seconds', async () => {
    const { emulator, clock, stock } = stocked();
    emulator.seedOrder({ lineItems: [{ sku: 'A', quantity: 2 }] });
    expect(stock('plain')['quantityOnStock']).toBe(5);
    await clock.advance(10_000);
    expect(stock('plain')['quantityOnStock']).toBe(3);
  });

  it('is left alone by mode None and refused by mode ReserveOnOrder when it is not enough', () => {
    const { emulator, stock } = stocked(0);
    emulator.seedOrder({ lineItems: [{ sku: 'A', quantity: 9, inventoryMode: 'None' }] });
    expect(stock('plain')['quantityOnStock']).toBe(5);
    const reserve = { inventoryMode: 'ReserveOnOrder' } as const;
    expect(() => emulator.seedOrder({ ...reserve, lineItems: [{ sku: 'A', quantity: 6 }] })).toThrow(
      'out of stock',
    );
    emulator.seedOrder({ ...reserve, lineItems: [{ sku: 'A', quantity: 5 }] });
    expect(stock('plain')['quantityOnStock']).toBe(0);
  });
});
