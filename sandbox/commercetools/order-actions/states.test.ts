import { placedOrder } from './testing';

describe('order states', () => {
  it('are set directly and told with the old one', () => {
    const { act, messages } = placedOrder();
    act(
      { action: 'changeOrderState', orderState: 'Confirmed' },
      { action: 'changePaymentState', paymentState: 'Paid' },
      { action: 'changeShipmentState', shipmentState: 'Partial' },
      { action: 'changeShipmentState', shipmentState: 'Canceled' },
    );
    expect(messages()).toMatchObject([
      { type: 'OrderStateChanged', orderState: 'Confirmed', oldOrderState: 'Open' },
      { type: 'OrderPaymentStateChanged', paymentState: 'Paid' },
      { type: 'OrderShipmentStateChanged', shipmentState: 'Partial' },
      { type: 'OrderShipmentStateChanged', shipmentState: 'Canceled', oldShipmentState: 'Partial' },
    ]);
    expect(messages().map(({ sequenceNumber }) => sequenceNumber)).toEqual([2, 3, 4, 5]);
  });

  it.each([
    ['changeShipmentState', { shipmentState: 'Cancelled' }],
    ['changeOrderState', { orderState: 'Canceled' }],
  ])('%s knows its own spelling only', (action, body) => {
    expect(placedOrder().act({ action, ...body }).status).toBe(400);
  });

  it('follow a workflow in transitionState, unless forced', () => {
    const { act, create, messages } = placedOrder();
    create('/states', { key: 'shipped', type: 'OrderState', transitions: [] });
    create('/states', {
      key: 'ready',
      type: 'OrderState',
      transitions: [{ typeId: 'state', key: 'shipped' }],
    });
    create('/states', { key: 'picked', type: 'LineItemState' });
    const to = (key: string, force?: boolean) => ({
      action: 'transitionState',
      state: { typeId: 'state', key },
      force,
    });
    expect(act(to('ready')).status).toBe(200);
    expect(act(to('shipped')).status).toBe(200);
    expect(act(to('ready')).code).toBe('InvalidOperation');
    expect(act(to('ready', true)).status).toBe(200);
    expect(act(to('picked', true)).code).toBe('InvalidInput');
    expect(messages()).toMatchObject([{ type: 'OrderStateTransition', force: false }, {}, { force: true }]);
  });
});
