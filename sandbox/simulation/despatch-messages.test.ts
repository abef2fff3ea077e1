import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { book, bookUntilSettled, exported, openDespatchWorld, type DespatchWorld } from './despatch-world';

const document = readFileSync(join(__dirname, '../../docs/mapping/customer-messages.md'), 'utf8');

/** Messages since the last call; each type must stand in the document. */
function told(world: DespatchWorld): { readonly type: string; readonly [field: string]: unknown }[] {
  const messages = world.messages.splice(0);
  for (const { type } of messages) expect(document).toContain(`\`${type}\``);
  return messages;
}

const types = (messages: readonly { readonly type: string }[]) => messages.map(({ type }) => type);

describe('what a notification app hears of (docs/mapping/customer-messages.md)', () => {
  it('allocated, picked, part shipped, tracked and shipped', async () => {
    const world = await openDespatchWorld({
      rules: {
        orderExport: { partialShipment: true },
        despatch: { shipmentStates: { allocated: 'Ready' }, lineItemStates: { picked: 'picked' } },
      },
    });
    const body = { key: 'picked', type: 'LineItemState', initial: false } as const;
    await world.clock.runUntil(world.api.states().post({ body }).execute());
    await exported(world, 'MSG-1', [{ sku: 'MUG', quantity: 2 }]);
    world.messages.splice(0);
    const salesOrderNumber = 'MSG-1';

    await book(world, 'MSG-1');
    expect(told(world)).toMatchObject([{ type: 'OrderShipmentStateChanged', shipmentState: 'Ready' }]);

    world.warehouse.startWave({ salesOrderNumbers: ['MSG-1'] });
    await book(world, 'MSG-1');
    expect(told(world)).toMatchObject([{ type: 'LineItemStateTransition', quantity: 2 }]);

    world.warehouse.pick({ salesOrderNumber });
    const despatchNumber = world.warehouse.despatch({
      salesOrderNumber,
      packages: [{ lines: [{ itemCode: 'MUG', quantity: 1 }] }],
    });
    await book(world, 'MSG-1');
    expect(told(world)).toMatchObject([
      { type: 'DeliveryAdded', delivery: { key: despatchNumber, items: [{ quantity: 1 }] } },
      { type: 'ParcelAddedToDelivery', parcel: { key: `${despatchNumber}-1` } },
      { type: 'OrderShipmentStateChanged', shipmentState: 'Partial' },
    ]);

    world.warehouse.setTracking({ despatchNumber, trackingNumber: 'T1' });
    await book(world, 'MSG-1');
    expect(told(world)).toMatchObject([
      { type: 'ParcelTrackingDataUpdated', trackingData: { trackingId: 'T1' } },
      { type: 'ParcelItemsUpdated' },
    ]);

    world.warehouse.startWave({ salesOrderNumbers: ['MSG-1'] });
    world.warehouse.pick({ salesOrderNumber });
    world.warehouse.despatch({ salesOrderNumber, packages: [{ tracking: 'T2' }] });
    await book(world, 'MSG-1');
    expect(types(told(world))).toEqual([
      'DeliveryAdded',
      'ParcelAddedToDelivery',
      'OrderShipmentStateChanged',
    ]);
  });

  it('short: Shipped with fewer units than ordered', async () => {
    const world = await openDespatchWorld();
    await exported(world, 'MSG-2', [{ sku: 'MUG', quantity: 2 }]);
    world.warehouse.startWave({ salesOrderNumbers: ['MSG-2'] });
    world.warehouse.shortPick({ salesOrderNumber: 'MSG-2', lines: [{ itemCode: 'MUG', quantity: 1 }] });
    world.warehouse.despatch({ salesOrderNumber: 'MSG-2' });
    world.messages.splice(0);
    await bookUntilSettled(world, 'MSG-2');
    expect(told(world)).toMatchObject([
      { type: 'DeliveryAdded', delivery: { items: [{ quantity: 1 }] } },
      { type: 'ParcelAddedToDelivery' },
      { type: 'OrderShipmentStateChanged', shipmentState: 'Partial' },
      { type: 'OrderShipmentStateChanged', shipmentState: 'Shipped', oldShipmentState: 'Partial' },
    ]);
  });

  it('cancelled: nothing was sent and nothing will be', async () => {
    const world = await openDespatchWorld();
    await exported(world, 'MSG-3', [{ sku: 'MUG', quantity: 2 }]);
    world.warehouse.cancelOrder({ salesOrderNumber: 'MSG-3' });
    world.messages.splice(0);
    await bookUntilSettled(world, 'MSG-3');
    expect(told(world)).toMatchObject([{ type: 'OrderShipmentStateChanged', shipmentState: 'Canceled' }]);
  });

  it('returned: what came back, and whether it is in stock again', async () => {
    const world = await openDespatchWorld();
    await exported(world, 'MSG-4', [{ sku: 'MUG', quantity: 2 }]);
    world.warehouse.startWave({ salesOrderNumbers: ['MSG-4'] });
    world.warehouse.pick({ salesOrderNumber: 'MSG-4' });
    world.warehouse.despatch({ salesOrderNumber: 'MSG-4' });
    await book(world, 'MSG-4');
    world.warehouse.bookReturn({ salesOrderNumber: 'MSG-4', itemCode: 'MUG', quantity: 1 });
    world.messages.splice(0);
    await world.clock.runUntil(world.booker().returns.bookOrders(['MSG-4']));
    expect(told(world)).toMatchObject([
      { type: 'ReturnInfoAdded', returnInfo: { items: [{ quantity: 1 }] } },
      { type: 'OrderReturnShipmentStateChanged', returnShipmentState: 'BackInStock' },
    ]);
  });
});
