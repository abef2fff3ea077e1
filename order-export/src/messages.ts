/**
 * Messages of an order that can make it exportable, change what was exported, or end it. Each only says that the order
 * must be looked at: what to do is decided from the order itself, read anew. Our own writes (updateSyncInfo,
 * setOrderNumber) send none of these, so that no write of ours wakes us.
 */
export const orderMessages = [
  'OrderCreated',
  'OrderImported',
  'OrderCreatedFromRecurringOrder',
  'OrderStateChanged',
  'OrderStateTransition',
  'OrderPaymentStateChanged',
  'OrderPaymentAdded',
  'OrderShippingAddressSet',
  'OrderBillingAddressSet',
  'OrderShippingInfoSet',
  'OrderCustomerSet',
  'OrderCustomerEmailSet',
  'OrderPurchaseOrderNumberSet',
  'OrderStoreSet',
  'OrderBusinessUnitSet',
  'OrderCustomTypeSet',
  'OrderCustomTypeRemoved',
  'OrderCustomFieldAdded',
  'OrderCustomFieldChanged',
  'OrderCustomFieldRemoved',
  'OrderEditApplied',
  'OrderLineItemAdded',
  'OrderLineItemRemoved',
  'OrderLineItemDiscountSet',
  'OrderCustomLineItemAdded',
  'OrderCustomLineItemRemoved',
  'OrderCustomLineItemQuantityChanged',
  'OrderCustomLineItemDiscountSet',
  'OrderDeleted',
] as const;

const relevant: ReadonlySet<string> = new Set(orderMessages);

export function concernsExport(messageType: string): boolean {
  return relevant.has(messageType);
}
