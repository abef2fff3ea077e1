import {
  berlinAddress,
  lineItem,
  londonAddress,
  order,
  rules,
  secondLineId,
  shippingBy,
  shippingTo,
  supplyFrom,
  targets,
} from './order.fixture';
import { explainRouting, groupKey, routeOrder } from './routing';

const sites = [
  { reference: 'North', supplyChannel: 'leeds' },
  { reference: 'South', supplyChannel: 'dover' },
];
const twoSites = { sites, defaultSite: 'North' };

describe('routeOrder', () => {
  it('sends a line to the site of its supply channel, whatever the routing rules say', () => {
    const document = { ...twoSites, routing: [{ when: {}, site: 'North' }] };
    const [routed] = routeOrder(order({ lineItems: [lineItem(supplyFrom('dover'))] }), rules(document));
    expect(routed).toMatchObject({ site: 'South', settled: false, faults: [] });
    expect(routed?.rule).toContain('supply channel dover');
  });

  it('finds no site for a line whose supply channel belongs to none, and does not fall back to the default', () => {
    const [routed] = routeOrder(order({ lineItems: [lineItem(supplyFrom('paris'))] }), rules(twoSites));
    expect(routed?.site).toBeUndefined();
    expect(routed?.faults).toMatchObject([
      {
        code: 'order-unroutable',
        message: 'No site for the line with SKU MUG-RED: its supply channel paris belongs to no site',
      },
    ]);
  });

  it('finds no site for a line whose supply channel cannot be read', () => {
    const supplyChannel = { typeId: 'channel', id: 'gone' } as const;
    const [routed] = routeOrder(order({ lineItems: [lineItem({ supplyChannel })] }), rules(twoSites));
    expect(routed?.faults[0]?.code).toBe('order-unroutable');
  });

  it('takes the first routing rule that matches store, country and SKU together', () => {
    const routing = [
      { when: { stores: ['uk'], countries: ['DE'] }, site: 'North' },
      { when: { stores: ['uk'], countries: ['GB', 'IE'], skuPrefixes: ['MUG-'] }, site: 'South' },
      { when: {}, site: 'North' },
    ];
    const document = { ...twoSites, routing };
    const inStore = { store: { typeId: 'store', key: 'uk' } } as const;
    expect(routeOrder(order(inStore), rules(document))[0]).toMatchObject({
      site: 'South',
      rule: 'routing rule 2 of 3 matches (routing)',
    });
    expect(routeOrder(order(), rules(document))[0]?.site).toBe('North');
  });

  it('falls back to the default site, and without one finds none', () => {
    expect(routeOrder(order(), rules(twoSites))[0]).toMatchObject({ site: 'North' });
    const [routed] = routeOrder(order(), rules({ sites, defaultSite: null }));
    expect(routed?.faults[0]).toMatchObject({ code: 'order-unroutable' });
  });

  it.each([
    ['supply channel', { supplyChannels: ['dropship'] }, 'supply channel dropship'],
    ['shipping method by key', { shippingMethods: ['standard'] }, 'shipping method standard'],
    [
      'shipping method by name',
      { shippingMethods: ['standard delivery'] },
      'shipping method standard delivery',
    ],
    ['SKU prefix', { skuPrefixes: ['MUG'] }, 'SKU prefix MUG'],
    ['product type', { productTypes: ['goods'] }, 'product type goods'],
  ])(
    'counts a line as settled by %s, before anything could be wrong with it',
    (_, notShippedByPeoplevox, reason) => {
      const placed = order({ lineItems: [lineItem(supplyFrom('dropship'))] });
      expect(routeOrder(placed, rules({ ...twoSites, notShippedByPeoplevox }))).toMatchObject([
        { settled: true, site: undefined, faults: [], rule: `not shipped by Peoplevox: ${reason}` },
      ]);
    },
  );

  it('does not guess when a product type that a rule needs cannot be read', () => {
    const line = lineItem({ productType: { typeId: 'product-type', id: 'gone' } });
    const document = { notShippedByPeoplevox: { productTypes: ['voucher'] } };
    expect(routeOrder(order({ lineItems: [line] }), rules(document))[0]?.faults[0]?.message).toContain(
      'product type gone',
    );
    expect(routeOrder(order({ lineItems: [line] }), rules())[0]?.faults).toEqual([]);
  });
});

