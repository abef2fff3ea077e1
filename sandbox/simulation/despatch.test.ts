import { book, bookUntilSettled, exported, openDespatchWorld, picked } from './despatch-world';

const mugs = (quantity: number) => [{ itemCode: 'MUG', quantity }];

describe('despatches against both emulated systems, in virtual time', () => {
  it('become Deliveries with Parcels: three packages in two despatches, Partial and then Shipped', async () => {
    const world = await openDespatchWorld({
      rules: {
        orderExport: { partialShipment: true },
        carriers: { 'Royal Mail': { trackingUrl: 'https://track.example/{trackingNumber}' } },
      },
    });
    const salesOrderNumber = 'GB-1';
    await exported(world, salesOrderNumber, [
      { sku: 'MUG', quantity: 3 },
      { sku: 'POT', quantity: 2 },
    ]);
    world.warehouse.startWave({ salesOrderNumbers: [salesOrderNumber] });
    world.warehouse.pick({ salesOrderNumber, lines: mugs(3) });
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
              fields: { despatchedAt: '2026-03-02T08:00:00.000Z', service: 'Royal Mail Tracked 48' },
            },
            parcels: [
              {
                items: [{ quantity: 2 }],
                trackingData: {
                  carrier: 'Royal Mail',
                  provider: 'Royal Mail Tracked 48',
                  trackingId: 'T1',
                },
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

  it.each([null, 'Despatched items by package'])(
    'say of each package who carries it, told by report %s',
    async (name) => {
      const world = await openDespatchWorld({
        rules: {
          despatch: { reports: { packages: { name } } },
          carriers: { DPD: { trackingUrl: 'https://dpd.example/{trackingNumber}' } },
        },
      });
      await picked(world, 'GB-7', [{ sku: 'MUG', quantity: 2 }]);
      world.warehouse.despatch({
        salesOrderNumber: 'GB-7',
        packages: [
          { lines: mugs(1), tracking: 'D1', serviceType: 'DPDND' },
          { lines: mugs(1), tracking: 'RM2' },
        ],
      });
      await book(world, 'GB-7');
      const parcels = world.order('GB-7').shippingInfo?.deliveries?.[0]?.parcels;
      expect(parcels).toMatchObject([
        {
          trackingData: { trackingId: 'D1', carrier: 'DPD' },
          custom: { fields: { trackingUrl: 'https://dpd.example/D1' } },
        },
        { trackingData: { trackingId: 'RM2', carrier: 'Royal Mail' } },
      ]);
      expect(parcels?.map(({ trackingData }) => trackingData?.provider)).toEqual(
        name === null ? ['DPD Next Day', 'Royal Mail Tracked 48'] : ['DPDND', 'RM48'],
      );
      expect(parcels?.[1]?.custom).toBeUndefined();
      const updates = world.orderUpdates();
      expect(await book(world, 'GB-7')).toMatchObject({ kind: 'unchanged' });
      expect(world.orderUpdates()).toBe(updates);
    },
  );

  it('get their tracking late, one package after the other, corrected, and never lose it', async () => {
    const world = await openDespatchWorld();
    await picked(world, 'GB-2', [{ sku: 'MUG', quantity: 2 }]);
    const despatchNumber = world.warehouse.despatch({
      salesOrderNumber: 'GB-2',
      packages: [{ lines: mugs(1) }, { lines: mugs(1) }],
    });
    await book(world, 'GB-2');
    const parcels = () => world.deliveries('GB-2').flatMap((delivery) => delivery.parcels);
    expect(parcels()).toEqual(['DES100001-1: no number']);
    world.warehouse.setTracking({ despatchNumber, packageNumber: 2, trackingNumber: 'LATE-2' });
    await book(world, 'GB-2');
    expect(parcels()).toEqual(['DES100001-1: LATE-2']);
    world.warehouse.setTracking({ despatchNumber, packageNumber: 1, trackingNumber: 'LATE-1' });
    await book(world, 'GB-2');
    expect(parcels()).toEqual(['DES100001-1: LATE-2', 'DES100001-2: LATE-1']);
    world.warehouse.correctTracking({ despatchNumber, packageNumber: 2, trackingNumber: 'RIGHT-2' });
    await book(world, 'GB-2');
    expect(parcels()).toEqual(['DES100001-1: RIGHT-2', 'DES100001-2: LATE-1']);
    world.warehouse.correctTracking({ despatchNumber, packageNumber: 1, trackingNumber: '' });
    await book(world, 'GB-2');
    expect(parcels()).toEqual(['DES100001-1: RIGHT-2', 'DES100001-2: LATE-1']);
    expect(world.exceptions()).toEqual([]);
  });

  it('are read from a report by package where the tenant has one, under its own names', async () => {
    const world = await openDespatchWorld({
      tenant: {
        missingReports: ['Despatch summary'],
        reports: {
          'Acme parcels': {
            basedOn: 'Despatched items by package',
            columns: { 'Item code': 'SKU', 'Package number': 'Box' },
          },
        },
      },
      rules: {
        despatch: {
          reports: { packages: { name: 'Acme parcels', columns: { itemCode: 'sku', packageNumber: 'box' } } },
        },
      },
    });
    await picked(world, 'GB-3', [{ sku: 'MUG', quantity: 3 }]);
    const despatchNumber = world.warehouse.despatch({
      salesOrderNumber: 'GB-3',
      packages: [{ lines: mugs(2) }, { lines: mugs(1) }],
    });
    await book(world, 'GB-3');
    expect(world.deliveries('GB-3')).toEqual([
      { key: 'DES100001', items: ['3 MUG'], parcels: ['DES100001-1: no number', 'DES100001-2: no number'] },
    ]);
    world.warehouse.setTracking({ despatchNumber, packageNumber: 2, trackingNumber: 'T2' });
    await book(world, 'GB-3');
    expect(world.deliveries('GB-3')[0]?.parcels).toEqual(['DES100001-1: no number', 'DES100001-2: T2']);
    expect(world.order('GB-3').shippingInfo?.deliveries?.[0]?.parcels).toMatchObject([
      { items: [{ quantity: 2 }] },
      { items: [{ quantity: 1 }] },
    ]);
  });

  it('of an order that is split over sites are of one order: Shipped once both have sent', async () => {
    const world = await openDespatchWorld({
      tenant: {
        sites: [
          { reference: 'PrimarySite', name: 'Primary' },
          { reference: 'North', name: 'North' },
        ],
      },
      rules: {
        sites: [
          { reference: 'PrimarySite', supplyChannel: null },
          { reference: 'North', supplyChannel: 'north' },
        ],
        routing: [{ when: { skuPrefixes: ['POT'] }, site: 'North' }],
      },
    });
    world.warehouse.receiveStock({ itemCode: 'POT', quantity: 5, site: 'North' });
    await exported(world, 'GB-4', [
      { sku: 'MUG', quantity: 1 },
      { sku: 'POT', quantity: 1 },
    ]);
    for (const salesOrderNumber of ['GB-4', 'GB-4-2']) {
      world.warehouse.startWave({ salesOrderNumbers: [salesOrderNumber] });
      world.warehouse.pick({ salesOrderNumber });
    }
    world.warehouse.despatch({ salesOrderNumber: 'GB-4-2' });
    await book(world, 'GB-4-2');
    expect(world.order('GB-4').shipmentState).toBe('Partial');
    world.warehouse.despatch({ salesOrderNumber: 'GB-4' });
    // The hint names one sales order; both count.
    await book(world, 'GB-4');
    expect(world.deliveries('GB-4').map(({ items }) => items)).toEqual([['1 POT'], ['1 MUG']]);
    expect(world.order('GB-4').shipmentState).toBe('Shipped');
  });

  it('go to the shipping entry that they belong to in Multiple shipping mode', async () => {
    const world = await openDespatchWorld();
    const address = (key: string, city: string) => ({
      key,
      firstName: 'Winifred',
      lastName: 'Ashdown',
      streetName: 'Larkspur Lane',
      streetNumber: '7',
      postalCode: 'BS1 4QA',
      country: 'GB',
      city,
    });
    const [home, work] = [address('home', 'Bristol'), address('work', 'Bath')];
    const lines = [
      {
        sku: 'MUG',
        quantity: 3,
        shippingTargets: [
          { addressKey: 'home', quantity: 1, shippingMethodKey: 'to-home' },
          { addressKey: 'work', quantity: 2, shippingMethodKey: 'to-work' },
        ],
      },
    ];
    await exported(world, 'GB-5', lines, {
      lineItems: lines.map((line) => ({ ...line, centAmount: 1250 })),
      itemShippingAddresses: [home, work],
      shippingEntries: [
        { shippingKey: 'to-home', address: home },
        { shippingKey: 'to-work', address: work },
      ],
    });
    const numbers = [...world.peoplevox.floor.orders.keys()];
    expect(numbers).toHaveLength(2);
    for (const salesOrderNumber of numbers) {
      world.warehouse.startWave({ salesOrderNumbers: [salesOrderNumber] });
      world.warehouse.pick({ salesOrderNumber });
      world.warehouse.despatch({ salesOrderNumber, packages: [{ tracking: `T-${salesOrderNumber}` }] });
    }
    await book(world, ...numbers);
    const { shipping, shipmentState } = world.order('GB-5');
    expect(
      shipping.map(({ shippingKey, shippingInfo }) => [
        shippingKey,
        shippingInfo.deliveries?.map(({ key, items }) => [key, items[0]?.quantity]),
      ]),
    ).toEqual([
      ['to-home', [['DES100001', 1]]],
      ['to-work', [['DES100002', 2]]],
    ]);
    expect(shipmentState).toBe('Shipped');
  });

  it('show kits as they were sold, and units of measure as commercetools counts them', async () => {
    const world = await openDespatchWorld({ rules: { unitsOfMeasure: { POT: 6 } } });
    world.stock(50, 'TEA-SET');
    world.peoplevox.seed('Item type kittings', [
      { ParentItemCode: 'TEA-SET', ChildItemCode: 'POT', Quantity: '1' },
      { ParentItemCode: 'TEA-SET', ChildItemCode: 'CUP', Quantity: '4' },
    ]);
    await picked(world, 'GB-6', [
      { sku: 'TEA-SET', quantity: 2 },
      { sku: 'POT', quantity: 3 },
    ]);
    world.warehouse.despatch({
      salesOrderNumber: 'GB-6',
      packages: [
        { lines: [{ itemCode: 'TEA-SET', quantity: 1 }], tracking: 'T1' },
        {
          lines: [
            { itemCode: 'TEA-SET', quantity: 1 },
            { itemCode: 'POT', quantity: 18 },
          ],
          tracking: 'T2',
        },
      ],
    });
    await book(world, 'GB-6');
    expect(world.deliveries('GB-6')).toEqual([
      {
        key: 'DES100001',
        items: ['2 TEA-SET', '3 POT'],
        parcels: ['DES100001-1: T1', 'DES100001-2: T2'],
      },
    ]);
    expect(world.order('GB-6').shipmentState).toBe('Shipped');
    expect(world.exceptions()).toEqual([]);
  });

  it('are read for many sales orders with one call each to Sales orders and to the report', async () => {
    const world = await openDespatchWorld();
    const numbers = Array.from({ length: 30 }, (_, index) => `MANY-${index}`);
    for (const number of numbers) {
      await picked(world, number, [{ sku: 'MUG', quantity: 1 }]);
      world.warehouse.despatch({ salesOrderNumber: number });
    }
    const before = world.peoplevox.journal.length;
    const outcomes = await world.clock.runUntil(world.booker().book(...numbers));
    expect(new Set([...outcomes.values()].map(({ kind }) => kind))).toEqual(new Set(['booked']));
    expect(
      world.peoplevox.journal.slice(before).map(({ operation, template }) => [operation, template]),
    ).toEqual([
      ['Authenticate', undefined],
      ['GetData', 'Sales orders'],
      ['GetReportData', 'Despatch summary'],
    ]);
    expect(numbers.map((number) => world.order(number).shipmentState)).toEqual(numbers.map(() => 'Shipped'));
  });

  it('are found although the ledger is lost', async () => {
    const world = await openDespatchWorld({
      withoutLedger: true,
      rules: { orderExport: { partialShipment: true } },
    });
    await picked(world, 'GB-7', [
      { sku: 'MUG', quantity: 1 },
      { sku: 'MUG', quantity: 2 },
    ]);
    const line = world.order('GB-7').lineItems[1]?.id.replaceAll('-', '').slice(0, 16) ?? '';
    world.warehouse.despatch({ salesOrderNumber: 'GB-7', packages: [{ lines: [{ line, quantity: 2 }] }] });
    await book(world, 'GB-7');
    const [delivery] = world.order('GB-7').shippingInfo?.deliveries ?? [];
    expect(delivery?.items).toEqual([{ id: world.order('GB-7').lineItems[1]?.id, quantity: 2 }]);
    expect(world.order('GB-7').shipmentState).toBe('Partial');
    world.warehouse.cancelOrder({ salesOrderNumber: 'GB-7' });
    await bookUntilSettled(world, 'GB-7');
    expect(world.order('GB-7').shipmentState).toBe('Shipped');
  });

  it('of others are left alone, and orders that are gone are told', async () => {
    const world = await openDespatchWorld();
    const foreign = { Customer: 'SOMEBODY', ServiceType: 'RM24', ChannelName: 'another-shop' };
    world.peoplevox.seed('Sales orders', [
      { SalesOrderNumber: 'B2B-1', CustomerPurchaseOrderReferenceNumber: 'PO 17', ...foreign },
      {
        SalesOrderNumber: 'B2B-2',
        CustomerPurchaseOrderReferenceNumber: '4d2e3f60-aaaa-4bbb-8ccc-0123456789ab',
        ...foreign,
      },
      {
        SalesOrderNumber: 'GONE-1',
        CustomerPurchaseOrderReferenceNumber: '4d2e3f60-aaaa-4bbb-8ccc-0123456789ac',
        ...foreign,
        ChannelName: 'sandbox-shop',
      },
    ]);
    const numbers = ['B2B-1', 'B2B-2', 'GONE-1', 'NOWHERE', 'un"searchable', ''];
    const outcomes = await world.clock.runUntil(world.booker().book(...numbers));
    expect(numbers.map((number) => outcomes.get(number)?.kind)).toEqual([
      'foreign',
      'foreign',
      'orphan',
      'foreign',
      'foreign',
      'foreign',
    ]);
    expect(world.exceptions()).toEqual(['order-missing-in-commercetools']);
  });

  it('of an older integration are left alone, though it used the same reference and channel', async () => {
    const world = await openDespatchWorld();
    world.stock(5, 'MUG');
    const mug = [{ sku: 'MUG', quantity: 1 }];
    const marked = world.place('OLD-2', mug);
    const olderThan = new Date(world.clock.now() + 1_000).toISOString();
    for (const { orderNumber = '', id } of [world.place('OLD-1', mug), marked])
      world.peoplevox.seed('Sales orders', [
        {
          SalesOrderNumber: orderNumber,
          CustomerPurchaseOrderReferenceNumber: id,
          Customer: 'SOMEBODY',
          ServiceType: 'RM24',
          ChannelName: 'sandbox-shop',
        },
      ]);
    const foreign = async (number: string) => expect(await book(world, number)).toEqual({ kind: 'foreign' });
    await foreign('OLD-1');
    const { id, version } = marked;
    const channel = world.api.channels().post({ body: { key: 'old', roles: ['OrderExport'] } });
    const { id: channelId } = (await world.clock.runUntil(channel.execute())).body;
    const action = {
      action: 'updateSyncInfo',
      channel: { typeId: 'channel', id: channelId },
      externalId: 'OLD-2',
    } as const;
    const mark = world.api
      .orders()
      .withId({ ID: id })
      .post({ body: { version, actions: [action] } });
    await world.clock.runUntil(mark.execute());
    await world.clock.runUntil(
      world.setRules({
        mode: { orders: 'live', despatch: 'live' },
        orderExport: { notBefore: olderThan },
      }),
    );
    await foreign('OLD-2');
  });

  it('are followed by nothing in shadow mode, not even those that were booked before', async () => {
    const world = await openDespatchWorld();
    await picked(world, 'GB-9', [{ sku: 'MUG', quantity: 1 }]);
    world.warehouse.despatch({ salesOrderNumber: 'GB-9' });
    const followed: string[] = [];
    const afterBooking = async ({ deliveries }: { readonly deliveries: readonly string[] }) =>
      void followed.push(...deliveries);
    const look = () => world.clock.runUntil(world.booker({ afterBooking }).book('GB-9'));
    await look();
    await world.clock.runUntil(world.setRules({ mode: { orders: 'live', despatch: 'shadow' } }));
    await look();
    expect(followed).toEqual(['DES100001']);
  });

  it('are only thought of in shadow mode', async () => {
    const world = await openDespatchWorld();
    await picked(world, 'GB-8', [{ sku: 'MUG', quantity: 1 }]);
    world.warehouse.despatch({ salesOrderNumber: 'GB-8' });
    await world.clock.runUntil(world.setRules({ mode: { orders: 'live', despatch: 'shadow' } }));
    const { version } = world.order('GB-8');
    expect(await book(world, 'GB-8')).toMatchObject({
      kind: 'shadow',
      would: [expect.stringContaining('delivery DES100001'), 'shipmentState: Shipped'],
    });
    expect(world.order('GB-8').version).toBe(version);
    const recorded = () =>
      [...world.commercetools.project.collections['key-value-document'].values()].filter(
        ({ container, key }) => container === 'peoplevox-audit' && key.startsWith('shadow.'),
      );
    expect(recorded()).toMatchObject([
      {
        version: 1,
        value: { orderNumber: 'GB-8', despatches: [expect.stringContaining('DES100001'), expect.anything()] },
      },
    ]);
    await book(world, 'GB-8');
    expect(recorded()).toMatchObject([{ version: 1 }]);
    await world.clock.runUntil(world.setRules({ mode: { orders: 'live', despatch: 'off' } }));
    expect(await book(world, 'GB-8')).toMatchObject({ kind: 'failed' });
  });

  it('write milestones, States of line items and orderState where the rules name them', async () => {
    const world = await openDespatchWorld({
      rules: {
        despatch: {
          shipmentStates: { allocated: 'Ready' },
          lineItemStates: { picked: 'picked', despatched: 'sent', cancelled: 'given-up' },
          orderStates: { despatched: 'Complete' },
        },
      },
    });
    const state = async (key: string) =>
      world.clock.runUntil(
        world.api
          .states()
          .post({ body: { key, type: 'LineItemState', initial: false } })
          .execute(),
      );
    for (const key of ['picked', 'sent', 'given-up']) await state(key);
    const keyOf = (id: string) => world.commercetools.project.collections.state.get(id)?.key;
    const states = () =>
      world
        .order('GB-9')
        .lineItems.map((line) => line.state.map((part) => [keyOf(part.state.id), part.quantity]));
    await exported(world, 'GB-9', [{ sku: 'MUG', quantity: 3 }]);
    await book(world, 'GB-9');
    expect(world.order('GB-9').shipmentState).toBe('Ready');
    world.warehouse.startWave({ salesOrderNumbers: ['GB-9'] });
    await book(world, 'GB-9');
    expect(states()).toEqual([[['picked', 3]]]);
    world.warehouse.shortPick({ salesOrderNumber: 'GB-9', lines: mugs(2) });
    world.warehouse.despatch({ salesOrderNumber: 'GB-9' });
    await bookUntilSettled(world, 'GB-9');
    expect(states()).toEqual([
      [
        ['sent', 2],
        ['given-up', 1],
      ],
    ]);
    expect(world.order('GB-9')).toMatchObject({ shipmentState: 'Shipped', orderState: 'Complete' });
  });

  it('leave units where the merchant moved them on to, and count them', async () => {
    const world = await openDespatchWorld({
      rules: { despatch: { lineItemStates: { despatched: 'sent' } } },
    });
    const states = world.api.states();
    for (const key of ['sent', 'delivered']) {
      const body = { key, type: 'LineItemState', initial: false } as const;
      await world.clock.runUntil(states.post({ body }).execute());
    }
    const { state } = world.commercetools.project.collections;
    const held = () =>
      world.order('GB-12').lineItems[0]?.state.map((part) => [state.get(part.state.id)?.key, part.quantity]);
    await picked(world, 'GB-12', [{ sku: 'MUG', quantity: 2 }]);
    world.warehouse.despatch({ salesOrderNumber: 'GB-12' });
    await book(world, 'GB-12');
    expect(held()).toEqual([['sent', 2]]);
    const { id, version, lineItems } = world.order('GB-12');
    const action = {
      action: 'transitionLineItemState',
      lineItemId: lineItems[0]?.id ?? '',
      quantity: 1,
      fromState: { typeId: 'state', key: 'sent' },
      toState: { typeId: 'state', key: 'delivered' },
    } as const;
    const update = { body: { version, actions: [action] } };
    await world.clock.runUntil(world.api.orders().withId({ ID: id }).post(update).execute());
    await book(world, 'GB-12');
    expect(held()).toEqual([
      ['sent', 1],
      ['delivered', 1],
    ]);
  });

  it('are booked without States that commercetools refuses, and people are told', async () => {
    const world = await openDespatchWorld({
      rules: { despatch: { lineItemStates: { despatched: 'Initial-2' } } },
    });
    const { body } = await world.clock.runUntil(
      world.api
        .states()
        .post({ body: { key: 'Initial-2', type: 'LineItemState', initial: false } })
        .execute(),
    );
    await picked(world, 'GB-10', [{ sku: 'MUG', quantity: 1 }]);
    const initial = world.commercetools.project.collections.state.find('key', 'Initial');
    if (initial !== undefined)
      world.commercetools.project.collections.state.put({ ...initial, transitions: [] });
    world.warehouse.despatch({ salesOrderNumber: 'GB-10' });
    expect(await book(world, 'GB-10')).toMatchObject({ kind: 'booked' });
    expect(world.order('GB-10').shipmentState).toBe('Shipped');
    expect(world.order('GB-10').lineItems[0]?.state.map((part) => part.state.id)).not.toContain(body.id);
    expect(world.exceptions()).toEqual(['configuration-invalid']);
    // Taken out of the configuration, nothing is wrong with them any more.
    await world.clock.runUntil(world.setRules({ despatch: {} }));
    await book(world, 'GB-10');
    expect(world.exceptions()).toEqual([]);
  });

  it('are booked without States that do not exist, and people are told until they do', async () => {
    const world = await openDespatchWorld({
      rules: { despatch: { lineItemStates: { picked: 'piked', despatched: 'sent' } } },
    });
    await picked(world, 'GB-11', [{ sku: 'MUG', quantity: 1 }]);
    world.warehouse.despatch({ salesOrderNumber: 'GB-11' });
    const booker = world.booker();
    const look = () => world.clock.runUntil(booker.book('GB-11'));
    expect((await look()).get('GB-11')).toMatchObject({ kind: 'booked' });
    expect(world.exceptions()).toEqual(['configuration-invalid']);
    expect(world.exception('configuration-invalid')?.message).toContain('piked, sent');
    await world.clock.runUntil(
      world.api
        .states()
        .post({ body: { key: 'sent', type: 'LineItemState', initial: false } })
        .execute(),
    );
    await world.clock.runUntil(world.setRules({ despatch: { lineItemStates: { despatched: 'sent' } } }));
    await world.minutes(1);
    await look();
    expect(world.exceptions()).toEqual([]);
  });
});
