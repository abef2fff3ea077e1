import type { Booking } from '../../shared/src/despatch';
import { createDespatchWorld, type DespatchWorld, type DespatchWorldOptions } from './despatch-world';

const SKUS = ['MUG', 'POT', 'CUP'];

async function open(options: DespatchWorldOptions = {}): Promise<DespatchWorld> {
  const world = createDespatchWorld(options);
  world.stock(100, ...SKUS);
  await world.clock.runUntil(world.install());
  return world;
}

/** Placed, exported, allocated and in a wave. */
async function inPicking(
  world: DespatchWorld,
  number: string,
  lines: readonly { readonly sku: string; readonly quantity: number }[],
  overrides: Parameters<DespatchWorld['place']>[2] = {},
) {
  const order = world.place(number, lines, overrides);
  await world.clock.runUntil(world.exportOrder(order.id));
  world.warehouse.startWave({ salesOrderNumbers: [number] });
  return order;
}

async function book(world: DespatchWorld, ...numbers: readonly string[]): Promise<Booking | undefined> {
  const outcomes = await world.clock.runUntil(world.booker().book(...numbers));
  return outcomes.get(numbers[0] ?? '');
}

const mugs = (quantity: number) => [{ itemCode: 'MUG', quantity }];

describe('despatches against both emulated systems, in virtual time', () => {
  it('become Deliveries with Parcels: three packages in two despatches, Partial and then Shipped', async () => {
    const world = await open({
      rules: {
        orderExport: { partialShipment: true },
        carriers: { 'Royal Mail': { trackingUrl: 'https://track.example/{trackingNumber}' } },
      },
    });
    await inPicking(world, 'GB-1', [
      { sku: 'MUG', quantity: 3 },
      { sku: 'POT', quantity: 2 },
    ]);
    const salesOrderNumber = 'GB-1';
    world.warehouse.pick({ salesOrderNumber, lines: [{ itemCode: 'MUG', quantity: 3 }] });
    world.warehouse.despatch({
      salesOrderNumber,
      packages: [
        { lines: mugs(2), tracking: 'T1' },
        { lines: mugs(1), tracking: 'T2' },
      ],
    });
    expect(await book(world, 'GB-1')).toMatchObject({ kind: 'booked' });
    expect(world.deliveries('GB-1')).toEqual([
      { key: 'DES100001', items: ['3 MUG'], parcels: ['DES100001-1: T1', 'DES100001-2: T2'] },
    ]);
    expect(world.order('GB-1')).toMatchObject({
      shipmentState: 'Partial',
      shippingInfo: {
        deliveries: [
          {
            custom: {
              fields: {
                despatchedAt: new Date(world.clock.now()).toISOString(),
                service: 'Royal Mail Tracked 48',
              },
            },
            parcels: [
              {
                items: [{ quantity: 2 }],
                trackingData: { carrier: 'Royal Mail', provider: 'Royal Mail Tracked 48', trackingId: 'T1' },
                custom: { fields: { trackingUrl: 'https://track.example/T1' } },
              },
              { items: [{ quantity: 1 }] },
            ],
          },
        ],
      },
    });
    world.warehouse.startWave({ salesOrderNumbers: [salesOrderNumber] });
    world.warehouse.pick({ salesOrderNumber });
    world.warehouse.despatch({ salesOrderNumber, packages: [{ tracking: 'T3' }] });
    await book(world, 'GB-1');
    expect(world.deliveries('GB-1')[1]).toEqual({
      key: 'DES100002',
      items: ['2 POT'],
      parcels: ['DES100002-1: T3'],
    });
    expect(world.order('GB-1').shipmentState).toBe('Shipped');
    expect(world.exceptions()).toEqual([]);
    const updates = world.orderUpdates();
    expect(await book(world, 'GB-1')).toMatchObject({ kind: 'unchanged' });
    expect(world.orderUpdates()).toBe(updates);
  });
});
