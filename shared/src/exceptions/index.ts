export { catalogue, type Meaning } from './catalogue';
export { codesByOwner, ownerOf, owners, type ExceptionCode, type Owner } from './codes';
export { createOutageWatch, type OutageWatch } from './outage';
export type { ConnectorException, ExceptionStore, Finding, Subject } from './exception';
export { printExceptions } from './print';
export { withoutPersonalData } from './redact';
export { createExceptionStore, exceptionContainer, exceptionKey, type ExceptionStoreParts } from './store';
