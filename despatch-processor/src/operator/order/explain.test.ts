import type { Order } from 'peoplevox-connector-shared/commercetools';
import type { ShownException } from '../exceptions';
import { sentenceOf, timelineOf, type OrderFacts } from './explain';

const delivery = (key: string, quantity: number, tracking?: string) => ({
  id: `id-${key}`,
  key,
  createdAt: '2026-03-02T11:00:00.000Z',
  items: [{ id: 'l1', quantity }],
  parcels: [
    {
      id: `parcel-${key}`,
      key: `${key}-1`,
      createdAt: '2026-03-02T11:00:01.000Z',
      ...(tracking && { trackingData: { trackingId: tracking } }),
    },
  ],
});

const order = {
  id: 'o1',
  createdAt: '2026-03-02T09:00:00.000Z',
  orderState: 'Open',
  lineItems: [{ id: 'l1', quantity: 3 }],
  shippingInfo: { deliveries: [] },
  shipping: [],
} as unknown as Order;

const despatched = (...deliveries: object[]): Order =>
  ({ ...order, shipmentState: 'Partial', shippingInfo: { deliveries } }) as unknown as Order;

const facts = (overrides: Partial<OrderFacts> = {}): OrderFacts => ({
  order,
  notOurs: undefined,
  ledger: undefined,
  numbers: [],
  exceptions: [],
  hints: [],
  peoplevox: { salesOrders: [], despatches: [] },
  ...overrides,
});

const exception: ShownException = {
  key: 'order-invalid.0123456789abcdef',
  code: 'order-invalid',
  owner: 'ecommerce',
  status: 'open',
  subject: { type: 'order', id: 'o1', key: 'GB-1' },
  message: 'The shipping address has no postcode.',
  fix: 'Add it.',
  firstSeenAt: '2026-03-02T09:00:02.000Z',
  lastSeenAt: '2026-03-02T09:00:02.000Z',
  occurrences: 1,
};

const exported = {
  numbers: ['GB-1'],
  ledger: { state: 'exported', trace: [{ at: '2026-03-02T09:00:05.000Z', what: 'GB-1: confirmed' }] },
};
const peoplevox = (status: string, ...numbers: string[]) => ({
  salesOrders: [{ number: 'GB-1', status }],
  despatches: numbers.map((number) => ({
    number,
    delivery: number,
    salesOrder: 'GB-1',
    at: '2026-03-02T10:59:00.000Z',
    units: 1,
  })),
});

describe('why an order is where it is', () => {
  it.each([
    [
      'an open exception',
      { exceptions: [exception] },
      'Order cannot go on as it is: The shipping address has no postcode. For ecommerce: Add it.',
    ],
    [
      'several',
      { exceptions: [exception, { ...exception, code: 'order-sku-unknown' as const }] },
      'Order cannot go on as it is (and 1 more): ',
    ],
    [
      'what keeps it from being ours',
      { notOurs: 'It is cancelled.' },
      'The order is not exported. It is cancelled.',
    ],
    ['a message that has not come', {}, 'has not come to the connector yet'],
    ['a pause', { ledger: { state: 'waiting', trace: [] } }, 'the export is paused'],
    ['the shadow', { ledger: { state: 'shadow', trace: [] } }, 'shadow mode'],
    [
      'the warehouse',
      { ...exported, peoplevox: peoplevox('Allocated') },
      'In Peoplevox GB-1 is "Allocated"; none of its 3 unit(s) has left. The order is Open.',
    ],
    [
      'a sales order that is gone',
      { ...exported, peoplevox: { salesOrders: [], despatches: [] } },
      'GB-1 is not there any more',
    ],
    [
      'what has left',
      { ...exported, order: despatched(delivery('DES1', 2)), peoplevox: peoplevox('Picked', 'DES1') },
      '2 of its 3 unit(s) left in 1 delivery(ies). The order is Open, shipment Partial.',
    ],
    [
      'a despatch that is not booked',
      {
        ...exported,
        order: despatched(delivery('DES1', 2)),
        peoplevox: peoplevox('Despatched', 'DES1', 'DES2'),
      },
      'despatch DES2 is not booked yet',
    ],
    [
      'a Peoplevox that cannot be asked',
      { ...exported, peoplevox: { unavailable: 'It is away.' } },
      'It is away.',
    ],
  ])('is told by %s', (_, overrides, sentence) => {
    expect(sentenceOf(facts(overrides))).toContain(sentence);
  });

  it('is not a resolved exception', () => {
    const resolved = { ...exception, status: 'resolved' as const };
    expect(sentenceOf(facts({ exceptions: [resolved] }))).not.toContain('postcode');
  });
});

describe('the timeline', () => {
  it('tells what happened everywhere, the oldest first', () => {
    const told = timelineOf(
      facts({
        ...exported,
        order: despatched(delivery('DES1', 2, 'TRK-1')),
        peoplevox: peoplevox('Picked', 'DES1'),
        exceptions: [
          { ...exception, status: 'resolved', resolvedAt: '2026-03-02T09:00:03.000Z', evidence: 'Mended.' },
        ],
        hints: [
          {
            schemaVersion: 1,
            number: 'GB-1',
            kinds: ['tracking'],
            count: 2,
            firstSeenAt: '2026-03-02T12:00:00.000Z',
            lastSeenAt: '2026-03-02T12:00:01.000Z',
          },
        ],
      }),
    );
    expect(told.map(({ where, what }) => `${where}: ${what}`)).toEqual([
      'commercetools: placed',
      'connector: exception order-invalid, for ecommerce',
      'connector: exception order-invalid resolved: Mended.',
      'connector: GB-1: confirmed',
      'Peoplevox: despatch DES1 of GB-1: 1 unit(s)',
      'commercetools: Delivery DES1: 2 unit(s)',
      'commercetools: Parcel DES1-1: tracking number TRK-1',
      'connector: 2 callback(s) about GB-1 (tracking) wait to be looked at',
    ]);
  });
});
