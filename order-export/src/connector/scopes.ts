import type { NeededScope } from 'peoplevox-connector-shared/configuration';
import { EXPORT_SCOPES } from 'peoplevox-connector-shared/orders';

/** What order-export, its deployment scripts included, cannot do without. */
export const SCOPES: readonly NeededScope[] = [
  ...EXPORT_SCOPES,
  { scope: 'manage_channels', to: 'keep the Channel "peoplevox"' },
  { scope: 'manage_subscriptions', to: 'keep the Subscription "peoplevox-order-export"' },
];
