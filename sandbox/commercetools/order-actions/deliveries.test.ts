import { extra, placedOrder } from './testing';

function delivered() {
  const placed = placedOrder();
  const { lineItemId: id } = placed;
  const items = [{ id, quantity: 2 }];
  const added = placed.act({
    action: 'addDelivery',
    deliveryKey: 'D-1',
    items,
    custom: { type: extra, fields: { note: 'a' } },
    parcels: [{ key: 'D-1-1', trackingData: { trackingId: 'T1' } }],
  });
  return { ...placed, added, items, delivery: () => placed.order().shippingInfo?.deliveries?.[0] };
}

describe('deliveries', () => {
  it('keep key, items, parcels and custom fields; the Message leaves the parcels to Messages of their own', () => {
    const { added, messages, items } = delivered();
    expect(added.body).toMatchObject({
      shippingInfo: {
        deliveries: [
          {
            key: 'D-1',
            items,
            custom: { fields: { note: 'a' } },
            parcels: [{ key: 'D-1-1', trackingData: { trackingId: 'T1' } }],
          },
        ],
      },
    });
    expect(messages()).toMatchObject([
      { type: 'DeliveryAdded', delivery: { key: 'D-1', parcels: [] } },
      { type: 'ParcelAddedToDelivery', delivery: { key: 'D-1' }, parcel: { key: 'D-1-1' } },
    ]);
  });

  it('have keys that are unique in the order', () => {
    const { act } = delivered();
    expect(act({ action: 'addDelivery', deliveryKey: 'D-1' })).toMatchObject({
      code: 'DuplicateField',
      body: { errors: [{ field: 'deliveryKey' }] },
    });
    expect(act({ action: 'addDelivery', deliveryKey: 'D-2', parcels: [{ key: 'D-1-1' }] }).code).toBe(
      'DuplicateField',
    );
    expect(
      act({ action: 'addDelivery', deliveryKey: 'D-2', parcels: [{ key: 'D-2-1' }, { key: 'D-2-1' }] }).code,
    ).toBe('DuplicateField');
  });

  it('are of the items of the order, whatever their sum', () => {
    const { act, lineItemId } = delivered();
    expect(act({ action: 'addDelivery', items: [{ id: 'none', quantity: 1 }] }).code).toBe('InvalidInput');
    expect(act({ action: 'addDelivery', items: [{ id: lineItemId, quantity: 99 }] }).status).toBe(200);
  });

  it('need a way of shipping', () => {
    expect(placedOrder({ shipping: null }).act({ action: 'addDelivery' }).code).toBe('InvalidOperation');
    expect(placedOrder().act({ action: 'addDelivery', shippingKey: 'x' }).code).toBe('InvalidOperation');
  });

  it('belong to one of the shipping entries in Multiple mode', () => {
    const address = { country: 'GB' };
    const entries = ['first', 'second'].map((shippingKey) => ({ shippingKey, address }));
    const { act, order, messages } = placedOrder({ shippingEntries: entries });
    expect(act({ action: 'addDelivery' }).code).toBe('InvalidOperation');
    act({ action: 'addDelivery', deliveryKey: 'D-1', shippingKey: 'second' });
    act({ action: 'addParcelToDelivery', deliveryKey: 'D-1', parcelKey: 'D-1-1' });
    expect(order().shipping.map(({ shippingInfo }) => shippingInfo.deliveries?.length)).toEqual([0, 1]);
    expect(messages()).toMatchObject([
      { type: 'DeliveryAdded', shippingKey: 'second' },
      { type: 'ParcelAddedToDelivery', shippingKey: 'second' },
    ]);
  });

  it('are changed and removed by key or id', () => {
    const { act, delivery, messages, lineItemId } = delivered();
    const deliveryId = delivery()?.id;
    const address = { country: 'GB', city: 'York' };
    act(
      { action: 'setDeliveryItems', deliveryKey: 'D-1', items: [{ id: lineItemId, quantity: 1 }] },
      { action: 'setDeliveryAddress', deliveryId, address },
      { action: 'setDeliveryCustomField', deliveryKey: 'D-1', name: 'note', value: 'b' },
      { action: 'setDeliveryCustomType', deliveryId },
    );
    expect(delivery()).toMatchObject({ items: [{ quantity: 1 }], address });
    expect(delivery()).not.toHaveProperty('custom');
    expect(
      act({ action: 'setDeliveryCustomField', deliveryKey: 'none', name: 'note', value: 'b' }).code,
    ).toBe('InvalidInput');
    act({ action: 'removeDelivery', deliveryKey: 'D-1' });
    expect(delivery()).toBeUndefined();
    expect(
      messages()
        .slice(2)
        .map(({ type }) => type),
    ).toEqual([
      'DeliveryItemsUpdated',
      'DeliveryAddressSet',
      'DeliveryCustomFieldChanged',
      'DeliveryCustomTypeRemoved',
      'DeliveryRemoved',
    ]);
  });
});

