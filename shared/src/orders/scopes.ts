import type { NeededScope } from '../configuration/needed-scopes';

/** What the export of orders needs of commercetools. */
export const EXPORT_SCOPES: readonly NeededScope[] = [
  { scope: 'manage_orders', to: 'read orders and mark them as exported' },
  { scope: 'view_channels', to: 'find the Channel "peoplevox" and supply Channels' },
  { scope: 'manage_key_value_documents', to: 'keep rules, ledger and exceptions' },
  {
    scope: 'view_states',
    to: 'export by workflow State (orderExport.stateKeys)',
    when: ({ orderExport }) => orderExport.stateKeys !== null,
  },
  {
    scope: 'view_payments',
    to: 'send payment methods (orderExport.paymentMethods)',
    when: ({ orderExport }) => Object.keys(orderExport.paymentMethods).length > 0,
  },
  {
    scope: 'view_product_types',
    to: 'leave out product types (notShippedByPeoplevox.productTypes)',
    when: ({ notShippedByPeoplevox }) => notShippedByPeoplevox.productTypes.length > 0,
  },
  {
    scope: 'view_customers',
    to: 'send fields of customers (orderAttributes, lineAttributes)',
    when: ({ orderAttributes, lineAttributes }) =>
      [...Object.values(orderAttributes), ...Object.values(lineAttributes)].some(({ from }) =>
        from.startsWith('customer'),
      ),
  },
];
