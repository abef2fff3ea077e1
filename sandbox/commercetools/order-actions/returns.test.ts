import { extra, placedOrder } from './testing';

function returned(shipmentState = 'Returned') {
  const placed = placedOrder();
  const item = (key: string) => ({ key, lineItemId: placed.lineItemId, quantity: 1, shipmentState });
  placed.act({ action: 'addReturnInfo', items: [item('R-1')], returnTrackingId: 'RT' });
  const items = () => placed.order().returnInfo?.flatMap((info) => info.items);
  return { ...placed, item, items };
}

describe('returns', () => {
  it('are added with items that start by what came back', () => {
    const { items, messages } = returned();
    expect(items()).toMatchObject([
      { key: 'R-1', type: 'LineItemReturnItem', shipmentState: 'Returned', paymentState: 'Initial' },
    ]);
    expect(messages()).toMatchObject([{ type: 'ReturnInfoAdded', returnInfo: { returnTrackingId: 'RT' } }]);
  });

  it('have item keys that are unique in the order', () => {
    const { act, item } = returned();
    expect(act({ action: 'addReturnInfo', items: [item('R-1')] }).code).toBe('DuplicateField');
    expect(act({ action: 'addReturnInfo', items: [item('R-2')] }).status).toBe(200);
    expect(act({ action: 'addReturnInfo', items: [{ ...item('R-3'), lineItemId: 'none' }] }).code).toBe(
      'InvalidInput',
    );
  });

  it('go from Returned to stock or waste, and never from Advised', () => {
    const { act, items, messages } = returned();
    const to = (shipmentState: string) => ({
      action: 'setReturnShipmentState',
      returnItemKey: 'R-1',
      shipmentState,
    });
    expect(act(to('BackInStock')).status).toBe(200);
    expect(items()?.[0]?.shipmentState).toBe('BackInStock');
    expect(messages().at(-1)).toMatchObject({
      type: 'OrderReturnShipmentStateChanged',
      returnShipmentState: 'BackInStock',
    });
    expect(act(to('Returned')).code).toBe('InvalidOperation');
    expect(returned('Advised').act(to('Returned')).code).toBe('InvalidOperation');
  });

  it('take a payment state once something came back', () => {
    const pay = { action: 'setReturnPaymentState', returnItemKey: 'R-1', paymentState: 'Refunded' };
    const { act, items } = returned();
    act(pay, { action: 'setReturnItemCustomType', returnItemKey: 'R-1', type: extra, fields: { note: 'x' } });
    expect(items()?.[0]).toMatchObject({ paymentState: 'Refunded', custom: { fields: { note: 'x' } } });
    expect(returned('Advised').act(pay).code).toBe('InvalidOperation');
    expect(act({ ...pay, returnItemKey: 'none' }).code).toBe('InvalidInput');
  });

  it('are replaced as a whole', () => {
    const { act, item, items, messages } = returned('Advised');
    act({ action: 'setReturnInfo', items: [{ items: [{ ...item('R-9'), shipmentState: 'Returned' }] }] });
    expect(items()?.map(({ key }) => key)).toEqual(['R-9']);
    expect(messages().at(-1)?.['type']).toBe('ReturnInfoSet');
  });
});
