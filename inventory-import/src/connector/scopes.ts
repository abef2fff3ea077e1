import type { NeededScope } from 'peoplevox-connector-shared/configuration';

/** What inventory-import cannot do without. */
export const SCOPES: readonly NeededScope[] = [
  { scope: 'manage_products', to: 'read products and write InventoryEntries' },
  { scope: 'view_orders', to: 'subtract the units of orders under way' },
  { scope: 'view_channels', to: 'find supply Channels' },
  { scope: 'manage_key_value_documents', to: 'keep its memory, the audit and the exceptions' },
  {
    scope: 'view_product_types',
    to: 'leave out product types (notShippedByPeoplevox.productTypes)',
    when: ({ notShippedByPeoplevox }) => notShippedByPeoplevox.productTypes.length > 0,
  },
];
