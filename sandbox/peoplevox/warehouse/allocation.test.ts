import { drive, seedItems, seedOrder, type Driver } from '../testing';

const statusOf = (driver: Driver): string | undefined => driver.get('Sales orders')[0]?.['Status'];
const stockOf = (driver: Driver, itemCode: string) =>
  driver.report('Item inventory summary', { SearchClause: `[Item code].Equals("${itemCode}")` })[0];

describe('allocation', () => {
  it('happens at the end of an import with Action 0', () => {
    const driver = drive();
    seedOrder(driver);
    expect(statusOf(driver)).toBe('Allocated');
    expect(stockOf(driver, 'MUG')).toMatchObject({ 'On hand': '10', Allocated: '3', Available: '7' });
    expect(driver.simulator.violations).toEqual([]);
  });

  it('does not happen with Action 1, nor when stock arrives later', () => {
    const driver = drive();
    seedItems(driver.simulator);
    driver.save('Customers', [{ Reference: 'C1', Name: 'Ann' }]);
    driver.save('Sales orders', [{ SalesOrderNumber: 'SO-1', Customer: 'C1' }], 1);
    driver.save(
      'Sales order items',
      [{ SalesOrderNumber: 'SO-1', ItemCode: 'MUG', QuantityOrdered: '3' }],
      1,
    );
    driver.simulator.warehouse.receiveStock({ itemCode: 'MUG', quantity: 1 });
    expect(statusOf(driver)).toBe('New');
    driver.simulator.warehouse.allocateOrder({ salesOrderNumber: 'SO-1' });
    expect(statusOf(driver)).toBe('Allocated');
  });

  it('is taken back by people, until they give it again', () => {
    const driver = drive();
    seedOrder(driver);
    expect(statusOf(driver)).toBe('Allocated');
    const { warehouse } = driver.simulator;
    warehouse.deallocateOrder({ salesOrderNumber: 'SO-1' });
    expect(statusOf(driver)).toBe('New');
    warehouse.allocateOrder({ salesOrderNumber: 'SO-1' });
    warehouse.startWave({ salesOrderNumbers: ['SO-1'] });
    expect(() => warehouse.deallocateOrder({ salesOrderNumber: 'SO-1' })).toThrow('keeps what it has');
  });

  it('does not happen while the order is on hold', () => {
    const driver = drive();
    seedOrder(driver, { OnHold: 'true' });
    expect(statusOf(driver)).toBe('New');
    driver.save('Sales orders', [{ SalesOrderNumber: 'SO-1', OnHold: 'false' }]);
    expect(statusOf(driver)).toBe('Allocated');
  });

  it('takes what is there and the rest when it comes, at the site of the order', () => {
    const driver = drive();
    seedOrder(driver);
    driver.save('Sales order items', [
      { SalesOrderNumber: 'SO-1', ItemCode: 'MUG', QuantityOrdered: '12', Line: 'l1' },
    ]);
    expect(statusOf(driver)).toBe('Partially allocated');
    expect(stockOf(driver, 'MUG')).toMatchObject({ Available: '0' });
    driver.simulator.warehouse.receiveStock({ itemCode: 'MUG', quantity: 5, site: 'SystemSite' });
    expect(statusOf(driver)).toBe('Partially allocated');
    driver.simulator.warehouse.receiveStock({ itemCode: 'MUG', quantity: 5 });
    expect(statusOf(driver)).toBe('Allocated');
    expect(stockOf(driver, 'MUG')).toMatchObject({ Available: '3' });
  });

  it('gives units back when a quantity is lowered or the order is cancelled', () => {
    const driver = drive();
    seedOrder(driver);
    driver.save('Sales order items', [
      { SalesOrderNumber: 'SO-1', ItemCode: 'MUG', QuantityOrdered: '1', Line: 'l1' },
    ]);
    expect(stockOf(driver, 'MUG')).toMatchObject({ Allocated: '1' });
    driver.save('Sales orders', [{ SalesOrderNumber: 'SO-1', Status: 'Cancelled' }]);
    expect(statusOf(driver)).toBe('Cancelled');
    expect(stockOf(driver, 'MUG')).toMatchObject({ Allocated: '0' });
  });
});

describe('violations', () => {
  it('record an order that could be allocated before it had lines', () => {
    const driver = drive();
    driver.save('Customers', [{ Reference: 'C1', Name: 'Ann' }]);
    driver.save('Sales orders', [{ SalesOrderNumber: 'SO-1', Customer: 'C1' }]);
    expect(driver.simulator.violations).toMatchObject([
      { salesOrderNumber: 'SO-1', kind: 'no-lines-when-allocatable' },
    ]);
  });

  it('record a line that came after allocation had been attempted', () => {
    const driver = drive();
    seedOrder(driver);
    driver.save('Sales order items', [
      { SalesOrderNumber: 'SO-1', ItemCode: 'MUG', QuantityOrdered: '1', Line: 'l3' },
    ]);
    expect(driver.simulator.violations).toMatchObject([
      { salesOrderNumber: 'SO-1', kind: 'line-after-allocation' },
    ]);
  });
});
