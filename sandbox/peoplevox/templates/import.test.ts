import { containing, drive, elements, seedItems, type Driver } from '../testing';

function ready(options: Parameters<typeof drive>[0] = {}): Driver {
  const driver = drive(options);
  seedItems(driver.simulator);
  driver.save('Customers', [{ Reference: 'C1', Name: 'Ann' }]);
  return driver;
}

const header = { SalesOrderNumber: 'SO-1', Customer: 'C1' };
const line = { SalesOrderNumber: 'SO-1', ItemCode: 'MUG', QuantityOrdered: '3', Line: 'l1' };

describe('SaveData', () => {
  it('answers with one status row for each row, referring to its key', () => {
    const driver = ready();
    driver.save('Sales orders', [header], 1);
    expect(driver.save('Sales order items', [line, { ...line, ItemCode: 'POT', Line: 'l2' }])).toMatchObject({
      responseId: 0,
      totalCount: 2,
      statuses: [
        { reference: 'SO-1 - MUG', status: 'Success' },
        { reference: 'SO-1 - POT', status: 'Success' },
      ],
    });
  });

  it('imports the good rows of a bad batch and gives the words for the others', () => {
    const driver = ready();
    const result = driver.save(
      'Sales orders',
      [header, { SalesOrderNumber: 'x'.repeat(31), Customer: 'C1' }],
      1,
    );
    expect(result).toMatchObject({
      responseId: -1,
      totalCount: 1,
      statuses: [{ status: 'Success' }, { status: 'Error' }],
    });
    expect(result.detail).toMatch(/^Line 2 \(x+\): SalesOrderNumber has 31 characters; 30 are allowed\.$/);
  });

  it('changes only the columns that are sent', () => {
    const driver = ready();
    driver.save('Sales orders', [{ ...header, Email: 'a@example.com', ContactName: 'Ann' }], 1);
    driver.save('Sales orders', [{ SalesOrderNumber: 'SO-1', ContactName: 'Bob' }], 1);
    expect(driver.get('Sales orders')).toMatchObject([{ Email: 'a@example.com', ContactName: 'Bob' }]);
  });

  it.each([
    ['Sales orders', { ...header, Customer: 'nobody' }, "Customer 'nobody' does not exist."],
    ['Sales orders', { SalesOrderNumber: 'SO-9', Customer: '' }, 'Customer must be given.'],
    ['Sales orders', { ...header, ServiceType: 'Owl' }, "ServiceType 'Owl' does not exist."],
    ['Sales orders', { ...header, Site: 'Moon' }, "Site 'Moon' does not exist."],
    ['Sales orders', { ...header, Status: 'Despatched' }, "Status 'Despatched' cannot be imported"],
    ['Sales orders', { ...header, OnHold: 'yes' }, "OnHold 'yes' is neither true nor false."],
    ['Sales orders', { ...header, TotalSale: '1,5' }, "TotalSale '1,5' is not a decimal number."],
    ['Sales orders', { ...header, CreatedDate: '15/01/2026' }, "CreatedDate '15/01/2026' is not a date"],
    ['Sales order items', { ...line, SalesOrderNumber: 'SO-9' }, "Sales order 'SO-9' does not exist."],
    ['Sales order items', { ...line, ItemCode: 'CUP' }, "ItemCode 'CUP' does not exist."],
    [
      'Sales order items',
      { ...line, QuantityOrdered: '1.5' },
      "QuantityOrdered '1.5' is not a whole number.",
    ],
    ['Sales order items', { ...line, Line: 'x'.repeat(17) }, 'Line has 17 characters; 16 are allowed.'],
    [
      'Item types',
      { ItemCode: 'CUP', Name: 'Cup', Barcode: '501' },
      "Barcode '501' already belongs to ItemCode 'MUG'.",
    ],
    ['Customers', { Reference: 'C2', Name: 'B', CustomerType: 'Robot' }, "CustomerType 'Robot' is neither"],
  ])('refuses in %s the row %j', (template, row, words) => {
    const driver = ready();
    driver.save('Sales orders', [header], 1);
    const result = driver.save(template, [row]);
    expect(result).toMatchObject({ responseId: -1, totalCount: 0, detail: containing(words) });
  });

  it('names all faults of a row at once', () => {
    const { detail } = ready().save('Sales orders', [{ ...header, TotalSale: 'x', Discount: 'y' }]);
    expect(detail).toMatch(/TotalSale.*Discount/);
  });

  it('refuses a header with a column that the template lacks, and broken CSV, as a whole', () => {
    const driver = ready();
    expect(driver.save('Sales orders', [{ ...header, Colour: 'red' }])).toMatchObject({
      responseId: -1,
      totalCount: 0,
      detail: containing("'Colour'"),
    });
    const broken = elements({ TemplateName: 'Sites', CsvData: 'Name\n"x', Action: 0 });
    expect(driver.call('SaveData', `<saveRequest>${broken}</saveRequest>`).responseId).toBe(-1);
  });

  it('adds a new address each time when it has no reference', () => {
    const driver = ready();
    const address = { CustomerReference: 'C1', AddressLine1: '1 Road' };
    driver.save('Customer addresses', [address]);
    driver.save('Customer addresses', [address]);
    driver.save('Customer addresses', [{ ...address, AddressReference: 'home' }]);
    driver.save('Customer addresses', [{ ...address, AddressReference: 'home' }]);
    expect(driver.get('Customer addresses')).toHaveLength(3);
  });

  it('creates item groups that do not exist', () => {
    const driver = ready();
    driver.save('Item types', [{ ItemCode: 'CUP', Name: 'Cup', Barcode: '503', ItemGroup: 'China' }]);
    expect(driver.get('Item type groups')).toMatchObject([{ Name: 'China' }]);
  });
});

