import type { Order } from '@commercetools/platform-sdk';
import { eligibility } from './eligibility';
import { order, rules, workflowState } from './composition/order.fixture';

const start = '2026-01-01T00:00:00.000Z';

function reasonAgainst(overrides: Partial<Order>, orderExport: Readonly<Record<string, unknown>> = {}) {
  const result = eligibility(order(overrides), { rules: rules({ orderExport }), notBefore: start });
  return result.eligible ? undefined : result.reason;
}

describe('eligibility', () => {
  it('lets an ordinary new order through', () => {
    expect(eligibility(order(), { rules: rules(), notBefore: start })).toEqual({ eligible: true });
  });

  it('leaves orders alone that were created before the start, whatever offset the start is written with', () => {
    const facts = { rules: rules(), notBefore: '2026-03-29T01:00:00+01:00' };
    expect(eligibility(order({ createdAt: '2026-03-28T23:59:59.999Z' }), facts)).toMatchObject({
      eligible: false,
    });
    expect(eligibility(order({ createdAt: '2026-03-29T00:00:00.000Z' }), facts)).toEqual({ eligible: true });
  });

  it.each<[string, Partial<Order>]>([
    ['without cart, quote and recurring order', { cart: undefined }],
    ['with completedAt', { completedAt: '2026-02-01T00:00:00.000Z' }],
  ])('leaves an order %s alone as imported, unless imported orders are allowed', (_, overrides) => {
    expect(reasonAgainst(overrides)).toContain('Order Import');
    expect(reasonAgainst(overrides, { importedOrders: true })).toBeUndefined();
  });

  it.each<[string, Partial<Order>]>([
    ['a quote', { quote: { typeId: 'quote', id: 'q' } }],
    ['a recurring order', { recurringOrder: { typeId: 'recurring-order', id: 'r' } }],
  ])('does not take an order from %s for an imported one', (_, source) => {
    expect(reasonAgainst({ cart: undefined, ...source })).toBeUndefined();
  });

  it.each(['Shipped', 'Delivered', 'Canceled'])(
    'leaves an order alone whose shipment state is %s',
    (shipmentState) => {
      expect(reasonAgainst({ shipmentState })).toContain(shipmentState);
    },
  );

  it('never exports a cancelled order, even where any order state is exported', () => {
    expect(reasonAgainst({ orderState: 'Cancelled' }, { orderStates: null })).toBe('It is cancelled.');
    expect(reasonAgainst({ orderState: 'Cancelled' }, { orderStates: ['Cancelled'] })).toBe(
      'It is cancelled.',
    );
  });

  it('exports only the order states that the rules name', () => {
    expect(reasonAgainst({ orderState: 'Complete' })).toBe(
      'Its order state is Complete; exported are: Open, Confirmed.',
    );
    expect(reasonAgainst({ orderState: 'Complete' }, { orderStates: null })).toBeUndefined();
  });

  it('asks for the payment state where the rules name some', () => {
    expect(reasonAgainst({}, { paymentStates: ['Paid'] })).toContain('payment state is not set');
    expect(reasonAgainst({ paymentState: 'Paid' }, { paymentStates: ['Paid'] })).toBeUndefined();
  });

  it('asks for the key of the workflow state where the rules name some', () => {
    const state = { typeId: 'state', id: 'state-approved', obj: workflowState('approved') } as const;
    expect(reasonAgainst({ state }, { stateKeys: ['approved'] })).toBeUndefined();
    expect(reasonAgainst({ state }, { stateKeys: ['paid'] })).toContain('workflow state is approved');
  });

  it('asks for the store where the rules name some', () => {
    const store = { typeId: 'store', key: 'uk' } as const;
    expect(reasonAgainst({ store }, { stores: ['uk'] })).toBeUndefined();
    expect(reasonAgainst({}, { stores: ['uk'] })).toContain('store is not set');
  });
});
