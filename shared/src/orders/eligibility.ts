import type { Order } from '@commercetools/platform-sdk';
import type { Rules } from '../configuration/rules';
import { isSettled } from './settled';

interface EligibilityFacts {
  readonly rules: Rules;
  /** ISO 8601: orders created before it are never touched. */
  readonly notBefore: string;
}

/** `reason`: plain words, without personal data. */
type Eligibility = { readonly eligible: true } | { readonly eligible: false; readonly reason: string };

type Check = (order: Order, facts: EligibilityFacts) => string | undefined;

/**
 * Order Import leaves two marks: `completedAt` exists on imported orders only, and an imported order comes from no
 * cart, quote or recurring order (platform-sdk `order.d.ts`). Either is enough: a false "imported" leaves an order
 * unsent where it can be seen, a false "not imported" ships goods a second time.
 */
function isImported(order: Order): boolean {
  const source = order.cart ?? order.quote ?? order.recurringOrder;
  return order.completedAt !== undefined || source === undefined;
}

function oneOf(allowed: readonly string[] | null, actual: string | undefined): boolean {
  return allowed === null || (actual !== undefined && allowed.includes(actual));
}

function refusal(field: string, actual: string | undefined, allowed: readonly string[] | null): string {
  return `Its ${field} is ${actual ?? 'not set'}; exported are: ${(allowed ?? []).join(', ')}.`;
}

const checks: readonly Check[] = [
  (order, { notBefore }) =>
    Date.parse(order.createdAt) < Date.parse(notBefore)
      ? `It was created at ${order.createdAt}, before the connector's start at ${notBefore}.`
      : undefined,
  (order, { rules }) =>
    !rules.orderExport.importedOrders && isImported(order)
      ? 'It came by Order Import, and imported orders are not exported.'
      : undefined,
  (order) => (order.orderState === 'Cancelled' ? 'It is cancelled.' : undefined),
  (order) => (isSettled(order) ? `Its shipment state is already ${order.shipmentState}.` : undefined),
  (
    { orderState },
    {
      rules: {
        orderExport: { orderStates },
      },
    },
  ) => (oneOf(orderStates, orderState) ? undefined : refusal('order state', orderState, orderStates)),
  (
    { paymentState },
    {
      rules: {
        orderExport: { paymentStates },
      },
    },
  ) =>
    oneOf(paymentStates, paymentState) ? undefined : refusal('payment state', paymentState, paymentStates),
  (
    { state },
    {
      rules: {
        orderExport: { stateKeys },
      },
    },
  ) =>
    oneOf(stateKeys, state?.obj?.key)
      ? undefined
      : refusal('workflow state', state?.obj?.key ?? state?.id, stateKeys),
  (
    { store },
    {
      rules: {
        orderExport: { stores },
      },
    },
  ) => (oneOf(stores, store?.key) ? undefined : refusal('store', store?.key, stores)),
];

/** Whether this order is the connector's to export now. Needs `state` expanded where the rules name workflow states. */
export function eligibility(order: Order, facts: EligibilityFacts): Eligibility {
  for (const check of checks) {
    const reason = check(order, facts);
    if (reason !== undefined) return { eligible: false, reason };
  }
  return { eligible: true };
}
