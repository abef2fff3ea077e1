import { extra, placedOrder } from './testing';

function withStates() {
  const placed = placedOrder();
  placed.create('/states', { key: 'shipped', type: 'LineItemState', transitions: [] });
  placed.create('/states', {
    key: 'picked',
    type: 'LineItemState',
    transitions: [{ typeId: 'state', key: 'shipped' }],
  });
  const state = (key: string) => ({ typeId: 'state', key });
  const move = (quantity: number, from: string, to: string) => ({
    action: 'transitionLineItemState',
    lineItemId: placed.lineItemId,
    quantity,
    fromState: state(from),
    toState: state(to),
  });
  const quantities = () => placed.order().lineItems[0]?.state.map(({ quantity }) => quantity);
  return { ...placed, move, quantities };
}

describe('line item states', () => {
  it('move a quantity from one state to another', () => {
    const { act, move, quantities, messages, lineItemId } = withStates();
    act(move(2, 'Initial', 'picked'));
    expect(quantities()).toEqual([1, 2]);
    act(move(1, 'Initial', 'picked'), move(1, 'picked', 'shipped'));
    expect(quantities()).toEqual([2, 1]);
    expect(messages()).toMatchObject([{ type: 'LineItemStateTransition', lineItemId, quantity: 2 }, {}, {}]);
  });

  it('do not move what is not there, nor where the state does not lead', () => {
    const { act, move, quantities } = withStates();
    expect(act(move(4, 'Initial', 'picked')).code).toBe('InvalidOperation');
    expect(act(move(1, 'picked', 'shipped')).code).toBe('InvalidOperation');
    expect(act(move(1, 'Initial', 'shipped'), move(1, 'shipped', 'picked')).code).toBe('InvalidOperation');
    expect(quantities()).toEqual([3]);
  });

  it('are imported when they cover the whole quantity', () => {
    const { act, ask, quantities, messages } = withStates();
    const state = (key: string) => ({ typeId: 'state', id: ask('GET', `/states/key=${key}`).body['id'] });
    const imported = (...counts: readonly number[]) => ({
      action: 'importLineItemState',
      lineItemKey: 'line-a',
      state: counts.map((quantity, index) => ({
        quantity,
        state: state(index === 0 ? 'picked' : 'shipped'),
      })),
    });
    expect(act(imported(1, 2)).status).toBe(200);
    expect(quantities()).toEqual([1, 2]);
    expect(act(imported(1, 1)).code).toBe('InvalidInput');
    expect(messages()).toEqual([]);
  });
});

describe('line items', () => {
  it('carry custom fields and shipping details', () => {
    const { act, lineItemId, order } = placedOrder();
    act(
      { action: 'setLineItemCustomType', lineItemId, type: extra, fields: { note: 'a' } },
      { action: 'setLineItemCustomField', lineItemKey: 'line-a', name: 'note', value: 'b' },
      {
        action: 'setLineItemShippingDetails',
        lineItemId,
        shippingDetails: { targets: [{ addressKey: 'home', quantity: 2 }] },
      },
    );
    expect(order().lineItems[0]).toMatchObject({
      custom: { fields: { note: 'b' } },
      shippingDetails: { targets: [{ addressKey: 'home', quantity: 2 }], valid: false },
    });
    expect(act({ action: 'setLineItemCustomType', lineItemId: 'none', type: extra }).code).toBe(
      'InvalidInput',
    );
  });
});
