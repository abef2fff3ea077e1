import type { GetRequest, Row } from '../../peoplevox/client';
import { lookUpLines, lookUpOrders } from './look';
import { createFakeWarehouse } from './warehouse.fixture';

const calls = { ensure: async () => undefined, next: async () => ({}), settle: async () => undefined };
const plainLabel = (name: string) => name;

function answering(
  answer: (request: GetRequest) => { readonly totalCount: number; readonly rows: readonly Row[] },
) {
  const requests: GetRequest[] = [];
  const { client } = createFakeWarehouse();
  const asked = {
    ...client,
    getData: async (request: GetRequest) => {
      requests.push(request);
      return { columns: [], ...answer(request) };
    },
  };
  return { client: asked, requests };
}

describe('looking up sales orders', () => {
  it('asks for 100 numbers at a time, and for none when there are none', async () => {
    const { client, requests } = answering(() => ({ totalCount: 0, rows: [] }));
    const numbers = Array.from({ length: 101 }, (_, index) => `W${index}`);
    await lookUpOrders(client, plainLabel, numbers, calls);
    expect(requests.map(({ searchClause = '' }) => searchClause.split(' OR ').length)).toEqual([100, 1]);
    await lookUpOrders(client, plainLabel, [], calls);
    expect(requests).toHaveLength(2);
  });

  it('reads what the tenant calls by other names', async () => {
    const { client, requests } = answering(() => ({
      totalCount: 1,
      rows: [{ OrderNo: 'A', 'Our ref': 'order-A', State: 'New', 'On hold?': 'True' }],
    }));
    const names: Readonly<Record<string, string>> = {
      SalesOrderNumber: 'OrderNo',
      CustomerPurchaseOrderReferenceNumber: 'Our ref',
      Status: 'State',
      OnHold: 'On hold?',
    };
    const found = await lookUpOrders(client, (name) => names[name], ['A'], calls);
    expect(found('A')).toEqual([
      {
        number: 'A',
        reference: 'order-A',
        status: 'New',
        onHold: true,
        cells: {
          SalesOrderNumber: 'A',
          CustomerPurchaseOrderReferenceNumber: 'order-A',
          Status: 'New',
          OnHold: 'True',
        },
      },
    ]);
    expect(requests[0]?.searchClause).toContain('OrderNo.Equals("A")');
  });

  it('takes a number in other case for the one that was asked for', async () => {
    const { client } = answering(() => ({
      totalCount: 1,
      rows: [{ SalesOrderNumber: 'gb-1', CustomerPurchaseOrderReferenceNumber: 'of another shop' }],
    }));
    const found = await lookUpOrders(client, plainLabel, ['GB-1'], calls);
    expect(found('GB-1')).toMatchObject([{ reference: 'of another shop' }]);
  });

  it('tells numbers apart by their case where Peoplevox does', async () => {
    const { client } = answering(() => ({
      totalCount: 2,
      rows: ['gb-1', 'GB-1'].map((SalesOrderNumber) => ({ SalesOrderNumber })),
    }));
    const found = await lookUpOrders(client, plainLabel, ['GB-1', 'gb-1'], calls);
    expect(['GB-1', 'gb-1', 'Gb-1'].map((number) => found(number).map((order) => order.number))).toEqual([
      ['GB-1'],
      ['gb-1'],
      ['gb-1', 'GB-1'],
    ]);
  });

  it('searches by the name of Peoplevox where the label of the number has a space', async () => {
    const { client, requests } = answering(() => ({ totalCount: 1, rows: [{ 'Order no': 'A' }] }));
    await lookUpOrders(client, () => 'Order no', ['A'], calls);
    expect(requests[0]?.searchClause).toContain('SalesOrderNumber.Equals("A")');
  });

  it('rejects when the answer lacks the column of the number, and says what to do', async () => {
    const { client } = answering(() => ({ totalCount: 1, rows: [{ Status: 'New' }] }));
    const looking = lookUpOrders(client, plainLabel, ['A'], calls);
    await expect(looking).rejects.toMatchObject({ name: 'PeoplevoxError', kind: 'unreadable' });
    await expect(looking).rejects.toThrow(/Sales orders.*SalesOrderNumber.*integration template/);
  });
});

describe('looking up lines', () => {
  it('reads all pages and sorts the lines by sales order', async () => {
    const rows: Row[] = [
      { SalesOrderNumber: 'A', ItemCode: 'MUG', Line: 'l1', QuantityOrdered: '2' },
      { SalesOrderNumber: 'B', ItemCode: 'MUG', Line: 'l2', QuantityOrdered: '1' },
      { SalesOrderNumber: 'A', ItemCode: 'PLATE', QuantityOrdered: '4' },
    ];
    const { client } = answering(({ pageNo }) => ({
      totalCount: 3,
      rows: [rows.slice(0, 2), rows.slice(2)][pageNo - 1] ?? [],
    }));
    const lines = await lookUpLines(client, plainLabel, ['A', 'B', 'C'], calls);
    expect(['A', 'B', 'C'].map(lines)).toEqual([
      [
        { number: 'A', itemCode: 'MUG', line: 'l1', quantity: 2, cells: rows[0] },
        { number: 'A', itemCode: 'PLATE', line: '', quantity: 4, cells: rows[2] },
      ],
      [{ number: 'B', itemCode: 'MUG', line: 'l2', quantity: 1, cells: rows[1] }],
      [],
    ]);
  });

  it('takes nothing for absent at an empty page while rows are counted that did not show', async () => {
    const { client, requests } = answering(({ pageNo }) => ({
      totalCount: 9,
      rows: pageNo === 1 ? [{ SalesOrderNumber: 'A', ItemCode: 'MUG', QuantityOrdered: '2' }] : [],
    }));
    await expect(lookUpLines(client, plainLabel, ['A'], calls)).rejects.toMatchObject({ kind: 'unreadable' });
    expect(requests).toHaveLength(2);
  });
});
