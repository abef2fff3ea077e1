import type { Order } from '@commercetools/platform-sdk';
import { composeSalesOrders, type CompositionFacts } from './compose';
import { facts, lineItem, londonAddress, order, rules, secondLineId, supplyFrom } from './order.fixture';

function faultsOf(placed: Order, overrides: Partial<CompositionFacts> = {}) {
  const composition = composeSalesOrders(placed, facts(overrides));
  return composition.kind === 'faulty' ? composition.faults : [];
}

const messages = (placed: Order, overrides: Partial<CompositionFacts> = {}) =>
  faultsOf(placed, overrides)
    .map(({ message }) => message)
    .join('\n');

const withRules = (document: Readonly<Record<string, unknown>>) => ({ rules: rules(document) });

describe('validation', () => {
  it('names everything that is wrong at once, and nothing personal', () => {
    const shippingAddress = { country: 'GB', firstName: ' ', streetName: '', city: '' };
    const unroutable = lineItem({ id: secondLineId, variant: { id: 2 }, ...supplyFrom('paris') });
    const placed = order({
      orderNumber: undefined,
      customerEmail: undefined,
      billingAddress: undefined,
      shippingInfo: undefined,
      shippingAddress,
      lineItems: [lineItem(), unroutable],
    });
    const faults = faultsOf(placed, { itemCodeKnown: () => false });
    expect(faults.map(({ message }) => message)).toEqual([
      expect.stringContaining(`No site for line item ${secondLineId}`),
      'The contact name of the shipping address is missing.',
      'The first address line of the shipping address is missing.',
      'The city of the shipping address is missing.',
      'The postcode of the shipping address is missing.',
      'The order has neither an e-mail address nor a phone number.',
      'The order has no shipping method, and there is no default Service type.',
      'Peoplevox has no item with the SKU MUG-RED.',
      `The variant of line item ${secondLineId} has no SKU.`,
      'The order has no order number.',
    ]);
    expect(faults.every(({ fix }) => fix.length > 0)).toBe(true);
  });

  it('accepts a phone number for an e-mail address, and neither if the rules say so', () => {
    const reachable = { customerEmail: undefined, billingAddress: undefined };
    const silent = { ...londonAddress, email: undefined, phone: undefined };
    expect(messages(order({ ...reachable, shippingAddress: { ...silent, mobile: '07700 900000' } }))).toBe(
      '',
    );
    expect(messages(order({ ...reachable, shippingAddress: silent }))).toContain('neither an e-mail address');
    const document = withRules({ orderExport: { contactRequired: 'none' } });
    expect(messages(order({ ...reachable, shippingAddress: silent }), document)).toBe('');
  });

  it('does not demand of the billing address what only a parcel needs', () => {
    expect(messages(order({ billingAddress: { country: 'GB', lastName: 'Byron' } }))).toBe('');
  });

  it.each<[string, Partial<Order>]>([
    ['SalesOrderNumber', { orderNumber: 'W'.repeat(31) }],
    ['Customer', { customerId: 'c'.repeat(51) }],
    ['CustomerPurchaseOrderReferenceNumber', { id: 'o'.repeat(51) }],
    ['ShippingAddressCity', { shippingAddress: { ...londonAddress, city: 'c'.repeat(101) } }],
    ['ShippingAddressRegion', { shippingAddress: { ...londonAddress, region: 'r'.repeat(101) } }],
    ['ShippingAddressPostcode', { shippingAddress: { ...londonAddress, postalCode: 'p'.repeat(101) } }],
    ['InvoiceAddressCity', { billingAddress: { ...londonAddress, city: 'c'.repeat(101) } }],
    ['ContactName', { shippingAddress: { ...londonAddress, lastName: 'n'.repeat(101) } }],
    ['Email', { customerEmail: `${'e'.repeat(500)}@example.com` }],
    ['Phone', { shippingAddress: { ...londonAddress, phone: '1'.repeat(51) } }],
    ['ChannelName', { store: { typeId: 'store', key: 's'.repeat(51) } }],
    ['ItemCode', { lineItems: [lineItem({ variant: { id: 1, sku: 'S'.repeat(51) } })] }],
  ])('refuses a %s that is too long', (column, overrides) => {
    expect(messages(order(overrides))).toMatch(
      new RegExp(`^${column} of .* has \\d+ characters; Peoplevox takes \\d+`, 'm'),
    );
  });

  it('counts the number that a split adds', () => {
    const sites = [{ reference: 'North', supplyChannel: 'leeds' }, { reference: 'South' }];
    const lineItems = [lineItem(), lineItem({ id: secondLineId, ...supplyFrom('leeds') })];
    const placed = order({ orderNumber: 'W'.repeat(30), lineItems });
    expect(messages(placed, withRules({ sites, defaultSite: 'South' }))).toContain('SalesOrderNumber');
    expect(messages(order({ orderNumber: 'W'.repeat(30) }))).toBe('');
  });

  it('refuses what does not fit into two address lines, and what is no country', () => {
    const shippingAddress = { ...londonAddress, country: 'QX', additionalAddressInfo: 'x'.repeat(101) };
    expect(messages(order({ shippingAddress }))).toMatch(/do not fit into two lines[^]*not a country code/);
  });

  it('refuses characters that cannot be sent, without showing the value', () => {
    const text = messages(order({ shippingAddress: { ...londonAddress, city: 'Lon\u0001don' } }));
    expect(text).toBe(
      'ShippingAddressCity of the order (shipping address: `city`) has a control character, which cannot be sent.',
    );
    expect(messages(order({ shippingAddress: { ...londonAddress, city: 'Lon\uD83Ddon' } }))).toContain(
      'control character',
    );
    expect(messages(order({ shippingAddress: { ...londonAddress, city: 'London 🙂' } }))).toBe('');
  });

  it('refuses an order number that Peoplevox could not search for', () => {
    expect(messages(order({ orderNumber: 'A"1' }))).toContain('quotation mark');
    expect(messages(order({ orderNumber: 'A,1' }))).toContain('comma');
  });

  it('does not hold an order whose numbers are all fixed for its number', () => {
    const numbers = new Map([['PrimarySite|', 'OLD-1']]);
    const composition = composeSalesOrders(order({ orderNumber: undefined }), facts({ numbers }));
    expect(composition).toMatchObject({ kind: 'composed', salesOrders: [{ number: 'OLD-1' }] });
  });
});
