import { confirmedSalesOrders } from '../ledger';
import type { SalesOrder } from '../composition/sales-order';
import { filledCells, notCleared, withClearings } from './clearing';

const dated = { RequestedDeliveryDate: '2026-04-02 00:00:00' };

function salesOrder(header: Readonly<Record<string, string>>, columns = header): SalesOrder {
  return {
    number: 'A',
    site: 'PrimarySite',
    customer: { Reference: 'c' },
    header: { SalesOrderNumber: 'A', ...header },
    lines: [{ line: 'l', lineItemId: 'l', itemCode: 'MUG', quantity: 1, columns: { Line: 'l', ...columns } }],
  };
}

const sentAs = (sent: SalesOrder) => confirmedSalesOrders('order-1', [sent])[0];

describe('a number, date or boolean without a value', () => {
  it('is left out where it never had one, as Peoplevox might refuse it; an empty text is sent', () => {
    const asked = withClearings(
      salesOrder({ RequestedDeliveryDate: '', Attribute1: '' }),
      sentAs(salesOrder({})),
    );
    expect(asked.header).toEqual({ SalesOrderNumber: 'A', Attribute1: '' });
    expect(asked.lines[0]?.columns).toEqual({ Line: 'l', Attribute1: '' });
  });

  it('is emptied where it had one', () => {
    const asked = withClearings(salesOrder({}), sentAs(salesOrder(dated)));
    expect(asked.header).toEqual({ SalesOrderNumber: 'A', RequestedDeliveryDate: '' });
    expect(asked.lines[0]?.columns).toEqual({ Line: 'l', RequestedDeliveryDate: '' });
  });

  it('is told of when Peoplevox keeps its value', () => {
    const asked = withClearings(salesOrder({}), sentAs(salesOrder(dated)));
    const order = {
      number: 'A',
      reference: 'order-1',
      status: 'New',
      onHold: false,
      cells: { TotalSale: '9' },
    };
    const line = { number: 'A', itemCode: 'MUG', line: 'l', quantity: 1, cells: dated };
    expect(notCleared(asked, order, [{ ...line, cells: {} }])).toEqual([]);
    expect(notCleared(asked, { ...order, cells: dated }, [line])).toEqual([
      'RequestedDeliveryDate was emptied, and Peoplevox keeps its value',
      'MUG: RequestedDeliveryDate was emptied, and Peoplevox keeps its value',
    ]);
    // Of a template without Line the ItemCode tells which line it is.
    expect(notCleared(asked, order, [{ ...line, line: '' }])).toHaveLength(1);
  });
});

describe('what Peoplevox shows a value of', () => {
  it.each([
    ['RequestedDeliveryDate', '02/04/2026 00:00:00', true],
    ['RequestedDeliveryDate', '', false],
    ['RequestedDeliveryDate', '01/01/0001 00:00:00', false],
    ['TotalSale', '12.50', true],
    ['TotalSale', '0.00', false],
    ['OnHold', 'False', false],
    ['OnHold', 'True', true],
    ['ContactName', 'Ada', false],
  ])('%s "%s": %s', (name, text, isFilled) => {
    expect(filledCells('Sales orders', { [name]: text })).toEqual(isFilled ? [name] : []);
  });
});
