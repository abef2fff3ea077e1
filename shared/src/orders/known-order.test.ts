import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { composeSalesOrders } from './composition/compose';
import { Journey } from './journey';
import {
  confirmedNumbers,
  droppedNumbers,
  fixedNumbers,
  isAsConfirmed,
  isConfirmed,
  pathsOf,
  type Known,
} from './known-order';
import { ABSENT, attemptedSalesOrders, confirmedSalesOrders, type LedgerEntry } from './ledger';
import { facts, lineItem, order, orderId, rules, secondLineId } from './composition/order.fixture';

const clock = createVirtualClock(Date.parse('2026-04-01T10:00:00Z'));

function composed(lineItems = [lineItem()]) {
  const composition = composeSalesOrders(order({ lineItems }), facts());
  if (composition.kind === 'faulty') throw new Error('The fixture is faulty.');
  return composition.salesOrders;
}

const wanted = composed();
const more = composed([lineItem(), lineItem({ id: secondLineId })]);
const confirmed = confirmedSalesOrders(orderId, wanted);

function known(entry?: Partial<LedgerEntry>, syncedAs?: string): Known {
  const value: LedgerEntry = {
    schemaVersion: 1,
    state: 'exported',
    orderVersion: 1,
    salesOrders: confirmed,
    held: [],
    trace: [],
    ...entry,
  };
  const stored = { container: 'peoplevox-orders', key: orderId, version: 1, lastModifiedAt: 0, value };
  return {
    order: order(),
    stored: entry && stored,
    rules: rules(),
    channel: { id: 'channel', createdAt: '2026-01-01T00:00:00Z' },
    syncedAs,
    journey: new Journey([], clock),
  };
}

describe('whether Peoplevox has an order as it is', () => {
  it('is certain when the same was confirmed', () => {
    expect(isAsConfirmed(known({}), wanted)).toBe(true);
  });

  it.each<[string, Partial<LedgerEntry>]>([
    ['it was not exported yet', { state: 'sending' }],
    ['an attempt to create it had no known end', { salesOrders: attemptedSalesOrders([], confirmed) }],
    ['a line was removed', { salesOrders: confirmedSalesOrders(orderId, more) }],
    ['a further sales order is there', { salesOrders: [...confirmed, ...confirmed] }],
    ['it was cancelled', { salesOrders: confirmed.map((one) => ({ ...one, cancelled: true })) }],
  ])('is not when %s', (_, entry) => {
    expect(isAsConfirmed(known(entry), wanted)).toBe(false);
  });

  it('is not when a line was added, also while an attempt to send it had no known end', () => {
    expect(isAsConfirmed(known({}), more)).toBe(false);
    const attempted = attemptedSalesOrders(confirmed, confirmedSalesOrders(orderId, more));
    expect(isAsConfirmed(known({ salesOrders: attempted }), more)).toBe(false);
  });
});

describe('what was confirmed', () => {
  it('is known from the ledger, or from syncInfo where there is none', () => {
    expect(isConfirmed(known({}))).toBe(true);
    expect(isConfirmed(known({ state: 'sending' }))).toBe(false);
    expect(isConfirmed(known(undefined, 'A'))).toBe(true);
    expect(isConfirmed(known())).toBe(false);
  });

  it('is known of each sales order', () => {
    const [first] = confirmed;
    const attempted = { ...first, number: 'B', site: 'North', possible: [ABSENT, 'f'], lines: [] };
    expect(confirmedNumbers(known({ salesOrders: [...confirmed, attempted] }))).toEqual(['WEB-1001']);
    expect(confirmedNumbers(known(undefined, 'A,B'))).toEqual(['A', 'B']);
    expect(confirmedNumbers(known())).toEqual([]);
  });
});

describe('numbers of sales orders', () => {
  it('are fixed for a site and shipping entry, and never used again once cancelled', () => {
    const entry = known({
      salesOrders: [
        ...confirmed,
        { number: 'B', site: 'North', shippingKey: 'gift', possible: [], lines: [] },
        { number: 'C', site: 'South', cancelled: true, possible: [], lines: [] },
      ],
    }).stored?.value;
    const numbers = fixedNumbers(entry);
    expect(numbers.get('PrimarySite|')).toBe('WEB-1001');
    expect(numbers.get('North|gift')).toBe('B');
    expect(numbers.has('South|')).toBe(false);
    expect([...numbers.values()]).toContain('C');
    expect(fixedNumbers(undefined).size).toBe(0);
  });

  it('are dropped when the order does not need them any more', () => {
    expect(droppedNumbers(known({}), wanted)).toEqual([]);
    expect(droppedNumbers(known({}), [])).toEqual(['WEB-1001']);
    expect(droppedNumbers(known(undefined, 'WEB-1001,OLD'), wanted)).toEqual(['OLD']);
  });
});

describe('paths of the rules', () => {
  it('are those of attributes and of the requested delivery date', () => {
    const document = {
      orderAttributes: { Attribute1: { from: 'customer.custom.fields.tier' } },
      lineAttributes: { Attribute1: { from: 'lineItem.variant.sku' } },
    };
    expect(pathsOf(rules(document))).toEqual(['customer.custom.fields.tier', 'lineItem.variant.sku']);
    expect(pathsOf(rules({ orderExport: { requestedDeliveryDate: 'custom.fields.when' } }))).toEqual([
      'custom.fields.when',
    ]);
  });
});

describe('the journey of an order', () => {
  it('begins with its receipt, once, and grows by dated steps', () => {
    const journey = new Journey([], clock);
    journey.step('held: order-invalid');
    expect(journey.steps).toEqual([
      { at: '2026-04-01T10:00:00.000Z', what: 'received' },
      { at: '2026-04-01T10:00:00.000Z', what: 'held: order-invalid' },
    ]);
    const later = new Journey(journey.steps, clock);
    later.step('exported');
    expect(later.steps.map(({ what }) => what)).toEqual(['received', 'held: order-invalid', 'exported']);
  });

  it('says once what stays as it was', () => {
    const journey = new Journey([], clock);
    journey.step('held: order-invalid');
    const later = new Journey(journey.steps, clock);
    later.step('held: order-invalid');
    expect(later.steps).toEqual(journey.steps);
  });
});
