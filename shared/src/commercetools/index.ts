export type {
  ByProjectKeyRequestBuilder,
  Channel,
  Customer,
  Destination,
  ExtensionTrigger,
  LineItem,
  MessageSubscription,
  Order,
  OrderUpdateAction,
  Subscription,
} from '@commercetools/platform-sdk';
export { AUDIT_CONTAINER } from './audit-trail';
export { createBudgetStore } from './budget-store';
export { ensureChannel, type WantedChannel } from './channels';
export { CommercetoolsError, connectionCodes, type FailedOutcome } from './commercetools-error';
export { withConflictRetry } from './conflict';
export { createCommercetools, grantedScopes, type CommercetoolsOptions } from './create-client';
export { Conflict, createDocuments, type Documents, type Stored } from './documents';
export { keepLease } from './keep-lease';
export { LeaseLost, withLease, type Lease, type LeaseTerms } from './lease';
export { ensureExtension, getExtension, removeExtension, urlOf, type WantedExtension } from './extensions';
export { createLifeSign, lifeSignOf, livedLately, type LifeSignParts } from './life-sign';
export { keepRuns } from './run-log';
export { createServerClock, type ServerClock } from './server-clock';
export { getCustomer, getOrder, ORDER_EXPANSIONS, updateOrder } from './orders';
export { DocumentNewer, OwnDocument } from './own-document';
export { NotOurField, ownership, printOwnership, type OwnedUpdate } from './ownership';
export {
  createPaymentIntents,
  type CaptureRequest,
  type CaptureResult,
  type PaymentIntents,
  type PaymentIntentsOptions,
} from './payment-intents';
export { getPayments } from './payments';
export type { Patience } from './perseverance';
export { equals, greaterThan, isIn, quoted } from './predicate';
export {
  ensureSubscription,
  getSubscription,
  isSameDestination,
  removeSubscription,
  type EnsuredSubscription,
  type WantedSubscription,
} from './subscriptions';
export { ensureType, removeUnusedType } from './types';
