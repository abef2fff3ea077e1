import { containing, drive, seedOrder } from '../testing';

function controlled() {
  const driver = drive();
  seedOrder(driver);
  const ask = (method: string, name: string, body = '') => {
    const reply = driver.simulator.handle({ method, path: `/_control/${name}`, headers: {}, body });
    return { status: reply.status, body: JSON.parse(reply.body) as unknown };
  };
  return {
    ...driver,
    look: (name: string) => ask('GET', name),
    act: (name: string, body: unknown) => ask('POST', name, JSON.stringify(body)),
  };
}

describe('the control routes', () => {
  it('lead an order through the warehouse', () => {
    const { act, look } = controlled();
    const salesOrderNumber = 'SO-1';
    expect(act('start-wave', { salesOrderNumbers: ['SO-1'] }).status).toBe(200);
    act('short-pick', { salesOrderNumber, lines: [{ line: 'l1', quantity: 2 }] });
    act('pack', {
      salesOrderNumber,
      packages: [{ lines: [{ line: 'l1', quantity: 2 }] }, { lines: [{ line: 'l2', quantity: 2 }] }],
    });
    const { body } = act('despatch', { salesOrderNumber });
    expect(body).toEqual({ despatchNumber: 'DES100001' });
    act('set-tracking', { despatchNumber: 'DES100001', packageNumber: 1, trackingNumber: 'T1' });
    act('book-return', { salesOrderNumber, itemCode: 'MUG', quantity: 1 });
    expect(look('sales-orders').body).toMatchObject([
      { status: 'Despatched', lines: [{ despatched: 2 }, { despatched: 2 }] },
    ]);
    expect(look('despatches').body).toMatchObject([
      { packages: [{ trackingNumber: 'T1' }, { trackingNumber: '' }] },
    ]);
    expect(look('returns').body).toMatchObject([{ itemCode: 'MUG', isOrderKnown: true }]);
    expect(look('stock').body).toMatchObject([
      { itemCode: 'MUG', onHand: 8 },
      { itemCode: 'POT', onHand: 8 },
    ]);
  });

  it('say what is wrong with a body, and what cannot be done', () => {
    const { act, look } = controlled();
    expect(act('receive-stock', { itemCode: 'MUG', quantity: 'x' })).toMatchObject({
      status: 400,
      body: { error: containing('quantity') },
    });
    expect(act('pick', { salesOrderNumber: 'SO-1' })).toMatchObject({
      status: 409,
      body: { error: "Sales order 'SO-1' is not in a wave." },
    });
    expect(act('dance', {}).status).toBe(404);
    expect(look('dance').status).toBe(404);
  });

  it('change one setting and leave the others', () => {
    const { act, simulator } = controlled();
    act('settings', { singleSession: true });
    act('settings', { lateChanges: 'ignore' });
    expect(simulator.settings).toMatchObject({ singleSession: true, lateChanges: 'ignore', limit: null });
  });

  it.each([
    'sales-order-lines',
    'items',
    'journal',
    'load',
    'violations',
    'subscriptions',
    'callbacks',
    'faults',
    'settings',
    '',
  ])('show %s', (name) => {
    expect(controlled().look(name).status).toBe(200);
  });

  it('import rows as a person does', () => {
    const { act, get } = controlled();
    act('import', { template: 'Carriers', rows: [{ Name: 'UPS' }] });
    expect(get('Carriers', 'Name == "UPS"')).toHaveLength(1);
  });

  it('are not counted against the limit', () => {
    const { look, simulator } = controlled();
    const before = simulator.arrivals.length;
    look('stock');
    expect(simulator.arrivals).toHaveLength(before);
  });
});
