import { query, testProject, text } from '../testing';

describe('channels', () => {
  it('are created once for each key, get roles added and are deleted by version', () => {
    const { ask, create, update } = testProject();
    create('/channels', { key: 'peoplevox', name: { en: 'Peoplevox' } });
    expect(ask('POST', '/channels', { key: 'peoplevox' })).toMatchObject({
      status: 400,
      code: 'DuplicateField',
      body: { errors: [{ field: 'key', duplicateValue: 'peoplevox' }] },
    });
    const path = '/channels/key=peoplevox';
    expect(update(path, { action: 'addRoles', roles: ['OrderExport'] }).body['roles']).toEqual([
      'InventorySupply',
      'OrderExport',
    ]);
    expect(update(path, { action: 'removeRoles', roles: ['InventorySupply'] }).body['roles']).toEqual([
      'OrderExport',
    ]);
    expect(ask('GET', `/channels${query('roles contains any ("OrderExport")')}`).body['count']).toBe(1);
    expect(ask('DELETE', `${path}?version=3`).status).toBe(200);
  });

  it('stay while something refers to them', () => {
    const { ask, create } = testProject();
    create('/channels', { key: 'north', roles: ['InventorySupply'] });
    const store = create('/stores', { key: 'uk', supplyChannels: [{ typeId: 'channel', key: 'north' }] });
    expect(ask('DELETE', '/channels/key=north?version=1')).toMatchObject({
      status: 400,
      code: 'ReferenceExists',
      body: { errors: [{ referencedBy: 'store' }] },
    });
    ask('DELETE', `/stores/${text(store, 'id')}?version=1`);
    expect(ask('DELETE', '/channels/key=north?version=1').status).toBe(200);
  });
});

describe('stores and shipping methods', () => {
  it('refer to what exists', () => {
    const { create, ask, update } = testProject();
    create('/channels', { key: 'north', roles: ['InventorySupply'] });
    create('/stores', { key: 'uk', name: { en: 'UK' }, countries: [{ code: 'GB' }] });
    expect(
      update('/stores/key=uk', {
        action: 'setSupplyChannels',
        supplyChannels: [{ typeId: 'channel', key: 'north' }],
      }).body,
    ).toMatchObject({ supplyChannels: [{ typeId: 'channel' }] });
    create('/zones', { key: 'uk', name: 'UK', locations: [{ country: 'GB' }] });
    create('/tax-categories', { key: 'std', name: 'Standard', rates: [] });
    const price = { centAmount: 500, currencyCode: 'GBP' };
    const draft = {
      key: 'standard',
      name: 'Standard',
      taxCategory: { typeId: 'tax-category', key: 'std' },
      zoneRates: [{ zone: { typeId: 'zone', key: 'uk' }, shippingRates: [{ price }] }],
      stores: [{ typeId: 'store', key: 'uk' }],
      isDefault: true,
    };
    create('/shipping-methods', draft);
    expect(ask('GET', '/shipping-methods/key=standard?expand=zoneRates[*].zone').body).toMatchObject({
      active: true,
      stores: [{ typeId: 'store', key: 'uk' }],
      zoneRates: [{ zone: { obj: { key: 'uk' } }, shippingRates: [{ price: { type: 'centPrecision' } }] }],
    });
    expect(
      update('/shipping-methods/key=standard', { action: 'changeName', name: 'Tracked' }).body['name'],
    ).toBe('Tracked');
    const lost = {
      ...draft,
      key: 'other',
      name: 'Other',
      taxCategory: { typeId: 'tax-category', key: 'none' },
    };
    expect(ask('POST', '/shipping-methods', lost).code).toBe('ReferencedResourceNotFound');
  });
});

