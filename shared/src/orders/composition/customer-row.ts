import type { Address, Customer, Order } from '@commercetools/platform-sdk';
import { personName, tidy } from './address';
import { cut } from '../../peoplevox/cut';
import type { Columns } from './sales-order';
import { shippingEntries } from './shipping-entry';

/** Peoplevox's limit of Name, FirstName and LastName (facts/peoplevox §14). */
const maxNameLength = 50;

const name = (text: string | undefined): string => cut(tidy(text) ?? '', maxNameLength);

type Person = Pick<Address, 'salutation' | 'title' | 'firstName' | 'lastName'>;

function named(person: Person | undefined): Person | undefined {
  return person !== undefined && personName(person) !== '' ? person : undefined;
}

/** Reference of the order's customer row: one customer of commercetools is one of Peoplevox, each guest order another. */
export function customerReference(order: Order): string {
  return order.customerId ?? order.id;
}

/** E-mail address for the order with these goods; '' if there is none. */
export function emailOf(order: Order, shippingAddress: Address | undefined): string {
  return tidy(order.customerEmail) ?? tidy(shippingAddress?.email) ?? tidy(order.billingAddress?.email) ?? '';
}

/**
 * Row of template `Customers`: the buyer (the customer, else the billing, else the shipping address), reachable by the
 * phone of the shipping address. The same for all sales orders of an order. Names are cut at 50 characters, because
 * they only label the record: the full name goes out as ContactName.
 */
export function customerRow(order: Order, customer: Customer | undefined): Columns {
  const shipping = shippingEntries(order)
    .map(({ shippingAddress }) => shippingAddress)
    .find((address) => address !== undefined);
  const billing = order.billingAddress ?? shipping;
  const person = named(customer) ?? named(billing) ?? named(shipping) ?? {};
  const isNamed = personName(person) !== '';
  const company =
    tidy(customer?.companyName) ?? tidy(billing?.company) ?? (isNamed ? undefined : tidy(shipping?.company));
  const fullName = [person.firstName, person.lastName].filter((part) => tidy(part) !== undefined).join(' ');
  return {
    Reference: customerReference(order),
    Name: name(company ?? fullName),
    FirstName: name(person.firstName),
    LastName: name(person.lastName),
    Phone: tidy(shipping?.phone) ?? tidy(billing?.phone) ?? '',
    Mobile: tidy(shipping?.mobile) ?? tidy(billing?.mobile) ?? '',
    Email: emailOf(order, shipping),
    CustomerType: company === undefined ? 'Individual' : 'Company',
  };
}
