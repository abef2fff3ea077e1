import { drive, seedItems, seedOrder } from '../testing';

describe('reports', () => {
  it('print dates in single quotes, in the zone of the tenant', async () => {
    const driver = drive({
      tenant: { clientId: 'c', username: 'u', password: 'p', timeZone: 'Australia/Sydney' },
    });
    seedItems(driver.simulator);
    expect(driver.report('Incremental Changes Report v1')[0]).toEqual({
      'Item code': 'MUG',
      'Item current available quantity': '10',
      'Item Barcode': '501',
      Timestamp: "'15/01/2026 20:00:00'",
      'Site reference': 'PrimarySite',
    });
  });

  it('show what changed since a time', async () => {
    const driver = drive();
    seedItems(driver.simulator);
    await driver.clock.advance(600_000);
    driver.simulator.warehouse.adjustStock({ itemCode: 'POT', quantity: -1 });
    const rows = driver.report('Incremental Changes Report v1', {
      SearchClause: '[Timestamp] >= DateTime(2026,01,15,09,05,00)',
      Columns: '[Item code],[Item current available quantity]',
    });
    expect(rows).toEqual([{ 'Item code': 'POT', 'Item current available quantity': '9' }]);
  });

  it('add up all sites', () => {
    const driver = drive();
    seedItems(driver.simulator);
    driver.simulator.warehouse.receiveStock({ itemCode: 'MUG', quantity: 5, site: 'SystemSite' });
    expect(
      driver.report('Item inventory summary all sites', { OrderBy: '[Available] desc' })[0],
    ).toMatchObject({ 'Item code': 'MUG', Available: '15' });
    expect(driver.report('Item inventory summary')).toHaveLength(3);
  });

  it('show orders by status', () => {
    const driver = drive();
    seedOrder(driver, { ChannelName: 'shop' });
    expect(
      driver.report('Sales orders by status', { SearchClause: '[Status].Equals("Allocated")' }),
    ).toMatchObject([{ 'Sales order no.': 'SO-1', 'Number of items': '5', Channel: 'shop' }]);
    expect(driver.report('Sales orders allocated')).toHaveLength(1);
    driver.simulator.warehouse.cancelOrder({ salesOrderNumber: 'SO-1' });
    expect(driver.report('Sales orders allocated')).toHaveLength(0);
    expect(driver.report('Outstanding sales orders')).toHaveLength(0);
  });

  it('show a kit as what is in it', () => {
    const driver = drive();
    seedOrder(driver);
    driver.simulator.seed('Item types', [{ ItemCode: 'LID', Name: 'Lid', Barcode: '503' }]);
    driver.simulator.seed('Item type kittings', [
      { ParentItemCode: 'POT', ChildItemCode: 'LID', Quantity: '2' },
      { ParentItemCode: 'POT', ChildItemCode: 'MUG', Quantity: '1' },
    ]);
    driver.simulator.warehouse.startWave({ salesOrderNumbers: ['SO-1'] });
    driver.simulator.warehouse.pick({ salesOrderNumber: 'SO-1' });
    driver.simulator.warehouse.despatch({ salesOrderNumber: 'SO-1' });
    const rows = driver.report('Despatch summary', {
      Columns: '[Item code],[No of items],[Parent],[No. of parent items despatched],[Line]',
    });
    expect(rows.map((row) => Object.values(row))).toEqual([
      ['MUG', '3', '', '', 'l1'],
      ['LID', '4', 'POT', '2', 'l2'],
      ['MUG', '2', 'POT', '2', 'l2'],
    ]);
  });

  it('tell their columns', () => {
    const { detail } = drive().call('GetReportColumns', '<templateName>Despatch summary</templateName>');
    expect(detail.split(',')).toEqual(
      expect.arrayContaining(['Salesorder number', 'Tracking number', 'Line']),
    );
  });

  it('may be missing, or saved under another name with other columns', () => {
    const driver = drive({
      tenant: {
        clientId: 'c',
        username: 'u',
        password: 'p',
        missingReports: ['Despatched items by package'],
        reports: {
          'Acme parcels': {
            basedOn: 'Despatched items by package',
            columns: { 'Item code': 'SKU', 'Channel name': null },
          },
        },
      },
    });
    expect(() => driver.report('Despatched items by package')).toThrow('does not exist');
    const { detail } = driver.call('GetReportColumns', '<templateName>Acme parcels</templateName>');
    expect(detail).toContain(',SKU,');
    expect(detail).not.toContain('Channel name');
  });
});