describe('types', () => {
  const type = {
    key: 'order-extra',
    name: { en: 'Extra' },
    resourceTypeIds: ['order'],
    fieldDefinitions: [
      { name: 'note', label: { en: 'Note' }, required: true, type: { name: 'String' } },
      {
        name: 'tags',
        label: { en: 'Tags' },
        required: false,
        type: { name: 'Set', elementType: { name: 'String' } },
      },
    ],
  };

  it('grow by field definitions with names of their own', () => {
    const { create, update } = testProject();
    create('/types', type);
    const add = (name: string) => ({
      action: 'addFieldDefinition',
      fieldDefinition: { name, label: { en: name }, required: false, type: { name: 'Number' } },
    });
    expect(update('/types/key=order-extra', add('count')).status).toBe(200);
    expect(update('/types/key=order-extra', add('count')).code).toBe('DuplicateField');
  });

  it('check the custom fields of their resources', () => {
    const { create, emulator, update } = testProject();
    create('/types', type);
    const { id } = emulator.seedOrder({ lineItems: [{ sku: 'A' }] });
    const path = `/orders/${id}`;
    const set = (key: string, fields: object) => ({
      action: 'setCustomType',
      type: { typeId: 'type', key },
      fields,
    });
    expect(update(path, set('order-extra', {})).code).toBe('RequiredField');
    expect(update(path, set('order-extra', { note: 5 })).code).toBe('InvalidField');
    expect(update(path, set('order-extra', { note: 'x', other: 1 })).code).toBe('InvalidField');
    expect(update(path, { action: 'setCustomField', name: 'note', value: 'x' }).code).toBe(
      'InvalidOperation',
    );
    expect(update(path, set('order-extra', { note: 'x', tags: ['a'] })).status).toBe(200);
    expect(update(path, { action: 'setCustomField', name: 'tags', value: 'a' }).code).toBe('InvalidField');
    expect(update(path, { action: 'setCustomField', name: 'note', value: null }).code).toBe('RequiredField');
    expect(
      update(path, {
        action: 'setLineItemCustomType',
        lineItemId: emulator.project.collections.order.get(id)?.lineItems[0]?.id,
        type: { typeId: 'type', key: 'order-extra' },
        fields: { note: 'x' },
      }).code,
    ).toBe('InvalidOperation');
  });
});

describe('states', () => {
  it('exist for new line items and lead where they say', () => {
    const { ask, create } = testProject();
    expect(ask('GET', '/states/key=Initial').body).toMatchObject({ builtIn: true, type: 'LineItemState' });
    create('/states', { key: 'picked', type: 'LineItemState' });
    const state = create('/states', { key: 'ready', type: 'OrderState', transitions: [] });
    expect(state).toMatchObject({ builtIn: false, initial: true, transitions: [] });
  });
});

describe('customers', () => {
  it('are created with addresses and never show their password', () => {
    const { ask, create } = testProject();
    const draft = {
      email: 'Ann@example.org',
      password: 'secret',
      addresses: [{ country: 'GB', city: 'Leeds' }],
      defaultShippingAddress: 0,
    };
    const { customer } = create('/customers', draft);
    expect(customer).toMatchObject({
      email: 'Ann@example.org',
      addresses: [{ city: 'Leeds' }],
    });
    expect(JSON.stringify(customer)).not.toContain('secret');
    expect(ask('POST', '/customers', { ...draft, email: 'ann@example.org' }).code).toBe('DuplicateField');
    expect(ask('GET', `/customers${query('addresses(city = "Leeds")')}`).body['count']).toBe(1);
    expect(ask('POST', '/customers', { email: 'x@example.org' }).status).toBe(400);
  });

  it('belong to groups', () => {
    const { create, ask } = testProject();
    create('/customer-groups', { groupName: 'Trade', key: 'trade' });
    const group = { typeId: 'customer-group', key: 'trade' };
    create('/customers', { key: 'ann', email: 'a@example.org', password: 'x', customerGroup: group });
    expect(ask('GET', '/customers/key=ann?expand=customerGroup').body).toMatchObject({
      customerGroup: { obj: { name: 'Trade' } },
    });
  });
});

describe('payments', () => {
  const amount = { centAmount: 1500, currencyCode: 'GBP' };

  it('keep transactions and their states', () => {
    const { create, update } = testProject();
    create('/payments', {
      key: 'pay',
      amountPlanned: amount,
      paymentMethodInfo: { paymentInterface: 'psp', method: 'card' },
      transactions: [{ type: 'Authorization', amount, state: 'Success' }],
    });
    const { body } = update('/payments/key=pay', {
      action: 'addTransaction',
      transaction: { type: 'Charge', amount },
    });
    expect(body).toMatchObject({
      transactions: [{ state: 'Success' }, { type: 'Charge', state: 'Initial' }],
    });
    const last = Array.isArray(body['transactions']) ? body['transactions'].at(-1) : undefined;
    const transactionId = last instanceof Object && 'id' in last ? last['id'] : undefined;
    const change = { action: 'changeTransactionState', transactionId, state: 'Success' };
    expect(update('/payments/key=pay', change).body).toMatchObject({
      transactions: [{}, { state: 'Success' }],
    });
    expect(update('/payments/key=pay', { ...change, transactionId: 'none' }).code).toBe('InvalidInput');
  });
});
