import { containing, drive, seedOrder, type Driver } from '../testing';
import { WarehouseRefusal } from './refusal';

const so1 = { salesOrderNumber: 'SO-1' };

function picking(header: Readonly<Record<string, string>> = {}): Driver {
  const driver = drive();
  seedOrder(driver, header);
  driver.simulator.warehouse.startWave({ salesOrderNumbers: ['SO-1'] });
  return driver;
}

const statusOf = (driver: Driver): string | undefined => driver.get('Sales orders')[0]?.['Status'];
const mugs = (driver: Driver) =>
  driver.report('Item inventory summary', { SearchClause: '[Item code].Equals("MUG")' })[0];

describe('picking', () => {
  it('begins with a wave, and then imports no longer change or cancel the order', () => {
    const driver = picking();
    expect(statusOf(driver)).toBe('Picked');
    const rows = { SalesOrderNumber: 'SO-1', Status: 'Cancelled' };
    expect(driver.save('Sales orders', [rows])).toMatchObject({
      responseId: -1,
      detail: containing('status Picked and cannot be cancelled'),
    });
    driver.simulator.settings.lateChanges = 'ignore';
    expect(driver.save('Sales orders', [rows]).responseId).toBe(0);
    expect(statusOf(driver)).toBe('Picked');
  });

  it('needs an order that is allocated and not on hold', () => {
    const { simulator } = picking();
    expect(() => simulator.warehouse.startWave({ salesOrderNumbers: ['SO-1'] })).toThrow(WarehouseRefusal);
  });

  it('may find fewer units: these are counted out of stock and not promised any more', () => {
    const driver = picking();
    driver.simulator.warehouse.shortPick({ ...so1, lines: [{ line: 'l1', quantity: 1 }] });
    expect(mugs(driver)).toMatchObject({ 'On hand': '8', Allocated: '1', Available: '7' });
    expect(
      driver.report('Item movement history', { SearchClause: '[Register Reason] = "Short pick"' }),
    ).toMatchObject([{ Quantity: '-2' }]);
  });

  it('refuses more than is allocated and changes nothing then', () => {
    const { simulator } = picking();
    const lines = [
      { line: 'l1', quantity: 1 },
      { line: 'l2', quantity: 3 },
    ];
    expect(() => simulator.warehouse.pick({ ...so1, lines })).toThrow('Only 2 units');
    expect(simulator.floor.orders.get('SO-1')?.lines.map(({ picked }) => picked)).toEqual([0, 0]);
  });
});

describe('despatching', () => {
  it('sends what was picked, in packages, and takes it out of stock', () => {
    const driver = picking();
    const { warehouse } = driver.simulator;
    warehouse.pick(so1);
    const number = warehouse.despatch({
      ...so1,
      packages: [
        { lines: [{ line: 'l1', quantity: 3 }], tracking: 'T1' },
        { lines: [{ itemCode: 'POT', quantity: 2 }] },
      ],
    });
    expect(statusOf(driver)).toBe('Despatched');
    expect(mugs(driver)).toMatchObject({ 'On hand': '7', Allocated: '0' });
    warehouse.setTracking({ despatchNumber: number, packageNumber: 2, trackingNumber: 'T2' });
    expect(driver.report('Despatched items by package')).toMatchObject([
      { 'Package number': '1', 'Item code': 'MUG', 'Item quantity': '3', 'Package tracking number': 'T1' },
      { 'Package number': '2', 'Item code': 'POT', 'Item quantity': '2', 'Package tracking number': 'T2' },
    ]);
  });

  it.each([
    ['true', 'Allocated', '2'],
    ['false', 'Despatched', '0'],
  ])('of a part leaves the rest open if IsPartialShipment is %s', (IsPartialShipment, status, allocated) => {
    const driver = picking({ IsPartialShipment });
    driver.simulator.warehouse.pick({ ...so1, lines: [{ line: 'l1', quantity: 3 }] });
    driver.simulator.warehouse.despatch(so1);
    expect(statusOf(driver)).toBe(status);
    const [, pots] = driver.report('Item inventory summary');
    expect(pots).toMatchObject({ 'Item code': 'POT', Allocated: allocated });
  });

  it('uses the packages that were packed', () => {
    const driver = picking();
    const { warehouse } = driver.simulator;
    warehouse.pick(so1);
    warehouse.pack({
      ...so1,
      packages: [{ lines: [{ line: 'l1', quantity: 3 }] }, { lines: [{ line: 'l2', quantity: 2 }] }],
    });
    warehouse.despatch(so1);
    expect(driver.get('Despatches')).toMatchObject([
      { SalesOrderNumber: 'SO-1', NumberOfPackages: '2', Carrier: 'Royal Mail' },
    ]);
  });

  it('of more than was picked is only possible by force', () => {
    const { simulator } = picking();
    simulator.warehouse.pick(so1);
    const packages = [{ lines: [{ line: 'l1', quantity: 4 }] }];
    expect(() => simulator.warehouse.despatch({ ...so1, packages })).toThrow('4 units');
    simulator.warehouse.despatch({ ...so1, packages, force: true });
    expect(simulator.floor.orders.get('SO-1')?.lines[0]?.despatched).toBe(4);
  });
});

