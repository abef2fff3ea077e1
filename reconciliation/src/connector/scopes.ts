import type { NeededScope } from 'peoplevox-connector-shared/configuration';
import { BOOKING_SCOPES } from 'peoplevox-connector-shared/despatch';
import { EXPORT_SCOPES } from 'peoplevox-connector-shared/orders';

/** What reconciliation cannot do without: it repairs through the flows of other applications. */
export const SCOPES: readonly NeededScope[] = [
  ...EXPORT_SCOPES,
  ...BOOKING_SCOPES,
  { scope: 'view_products', to: 'compare stock' },
  { scope: 'view_payments', to: 'prepare the month-end' },
];
