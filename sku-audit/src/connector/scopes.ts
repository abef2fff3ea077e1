import type { NeededScope } from 'peoplevox-connector-shared/configuration';

/** What sku-audit cannot do without. */
export const SCOPES: readonly NeededScope[] = [
  { scope: 'view_products', to: 'read products' },
  { scope: 'view_product_types', to: 'read product types' },
  { scope: 'view_orders', to: 'tell what is sold of a SKU' },
  { scope: 'manage_key_value_documents', to: 'keep the report and the exceptions' },
  {
    scope: 'manage_products',
    to: 'hold unknown SKUs at stock 0 (skuAudit.holdUnknown)',
    when: ({ skuAudit }) => skuAudit.holdUnknown,
  },
];