describe('tracking', () => {
  it('is set once, corrected afterwards, or written back by an import', () => {
    const driver = picking();
    const { warehouse } = driver.simulator;
    warehouse.pick(so1);
    const despatchNumber = warehouse.despatch(so1);
    const tracking = () => driver.report('Despatch summary')[0]?.['Tracking number'];
    warehouse.setTracking({ despatchNumber, trackingNumber: 'T1' });
    expect(() => warehouse.setTracking({ despatchNumber, trackingNumber: 'T2' })).toThrow('correct it');
    warehouse.correctTracking({ despatchNumber, trackingNumber: 'T2' });
    expect(tracking()).toBe('T2');
    driver.save('Sales orders', [
      { SalesOrderNumber: 'SO-1', DespatchTrackingNumber: 'T3', CarrierName: 'DPD' },
    ]);
    expect(tracking()).toBe('T3');
  });
});

describe('the warehouse', () => {
  it('cancels an order even while it is picked, and everything goes back', () => {
    const driver = picking();
    driver.simulator.warehouse.pick(so1);
    driver.simulator.warehouse.cancelOrder(so1);
    expect(statusOf(driver)).toBe('Cancelled');
    expect(mugs(driver)).toMatchObject({ 'On hand': '10', Allocated: '0' });
  });

  it.each([
    [true, '11'],
    [false, '10'],
  ])('books returns; reusable %s', (reusable, onHand) => {
    const driver = drive();
    seedOrder(driver);
    driver.simulator.warehouse.bookReturn({ ...so1, itemCode: 'MUG', quantity: 1, reusable });
    expect(mugs(driver)).toMatchObject({ 'On hand': onHand });
    expect(driver.report('Return summary')).toMatchObject([
      { 'Sales order number': 'SO-1', Quantity: '1', 'Is Reusable': reusable ? 'True' : 'False' },
    ]);
  });

  it('deactivates an item: its code gets ~D~ and imports do not find it', () => {
    const driver = drive();
    seedOrder(driver);
    driver.simulator.warehouse.cancelOrder(so1);
    driver.simulator.warehouse.deactivateItem({ itemCode: 'POT' });
    expect(driver.get('Item types', 'ItemCode.Contains("~D~")')).toMatchObject([{ Name: 'Pot' }]);
    expect(() => driver.simulator.warehouse.receiveStock({ itemCode: 'POT', quantity: 1 })).toThrow(
      'does not exist',
    );
  });

  it('adjusts stock by a count, never below nothing', () => {
    const driver = drive();
    seedOrder(driver);
    driver.simulator.warehouse.adjustStock({ itemCode: 'MUG', quantity: -8 });
    expect(mugs(driver)).toMatchObject({ 'On hand': '2', Available: '-1' });
    expect(() => driver.simulator.warehouse.adjustStock({ itemCode: 'MUG', quantity: -3 })).toThrow(
      'negative',
    );
  });
});
