export type {
  ByProjectKeyRequestBuilder,
  Destination,
  ExtensionTrigger,
  Order,
} from '@commercetools/platform-sdk';
export { AUDIT_CONTAINER } from './audit-trail';
export { ensureChannel } from './channels';
export { CommercetoolsError } from './commercetools-error';
export { withConflictRetry } from './conflict';
export { createCommercetools, grantedScopes } from './create-client';
export { Conflict, createDocuments, type Documents, type Stored } from './documents';
export { keepLease } from './keep-lease';
export { LeaseLost, withLease, type Lease } from './lease';
export { ensureExtension, getExtension, removeExtension, urlOf } from './extensions';
export { createLifeSign, lifeSignOf, livedLately } from './life-sign';
export { keepRuns } from './run-log';
export { madeHere, rememberMade } from './made';
export { createServerClock, type ServerClock } from './server-clock';
export { getOrder, ORDER_EXPANSIONS, updateOrder } from './orders';
export { DocumentNewer, OwnDocument } from './own-document';
export { createPaymentIntents } from './payment-intents';
export { getPayments } from './payments';
export { equals, isIn, quoted } from './predicate';
export { ensureSubscription, getSubscription, isSameDestination, removeSubscription } from './subscriptions';
export { ensureType, removeUnusedType } from './types';
