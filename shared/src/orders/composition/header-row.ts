import type { Address, Customer, Order } from '@commercetools/platform-sdk';
import type { Rules } from '../../configuration/rules';
import { contactName, tidy } from './address';
import { addressColumns, demandAddress } from './address-columns';
import { attributeColumns, requestedDelivery } from './attributes';
import { isLinePath } from './columns';
import { customerReference, emailOf } from './customer-row';
import { dateText } from './dates';
import type { FaultList } from './faults';
import type { Columns } from './sales-order';
import { namesOfMethod, type ShippingEntry } from './shipping-entry';

export interface HeaderFacts {
  readonly rules: Rules;
  readonly projectKey: string;
  readonly customer?: Customer;
  /** Codes and names of the tenant's Service types in lower case; undefined: unknown, not checked. */
  readonly serviceTypes?: ReadonlySet<string>;
  readonly timeZone: string;
}

/** Peoplevox's Service type for a shipping entry. */
function serviceType(entry: ShippingEntry, { rules, serviceTypes }: HeaderFacts, faults: FaultList): string {
  const names = namesOfMethod(entry);
  const mapped = names.find((name) => Object.hasOwn(rules.shippingMethods, name));
  const chosen = mapped === undefined ? rules.defaultServiceType : rules.shippingMethods[mapped]?.serviceType;
  const method =
    names[0] === undefined ? 'The order has no shipping method' : `Shipping method ${names[0]} is not mapped`;
  if (chosen === null || chosen === undefined) {
    faults.invalid(
      `${method}, and there is no default Service type.`,
      'Add the shipping method to "shippingMethods" in the configuration, or set "defaultServiceType".',
    );
    return '';
  }
  if (serviceTypes !== undefined && !serviceTypes.has(chosen.toLowerCase()))
    faults.invalid(
      `Peoplevox has no Service type ${chosen}, which the configuration gives this order.`,
      'Correct the Service type in the configuration, or add it in Peoplevox.',
    );
  return chosen;
}

/** Free text in Peoplevox; sent only where the rules translate the method. Needs `paymentInfo.payments` expanded. */
function paymentMethod(order: Order, { paymentMethods }: Rules['orderExport']): Columns {
  const method = (order.paymentInfo?.payments ?? [])
    .map(({ obj }) => obj?.paymentMethodInfo.method)
    .find((candidate) => candidate !== undefined && Object.hasOwn(paymentMethods, candidate));
  if (Object.keys(paymentMethods).length === 0) return {};
  return { PaymentMethod: method === undefined ? '' : (paymentMethods[method] ?? '') };
}

function demandContact(order: Order, address: Address, rules: Rules['orderExport'], faults: FaultList): void {
  const phones = [address, order.billingAddress].flatMap((source) => [
    tidy(source?.phone),
    tidy(source?.mobile),
  ]);
  if (rules.contactRequired === 'none' || emailOf(order, address) !== '') return;
  if (phones.every((phone) => phone === undefined))
    faults.invalid('The order has neither an e-mail address nor a phone number.', 'Enter one of them.');
}

function shippingColumns(
  order: Order,
  entry: ShippingEntry,
  rules: Rules['orderExport'],
  faults: FaultList,
): Columns {
  const ofEntry = entry.key === undefined ? '' : ` of shipping ${entry.key}`;
  const address = entry.shippingAddress;
  if (address === undefined) {
    faults.invalid(`The order has no shipping address${ofEntry}.`, 'Enter the shipping address.');
    return {};
  }
  const subject = `the shipping address${ofEntry}`;
  demandAddress(address, subject, faults);
  demandContact(order, address, rules, faults);
  return {
    ...addressColumns('Shipping', address, rules, subject, faults),
    ...addressColumns(
      'Invoice',
      order.billingAddress ?? address,
      rules,
      order.billingAddress === undefined ? subject : 'the billing address',
      faults,
    ),
    ContactName: contactName(address),
  };
}

/** ChannelName of the sales orders of an order, by which the connector knows them as its own. */
function channelName(order: Order, rules: Rules, projectKey: string): string {
  return rules.orderExport.channelName ?? order.store?.key ?? projectKey;
}

/**
 * All columns of template `Sales orders` that the order and one of its shipping entries settle: all but number, site
 * and amounts. Every fault goes into `faults`. Times in `timeZone`.
 */
export function headerRow(
  order: Order,
  entry: ShippingEntry,
  facts: HeaderFacts,
  faults: FaultList,
): Columns {
  const { rules, customer, timeZone } = facts;
  const { orderExport } = rules;
  const subject = entry.key === undefined ? 'the order' : `the order (shipping ${entry.key})`;
  const context = { order, customer, timeZone, shipping: entry };
  const datePath = orderExport.requestedDeliveryDate;
  return {
    Customer: customerReference(order),
    CustomerPurchaseOrderReferenceNumber: order.id,
    ...shippingColumns(order, entry, orderExport, faults),
    IsPartialShipment: String(orderExport.partialShipment),
    ...requestedDelivery(
      datePath !== null && isLinePath(datePath) ? null : datePath,
      context,
      subject,
      faults,
    ),
    Email: emailOf(order, entry.shippingAddress),
    CreatedDate: dateText(order.createdAt, timeZone) ?? '',
    ...paymentMethod(order, orderExport),
    ServiceType: serviceType(entry, facts, faults),
    ChannelName: channelName(order, rules, facts.projectKey),
    ...attributeColumns('Sales orders', rules.orderAttributes, context, subject, faults),
  };
}
