import * as z from 'zod';
import { storedAddress } from '../core/addresses';
import { optionalCustomFields } from '../core/custom-fields';
import { customActions } from '../core/customisable';
import { addressDraft, customDraft, identifier, parsed, resourceKey } from '../core/draft';
import { invalidInput } from '../core/errors';
import { action, assign, byKey, fresh, type Kind } from '../core/kind';
import type { Address } from '../core/platform';
import { address, base, custom, keyReference, named, reference } from '../predicate/fields';

const text = z.string().optional();
const draft = z.object({
  key: resourceKey.optional(),
  customerNumber: text,
  externalId: text,
  email: z.string(),
  password: text,
  authenticationMode: z.enum(['Password', 'ExternalAuth']).default('Password'),
  firstName: text,
  lastName: text,
  middleName: text,
  title: text,
  salutation: text,
  companyName: text,
  vatId: text,
  dateOfBirth: z.iso.date().optional(),
  locale: text,
  addresses: z.array(addressDraft).default([]),
  defaultShippingAddress: z.int().optional(),
  defaultBillingAddress: z.int().optional(),
  isEmailVerified: z.boolean().default(false),
  customerGroup: identifier.optional(),
  stores: z.array(identifier).default([]),
  custom: customDraft.optional(),
});

function addressId(addresses: readonly Address[], index: number | undefined): string | undefined {
  if (index === undefined) return undefined;
  const id = addresses[index]?.id;
  if (id === undefined) throw invalidInput(`There is no address with index ${index}.`);
  return id;
}

function listOf(id: string | undefined): string[] {
  return id === undefined ? [] : [id];
}

/** Get, create and the plain setters: as much of a customer as an order export reads. */
export const customers: Kind<'customer'> = {
  typeId: 'customer',
  path: 'customers',
  entity: 'Customer',
  view: ['view_customers'],
  manage: ['manage_customers'],
  fields: {
    ...base,
    ...named(
      'string',
      'key customerNumber externalId email firstName lastName middleName title salutation companyName vatId ' +
        'dateOfBirth locale defaultShippingAddressId defaultBillingAddressId authenticationMode',
    ),
    isEmailVerified: 'boolean',
    ...named('strings', 'shippingAddressIds billingAddressIds'),
    addresses: address,
    customerGroup: reference,
    stores: keyReference,
    custom,
  },
  alternateKeys: byKey,
  createdBody: (customer) => ({ customer }),
  shown: ({ password: _secret, ...customer }) => customer,
  create: (body, context) => {
    const { defaultShippingAddress, defaultBillingAddress, password, ...customer } = parsed(draft, body);
    if (customer.authenticationMode === 'Password' && password === undefined)
      throw invalidInput('A customer with authentication mode Password needs a password.');
    const addresses = customer.addresses.map((one) => ({
      ...storedAddress(context, one),
      id: context.newId(),
    }));
    const shippingId = addressId(addresses, defaultShippingAddress);
    const billingId = addressId(addresses, defaultBillingAddress);
    return {
      ...fresh(context),
      ...customer,
      addresses,
      defaultShippingAddressId: shippingId,
      shippingAddressIds: listOf(shippingId),
      defaultBillingAddressId: billingId,
      billingAddressIds: listOf(billingId),
      customerGroup:
        customer.customerGroup === undefined
          ? undefined
          : context.reference('customer-group', customer.customerGroup),
      customerGroupAssignments: [],
      stores: customer.stores.map((store) => context.storeReference(store)),
      custom: optionalCustomFields(context, 'customer', customer.custom),
    };
  },
  created: (_, context) => context.emit('CustomerCreated', (customer) => ({ customer })),
  deleted: (_, context) => context.emit('CustomerDeleted'),
  actions: {
    setKey: assign({ key: resourceKey.optional() }),
    changeEmail: assign({ email: z.string() }),
    setFirstName: assign({ firstName: text }),
    setLastName: assign({ lastName: text }),
    setCompanyName: assign({ companyName: text }),
    setVatId: assign({ vatId: text }),
    setExternalId: assign({ externalId: text }),
    setLocale: assign({ locale: text }),
    setCustomerNumber: assign({ customerNumber: text }),
    setCustomerGroup: action({ customerGroup: identifier.optional() }, (customer, body, context) => ({
      ...customer,
      customerGroup:
        body.customerGroup === undefined
          ? undefined
          : context.reference('customer-group', body.customerGroup),
    })),
    ...customActions('customer'),
  },
};

const groupDraft = z.object({
  groupName: z.string(),
  key: resourceKey.optional(),
  custom: customDraft.optional(),
});

export const customerGroups: Kind<'customer-group'> = {
  typeId: 'customer-group',
  path: 'customer-groups',
  entity: 'CustomerGroup',
  view: ['view_customers', 'view_customer_groups'],
  manage: ['manage_customers', 'manage_customer_groups'],
  fields: { ...base, ...named('string', 'name key'), custom },
  alternateKeys: byKey,
  create: (body, context) => {
    const { groupName, key, custom: fields } = parsed(groupDraft, body);
    const checked = optionalCustomFields(context, 'customer-group', fields);
    return { ...fresh(context), name: groupName, key, custom: checked };
  },
  actions: {
    changeName: assign({ name: z.string() }),
    setKey: assign({ key: resourceKey.optional() }),
    ...customActions('customer-group'),
  },
};
