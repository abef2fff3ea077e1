import { createCollection, type Collection, type UniqueRule } from './collection';
import type {
  Channel,
  CustomObject,
  Customer,
  CustomerGroup,
  Extension,
  InventoryEntry,
  Order,
  Payment,
  Product,
  ProductType,
  ShippingMethod,
  State,
  Store,
  Subscription,
  TaxCategory,
  Type,
  Zone,
} from './platform';

/** Each `typeId` of a reference and what it refers to. */
export interface Documents {
  channel: Channel;
  customer: Customer;
  'customer-group': CustomerGroup;
  extension: Extension;
  'inventory-entry': InventoryEntry;
  'key-value-document': CustomObject;
  order: Order;
  payment: Payment;
  product: Product;
  'product-type': ProductType;
  'shipping-method': ShippingMethod;
  state: State;
  store: Store;
  subscription: Subscription;
  'tax-category': TaxCategory;
  type: Type;
  zone: Zone;
}

export type TypeId = keyof Documents;
export type Collections = { readonly [K in TypeId]: Collection<Documents[K]> };

const key: UniqueRule<{ readonly key?: string }> = { field: 'key', of: (resource) => resource.key };

/** SKU and supply channel as one value; a separator that no SKU contains keeps pairs apart. */
export function stockPlace(sku: string, supplyChannelId: string | undefined): string {
  return JSON.stringify([sku, supplyChannelId ?? null]);
}

/** Container and key as one value. */
export function documentName(container: string, documentKey: string): string {
  return `${container}/${documentKey}`;
}

/** SKUs of the variants, current and staged: each names one variant of the whole project. */
function skusOf({ masterData: { current, staged } }: Product): readonly string[] {
  const variants = [current, staged].flatMap((data) => [data.masterVariant, ...data.variants]);
  return [...new Set(variants.flatMap(({ sku }) => sku ?? []))];
}

export function createCollections(): Collections {
  return {
    channel: createCollection<Channel>({ unique: { key } }),
    customer: createCollection<Customer>({
      unique: {
        key,
        customerNumber: { field: 'customerNumber', of: (customer) => customer.customerNumber },
        email: { field: 'email', of: (customer) => customer.email.toLowerCase() },
      },
    }),
    'customer-group': createCollection<CustomerGroup>({
      unique: { key, name: { field: 'name', of: ({ name }) => name } },
    }),
    extension: createCollection<Extension>({ unique: { key } }),
    'inventory-entry': createCollection<InventoryEntry>({
      unique: {
        key,
        place: { field: 'sku', of: ({ sku, supplyChannel }) => stockPlace(sku, supplyChannel?.id) },
      },
      indexed: { sku: ({ sku }) => sku },
    }),
    'key-value-document': createCollection<CustomObject>({
      unique: { name: { field: 'key', of: (stored) => documentName(stored.container, stored.key) } },
      groupOf: (stored) => stored.container,
    }),
    order: createCollection<Order>({
      unique: { orderNumber: { field: 'orderNumber', of: (order) => order.orderNumber } },
    }),
    payment: createCollection<Payment>({ unique: { key } }),
    product: createCollection<Product>({ unique: { key, sku: { field: 'sku', of: skusOf } } }),
    'product-type': createCollection<ProductType>({ unique: { key } }),
    'shipping-method': createCollection<ShippingMethod>({
      unique: { key, name: { field: 'name', of: ({ name }) => name } },
    }),
    state: createCollection<State>({ unique: { key } }),
    store: createCollection<Store>({ unique: { key } }),
    subscription: createCollection<Subscription>({ unique: { key } }),
    'tax-category': createCollection<TaxCategory>({
      unique: { key, name: { field: 'name', of: ({ name }) => name } },
    }),
    type: createCollection<Type>({ unique: { key } }),
    zone: createCollection<Zone>({ unique: { key, name: { field: 'name', of: ({ name }) => name } } }),
  };
}