describe('parcels', () => {
  const parcelKey = 'D-1-1';

  it('are added by key of the delivery, with keys unique in the order', () => {
    const { act, delivery } = delivered();
    act({
      action: 'addParcelToDelivery',
      deliveryKey: 'D-1',
      parcelKey: 'D-1-2',
      measurements: { weightInGram: 10 },
    });
    expect(delivery()?.parcels).toMatchObject([
      { key: 'D-1-1' },
      { key: 'D-1-2', measurements: { weightInGram: 10 } },
    ]);
    expect(delivery()?.parcels[1]).not.toHaveProperty('action');
    expect(act({ action: 'addParcelToDelivery', deliveryKey: 'D-1', parcelKey }).code).toBe('DuplicateField');
    expect(act({ action: 'addParcelToDelivery', deliveryKey: 'none' }).code).toBe('InvalidInput');
  });

  it('are changed by key or id; their custom fields have no Messages', () => {
    const { act, delivery, messages, lineItemId } = delivered();
    const parcelId = delivery()?.parcels[0]?.id;
    act(
      {
        action: 'setParcelTrackingData',
        parcelKey,
        trackingData: { trackingId: 'T2', carrier: 'DPD', provider: 'Next day' },
      },
      { action: 'setParcelMeasurements', parcelId, measurements: { weightInGram: 900 } },
      { action: 'setParcelItems', parcelKey, items: [{ id: lineItemId, quantity: 2 }] },
      { action: 'setParcelCustomType', parcelKey, type: extra, fields: { note: 'u' } },
      { action: 'setParcelCustomField', parcelId, name: 'note', value: 'v' },
    );
    expect(delivery()?.parcels[0]).toMatchObject({
      trackingData: { trackingId: 'T2', carrier: 'DPD' },
      measurements: { weightInGram: 900 },
      items: [{ quantity: 2 }],
      custom: { fields: { note: 'v' } },
    });
    expect(messages().slice(2)).toMatchObject([
      { type: 'ParcelTrackingDataUpdated', parcelId, trackingData: { trackingId: 'T2' } },
      { type: 'ParcelMeasurementsUpdated', parcelId },
      { type: 'ParcelItemsUpdated', parcelId, oldItems: [] },
    ]);
    expect(act({ action: 'setParcelItems', parcelKey, items: [{ id: 'other', quantity: 1 }] }).code).toBe(
      'InvalidInput',
    );
  });

  it('are removed from their delivery', () => {
    const { act, delivery, messages } = delivered();
    act({ action: 'removeParcelFromDelivery', parcelKey });
    expect(delivery()?.parcels).toEqual([]);
    expect(messages().at(-1)).toMatchObject({
      type: 'ParcelRemovedFromDelivery',
      parcel: { key: parcelKey },
    });
    expect(act({ action: 'removeParcelFromDelivery', parcelKey }).code).toBe('InvalidInput');
  });
});
