export { catalogue } from './catalogue';
export { codesByOwner, owners, type ExceptionCode, type Owner } from './codes';
export { createOutageWatch, type OutageWatch } from './outage';
export {
  BY_OPERATOR,
  subjectTypes,
  type ConnectorException,
  type ExceptionStore,
  type Finding,
  type Subject,
} from './exception';
export { printExceptions } from './print';
export { createExceptionStore, exceptionContainer, exceptionKey } from './store';
export type { Digest } from './notification/digest';
export { feed, type FeedItem } from './notification/feed';
export { notifyTeams, type Notified } from './notification/notify';
export { digestWords } from './notification/words';
export { judgeSilence, tellSilence, type Verdict } from './silence';
export { openExceptions, type StoredException } from './stored';
export { createUnreadableMessages } from './unreadable-messages';
export { createReconciliationWatch } from './watch-reconciliation';
