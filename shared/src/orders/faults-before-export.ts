import type { Order } from '@commercetools/platform-sdk';
import type { Rules } from '../configuration/rules';
import { composeSalesOrders } from './composition/compose';
import type { OrderFault } from './composition/sales-order';
import { generatedOrderNumber } from './composition/numbers';

interface NewOrderFacts {
  readonly rules: Rules;
  readonly projectKey: string;
  readonly timeZone: string;
  /** Whether Peoplevox has the ItemCode; undefined: not known, which is no fault. */
  readonly itemCodeKnown: (itemCode: string) => boolean | undefined;
}

/**
 * What would keep an order from being exported, as far as the order itself tells when it is placed: parts that are
 * missing or too long, and SKUs that Peoplevox does not have. Not what may still come (its number, its payment, a state)
 * nor what the rules lack (a site). Pure. Needs what the export needs expanded; undefined where that is missing.
 */
export function faultsBeforeExport(
  order: Order,
  { rules, ...facts }: NewOrderFacts,
): readonly OrderFault[] | undefined {
  const { stores } = rules.orderExport;
  const isForeign = stores !== null && !stores.includes(order.store?.key ?? '');
  if (rules.mode.orders === 'off' || isForeign) return [];
  if (!isExpanded(order, rules)) return undefined;
  const numbered = { ...order, orderNumber: order.orderNumber ?? generatedOrderNumber(order) };
  const composition = composeSalesOrders(numbered, {
    ...facts,
    rules: withoutCustomer(rules),
    numbers: new Map(),
    customer: undefined,
  });
  return composition.kind === 'composed'
    ? []
    : composition.faults.filter(({ code }) => code !== 'order-unroutable');
}

interface Expandable {
  readonly id: string;
  readonly obj?: unknown;
}

/** What composition follows. */
function isExpanded({ lineItems, shippingInfo, shipping }: Order, { notShippedByPeoplevox }: Rules): boolean {
  const needsTypes = notShippedByPeoplevox.productTypes.length > 0;
  const references: readonly (Expandable | undefined)[] = [
    ...lineItems.map(({ supplyChannel }) => supplyChannel),
    ...(needsTypes ? lineItems.map(({ productType }) => productType) : []),
    shippingInfo?.shippingMethod,
    ...shipping.map(({ shippingInfo: info }) => info.shippingMethod),
  ];
  return references.every((reference) => reference === undefined || reference.obj !== undefined);
}

/** The customer is not at hand. */
function withoutCustomer(rules: Rules): Rules {
  const optional = (attributes: Rules['orderAttributes']): Rules['orderAttributes'] =>
    Object.fromEntries(
      Object.entries(attributes).map(([name, attribute]) => [
        name,
        attribute.from.startsWith('customer.') ? { ...attribute, required: false } : attribute,
      ]),
    );
  return {
    ...rules,
    orderAttributes: optional(rules.orderAttributes),
    lineAttributes: optional(rules.lineAttributes),
  };
}
