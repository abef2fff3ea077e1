import { placedOrder } from '../order-actions/testing';

describe('an applied order edit', () => {
  it('changes lines and totals and tells what happened', () => {
    const { emulator, id, lineItemId, order, messages } = placedOrder();
    const second = order().lineItems[1]?.id ?? '';
    emulator.applyOrderEdit(id, {
      addLineItems: [{ sku: 'C', centAmount: 50 }],
      removeLineItems: [second],
      changeQuantity: [{ lineItemId, quantity: 1 }],
    });
    expect(order()).toMatchObject({
      version: 2,
      totalPrice: { centAmount: 1000 + 50 + 500 },
      lineItems: [
        { variant: { sku: 'A' }, quantity: 1, state: [{ quantity: 1 }] },
        { variant: { sku: 'C' } },
      ],
    });
    expect(messages()).toMatchObject([
      { type: 'OrderLineItemRemoved', lineItemId: second, removedQuantity: 1, newQuantity: 0 },
      { type: 'OrderLineItemAdded', addedQuantity: 1, lineItem: { variant: { sku: 'C' } } },
      {
        type: 'OrderEditApplied',
        result: { excerptBeforeEdit: { version: 1 }, excerptAfterEdit: { version: 2 } },
      },
    ]);
  });

  it('refuses lines that are not there', () => {
    const { emulator, id, order } = placedOrder();
    expect(() => emulator.applyOrderEdit(id, { removeLineItems: ['none'] })).toThrow("no line item 'none'");
    expect(order().version).toBe(1);
  });
});