describe('routeOrder in Multiple shipping mode', () => {
  const multiple = (line: ReturnType<typeof lineItem>) =>
    order({
      shippingMode: 'Multiple',
      itemShippingAddresses: [londonAddress, berlinAddress],
      shipping: [shippingTo('gb', londonAddress), shippingTo('de', berlinAddress)],
      lineItems: [line],
    });
  const byCountry = { ...twoSites, routing: [{ when: { countries: ['DE'] }, site: 'South' }] };

  it('divides a line over its shipping entries and routes each by its own address', () => {
    const line = lineItem({ quantity: 3, ...targets(['gb', 'home', 1], ['de', 'office', 2]) });
    expect(routeOrder(multiple(line), rules(byCountry))).toMatchObject([
      { shippingKey: 'gb', quantity: 1, site: 'North', faults: [] },
      { shippingKey: 'de', quantity: 2, site: 'South', faults: [] },
    ]);
  });

  it('adds up targets that travel together', () => {
    const line = lineItem({ quantity: 3, ...targets(['gb', 'home', 1], ['gb', 'home', 2]) });
    expect(routeOrder(multiple(line), rules())).toMatchObject([{ shippingKey: 'gb', quantity: 3 }]);
  });

  it.each([
    ['quantities that do not add up', targets(['gb', 'home', 1]), 'distribute 1 of 2 units'],
    ['no targets', {}, 'distribute 0 of 2 units'],
    ['a target of no shipping entry', targets(['fr', 'home', 2]), 'name no shipping method'],
    [
      'an address that its shipping entry does not deliver to',
      targets(['gb', 'office', 2]),
      'name another address',
    ],
  ])('holds a line with %s', (_, details, words) => {
    const faults = routeOrder(multiple(lineItem(details)), rules()).flatMap((routed) => routed.faults);
    expect(faults.map(({ message }) => message).join()).toContain(words);
    expect(faults[0]?.code).toBe('order-invalid');
  });

  it('knows an address under another key for the same', () => {
    const line = lineItem(targets(['gb', 'copy', 2]));
    const placed = {
      ...multiple(line),
      itemShippingAddresses: [{ ...londonAddress, key: 'copy', id: 'x1' }],
    };
    expect(routeOrder(placed, rules())[0]?.faults).toEqual([]);
  });

  it('holds a Single mode line whose goods are meant for another address than the order', () => {
    const line = lineItem({
      shippingDetails: { valid: true, targets: [{ addressKey: 'office', quantity: 2 }] },
    });
    const placed = order({ itemShippingAddresses: [berlinAddress], lineItems: [line] });
    expect(routeOrder(placed, rules())[0]?.faults[0]?.message).toContain('another address');
  });
});

describe('explainRouting', () => {
  it('tells site and rule of each line, and what is wrong', () => {
    const voucher = lineItem({ id: secondLineId, variant: { id: 1, sku: 'GIFT-CARD' }, quantity: 1 });
    const placed = order({
      shippingInfo: shippingBy('express'),
      lineItems: [lineItem(supplyFrom('paris')), voucher],
    });
    const text = explainRouting(placed, rules({ notShippedByPeoplevox: { skuPrefixes: ['GIFT'] } }));
    expect(text.split('\n')).toEqual([
      'Order WEB-1001',
      '  2 × MUG-RED → NO SITE: none: its supply channel paris belongs to no site',
      expect.stringContaining('    ! No site for the line with SKU MUG-RED'),
      '  1 × GIFT-CARD → not sent: not shipped by Peoplevox: SKU prefix GIFT',
    ]);
    expect(explainRouting(order(), rules())).toContain('2 × MUG-RED → PrimarySite: no supply channel');
  });
});

describe('groupKey', () => {
  it('tells sites and shipping entries apart', () => {
    expect([groupKey('North'), groupKey('North', 'de')]).toEqual(['North|', 'North|de']);
  });
});
