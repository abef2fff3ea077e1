import type { Invariant, Scene } from './invariant';

/** What the connector may write in commercetools: resource, and for updates the action. */
const ALLOWED = new Set([
  'custom-objects',
  'inventory',
  'inventory changeQuantity',
  'inventory setSupplyChannel',
  'payment-intents capturePayment',
  'payments addTransaction',
  'orders updateSyncInfo',
  'orders setOrderNumber',
  'orders addDelivery',
  'orders addParcelToDelivery',
  'orders setParcelTrackingData',
  'orders setParcelItems',
  'orders setDeliveryItems',
  'orders setDeliveryCustomField',
  'orders setDeliveryCustomType',
  'orders setParcelCustomField',
  'orders setParcelCustomType',
  'orders changeShipmentState',
  'orders changeOrderState',
  'orders transitionLineItemState',
  'orders addReturnInfo',
  'orders setReturnShipmentState',
]);
const TEMPLATES = new Set(['Customers', 'Sales orders', 'Sales order items']);

/** Every field has one owner; the other side's are never written. */
export function onlyOwnFields({ world }: Scene): Invariant {
  return {
    name: 'I10 no field is written by a system that does not own it',
    atRest: () => {
      const foreign = [...world.witness.written].find((what) => !ALLOWED.has(what));
      if (foreign !== undefined) return `the connector wrote ${foreign} in commercetools`;
      const template = world.peoplevox.journal.find(
        ({ operation, template: name = '' }) => operation === 'SaveData' && !TEMPLATES.has(name),
      );
      return template && `the connector saved ${template.template} in Peoplevox`;
    },
  };
}
