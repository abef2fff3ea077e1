import { concernsExport, orderMessages } from './messages';

describe('messages that concern the export', () => {
  it.each([
    'OrderCreated',
    'OrderImported',
    'OrderCreatedFromRecurringOrder',
    'OrderStateChanged',
    'OrderStateTransition',
    'OrderPaymentStateChanged',
    'OrderShippingAddressSet',
    'OrderEditApplied',
    'OrderLineItemAdded',
    'OrderLineItemRemoved',
    'OrderDeleted',
  ])('include %s', (type) => {
    expect(concernsExport(type)).toBe(true);
  });

  it.each([
    'DeliveryAdded',
    'ParcelTrackingDataUpdated',
    'OrderShipmentStateChanged',
    'Message',
    '',
    'constructor',
  ])('do not include "%s"', (type) => {
    expect(concernsExport(type)).toBe(false);
  });

  it('are named once each', () => {
    expect(new Set(orderMessages).size).toBe(orderMessages.length);
  });
});
