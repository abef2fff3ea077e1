import { decideUnderWay, needsStock, unitsOf, type UnderWayFacts } from './under-way';
import { lineItem, order, rules, supplyFrom } from './composition/order.fixture';

const site = 'PrimarySite';
const none: UnderWayFacts = {
  orders: [],
  unallocated: [],
  ledger: new Map(),
  strays: new Map(),
  allocated: new Map(),
};
const mugs = (units: number) => [{ site, sku: 'MUG', units }];
const sent = (number: string, quantity: number, cancelled?: boolean) => ({
  number,
  site,
  lines: [{ itemCode: 'MUG', quantity }],
  ...(cancelled !== undefined && { cancelled }),
});

describe('units under way', () => {
  it('are all units of an order that Peoplevox had not confirmed, whatever is seen of it there', () => {
    const facts = {
      ...none,
      orders: [{ id: 'a', confirmed: false, units: mugs(3) }],
      unallocated: [{ number: 'GB-1', orderId: 'a', site }],
      ledger: new Map([['a', [sent('GB-1', 3)]]]),
    };
    expect(decideUnderWay(facts)).toEqual(mugs(3));
    expect(decideUnderWay({ ...facts, unallocated: [] })).toEqual(mugs(3));
  });

  it('are, of a confirmed order, the sales orders that are not allocated', () => {
    const facts = {
      ...none,
      orders: [{ id: 'a', confirmed: true, units: mugs(5) }],
      unallocated: [{ number: 'GB-1-2', orderId: 'a', site }],
      ledger: new Map([['a', [sent('GB-1', 3), sent('GB-1-2', 2)]]]),
    };
    expect(decideUnderWay(facts)).toEqual(mugs(2));
    expect(decideUnderWay({ ...facts, unallocated: [] })).toEqual([]);
  });

  it('are, of an order that is not open any more in commercetools, what Peoplevox still has to allocate', () => {
    const unallocated = [{ number: 'GB-1', orderId: 'a', site }];
    expect(decideUnderWay({ ...none, unallocated, ledger: new Map([['a', [sent('GB-1', 3)]]]) })).toEqual(
      mugs(3),
    );
  });

  it('leave out what a report says to be allocated', () => {
    const facts = {
      ...none,
      unallocated: [{ number: 'GB-1', orderId: 'a', site }],
      ledger: new Map([['a', [sent('GB-1', 3)]]]),
    };
    expect(decideUnderWay({ ...facts, allocated: new Map([['GB-1', new Map([['MUG', 2]])]]) })).toEqual(
      mugs(1),
    );
    expect(decideUnderWay({ ...facts, allocated: new Map([['GB-1', new Map([['MUG', 3]])]]) })).toEqual([]);
  });

  it('are taken from the order itself where its ledger is lost', () => {
    const unallocated = [{ number: 'GB-1', orderId: 'a', site }];
    const strays = new Map([['a', [...mugs(2), { site: 'North', sku: 'MUG', units: 9 }]]]);
    expect(decideUnderWay({ ...none, unallocated, strays })).toEqual(mugs(2));
  });

  it('are what a confirmed order has grown by, however its sites are chosen today', () => {
    const grown = (units: number, ...salesOrders: ReturnType<typeof sent>[]) =>
      decideUnderWay({
        ...none,
        orders: [{ id: 'a', confirmed: true, units: [{ site: 'North', sku: 'MUG', units }] }],
        ledger: new Map([['a', salesOrders]]),
      });
    expect(grown(5, sent('GB-1', 3))).toEqual([{ site: 'North', sku: 'MUG', units: 2 }]);
    expect(grown(3, sent('GB-1', 3))).toEqual([]);
    expect(grown(3, sent('GB-1', 3, true))).toEqual([{ site: 'North', sku: 'MUG', units: 3 }]);
  });

  it('are what Peoplevox may have refused of a confirmed order, once', () => {
    const perhaps = { ...sent('GB-1', 5), lines: [{ itemCode: 'MUG', quantity: 5, certain: 3 }] };
    const facts = {
      ...none,
      orders: [{ id: 'a', confirmed: true, units: mugs(5) }],
      ledger: new Map([['a', [perhaps]]]),
    };
    expect(decideUnderWay(facts)).toEqual(mugs(2));
    const unallocated = [{ number: 'GB-1', orderId: 'a', site }];
    expect(decideUnderWay({ ...facts, unallocated })).toEqual(mugs(5));
  });
});

describe('what an order takes from stock', () => {
  const unitsOfLine = (overrides: Parameters<typeof lineItem>[0], document = {}) =>
    unitsOf(order({ lineItems: [lineItem(overrides)] }), rules(document)).map(({ site: from, units }) => ({
      from,
      units,
    }));

  it('is in units of the ItemCode, from the site that the line goes to', () => {
    expect(unitsOfLine({ quantity: 3 }, { unitsOfMeasure: { 'MUG-RED': 6 } })).toEqual([
      { from: site, units: 18 },
    ]);
  });

  it('is rounded up where it is no whole number: the order is held, its units are spoken for', () => {
    expect(unitsOfLine({ quantity: 1 }, { unitsOfMeasure: { 'MUG-RED': 1.5 } })).toEqual([
      { from: site, units: 2 },
    ]);
  });

  it('is taken from the entry without channel while no site is found for it', () => {
    const document = { defaultSite: null };
    expect(unitsOfLine({ quantity: 2 }, document)).toEqual([{ from: site, units: 2 }]);
    expect(unitsOfLine({ quantity: 2, ...supplyFrom('elsewhere') }, document)).toEqual([]);
  });

  it('is nothing of a line that Peoplevox does not ship', () => {
    expect(unitsOfLine({ quantity: 2 }, { notShippedByPeoplevox: { skuPrefixes: ['MUG'] } })).toEqual([]);
  });
});

describe('an order that may need stock', () => {
  const start = '2026-01-01T00:00:00.000Z';

  it.each([
    ['unpaid', { paymentState: 'Pending' }, { paymentStates: ['Paid'] }, true],
    ['not confirmed yet', { orderState: 'Open' }, { orderStates: ['Confirmed'] }, true],
    ['cancelled', { orderState: 'Cancelled' }, {}, false],
    ['complete', { orderState: 'Complete' }, {}, false],
    [
      'complete where such orders are exported',
      { orderState: 'Complete' },
      { orderStates: ['Complete'] },
      true,
    ],
    ['shipped', { shipmentState: 'Shipped' }, {}, false],
    ['imported', { cart: undefined }, {}, false],
    ['from before the start', { createdAt: '2025-12-31T00:00:00.000Z' }, {}, false],
  ] as const)('%s', (_name, overrides, orderExport, expected) => {
    expect(needsStock(order(overrides), rules({ orderExport }), start)).toBe(expected);
  });
});