describe('lines', () => {
  it('are added or changed by item and line id, and removed only by Action 2', () => {
    const driver = ready();
    driver.save('Sales orders', [header], 1);
    driver.save('Sales order items', [line, { ...line, Line: 'l2' }]);
    driver.save('Sales order items', [{ ...line, QuantityOrdered: '5' }]);
    expect(
      driver.get('Sales order items').map(({ Line, QuantityOrdered }) => [Line, QuantityOrdered]),
    ).toEqual([
      ['l1', '5'],
      ['l2', '3'],
    ]);
    driver.save('Sales order items', [{ SalesOrderNumber: 'SO-1', ItemCode: 'MUG', Line: 'l1' }], 2);
    expect(driver.get('Sales order items')).toMatchObject([{ Line: 'l2' }]);
    expect(driver.get('Item types', 'ItemCode == "MUG"')).toHaveLength(1);
    expect(
      driver.report('Item inventory summary', { SearchClause: '[Item code].Equals("MUG")' }),
    ).toMatchObject([{ Allocated: '3' }]);
  });
});

describe('a template of the tenant', () => {
  const templates = { 'Sales orders': { ContactName: 'Recipient', Email: null }, Suppliers: null };

  it('has its own labels, and not all columns', () => {
    const driver = ready({ tenant: { clientId: 'c', username: 'u', password: 'p', templates } });
    const columns = driver
      .call('GetSaveTemplate', '<templateName>sales ORDERS</templateName>')
      .detail.split(',');
    expect(columns).toContain('Recipient');
    expect(columns).not.toContain('ContactName');
    expect(columns).not.toContain('Email');
    driver.save('Sales orders', [{ ...header, Recipient: 'Ann' }], 1);
    expect(driver.get('Sales orders', 'Recipient == "ann"')).toMatchObject([{ Recipient: 'Ann' }]);
    expect(driver.save('Sales orders', [{ ...header, Email: 'a@example.com' }]).responseId).toBe(-1);
  });

  it('may never have been configured', () => {
    const driver = ready({ tenant: { clientId: 'c', username: 'u', password: 'p', templates } });
    expect(driver.call('GetSaveTemplate', '<templateName>Suppliers</templateName>')).toMatchObject({
      responseId: -1,
      detail: "Template 'Suppliers' is not configured.",
    });
  });
});

describe('dates', () => {
  it('are read and printed in the zone of the tenant', () => {
    const driver = ready();
    driver.save('Sales orders', [{ ...header, CreatedDate: '2026-07-01 12:30:00' }], 1);
    expect(driver.get('Sales orders', 'CreatedDate == DateTime(2026,7,1,12,30,0)')).toHaveLength(1);
    expect(driver.simulator.floor.orders.get('SO-1')?.columns.get('CreatedDate')).toEqual({
      at: Date.UTC(2026, 6, 1, 11, 30),
    });
    driver.simulator.settings.templateDates = 'british';
    expect(driver.get('Sales orders')).toMatchObject([{ CreatedDate: '01/07/2026 12:30:00' }]);
  });
});
