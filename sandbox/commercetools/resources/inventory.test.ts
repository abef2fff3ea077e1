import { messageFault, subscribe, testProject, text } from '../testing';

function stocked() {
  const project = testProject();
  project.create('/channels', { key: 'north', roles: ['InventorySupply'] });
  const entry = project.create('/inventory', { sku: 'A', key: 'a-key', quantityOnStock: 10 });
  subscribe(project, 'inventory-entry');
  project.delivered.length = 0;
  return { ...project, path: `/inventory/${text(entry, 'id')}` };
}

describe('inventory entries', () => {
  it('are one for each SKU and supply channel', () => {
    const { ask } = stocked();
    const north = { typeId: 'channel', key: 'north' };
    expect(ask('POST', '/inventory', { sku: 'A', quantityOnStock: 1 })).toMatchObject({
      status: 400,
      code: 'DuplicateField',
    });
    expect(ask('POST', '/inventory', { sku: 'A', quantityOnStock: 1, supplyChannel: north }).status).toBe(
      201,
    );
    expect(ask('POST', '/inventory', { sku: 'A', quantityOnStock: 1, supplyChannel: north }).code).toBe(
      'DuplicateField',
    );
    expect(ask('POST', '/inventory', { sku: 'B', key: 'a-key', quantityOnStock: 1 }).code).toBe(
      'DuplicateField',
    );
  });

  it('are found and changed by key', () => {
    const { ask } = stocked();
    expect(ask('GET', '/inventory/key=a-key').body['sku']).toBe('A');
    const change = { version: 1, actions: [{ action: 'setKey', key: 'new-key' }] };
    expect(ask('POST', '/inventory/key=a-key', change).status).toBe(200);
    expect(ask('GET', '/inventory/key=a-key').status).toBe(404);
    expect(ask('GET', '/inventory/key=new-key').status).toBe(200);
  });

  it('take absolute and relative quantities, also below zero, and say so', () => {
    const { update, path, delivered } = stocked();
    expect(update(path, { action: 'changeQuantity', quantity: 7 }).body).toMatchObject({
      quantityOnStock: 7,
      availableQuantity: 7,
    });
    update(path, { action: 'addQuantity', quantity: 3 });
    expect(update(path, { action: 'removeQuantity', quantity: 12 }).body).toMatchObject({
      quantityOnStock: -2,
    });
    expect(delivered.map(({ payload }) => payload)).toMatchObject([
      {
        type: 'InventoryEntryQuantitySet',
        oldQuantityOnStock: 10,
        newQuantityOnStock: 7,
        sku: 'A',
        sequenceNumber: 2,
      },
      { type: 'InventoryEntryQuantitySet', oldQuantityOnStock: 7, newQuantityOnStock: 10 },
      { type: 'InventoryEntryQuantitySet', newQuantityOnStock: -2, newAvailableQuantity: -2 },
      { type: 'InventoryEntryOutOfStock', sku: 'A' },
    ]);
    expect(delivered.map(({ payload }) => messageFault(payload))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('keep version and silence when nothing changes', () => {
    const { update, path, delivered } = stocked();
    expect(update(path, { action: 'changeQuantity', quantity: 10 })).toMatchObject({
      status: 200,
      body: { version: 1 },
    });
    expect(delivered).toEqual([]);
  });

  it('know every update action of the platform', () => {
    const { update, path, create, delivered } = stocked();
    create('/types', {
      key: 'stock',
      name: { en: 'Stock' },
      resourceTypeIds: ['inventory-entry'],
      fieldDefinitions: [{ name: 'bin', label: { en: 'Bin' }, required: false, type: { name: 'String' } }],
    });
    const { body } = update(
      path,
      { action: 'setInventoryLimits', minCartQuantity: 1, maxCartQuantity: 5 },
      { action: 'setRestockableInDays', restockableInDays: 3 },
      { action: 'setExpectedDelivery', expectedDelivery: '2026-12-01T00:00:00.000Z' },
      { action: 'setSupplyChannel', supplyChannel: { typeId: 'channel', key: 'north' } },
      { action: 'setReorderPoint', quantity: 4 },
      { action: 'setSafetyStock', quantity: 2 },
      { action: 'setReservationExpirationInMinutes', reservationExpirationInMinutes: 60 },
      { action: 'setCustomType', type: { typeId: 'type', key: 'stock' }, fields: { bin: 'A1' } },
      { action: 'setCustomField', name: 'bin', value: 'B2' },
    );
    expect(body).toMatchObject({
      version: 10,
      maxCartQuantity: 5,
      restockableInDays: 3,
      expectedDelivery: '2026-12-01T00:00:00.000Z',
      supplyChannel: { typeId: 'channel' },
      stockLevels: { reorderPoint: 4, safetyStock: 2 },
      reservationExpirationInMinutes: 60,
      custom: { fields: { bin: 'B2' } },
    });
    expect(delivered).toEqual([]);
    expect(update(path, { action: 'setExpectedDelivery' }).body).not.toHaveProperty('expectedDelivery');
    update(path, { action: 'changeQuantity', quantity: 2 });
    expect(delivered.map(({ payload }) => payload['type'])).toEqual([
      'InventoryEntryQuantitySet',
      'InventoryEntryReorderPoint',
      'InventoryEntrySafetyStock',
    ]);
    expect(delivered.map(({ payload }) => messageFault(payload))).toEqual([undefined, undefined, undefined]);
  });

  it('are written and deleted only in the version that was read', () => {
    const { ask, path, update } = stocked();
    update(path, { action: 'changeQuantity', quantity: 1 });
    const stale = { version: 1, actions: [{ action: 'changeQuantity', quantity: 1 }] };
    expect(ask('POST', path, stale)).toMatchObject({
      status: 409,
      body: { errors: [{ currentVersion: 2 }] },
    });
    expect(ask('DELETE', `${path}?version=1`).status).toBe(409);
    expect(ask('DELETE', path).status).toBe(400);
    expect(ask('DELETE', `${path}?version=2`).status).toBe(200);
    expect(ask('POST', '/inventory', { sku: 'A', key: 'a-key', quantityOnStock: 1 }).status).toBe(201);
  });

  it('take only channels that supply inventory', () => {
    const { ask, create } = stocked();
    create('/channels', { key: 'export', roles: ['OrderExport'] });
    const draft = (key: string) => ({
      sku: 'B',
      quantityOnStock: 1,
      supplyChannel: { typeId: 'channel', key },
    });
    expect(ask('POST', '/inventory', draft('export')).code).toBe('InvalidInput');
    expect(ask('POST', '/inventory', draft('unknown')).code).toBe('ReferencedResourceNotFound');
  });
});
