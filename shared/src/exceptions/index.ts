export { catalogue, type Meaning } from './catalogue';
export { codesByOwner, ownerOf, owners, type ExceptionCode, type Owner } from './codes';
export { createOutageWatch, type OutageWatch } from './outage';
export {
  subjectTypes,
  type ConnectorException,
  type ExceptionStore,
  type Finding,
  type Subject,
} from './exception';
export { printExceptions } from './print';
export { withoutPersonalData } from './redact';
export { createExceptionStore, exceptionContainer, exceptionKey, type ExceptionStoreParts } from './store';
export { decideDigest, type Digest, type NotificationTerms, type Told } from './notification/digest';
export { feed, type FeedItem } from './notification/feed';
export { notifyTeams, type Notified } from './notification/notify';
export { digestWords } from './notification/words';
export {
  judgeSilence,
  reconciliationSilence,
  tellSilence,
  type LifeFacts,
  type SilenceTerms,
  type Verdict,
} from './silence';
export { openExceptions, storedExceptions, type StoredException } from './stored';
export { createReconciliationWatch } from './watch-reconciliation';
