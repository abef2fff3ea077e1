import type { NeededScope } from 'peoplevox-connector-shared/configuration';
import { BOOKING_SCOPES } from 'peoplevox-connector-shared/despatch';

/** What despatch-processor, its deployment scripts included, cannot do without. */
export const SCOPES: readonly NeededScope[] = [
  ...BOOKING_SCOPES,
  { scope: 'manage_types', to: 'keep the Types "peoplevox-delivery" and "peoplevox-parcel"' },
  // Also while no rule asks for it: that it does not exist must be seen.
  { scope: 'manage_extensions', to: 'keep the API extension "peoplevox-order"' },
  { scope: 'introspect_oauth_tokens', to: 'know who calls the operator API' },
  { scope: 'view_products', to: 'tell operators the stock of a SKU' },
];
